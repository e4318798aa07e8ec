/** What the office asks for: choose files or make a photo, send them, done. */
import { ActionIcon, Button, FileButton, Progress } from "@mantine/core";
import { IconCheck, IconFileUpload, IconLock, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { formatBytes, LOCALES, refusal } from "../i18n";
import { papersTexts } from "../i18n/documents-crm";
import { Notice, useLanguage, useT } from "../ui";
import { type Asked, Refused, sayDone, sendFile } from "./api";

interface AskPageProps {
  readonly token: string;
  readonly first: Asked;
}

export function AskPage({ token, first }: AskPageProps) {
  const t = useT(papersTexts);
  const [asked, setAsked] = useState(first);
  const title = t("askTitle", { what: asked.what });
  useEffect(() => {
    document.title = `${title} · ${first.office.name}`;
  }, [title, first.office.name]);
  return asked.state === "open" ? (
    <AskForm token={token} asked={asked} title={title} onAnswer={setAsked} />
  ) : (
    <Thanks asked={asked} />
  );
}

interface AskFormProps {
  readonly token: string;
  readonly asked: Asked;
  readonly title: string;
  readonly onAnswer: (asked: Asked) => void;
}

function AskForm({ token, asked, title, onAnswer }: AskFormProps) {
  const t = useT(papersTexts);
  const language = useLanguage();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [sending, setSending] = useState<{ readonly name: string; readonly part: number }>();
  const [problem, setProblem] = useState<string>();
  const most = formatBytes(language, asked.max_bytes);

  const choose = (chosen: readonly File[]) => {
    const large = chosen.find(({ size }) => size > asked.max_bytes);
    setProblem(large && t("askTooLarge", { name: large.name, size: most }));
    setFiles([...files, ...chosen.filter(({ size }) => size <= asked.max_bytes)]);
  };
  const send = async () => {
    setProblem(undefined);
    let left = files;
    try {
      for (const [number, file] of files.entries()) {
        setSending({ name: file.name, part: 0 });
        const answer = await sendFile(token, file, number < files.length - 1, (part) =>
          setSending({ name: file.name, part }),
        );
        left = files.slice(number + 1);
        if (left.length === 0) onAnswer(answer);
      }
    } catch (error) {
      // What has gone stays; the rest waits here for another try.
      setFiles(left);
      setProblem(refusal(language, error instanceof Refused ? error.code : "internal", papersTexts));
    }
    setSending(undefined);
  };
  const finish = async () => {
    try {
      onAnswer(await sayDone(token));
    } catch (error) {
      setProblem(refusal(language, error instanceof Refused ? error.code : "internal", papersTexts));
    }
  };
  return (
    <section className="rq-card" aria-busy={sending !== undefined}>
      <h1 className="rq-title">{title}</h1>
      <p className="rq-lead">
        {t("askLead", { sender: asked.sender, office: asked.office.name })}{" "}
        {asked.due && t("askDue", { day: day(language, asked.due) })}
      </p>
      {asked.text && <p className="rq-text">{asked.text}</p>}
      {sending ? (
        <div className="rq-sending" role="status">
          <span>{t("askSending", { name: sending.name })}</span>
          <Progress
            value={sending.part * 100}
            size="lg"
            aria-label={t("askSending", { name: sending.name })}
          />
        </div>
      ) : (
        <>
          {files.length > 0 && <Chosen files={files} onChange={setFiles} />}
          <FileButton multiple onChange={choose} inputProps={{ "aria-label": t("askChoose") }}>
            {(props) => (
              <Button
                {...props}
                size="xl"
                fullWidth
                variant={files.length === 0 ? "filled" : "default"}
                leftSection={<IconFileUpload size={24} aria-hidden="true" />}
              >
                {t(files.length === 0 ? "askChoose" : "askMore")}
              </Button>
            )}
          </FileButton>
          {files.length > 0 && (
            <Button size="xl" fullWidth onClick={() => void send()}>
              {t("askSend", { count: files.length })}
            </Button>
          )}
          <p className="rq-hint">{t("askHint", { size: most })}</p>
        </>
      )}
      {asked.received.length > 0 && <Received names={asked.received} />}
      {problem && (
        <Notice kind="danger" live>
          {problem}
        </Notice>
      )}
      {asked.received.length > 0 && files.length === 0 && !sending && (
        <Button size="xl" fullWidth variant="default" onClick={() => void finish()}>
          {t("askFinish")}
        </Button>
      )}
      <p className="rq-safe">
        <IconLock size={17} aria-hidden="true" />
        {t("askSafe", { office: asked.office.name })}
      </p>
    </section>
  );
}

interface ChosenProps {
  readonly files: readonly File[];
  readonly onChange: (files: readonly File[]) => void;
}

function Chosen({ files, onChange }: ChosenProps) {
  const t = useT(papersTexts);
  const language = useLanguage();
  return (
    <ul className="rq-files">
      {files.map((file, number) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two photos may have the same name
        <li key={`${file.name} ${number}`}>
          <span className="rq-file">
            <strong>{file.name}</strong>
            <span>{formatBytes(language, file.size)}</span>
          </span>
          <ActionIcon
            variant="subtle"
            size="xl"
            aria-label={t("removeFile", { name: file.name })}
            onClick={() => onChange(files.filter((_, other) => other !== number))}
          >
            <IconX size={20} aria-hidden="true" />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

function Received({ names }: { readonly names: readonly string[] }) {
  const t = useT(papersTexts);
  return (
    <div className="rq-received">
      <h2>{t("askReceived")}</h2>
      <ul>
        {names.map((name, number) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two photos may have the same name
          <li key={`${name} ${number}`}>
            <IconCheck size={18} aria-hidden="true" />
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Thanks({ asked }: { readonly asked: Asked }) {
  const t = useT(papersTexts);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="rq-card">
      <span className="rq-icon" aria-hidden="true">
        <IconCheck size={34} stroke={1.8} />
      </span>
      <h1 className="rq-title" ref={heading} tabIndex={-1}>
        {t("askThanks")}
      </h1>
      <p className="rq-lead">{t("askThanksText")}</p>
      <Received names={asked.received} />
    </section>
  );
}

/** `2026-12-01` as people say it. */
function day(language: keyof typeof LOCALES, date: string): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  return format.format(new Date(`${date}T00:00:00Z`));
}
