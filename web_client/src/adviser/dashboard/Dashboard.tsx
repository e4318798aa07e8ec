/** The first page of the day: who comes, what runs now, what waits, what was, and whether this device is ready. */
import { Button } from "@mantine/core";
import { IconMessages, IconScreenShare } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { formatDay, formatList, formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { officeTexts } from "../../i18n/office";
import { CodeDisplay, EmptyState, Notice, Panel, useLanguage, useT } from "../../ui";
import { isOpen } from "../agenda/status";
import { useMember } from "../api/account";
import { type Appointment, useAgendaChoices, useAppointments } from "../api/agenda";
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
import { Today } from "./Today";
import { Waiting } from "./Waiting";

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

/** One day's own appointments and those still without a time, in the order of their beginning. */
function useDay(now: Date) {
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const to = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  const today = useAppointments("mine", { from: from.toISOString(), to: to.toISOString() });
  const planning = useAppointments("mine", { status: "planning" });
  const dated = (today.data?.pages.flatMap(({ items }) => items) ?? [])
    .filter(({ start, status }) => start !== null && status !== "cancelled")
    .sort((one, other) => Date.parse(one.start ?? "") - Date.parse(other.start ?? ""));
  const undated = (planning.data?.pages.flatMap(({ items }) => items) ?? []).filter(
    ({ start }) => start === null,
  );
  return { query: today, dated, undated };
}

/** "Three appointments. The next one starts in twelve minutes." */
function useDayWords(dated: readonly Appointment[], now: Date): string {
  const t = useT(officeTexts);
  const language = useLanguage();
  if (dated.length === 0) return t("dayNone");
  const count = t("dayCount", { count: dated.length });
  if (dated.some(({ live }) => live)) return `${count} ${t("dayNow")}`;
  const next = dated.find((one) => isOpen(one) && Date.parse(one.start ?? "") >= now.getTime());
  if (next === undefined || next.start === null) return count;
  const start = new Date(next.start);
  const minutes = Math.max(1, Math.ceil((start.getTime() - now.getTime()) / 60_000));
  const when =
    minutes <= 60 ? t("dayNext", { count: minutes }) : t("dayNextAt", { time: formatTime(language, start) });
  return `${count} ${when}`;
}

export function Dashboard() {
  const t = useT(adviserTexts);
  const language = useLanguage();
  const { user, organisation } = useMember();
  const now = useNow();
  const list = useSessions("mine", { live: true });
  const check = useDeviceCheck();
  const choices = useAgendaChoices();
  const day = useDay(now);
  const words = useDayWords(day.dated, now);
  const all = list.data?.pages.flatMap(({ items }) => items);
  const running = all?.filter((session) => session.ended_at === null) ?? [];
  const date = formatDay(language, now);
  const lead = `${date.charAt(0).toUpperCase()}${date.slice(1)}.`;
  const unsummed = choices.data?.summaries
    ? day.dated.filter(({ status, summary }) => status === "completed" && summary === null)
    : [];
  return (
    <>
      <PageTitle
        title={t(GREETINGS[partOfDay(now.getHours())], { name: firstName(user.name) })}
        lead={day.query.data === undefined ? lead : `${lead} ${words}`}
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
          <Loaded query={day.query}>
            {() => <Today appointments={[...day.dated, ...day.undated]} now={now} />}
          </Loaded>
          {running.length > 0 && (
            <Panel title={t("running")} flush>
              <Running sessions={running} now={now} />
            </Panel>
          )}
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
          <Waiting planning={day.undated} unsummed={unsummed} />
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
