/** What the client is told before and after, by itself: sent, or when it will be. */
import { IconAlertTriangle, IconCheck, IconClock, IconX } from "@tabler/icons-react";
import { formatShortDay, formatTime } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import type { nl } from "../../i18n/agenda/nl";
import { useLanguage, useT } from "../../ui";
import type { Appointment, Reminder } from "../api/agenda";

const ICONS = { planned: IconClock, sent: IconCheck, skipped: IconX, failed: IconAlertTriangle } as const;

const STATES = {
  planned: "noticePlanned",
  sent: "noticeSent",
  skipped: "noticeSkipped",
  failed: "noticeFailed",
} as const satisfies Record<Reminder["state"], keyof typeof nl>;

const KINDS: Readonly<Record<string, keyof typeof nl>> = {
  appointment_planned: "noticeInvitation",
  appointment_proposed: "noticeProposal",
  appointment_code: "noticeCode",
  appointment_moved: "noticeMoved",
  appointment_changed: "noticeChanged",
  appointment_cancelled: "noticeCancelled",
  appointment_reminder: "noticeReminder",
  appointment_summary: "noticeSummary",
  review_request: "noticeReview",
};

export function Notices({ appointment }: { readonly appointment: Appointment }) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const { reminders } = appointment;
  if (reminders.length === 0) return null;
  return (
    <section className="g-part">
      <h3>{t("notices")}</h3>
      <ul className="g-notices">
        {reminders.map(({ kind, at, state }) => {
          const Icon = ICONS[state];
          const moment = new Date(at);
          const words = KINDS[kind];
          return (
            <li key={`${kind} ${at}`} data-state={state}>
              <Icon size={17} stroke={1.9} aria-hidden="true" />
              <span>{t(words === undefined ? "noticeReminder" : (words as "noticeReminder"))}</span>
              <span className="a-quiet">
                {t(STATES[state], {
                  when: `${formatShortDay(language, moment)}, ${formatTime(language, moment)}`,
                })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
