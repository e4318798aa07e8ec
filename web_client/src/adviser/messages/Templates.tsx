/** Settings: the mails that clients and colleagues get, each as the office wants it. */
import { Button, Group, Modal, Select, TextInput } from "@mantine/core";
import { IconMail, IconPlus, IconTemplate } from "@tabler/icons-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { LANGUAGES, type Language } from "../../i18n";
import { messagesTexts } from "../../i18n/messages";
import { EmptyState, IconTile, Panel, StatusChip, useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import {
  type Templates as Found,
  type MessageKind,
  type Template,
  useAddTemplate,
  useTemplates,
} from "../api/messages";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { MessageProblem } from "./MessageProblem";
import { TemplateEditor } from "./TemplateEditor";
import "./messages.css";

const LANGUAGE_WORDS = { nl: "languageNl", en: "languageEn", fr: "languageFr" } as const;

/** What a template is called in an address. */
const placeOf = ({ own, id, kind, language }: Template) => (own ? id : `${kind}.${language}`);

export function Templates() {
  const t = useT(messagesTexts);
  const mine = useLanguage();
  const [search, setSearch] = useSearchParams();
  const [making, setMaking] = useState(false);
  const [language, setLanguage] = useState<Language>(mine);
  const templates = useTemplates();
  const chosen = search.get("template");
  const edited = templates.data?.items.find((one) => placeOf(one) === chosen);
  const kind = templates.data?.kinds.find((one) => one.kind === edited?.kind);
  if (edited && kind) {
    return (
      <TemplateEditor
        key={`${placeOf(edited)} ${edited.version}`}
        template={edited}
        kind={kind}
        onBack={() => setSearch({})}
      />
    );
  }
  return (
    <>
      <PageTitle title={t("title")} lead={t("lead")}>
        <Button leftSection={<IconPlus size={20} aria-hidden="true" />} onClick={() => setMaking(true)}>
          {t("newTemplate")}
        </Button>
      </PageTitle>
      <Loaded query={templates} lines={8}>
        {(found) => (
          <div className="m-form">
            <Select
              label={t("language")}
              value={language}
              onChange={(value) => value && setLanguage(value as Language)}
              allowDeselect={false}
              maw="16rem"
              data={LANGUAGES.map((one) => ({ value: one, label: t(LANGUAGE_WORDS[one]) }))}
            />
            <Groups
              found={found}
              language={language}
              onOpen={(one) => setSearch({ template: placeOf(one) })}
            />
          </div>
        )}
      </Loaded>
      {making && templates.data && (
        <NewTemplate
          found={templates.data}
          onMade={(made) => setSearch({ template: placeOf(made) })}
          onClose={() => setMaking(false)}
        />
      )}
    </>
  );
}

function groupOf({ kind, to }: MessageKind) {
  if (to === "adviser") return "groupAdviser" as const;
  if (kind.startsWith("document_")) return "groupDocuments" as const;
  if (kind.startsWith("appointment_") || kind === "review_request") return "groupAppointments" as const;
  return "groupOther" as const;
}

const GROUPS = ["groupAppointments", "groupDocuments", "groupOther", "groupAdviser"] as const;

interface GroupsProps {
  readonly found: Found;
  readonly language: Language;
  readonly onOpen: (template: Template) => void;
}

function Groups({ found, language, onOpen }: GroupsProps) {
  const t = useT(messagesTexts);
  const own = found.items.filter((one) => one.own && one.language === language);
  const usual = found.items.filter((one) => !one.own && one.language === language);
  const kindOf = new Map(found.kinds.map((one) => [one.kind, one]));
  return (
    <>
      <Panel title={t("groupOwn")} flush>
        {own.length === 0 ? (
          <EmptyState headingLevel={3} icon={<IconTemplate size={34} stroke={1.6} />} title={t("noOwn")}>
            {t("newTemplateHint")}
          </EmptyState>
        ) : (
          <List items={own} onOpen={onOpen} />
        )}
      </Panel>
      {GROUPS.map((group) => {
        const items = usual.filter(({ kind }) => {
          const known = kindOf.get(kind);
          return known !== undefined && groupOf(known) === group;
        });
        return (
          <Panel key={group} title={t(group)} flush>
            <List items={items} onOpen={onOpen} />
          </Panel>
        );
      })}
    </>
  );
}

function List({
  items,
  onOpen,
}: {
  readonly items: readonly Template[];
  readonly onOpen: GroupsProps["onOpen"];
}) {
  const t = useT(messagesTexts);
  return (
    <ul className="a-rows">
      {items.map((one) => (
        <li key={placeOf(one)}>
          <button type="button" className="a-row a-row-wrap a-row-button" onClick={() => onOpen(one)}>
            <IconTile tone="office">
              <IconMail size={20} />
            </IconTile>
            <span className="a-row-words">
              <strong>{one.name}</strong>
              <span>{one.subject}</span>
            </span>
            {!one.own && (
              <span className="a-row-side">
                <StatusChip tone={one.changed ? "office" : "neutral"}>
                  {t(one.changed ? "changed" : "standard")}
                </StatusChip>
              </span>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}

interface NewTemplateProps {
  readonly found: Found;
  readonly onMade: (template: Template) => void;
  readonly onClose: () => void;
}

/** Begins as the kind's own text, to be changed on the page that follows. */
function NewTemplate({ found, onMade, onClose }: NewTemplateProps) {
  const t = useT(messagesTexts);
  const mine = useLanguage();
  const { user } = useMember();
  const add = useAddTemplate();
  const [name, setName] = useState("");
  const [kind, setKind] = useState("client_message");
  const [language, setLanguage] = useState<Language>(mine);
  const kinds = found.kinds.filter((one) => one.to === "client" && (one.by_hand || user.role === "admin"));
  const nameOf = (of: string) =>
    found.items.find((one) => !one.own && one.kind === of && one.language === mine)?.name ?? of;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const usual = found.items.find((one) => !one.own && one.kind === kind && one.language === language);
    if (name.trim() === "" || usual === undefined) return;
    const { subject, blocks } = usual;
    add.mutate({ kind, language, name: name.trim(), subject, blocks }, { onSuccess: onMade });
  };
  return (
    <Modal opened onClose={onClose} title={t("newTemplate")} size="30rem">
      <form className="m-form" onSubmit={submit} noValidate>
        <p className="a-quiet a-tight">{t("newTemplateHint")}</p>
        <TextInput
          label={t("templateName")}
          value={name}
          maxLength={120}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t("kind")}
          value={kind}
          onChange={(value) => value && setKind(value)}
          allowDeselect={false}
          data={kinds.map((one) => ({ value: one.kind, label: nameOf(one.kind) }))}
        />
        <Select
          label={t("language")}
          value={language}
          onChange={(value) => value && setLanguage(value as Language)}
          allowDeselect={false}
          data={LANGUAGES.map((one) => ({ value: one, label: t(LANGUAGE_WORDS[one]) }))}
        />
        <MessageProblem error={add.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={name.trim() === ""}>
            {t("make")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
