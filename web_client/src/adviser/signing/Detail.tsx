/** A document that is on its way, or done: who has signed, what happened, its files. */
import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import {
  IconCalendar,
  IconCertificate,
  IconClock,
  IconCode,
  IconFileText,
  IconFileTypePdf,
  IconShieldCheck,
  IconTemplate,
  IconUser,
  IconX,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { formatBytes, formatDay, formatTime } from "../../i18n";
import { envelopesTexts } from "../../i18n/envelopes";
import { announce, Notice, Panel, StatusChip, useLanguage, useT } from "../../ui";
import {
  type Envelope,
  type EnvelopeFile,
  envelopeFile,
  useMakeTemplate,
  useRetryEnvelope,
  useVoidEnvelope,
} from "../api/envelopes";
import { Fact } from "../shell/Fact";
import { PageTitle } from "../shell/PageTitle";
import { DocumentCard } from "./DocumentCard";
import { EventLines } from "./EventLines";
import { SignerRow } from "./SignerRow";
import { SigningProblem } from "./SigningProblem";
import { signedCount, stateOf } from "./status";

const SOURCES = {
  session: "sourceSession",
  template: "sourceTemplate",
  api: "sourceApi",
  desk: "sourceDesk",
} as const;

export function Detail({ envelope }: { readonly envelope: Envelope }) {
  const t = useT(envelopesTexts);
  const state = stateOf(envelope, t);
  const [asking, setAsking] = useState<"void" | "template">();
  const close = () => setAsking(undefined);
  return (
    <>
      <PageTitle
        title={envelope.title}
        badge={
          <StatusChip tone={state.tone} strong>
            {state.words}
          </StatusChip>
        }
      >
        <Button
          variant="default"
          leftSection={<IconTemplate size={19} aria-hidden="true" />}
          onClick={() => setAsking("template")}
        >
          {t("asTemplate")}
        </Button>
        {envelope.status === "sent" && signedCount(envelope) < envelope.signers.length && (
          <Button
            variant="default"
            leftSection={<IconX size={19} aria-hidden="true" />}
            onClick={() => setAsking("void")}
          >
            {t("voidIt")}
          </Button>
        )}
      </PageTitle>
      <News envelope={envelope} />
      <div className="a-columns">
        <div className="a-stack">
          <Panel
            title={t("whoSigns")}
            badge={
              <StatusChip tone="neutral">
                {t("ofAll", { signed: signedCount(envelope), all: envelope.signers.length })}
              </StatusChip>
            }
            flush
          >
            <ul className="a-rows">
              {envelope.signers.map((signer) => (
                <SignerRow key={signer.id} envelope={envelope} signer={signer} />
              ))}
            </ul>
          </Panel>
          <DocumentCard envelope={envelope} />
        </div>
        <div className="a-stack">
          <Files envelope={envelope} />
          <Facts envelope={envelope} />
          <Panel title={t("timeline")} flush>
            <EventLines envelope={envelope} />
          </Panel>
        </div>
      </div>
      <Modal opened={asking === "void"} onClose={close} size="30rem" title={t("voidAsk")}>
        <VoidForm id={envelope.id} onClose={close} />
      </Modal>
      <Modal opened={asking === "template"} onClose={close} size="30rem" title={t("asTemplate")}>
        <TemplateForm envelope={envelope} onClose={close} />
      </Modal>
    </>
  );
}

function News({ envelope }: { readonly envelope: Envelope }) {
  const t = useT(envelopesTexts);
  const retry = useRetryEnvelope(envelope.id);
  if (envelope.status === "failed") {
    return (
      <div className="a-before a-stack">
        <Notice kind="danger">{t("problem_failed")}</Notice>
        <SigningProblem error={retry.error} />
        <div className="a-buttons">
          <Button loading={retry.isPending} onClick={() => retry.mutate(undefined)}>
            {t("tryAgain")}
          </Button>
        </div>
      </div>
    );
  }
  if (envelope.seal !== "pending" || envelope.problem !== "tsa_away") return null;
  return (
    <div className="a-before">
      <Notice kind="info">{t("sealPending")}</Notice>
    </div>
  );
}

interface FileButtonProps {
  readonly id: string;
  readonly what: EnvelopeFile;
  readonly icon: ReactNode;
  readonly filled?: boolean;
  readonly children: string;
}

function FileLink({ id, what, icon, filled = false, children }: FileButtonProps) {
  return (
    <Button
      component="a"
      href={envelopeFile(id, what)}
      download
      variant={filled ? "filled" : "default"}
      leftSection={icon}
    >
      {children}
    </Button>
  );
}

function Files({ envelope }: { readonly envelope: Envelope }) {
  const t = useT(envelopesTexts);
  const { id, files } = envelope;
  return (
    <Panel title={t("downloads")}>
      {!files.signed && <p className="a-quiet a-tight">{t("filesLater")}</p>}
      <div className="a-buttons">
        {files.signed && (
          <FileLink id={id} what="signed" filled icon={<IconFileTypePdf size={20} aria-hidden="true" />}>
            {t("downloadSigned")}
          </FileLink>
        )}
        {files.log && (
          <>
            <FileLink id={id} what="log" icon={<IconShieldCheck size={20} aria-hidden="true" />}>
              {t("downloadLog")}
            </FileLink>
            <FileLink id={id} what="log-data" icon={<IconCode size={20} aria-hidden="true" />}>
              {t("downloadLogData")}
            </FileLink>
          </>
        )}
        <FileLink id={id} what="document" icon={<IconFileText size={20} aria-hidden="true" />}>
          {t("downloadOriginal")}
        </FileLink>
      </div>
    </Panel>
  );
}

function Facts({ envelope }: { readonly envelope: Envelope }) {
  const t = useT(envelopesTexts);
  const language = useLanguage();
  const moment = (value: string) => {
    const at = new Date(value);
    return `${formatDay(language, at)}, ${formatTime(language, at)}`;
  };
  const { document } = envelope;
  return (
    <Panel title={t("facts")}>
      <dl className="a-facts">
        <Fact icon={<IconFileTypePdf size={20} />} term={t("document")}>
          {document.name}
          <span className="a-quiet a-sign-line">
            {t("factPages", { count: document.pages })} · {formatBytes(language, document.size)}
          </span>
        </Fact>
        {envelope.created_by !== null && (
          <Fact icon={<IconUser size={20} />} term={t("factBy")}>
            {envelope.created_by.name}
            <span className="a-quiet a-sign-line">
              {t("factSource")} {t(SOURCES[envelope.source])}
            </span>
          </Fact>
        )}
        {envelope.sent_at !== null && (
          <Fact icon={<IconCalendar size={20} />} term={t("factSent")}>
            {moment(envelope.sent_at)}
          </Fact>
        )}
        {envelope.status === "sent" && envelope.expires_at !== null && (
          <Fact icon={<IconClock size={20} />} term={t("factExpires")}>
            {moment(envelope.expires_at)}
          </Fact>
        )}
        {envelope.completed_at !== null && (
          <Fact icon={<IconCalendar size={20} />} term={t("factCompleted")}>
            {moment(envelope.completed_at)}
          </Fact>
        )}
        <Fact icon={<IconCertificate size={20} />} term={t("factLevel")}>
          {t("levelText")}
          {envelope.level !== "" && <span className="a-quiet a-sign-line">PAdES {envelope.level}</span>}
        </Fact>
        <Fact icon={<IconClock size={20} />} term={t("factClock")}>
          {t(envelope.clock === "own" ? "clockOwn" : "clockAuthority")}
        </Fact>
      </dl>
    </Panel>
  );
}

interface FormProps {
  readonly onClose: () => void;
}

function VoidForm({ id, onClose }: FormProps & { readonly id: string }) {
  const t = useT(envelopesTexts);
  const stop = useVoidEnvelope(id);
  const [reason, setReason] = useState("");
  return (
    <form
      className="a-stack"
      onSubmit={(event) => {
        event.preventDefault();
        stop.mutate(reason.trim(), {
          onSuccess: () => {
            announce(t("voided"));
            onClose();
          },
        });
      }}
    >
      <p className="a-tight">{t("voidText")}</p>
      <Textarea
        label={t("voidReason")}
        description={t("voidReasonHint")}
        maxLength={500}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <SigningProblem error={stop.error} />
      <div className="a-buttons">
        <Button variant="default" onClick={onClose}>
          {t("keepIt")}
        </Button>
        <Button type="submit" data-danger loading={stop.isPending}>
          {t("voidIt")}
        </Button>
      </div>
    </form>
  );
}

function TemplateForm({ envelope, onClose }: FormProps & { readonly envelope: Envelope }) {
  const t = useT(envelopesTexts);
  const make = useMakeTemplate();
  const [name, setName] = useState(envelope.title);
  const [tried, setTried] = useState(false);
  return (
    <form
      className="a-stack"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (name.trim() === "") return;
        make.mutate(
          { envelope_id: envelope.id, name: name.trim() },
          {
            onSuccess: () => {
              announce(t("templateMade"));
              onClose();
            },
          },
        );
      }}
    >
      <TextInput
        label={t("templateName")}
        data-autofocus
        maxLength={200}
        value={name}
        error={tried && name.trim() === "" ? t("templateNameMissing") : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SigningProblem error={make.error} />
      <div className="a-buttons">
        <Button type="submit" loading={make.isPending}>
          {t("asTemplate")}
        </Button>
      </div>
    </form>
  );
}
