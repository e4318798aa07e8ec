/** Writing to a client, or to many: to whom, from whom, what; cancel or send. */
import { Button, Checkbox, Group, Modal, Select } from "@mantine/core";
import { useState } from "react";
import { formatDay, formatTime } from "../../i18n";
import { messagesTexts } from "../../i18n/messages";
import { randomId } from "../../protocol/ids";
import { announce, Notice, useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import { useAppointments } from "../api/agenda";
import { isPassing } from "../api/client";
import { useColleagues } from "../api/clientParts";
import { MOST_OF_FILTER, useClient, useFound } from "../api/clients";
import type { ClientView } from "../api/clientTypes";
import { type Block, useSendMessage, useSendToMany, useTemplates } from "../api/messages";
import { ClientPicker, type PickedClient } from "../clients/ClientPicker";
import type { ClientFilter } from "../clients/filter";
import { OwnClientsOnly } from "../clients/OwnClientsOnly";
import { BlocksEditor } from "./BlocksEditor";
import { bare, type Kept, keep, saysSomething } from "./blocks";
import { DocumentsField } from "./DocumentsField";
import { InsertTarget } from "./Inserting";
import { MailingProgress } from "./MailingProgress";
import { MessageProblem } from "./MessageProblem";
import { PreviewPane } from "./PreviewPane";
import { TagField } from "./TagField";
import { TagMenu } from "./TagMenu";
import "./messages.css";

interface MessageDialogProps {
  /** Who gets it; several get a mail each. Without anybody a client is chosen here. */
  readonly clientIds?: readonly string[];
  /** Everybody whom a filter of the list finds. */
  readonly filter?: unknown;
  readonly except?: readonly string[];
  /** What the message is about: its tags are filled from this appointment. */
  readonly appointmentId?: string | undefined;
  readonly onClose: () => void;
}

export function MessageDialog({
  clientIds = [],
  filter,
  except = [],
  appointmentId,
  onClose,
}: MessageDialogProps) {
  const t = useT(messagesTexts);
  const [picked, setPicked] = useState<PickedClient | null>(null);
  const [mailing, setMailing] = useState<string>();
  const many = filter !== undefined || clientIds.length > 1;
  const clientId = clientIds[0] ?? picked?.id;
  return (
    <Modal opened onClose={onClose} title={t("newMessage")} size="46rem">
      {mailing !== undefined ? (
        <MailingProgress id={mailing} onClose={onClose} />
      ) : (
        <InsertTarget>
          {many ? (
            <ToMany ids={clientIds} filter={filter} except={except} onSent={setMailing} onClose={onClose} />
          ) : (
            <div className="m-form">
              {clientIds.length === 0 && (
                <OwnClientsOnly says="elsewhereMessage" onClose={onClose}>
                  <ClientPicker label={t("messageTo")} value={picked} onPick={setPicked} allowNew />
                  {clientId === undefined && (
                    <Group justify="flex-end">
                      <Button variant="default" onClick={onClose}>
                        {t("cancel")}
                      </Button>
                    </Group>
                  )}
                </OwnClientsOnly>
              )}
              {clientId !== undefined && (
                <ToOne key={clientId} id={clientId} appointmentId={appointmentId} onClose={onClose} />
              )}
            </div>
          )}
        </InsertTarget>
      )}
    </Modal>
  );
}

interface Writing {
  readonly subject: string;
  readonly kept: readonly Kept[];
}

/** What is written: from the standard message, or a template of the office's own. */
function useWriting(language: string | undefined, kind: string) {
  const templates = useTemplates();
  const usual = templates.data?.items.find(
    (one) => !one.own && one.kind === kind && one.language === (language ?? "nl"),
  );
  const [writing, setWriting] = useState<Writing>();
  const [template, setTemplate] = useState<string | null>(null);
  const begun: Writing | undefined =
    writing ??
    (usual && { subject: "", kept: keepOnce(usual.id + usual.language + usual.version, usual.blocks) });
  const own = (templates.data?.items ?? []).filter((one) => one.own && one.kind === kind);
  const choose = (id: string | null) => {
    setTemplate(id);
    const chosen = own.find((one) => one.id === id) ?? usual;
    if (chosen) setWriting({ subject: id === null ? "" : chosen.subject, kept: keep(chosen.blocks) });
  };
  const tags = templates.data?.kinds.find((one) => one.kind === kind)?.tags ?? [];
  return { writing: begun, setWriting, own, template, choose, tags, error: templates.error };
}

// The same template gives the same blocks until something is written: their editors stay.
const kept = new Map<string, readonly Kept[]>();
function keepOnce(key: string, blocks: readonly Block[]): readonly Kept[] {
  const found = kept.get(key) ?? keep(blocks);
  kept.set(key, found);
  return found;
}

interface FormProps {
  readonly state: ReturnType<typeof useWriting>;
  readonly complaint: string | undefined;
}

function Fields({ state, complaint }: FormProps) {
  const t = useT(messagesTexts);
  const { writing, setWriting, own, template, choose, tags } = state;
  if (writing === undefined) return <MessageProblem error={state.error} />;
  return (
    <>
      {own.length > 0 && (
        <Select
          label={t("chooseTemplate")}
          value={template ?? ""}
          onChange={(value) => choose(value === "" ? null : value)}
          allowDeselect={false}
          data={[
            { value: "", label: t("noTemplate") },
            ...own.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <TagField
        label={t("subject")}
        value={writing.subject}
        most={300}
        onChange={(subject) => setWriting({ ...writing, subject })}
      />
      <div className="m-bar">
        <TagMenu tags={tags} />
      </div>
      <BlocksEditor
        key={template ?? ""}
        plain
        kept={writing.kept}
        onChange={(change) =>
          setWriting((now) => ({
            subject: now?.subject ?? writing.subject,
            kept: change(now?.kept ?? writing.kept),
          }))
        }
      />
      {complaint && (
        <p className="c-field-error" role="alert">
          {complaint}
        </p>
      )}
    </>
  );
}

function SenderField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const t = useT(messagesTexts);
  const { user } = useMember();
  const colleagues = useColleagues();
  const others = (colleagues.data ?? []).filter(({ id }) => id !== user.id);
  return (
    <Select
      label={t("messageFrom")}
      value={value}
      onChange={(id) => id && onChange(id)}
      allowDeselect={false}
      data={[
        { value: user.id, label: t("messageMe", { name: user.name }) },
        ...others.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

interface ToOneProps {
  readonly id: string;
  readonly appointmentId: string | undefined;
  readonly onClose: () => void;
}

function ToOne({ id, appointmentId, onClose }: ToOneProps) {
  const t = useT(messagesTexts);
  const { user } = useMember();
  const client = useClient(id);
  const send = useSendMessage();
  const [once, setOnce] = useState(randomId);
  const [sender, setSender] = useState(user.id);
  const [to, setTo] = useState<string>();
  const [about, setAbout] = useState(appointmentId);
  const [complaint, setComplaint] = useState<string>();
  const [seen, setSeen] = useState(false);
  const [documents, setDocuments] = useState<readonly string[]>([]);
  const language = client.data?.language;
  const state = useWriting(language, "client_message");
  const { writing } = state;
  const addresses = (client.data?.contacts ?? []).filter(({ kind }) => kind === "email");
  const address = to ?? addresses.find(({ blocked }) => blocked === "")?.value ?? addresses[0]?.value ?? "";

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (writing === undefined) return;
    if (writing.subject.trim() === "") return setComplaint(t("subjectFirst"));
    if (!saysSomething(bare(writing.kept))) return setComplaint(t("writeFirst"));
    setComplaint(undefined);
    const message = {
      to: address,
      subject: writing.subject,
      blocks: bare(writing.kept),
      sender_id: sender,
      ...(about !== undefined && { appointment_id: about }),
      ...(documents.length > 0 && { documents }),
    };
    send.mutate(
      { clientId: id, message, once },
      {
        onSuccess: ({ state: became }) => {
          announce(t(became === "kept" ? "kept" : "sent"));
          onClose();
        },
        // Refused: what is sent next is another request. Without an answer it is the same, and is sent once.
        onError: (error) => !isPassing(error) && setOnce(randomId()),
      },
    );
  };
  return (
    <form className="m-form" onSubmit={submit} noValidate>
      {client.data && addresses.length === 0 && <Notice kind="warning">{t("noEmail")}</Notice>}
      <Select
        label={t("messageTo")}
        value={address}
        onChange={(value) => value && setTo(value)}
        allowDeselect={false}
        data={addresses.map((one) => ({
          value: one.value,
          label: `${nameOf(client.data, one.person_id)} · ${
            one.blocked ? t("addressBlocked", { email: one.value }) : one.value
          }`,
          disabled: one.blocked !== "",
        }))}
      />
      <SenderField value={sender} onChange={setSender} />
      <AboutField id={id} value={about} onChange={setAbout} />
      <Fields state={state} complaint={complaint} />
      <DocumentsField id={id} value={documents} onChange={setDocuments} />
      {seen && writing && language && (
        <PreviewPane
          draft={{
            kind: "client_message",
            language,
            subject: writing.subject,
            blocks: bare(writing.kept),
            client_id: id,
            sender_id: sender,
            ...(about !== undefined && { appointment_id: about }),
          }}
        />
      )}
      <MessageProblem error={send.error} />
      <Group justify="flex-end">
        <Button variant="subtle" mr="auto" onClick={() => setSeen(!seen)} aria-expanded={seen}>
          {t("preview")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button type="submit" loading={send.isPending} disabled={address === "" || writing === undefined}>
          {t("send")}
        </Button>
      </Group>
    </form>
  );
}

function nameOf(client: ClientView | undefined, person: string | null): string {
  const found = client?.people.find(({ id }) => id === person);
  return found?.name ?? client?.name ?? "";
}

interface AboutFieldProps {
  readonly id: string;
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

/** Only an appointment gives a link of its own into the meeting. */
function AboutField({ id, value, onChange }: AboutFieldProps) {
  const t = useT(messagesTexts);
  const language = useLanguage();
  const { user } = useMember();
  const list = useAppointments(user.role === "admin" ? "all" : "mine", { client: id });
  const found = (list.data?.pages ?? []).flatMap((page) => page.items);
  if (found.length === 0 && value === undefined) return null;
  return (
    <Select
      label={t("about")}
      value={value ?? ""}
      onChange={(chosen) => onChange(chosen || undefined)}
      allowDeselect={false}
      data={[
        { value: "", label: t("noAppointment") },
        ...found.map(({ id: one, title, start }) => ({
          value: one,
          label:
            start === null
              ? title
              : `${title} · ${formatDay(language, new Date(start))}, ${formatTime(language, new Date(start))}`,
        })),
      ]}
    />
  );
}

interface ToManyProps {
  readonly ids: readonly string[];
  readonly filter: unknown;
  readonly except: readonly string[];
  readonly onSent: (mailing: string) => void;
  readonly onClose: () => void;
}

function ToMany({ ids, filter, except, onSent, onClose }: ToManyProps) {
  const t = useT(messagesTexts);
  const language = useLanguage();
  const { user } = useMember();
  const send = useSendToMany();
  const [once, setOnce] = useState(randomId);
  const [sender, setSender] = useState(user.id);
  const [marketing, setMarketing] = useState(false);
  const [complaint, setComplaint] = useState<string>();
  const kind = marketing ? "client_marketing" : "client_message";
  const state = useWriting(language, kind);
  const { writing } = state;
  const found = useFound(filter === undefined ? undefined : { filter: filter as ClientFilter, except });
  const count = filter === undefined ? ids.length : found.data;
  const tooMany = (count ?? 0) > MOST_OF_FILTER;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (writing === undefined) return;
    if (writing.subject.trim() === "") return setComplaint(t("subjectFirst"));
    if (!saysSomething(bare(writing.kept))) return setComplaint(t("writeFirst"));
    setComplaint(undefined);
    const whom = filter === undefined ? { ids } : { filter, except_ids: except };
    send.mutate(
      {
        message: { ...whom, kind, subject: writing.subject, blocks: bare(writing.kept), sender_id: sender },
        once,
      },
      {
        onSuccess: ({ id }) => onSent(id),
        onError: (error) => !isPassing(error) && setOnce(randomId()),
      },
    );
  };
  return (
    <form className="m-form" onSubmit={submit} noValidate>
      <p className="a-tight">
        {filter === undefined
          ? t("toMany", { count: ids.length })
          : count === undefined
            ? t("toFilter")
            : t("toFound", { count, most: MOST_OF_FILTER })}
      </p>
      {tooMany && <Notice kind="warning">{t("toTooMany", { most: MOST_OF_FILTER })}</Notice>}
      <SenderField value={sender} onChange={setSender} />
      <Checkbox
        label={t("marketing")}
        description={t("marketingHint")}
        checked={marketing}
        onChange={(event) => {
          setMarketing(event.currentTarget.checked);
          state.setWriting(undefined);
        }}
      />
      <Fields key={kind} state={state} complaint={complaint} />
      <MessageProblem error={send.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button type="submit" loading={send.isPending} disabled={writing === undefined || tooMany}>
          {t("send")}
        </Button>
      </Group>
    </form>
  );
}
