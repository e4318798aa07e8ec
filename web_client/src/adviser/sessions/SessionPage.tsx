/** One session: who, when, what happened, what people thought, and its downloads. */
import { Button } from "@mantine/core";
import {
  IconArrowLeft,
  IconCalendar,
  IconClock,
  IconCode,
  IconFile,
  IconFileTypePdf,
  IconMessage,
  IconScreenShare,
  IconUser,
} from "@tabler/icons-react";
import { Link, useParams } from "react-router";
import { formatBytes, formatDay, formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { evaluationTexts } from "../../i18n/evaluation";
import { Avatar, CodeDisplay, Panel, StatusChip, useLanguage, useT } from "../../ui";
import {
  downloadAddress,
  type Evaluation,
  type Person,
  type SessionItem,
  useRecord,
  useSession,
} from "../api/sessions";
import { KeepFile } from "../documents/KeepFile";
import { Fact } from "../shell/Fact";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { EndButton } from "./EndButton";
import { Face } from "./Face";
import { durationOf, nameOfSession } from "./names";
import { Timeline } from "./Timeline";
import { filesIn, messagesIn } from "./timeline";

export function SessionPage() {
  const t = useT(adviserTexts);
  const { id = "" } = useParams();
  const session = useSession(id);
  return (
    <>
      <Link to="/adviser/sessions" className="a-back">
        <IconArrowLeft size={18} aria-hidden="true" />
        {t("allSessions")}
      </Link>
      {session.data ? (
        <Found session={session.data} />
      ) : (
        <>
          <PageTitle title={t("session")} />
          <Panel>
            <Loaded query={session} lines={6}>
              {() => null}
            </Loaded>
          </Panel>
        </>
      )}
    </>
  );
}

function Found({ session }: { readonly session: SessionItem }) {
  const t = useT(adviserTexts);
  const language = useLanguage();
  const record = useRecord(session.id);
  const running = session.ended_at === null;
  const start = new Date(session.started_at);
  const files = record.data ? filesIn(record.data.entries) : undefined;
  return (
    <>
      <PageTitle
        title={nameOfSession(session, t)}
        badge={
          running && (
            <StatusChip tone="office" strong>
              {t("runningNow")}
            </StatusChip>
          )
        }
      >
        {running && (
          <>
            <EndButton session={session} />
            <Button
              component="a"
              href={`/session/${session.id}`}
              target="_blank"
              rel="noreferrer"
              leftSection={<IconScreenShare size={20} aria-hidden="true" />}
            >
              {t("backToSession")}
            </Button>
          </>
        )}
      </PageTitle>
      <div className="a-columns">
        <div className="a-stack">
          <Panel title={t("timeline")} flush>
            <Loaded query={record} lines={5}>
              {({ entries }) => <Timeline entries={entries} />}
            </Loaded>
          </Panel>
        </div>
        <div className="a-stack">
          <Panel title={t("facts")}>
            <dl className="a-facts">
              <Fact icon={<IconCalendar size={20} />} term={t("when")}>
                {formatDay(language, start)}, {formatTime(language, start)}
                {session.ended_at !== null && ` – ${formatTime(language, new Date(session.ended_at))}`}
              </Fact>
              <Fact icon={<IconClock size={20} />} term={t("duration")}>
                {durationOf(session, t)}
              </Fact>
              <Fact icon={<IconUser size={20} />} term={t("hostOfSession")}>
                {session.host_name}
              </Fact>
              {session.code !== null && (
                <Fact icon={<IconCode size={20} />} term={t("code")}>
                  <CodeDisplay code={session.code} />
                </Fact>
              )}
            </dl>
          </Panel>
          <Panel title={t("whoWasThere")} flush>
            {session.people.length === 0 ? (
              <p className="a-inset a-quiet">{t("nobodyCame")}</p>
            ) : (
              <ul className="a-rows">
                {session.people.map((person) => (
                  <PersonRow key={person.participant_id} person={person} running={running} />
                ))}
              </ul>
            )}
          </Panel>
          <Panel title={t("evaluations")} flush>
            {session.evaluations.length === 0 ? (
              <p className="a-inset a-quiet">{running ? t("evaluationsLater") : t("evaluationsNone")}</p>
            ) : (
              <ul className="a-rows">
                {session.evaluations.map((evaluation) => (
                  <EvaluationRow key={evaluation.participant_id} evaluation={evaluation} />
                ))}
              </ul>
            )}
          </Panel>
          {files && files.length > 0 && (
            <Panel title={t("filesOfSession")} flush>
              <ul className="a-rows">
                {files.map((file) => (
                  <li key={file.id} className="a-row a-row-wrap">
                    <IconFile size={22} stroke={1.7} aria-hidden="true" />
                    <span className="a-row-words">
                      <strong>{file.name}</strong>
                      <span>
                        {[formatBytes(language, file.size), file.by, file.withdrawn ? t("withdrawn") : ""]
                          .filter(Boolean)
                          .join(" · ")}
                      </span>
                    </span>
                    {!file.withdrawn && (
                      <span className="a-row-side">
                        <KeepFile sessionId={session.id} file={file} />
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          <Panel title={t("downloads")}>
            <p className="a-quiet a-tight">{t("downloadsText")}</p>
            <div className="a-buttons">
              <Button
                variant="default"
                component="a"
                href={downloadAddress(session.id, "record.pdf")}
                download
                leftSection={<IconFileTypePdf size={20} aria-hidden="true" />}
              >
                {t("recordPdf")}
              </Button>
              <Button
                variant="default"
                component="a"
                href={downloadAddress(session.id, "record.json")}
                download
                leftSection={<IconCode size={20} aria-hidden="true" />}
              >
                {t("recordJson")}
              </Button>
              {record.data && messagesIn(record.data.entries) > 0 && (
                <Button
                  variant="default"
                  component="a"
                  href={downloadAddress(session.id, "chat.txt")}
                  download
                  leftSection={<IconMessage size={20} aria-hidden="true" />}
                >
                  {t("chatText", { count: messagesIn(record.data.entries) })}
                </Button>
              )}
            </div>
          </Panel>
        </div>
      </div>
    </>
  );
}

function PersonRow({ person, running }: { readonly person: Person; readonly running: boolean }) {
  const t = useT(adviserTexts);
  const roles = {
    host: t("roleHost"),
    cohost: t("roleCohost"),
    colleague: t("roleColleague"),
    client: t("roleClient"),
  };
  return (
    <li className="a-row">
      <Avatar name={person.name} size={36} of={person.role === "client" ? "client" : "office"} />
      <span className="a-row-words">
        <strong>{person.name}</strong>
        <span>{roles[person.role]}</span>
      </span>
      {running && (
        <span className="a-row-side">
          <StatusChip tone={person.connected ? "office" : "neutral"}>
            {person.connected ? t("insideNow") : t("notInside")}
          </StatusChip>
        </span>
      )}
    </li>
  );
}

const HELPED = {
  clear: "helpedExplanation",
  together: "helpedTogether",
  time: "helpedTime",
  media: "helpedQuality",
} as const;

function EvaluationRow({ evaluation }: { readonly evaluation: Evaluation }) {
  const words = useT(evaluationTexts);
  const helped = evaluation.helped.flatMap((key) =>
    key in HELPED ? [words(HELPED[key as keyof typeof HELPED])] : [],
  );
  return (
    <li className="a-row a-row-top">
      <Avatar name={evaluation.name} size={36} of={evaluation.role === "client" ? "client" : "office"} />
      <span className="a-row-words">
        <strong>{evaluation.name}</strong>
        {helped.length > 0 && <span>{helped.join(" · ")}</span>}
        {evaluation.text !== "" && <q className="a-quote">{evaluation.text}</q>}
      </span>
      <span className="a-row-side">
        <Face stars={evaluation.stars} />
      </span>
    </li>
  );
}
