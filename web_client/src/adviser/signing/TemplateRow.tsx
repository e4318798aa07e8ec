/** One template, and what can be done with it: use it once, or for a whole list. */
import { Button, Modal, TextInput } from "@mantine/core";
import { IconFileText, IconListDetails, IconTrash } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import { envelopesTexts } from "../../i18n/envelopes";
import type { Language } from "../../i18n/texts";
import { announce, IconTile, useConfirm, useLanguage, useT } from "../../ui";
import { type SigningTemplate, useDeleteTemplate, useUseTemplate } from "../api/envelopes";
import type { PickedClient } from "../clients/ClientPicker";
import { looksLikeEmail } from "../shell/fields";
import { BulkDialog } from "./BulkDialog";
import { ChooseClient, ClientMark } from "./ChooseClient";
import { filledIn, signersOf } from "./choosing";
import { SigningProblem } from "./SigningProblem";

interface TemplateRowProps {
  readonly template: SigningTemplate;
  /** Also a list at once, and away with it. */
  readonly all?: boolean;
  /** Whose people take the roles. */
  readonly client?: PickedClient | undefined;
}

export function TemplateRow({ template, all = false, client }: TemplateRowProps) {
  const t = useT(envelopesTexts);
  const confirm = useConfirm();
  const remove = useDeleteTemplate();
  const [open, setOpen] = useState<"use" | "bulk">();
  const facts = t("templateFacts", {
    pages: t("factPages", { count: template.document.pages }),
    signers: t("templateSigners", { count: template.roles.length }),
    fields: t("templateFields", { count: template.fields }),
  });
  const away = async () => {
    const sure = await confirm({
      title: t("deleteTemplateAsk", { name: template.name }),
      text: t("deleteTemplateText"),
      confirm: t("deleteConfirm"),
      tone: "danger",
      icon: <IconTrash size={26} stroke={1.7} />,
    });
    if (sure) remove.mutate(template.id, { onSuccess: () => announce(t("templateDeleted")) });
  };
  return (
    <li className="a-row a-row-wrap">
      <IconTile>
        <IconFileText size={21} stroke={1.8} />
      </IconTile>
      <span className="a-row-words">
        <strong>{template.name}</strong>
        <span>{facts}</span>
        <SigningProblem error={remove.error} />
      </span>
      <span className="a-row-side a-sign-actions">
        {all && (
          <>
            <Button
              variant="subtle"
              leftSection={<IconTrash size={19} aria-hidden="true" />}
              aria-label={`${t("deleteTemplate")}: ${template.name}`}
              onClick={() => void away()}
            >
              {t("deleteConfirm")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconListDetails size={19} aria-hidden="true" />}
              onClick={() => setOpen("bulk")}
            >
              {t("bulk")}
            </Button>
          </>
        )}
        <Button variant="default" onClick={() => setOpen("use")}>
          {t("useTemplate")}
        </Button>
      </span>
      <UseDialog
        template={template}
        client={client}
        opened={open === "use"}
        onClose={() => setOpen(undefined)}
      />
      {all && <BulkDialog template={template} opened={open === "bulk"} onClose={() => setOpen(undefined)} />}
    </li>
  );
}

interface DialogProps {
  readonly template: SigningTemplate;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function UseDialog({ template, client, opened, onClose }: UseDialogProps) {
  const t = useT(envelopesTexts);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="32rem"
      title={t("useTemplateTitle", { name: template.name })}
    >
      <UseForm template={template} client={client} onClose={onClose} />
    </Modal>
  );
}

type UseDialogProps = DialogProps & Pick<TemplateRowProps, "client">;

interface RolePerson {
  readonly name: string;
  readonly email: string;
  readonly language?: Language;
  readonly client_id: string | null;
}

const NOBODY: RolePerson = { name: "", email: "", client_id: null };

function UseForm({ template, client, onClose }: Omit<UseDialogProps, "opened">) {
  const t = useT(envelopesTexts);
  const language = useLanguage();
  const navigate = useNavigate();
  const use = useUseTemplate();
  const id = useId();
  const [people, setPeople] = useState<readonly RolePerson[]>(() => {
    const nobody = template.roles.map(() => NOBODY);
    return client === undefined ? nobody : filledIn(nobody, signersOf(client, language));
  });
  const [tried, setTried] = useState(false);
  const change = (at: number, part: Partial<RolePerson>) =>
    setPeople((before) => before.map((person, index) => (index === at ? { ...person, ...part } : person)));
  const wrongName = (name: string) => tried && name.trim() === "";
  const wrongEmail = (email: string) => tried && !looksLikeEmail(email);
  return (
    <form
      noValidate
      className="a-stack"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (people.some(({ name, email }) => name.trim() === "" || !looksLikeEmail(email))) return;
        const signers = people.map((person) => ({
          name: person.name.trim(),
          email: person.email.trim(),
          language: person.language ?? language,
          client_id: person.client_id,
        }));
        use.mutate(
          { id: template.id, signers },
          {
            onSuccess: (envelope) => {
              onClose();
              void navigate(`/adviser/signing/${envelope.id}`);
            },
          },
        );
      }}
    >
      <ChooseClient onChoose={(chosen) => setPeople((before) => filledIn<RolePerson>(before, chosen))} />
      {template.roles.map((role, at) => (
        <fieldset key={role.position} className="a-sign-role">
          <legend>{role.name === "" ? t("roleLabel", { number: at + 1 }) : role.name}</legend>
          <TextInput
            id={`${id}-name-${at}`}
            label={t("name")}
            autoComplete="off"
            value={people[at]?.name ?? ""}
            error={wrongName(people[at]?.name ?? "") ? t("nameMissing") : undefined}
            onChange={(event) => change(at, { name: event.currentTarget.value })}
          />
          <TextInput
            id={`${id}-email-${at}`}
            label={t("email")}
            type="email"
            inputMode="email"
            autoComplete="off"
            value={people[at]?.email ?? ""}
            error={wrongEmail(people[at]?.email ?? "") ? t("emailWrong") : undefined}
            onChange={(event) => change(at, { email: event.currentTarget.value })}
          />
          {people[at]?.client_id && (
            <ClientMark name={people[at].name} onUnbind={() => change(at, { client_id: null })} />
          )}
        </fieldset>
      ))}
      <SigningProblem error={use.error} />
      <div className="a-buttons">
        <Button type="submit" loading={use.isPending}>
          {t("makeFromTemplate")}
        </Button>
      </div>
    </form>
  );
}
