/** Everything that happened with a client, newest first, with what comes next on top. */
import { Button, Menu } from "@mantine/core";
import {
  IconAddressBookOff,
  IconCalendarEvent,
  IconCalendarOff,
  IconCheck,
  IconChevronDown,
  IconFileArrowRight,
  IconFileDownload,
  IconFileSearch,
  IconFileText,
  IconLock,
  IconMail,
  IconMessage,
  IconNote,
  IconPencil,
  IconSignature,
  IconSpeakerphone,
  IconStar,
  IconUserPlus,
  IconVideo,
} from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { formatShortDay, formatTime, type Language } from "../../i18n";
import { clientsTexts } from "../../i18n/clients";
import { IconTile, Panel, useLanguage, useT } from "../../ui";
import { type TimelineEntry, useTimeline } from "../api/clients";
import { Loaded } from "../shell/Problem";
import { NextAppointment } from "./NextAppointment";
import { shortDate } from "./names";
import { GROUPS, type GroupName, type LineIcon, said } from "./timelineLines";

const ICONS = {
  person: IconUserPlus,
  pencil: IconPencil,
  note: IconNote,
  consent: IconSpeakerphone,
  blocked: IconAddressBookOff,
  message: IconMail,
  in: IconMessage,
  calendar: IconCalendarEvent,
  missed: IconCalendarOff,
  star: IconStar,
  video: IconVideo,
  document: IconFileText,
  received: IconFileDownload,
  requested: IconFileSearch,
  lock: IconLock,
  sign: IconSignature,
  summary: IconFileArrowRight,
} as const satisfies Record<LineIcon, unknown>;

const GROUP_WORDS = {
  notes: "groupNotes",
  messages: "groupMessages",
  appointments: "groupAppointments",
  documents: "groupDocuments",
  meetings: "groupMeetings",
  changes: "groupChanges",
} as const satisfies Record<GroupName, string>;

export function TimelineCard({ clientId }: { readonly clientId: string }) {
  const t = useT(clientsTexts);
  const [group, setGroup] = useState<GroupName>();
  const timeline = useTimeline(clientId, group === undefined ? [] : GROUPS[group]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = timeline;
  const words = group === undefined ? t("everything") : t(GROUP_WORDS[group]);
  return (
    <Panel
      title={t("timeline")}
      className="c-timeline"
      action={
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant="default"
              size="sm"
              rightSection={<IconChevronDown size={18} aria-hidden="true" />}
              aria-label={t("timelineShows", { what: words })}
            >
              {words}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              rightSection={group === undefined ? <IconCheck size={18} aria-hidden="true" /> : undefined}
              onClick={() => setGroup(undefined)}
            >
              {t("everything")}
            </Menu.Item>
            {(Object.keys(GROUP_WORDS) as GroupName[]).map((each) => (
              <Menu.Item
                key={each}
                rightSection={group === each ? <IconCheck size={18} aria-hidden="true" /> : undefined}
                onClick={() => setGroup(each)}
              >
                {t(GROUP_WORDS[each])}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      }
    >
      {(group === undefined || group === "appointments") && <NextAppointment clientId={clientId} />}
      <Loaded query={timeline} lines={5}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.items);
          if (entries.length === 0) return <p className="a-quiet">{t("timelineEmpty")}</p>;
          return (
            <ol className="c-lines">
              {entries.map((entry) => (
                <TimelineLine key={entry.id} entry={entry} />
              ))}
            </ol>
          );
        }}
      </Loaded>
      {hasNextPage && (
        <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("older")}
        </Button>
      )}
    </Panel>
  );
}

/** The hour of today, the day before that. */
export function whenWords(language: Language, at: Date, now: Date = new Date()): string {
  return at.toDateString() === now.toDateString() ? formatTime(language, at) : shortDate(language, at, now);
}

export function TimelineLine({ entry }: { readonly entry: TimelineEntry }) {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const line = said(entry, language, t);
  if (line === undefined) return null;
  const Icon = ICONS[line.icon];
  const at = new Date(entry.at);
  return (
    <li>
      <IconTile tone={line.tone} size={40}>
        <Icon size={20} stroke={1.8} />
      </IconTile>
      <div className="c-line-words">
        <strong>{line.to === undefined ? line.title : <Link to={line.to}>{line.title}</Link>}</strong>
        {line.text !== "" && <p>{line.text}</p>}
      </div>
      <time
        className="s-digits"
        dateTime={entry.at}
        title={`${formatShortDay(language, at)}, ${formatTime(language, at)}`}
      >
        {whenWords(language, at)}
      </time>
    </li>
  );
}
