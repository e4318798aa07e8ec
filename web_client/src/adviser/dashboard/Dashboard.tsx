/** The first page of the day: what runs now, what was, and whether this device is ready. */
import { Button } from "@mantine/core";
import { IconMessages, IconScreenShare } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { formatDay, formatList, formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { CodeDisplay, EmptyState, Notice, Panel, useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import { type SessionItem, useSessions } from "../api/sessions";
import { nameOfSession } from "../sessions/names";
import { SessionMark } from "../sessions/SessionMark";
import { SessionRow } from "../sessions/SessionRow";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { startSession } from "../shell/StartButton";
import { WaitingForSignature } from "../signing/WaitingForSignature";
import { useDeviceCheck } from "./check";
import { DeviceCard, DeviceLine } from "./DeviceCard";
import { GettingStarted } from "./GettingStarted";

const RECENT = 6;

/** Ticks every minute, so that a page left open over night says good morning. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(new Date()), 60_000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

export type PartOfDay = "night" | "morning" | "afternoon" | "evening";

export function partOfDay(hour: number): PartOfDay {
  if (hour < 6) return "night";
  if (hour < 12) return "morning";
  return hour < 18 ? "afternoon" : "evening";
}

const GREETINGS = {
  night: "goodNight",
  morning: "goodMorning",
  afternoon: "goodAfternoon",
  evening: "goodEvening",
} as const;

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

export function Dashboard() {
  const t = useT(adviserTexts);
  const language = useLanguage();
  const { user, organisation } = useMember();
  const now = useNow();
  const list = useSessions("mine", { live: true });
  const check = useDeviceCheck();
  const all = list.data?.pages.flatMap(({ items }) => items);
  const running = all?.filter((session) => session.ended_at === null) ?? [];
  const day = formatDay(language, now);
  const today = `${day.charAt(0).toUpperCase()}${day.slice(1)}.`;
  const lead = all === undefined ? today : `${today} ${t("runningCount", { count: running.length })}`;
  return (
    <>
      <PageTitle
        title={t(GREETINGS[partOfDay(now.getHours())], { name: firstName(user.name) })}
        lead={running.length === 0 && all !== undefined ? `${today} ${t("nothingRuns")}` : lead}
      >
        <DeviceLine check={check} />
      </PageTitle>
      {organisation.demo && (
        <div className="a-before">
          <Notice kind="info">{t("demoOffice")}</Notice>
        </div>
      )}
      <div className="a-columns">
        <div className="a-stack">
          <Panel title={t("running")} flush>
            <Loaded query={list}>{() => <Running sessions={running} now={now} />}</Loaded>
          </Panel>
          <Panel
            title={t("recent")}
            flush
            action={
              <Link className="a-link" to="/adviser/sessions">
                {t("allSessions")}
              </Link>
            }
          >
            <Loaded query={list} lines={4}>
              {({ pages }) => (
                <Recent
                  sessions={pages
                    .flatMap(({ items }) => items)
                    .filter((session) => session.ended_at !== null)
                    .slice(0, RECENT)}
                />
              )}
            </Loaded>
          </Panel>
        </div>
        <div className="a-stack">
          <WaitingForSignature />
          <GettingStarted sessions={all?.length} />
          <DeviceCard check={check} />
        </div>
      </div>
    </>
  );
}

interface RunningProps {
  readonly sessions: readonly SessionItem[];
  readonly now: Date;
}

function Running({ sessions, now }: RunningProps) {
  const t = useT(adviserTexts);
  const language = useLanguage();
  if (sessions.length === 0) {
    return (
      <EmptyState
        icon={<IconScreenShare size={34} stroke={1.6} />}
        title={t("noneRunningTitle")}
        actions={
          <Button
            variant="default"
            leftSection={<IconScreenShare size={20} aria-hidden="true" />}
            onClick={startSession}
          >
            {t("startSessionNow")}
          </Button>
        }
      >
        {t("noneRunningText")}
      </EmptyState>
    );
  }
  return (
    <ul className="a-rows">
      {sessions.map((session, index) => (
        <li key={session.id} className="a-running" data-first={index === 0 || undefined}>
          <span className="a-running-time s-digits">
            <strong>{formatTime(language, new Date(session.started_at))}</strong>
            <span>
              {t("minutes", {
                count: Math.max(0, Math.round((now.getTime() - Date.parse(session.started_at)) / 60_000)),
              })}
            </span>
          </span>
          <SessionMark session={session} name={nameOfSession(session, t)} size={44} />
          <span className="a-row-words">
            <Link to={`/adviser/sessions/${session.id}`}>
              <strong>{nameOfSession(session, t)}</strong>
            </Link>
            <span>
              {session.code !== null && <CodeDisplay code={session.code} />} · <Inside session={session} />
            </span>
          </span>
          <Button
            component="a"
            href={`/session/${session.id}`}
            target="_blank"
            rel="noreferrer"
            variant={index === 0 ? "filled" : "default"}
            leftSection={<IconScreenShare size={20} aria-hidden="true" />}
          >
            {t("backToSession")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function Inside({ session }: { readonly session: SessionItem }) {
  const t = useT(adviserTexts);
  const language = useLanguage();
  const inside = session.people
    .filter(({ connected }) => connected)
    .map(({ name, role }) => (session.mine && role === "host" ? t("insideYou") : name));
  return (
    <>{inside.length === 0 ? t("insideNobody") : t("inside", { names: formatList(language, inside) })}</>
  );
}

function Recent({ sessions }: { readonly sessions: readonly SessionItem[] }) {
  const t = useT(adviserTexts);
  if (sessions.length === 0) {
    return (
      <EmptyState icon={<IconMessages size={34} stroke={1.6} />} title={t("noRecentTitle")}>
        {t("noRecentText")}
      </EmptyState>
    );
  }
  return (
    <ul className="a-rows">
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
    </ul>
  );
}
