/** One template, and what can be done with it: use it once, or for a whole list. */
import { Button, Modal, TextInput } from "@mantine/core";
import { IconFileText, IconListDetails, IconTrash } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import { envelopesTexts } from "../../i18n/envelopes";
import { announce, IconTile, useConfirm, useLanguage, useT } from "../../ui";
import { type SigningTemplate, useDeleteTemplate, useUseTemplate } from "../api/envelopes";
import { looksLikeEmail } from "../shell/fields";
import { BulkDialog } from "./BulkDialog";
import { SigningProblem } from "./SigningProblem";

interface TemplateRowProps {
  readonly template: SigningTemplate;
  /** Also a list at once, and away with it. */
  readonly all?: boolean;
}

export function TemplateRow({ template, all = false }: TemplateRowProps) {
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
      <UseDialog template={template} opened={open === "use"} onClose={() => setOpen(undefined)} />
      {all && <BulkDialog template={template} opened={open === "bulk"} onClose={() => setOpen(undefined)} />}
    </li>
  );
}

interface DialogProps {
  readonly template: SigningTemplate;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function UseDialog({ template, opened, onClose }: DialogProps) {
  const t = useT(envelopesTexts);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="32rem"
      title={t("useTemplateTitle", { name: template.name })}
    >
      <UseForm template={template} onClose={onClose} />
    </Modal>
  );
}

function UseForm({ template, onClose }: Omit<DialogProps, "opened">) {
  const t = useT(envelopesTexts);
  const language = useLanguage();
  const navigate = useNavigate();
  const use = useUseTemplate();
  const id = useId();
  const [people, setPeople] = useState(() => template.roles.map(() => ({ name: "", email: "" })));
  const [tried, setTried] = useState(false);
  const change = (at: number, part: Partial<{ name: string; email: string }>) =>
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
        const signers = people.map(({ name, email }) => ({
          name: name.trim(),
          email: email.trim(),
          language,
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
