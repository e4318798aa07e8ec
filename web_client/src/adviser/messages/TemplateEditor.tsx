/** One template: its subject and blocks on the left, how it looks for a real client on the right. */
import { Button, TextInput } from "@mantine/core";
import { IconArrowLeft, IconRotate, IconSend, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { messagesTexts } from "../../i18n/messages";
import { announce, Notice, Panel, useConfirm, useT } from "../../ui";
import { useMember } from "../api/account";
import { refusalOf } from "../api/client";
import { useAdapter } from "../api/crm";
import {
  type Draft,
  type MessageKind,
  type Template,
  useDropTemplate,
  useSaveTemplate,
  useTemplates,
  useTestMail,
} from "../api/messages";
import { ClientPicker, type PickedClient } from "../clients/ClientPicker";
import { PageTitle } from "../shell/PageTitle";
import { useKeepChanges } from "../shell/useKeepChanges";
import { BlockMenu, BlocksEditor } from "./BlocksEditor";
import { bare, keep } from "./blocks";
import { InsertTarget } from "./Inserting";
import { MessageProblem } from "./MessageProblem";
import { PreviewPane } from "./PreviewPane";
import { TagField } from "./TagField";
import { TagMenu } from "./TagMenu";

interface TemplateEditorProps {
  readonly template: Template;
  readonly kind: MessageKind;
  readonly onBack: () => void;
}

export function TemplateEditor({ template, kind, onBack }: TemplateEditorProps) {
  const t = useT(messagesTexts);
  const { user } = useMember();
  const [name, setName] = useState(template.name);
  const [subject, setSubject] = useState(template.subject);
  const [kept, setKept] = useState(() => keep(template.blocks));
  const [changed, setChanged] = useState(false);
  // A preview fills in a client of our own, or an invented one.
  const adapter = useAdapter();
  const [client, setClient] = useState<PickedClient | null>(null);
  useKeepChanges(changed);
  const may = kind.by_hand ? template.own || user.role === "admin" : user.role === "admin";
  const draft: Draft = {
    kind: template.kind,
    language: template.language,
    subject,
    blocks: bare(kept),
    client_id: client?.id,
  };
  const touch =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      setChanged(true);
    };
  return (
    <InsertTarget>
      <p>
        <Button
          variant="subtle"
          leftSection={<IconArrowLeft size={19} aria-hidden="true" />}
          onClick={onBack}
        >
          {t("back")}
        </Button>
      </p>
      <PageTitle title={template.name} />
      <div className="m-page">
        <div className="m-form">
          {!may && <Notice kind="info">{t("byAdmin")}</Notice>}
          {template.own && (
            <TextInput
              label={t("templateName")}
              value={name}
              maxLength={120}
              onChange={(event) => touch(setName)(event.currentTarget.value)}
            />
          )}
          <TagField label={t("subject")} value={subject} most={300} onChange={touch(setSubject)} />
          <div className="m-bar">
            <TagMenu tags={kind.tags} />
            <BlockMenu onChange={touch(setKept)} />
          </div>
          <BlocksEditor kept={kept} onChange={touch(setKept)} />
          {may && (
            <Saving
              template={template}
              content={{ name, subject, blocks: bare(kept) }}
              changed={changed}
              onSaved={() => setChanged(false)}
              onGone={() => {
                setChanged(false);
                onBack();
              }}
            />
          )}
        </div>
        <aside className="m-aside">
          <Panel title={t("preview")}>
            <div className="m-form">
              {kind.to === "client" && adapter.data !== "foreign" && (
                <ClientPicker
                  label={t("previewWith")}
                  description={t("previewInvented")}
                  value={client}
                  onPick={setClient}
                />
              )}
              <TestMail draft={draft} />
              <PreviewPane draft={draft} />
            </div>
          </Panel>
        </aside>
      </div>
    </InsertTarget>
  );
}

function TestMail({ draft }: { readonly draft: Draft }) {
  const t = useT(messagesTexts);
  const { user } = useMember();
  const test = useTestMail();
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconSend size={19} aria-hidden="true" />}
        loading={test.isPending}
        onClick={() =>
          test.mutate(draft, { onSuccess: () => announce(t("testSent", { email: user.email })) })
        }
      >
        {t("test")}
      </Button>
      {test.isSuccess && (
        <p className="a-quiet a-tight" role="status">
          {t("testSent", { email: user.email })}
        </p>
      )}
      <MessageProblem error={test.error} />
    </>
  );
}

interface SavingProps {
  readonly template: Template;
  readonly content: Pick<Template, "name" | "subject" | "blocks">;
  readonly changed: boolean;
  readonly onSaved: () => void;
  readonly onGone: () => void;
}

function Saving({ template, content, changed, onSaved, onGone }: SavingProps) {
  const t = useT(messagesTexts);
  const confirm = useConfirm();
  const templates = useTemplates();
  const save = useSaveTemplate();
  const drop = useDropTemplate();
  const overtaken = save.error !== null && refusalOf(save.error).code === "changed_meanwhile";
  const away = async () => {
    const sure = await confirm({
      title: t(template.own ? "removeAsk" : "resetAsk"),
      text: t(template.own ? "removeText" : "resetText"),
      confirm: t(template.own ? "remove" : "reset"),
      tone: "danger",
    });
    if (sure) drop.mutate(template, { onSuccess: () => (template.own ? onGone() : onSaved()) });
  };
  return (
    <>
      <MessageProblem error={save.error ?? drop.error} />
      <div className="m-bar">
        <Button
          loading={save.isPending}
          disabled={!changed}
          onClick={() =>
            save.mutate(
              { template, content },
              {
                onSuccess: () => {
                  onSaved();
                  announce(t("saved"));
                },
              },
            )
          }
        >
          {t("save")}
        </Button>
        {overtaken && (
          <Button
            variant="default"
            onClick={() => {
              onSaved();
              void templates.refetch();
            }}
          >
            {t("lookAgain")}
          </Button>
        )}
        {(template.own || template.changed) && (
          <Button
            variant="default"
            loading={drop.isPending}
            leftSection={
              template.own ? (
                <IconTrash size={19} aria-hidden="true" />
              ) : (
                <IconRotate size={19} aria-hidden="true" />
              )
            }
            onClick={() => void away()}
          >
            {t(template.own ? "remove" : "reset")}
          </Button>
        )}
      </div>
    </>
  );
}
