/** What stands in a box of the calendar, how it looks, and what a screen reader says of it. */
import { IconCheck, IconPhone, IconScreenShare } from "@tabler/icons-react";
import type { Language } from "../../i18n";
import { formatDay } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import type { nl } from "../../i18n/agenda/nl";
import type { Translate } from "../../i18n/texts";
import { initials, useLanguage, useT } from "../../ui";
import { hour, hours } from "./dates";
import type { Box } from "./events";
import { adviserOf, nameOf, stateOf, subjectOf } from "./status";

export type BoxTone = "plain" | "soon" | "proposal" | "block" | "cancelled" | "missed" | "done";

export function toneOfBox(box: Box, now: Date): { readonly tone: BoxTone; readonly colour: string } {
  if (box.kind === "option") return { tone: "proposal", colour: "" };
  if (box.kind === "block") return { tone: "block", colour: "" };
  const { status, live, service, end } = box.appointment;
  const colour = service?.colour ?? "";
  if (status === "cancelled") return { tone: "cancelled", colour: "" };
  if (status === "missed" || status === "failed") return { tone: "missed", colour: "" };
  if (status === "starting_soon" || live) return { tone: "soon", colour: "" };
  if (status === "completed" || (end !== null && new Date(end) < now)) return { tone: "done", colour };
  return { tone: "plain", colour };
}

interface Lines {
  readonly title: string;
  readonly under: string;
}

function linesOf(box: Box, language: Language, t: Translate<typeof nl>): Lines {
  if (box.kind === "block") {
    const { title, all_day, start } = box.block;
    return {
      title: title === "" ? t("blockUntitled") : title,
      under: all_day ? t("blockNotBookable") : hour(language, new Date(start)),
    };
  }
  const name = nameOf(box.appointment);
  if (box.kind === "option") {
    const words = { place: box.place, of: box.of };
    return { title: name, under: box.option.by === "client" ? t("counterProposal") : t("proposalOf", words) };
  }
  const { appointment } = box;
  if (appointment.status === "cancelled") return { title: name, under: t("statusCancelled") };
  if (appointment.status === "missed") return { title: name, under: t("statusMissed") };
  if (appointment.status === "failed") return { title: name, under: t("statusFailed") };
  const time =
    appointment.all_day || appointment.start === null ? "" : hour(language, new Date(appointment.start));
  if (appointment.seats && appointment.seats.of > 1) {
    return { title: subjectOf(appointment), under: t("seatsTaken", appointment.seats) };
  }
  return { title: name, under: [time, subjectOf(appointment)].filter(Boolean).join(" ") };
}

interface BoxContentProps {
  readonly box: Box;
  /** Several people's appointments stand together: whose it is. */
  readonly withAdviser: boolean;
  /** In the list there is room for the hours and an icon. */
  readonly roomy: boolean;
  /** For little room: a line with the hour in front, or the title alone. */
  readonly brief: "line" | "title" | undefined;
}

export function BoxContent({ box, withAdviser, roomy, brief }: BoxContentProps) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const { title, under } = linesOf(box, language, t);
  const adviser = box.kind === "block" ? box.block.adviser : adviserOf(box.appointment);
  if (roomy) return <ListLine box={box} title={title} withAdviser={withAdviser} />;
  return (
    <span className="g-box-words">
      {brief === "line" && !timesOf(box).allDay && (
        <span className="g-box-hour">{hour(language, timesOf(box).start)}</span>
      )}
      <span className="g-box-title">{title}</span>
      {brief === undefined && (
        <span className="g-box-under">
          {box.kind === "appointment" && box.appointment.status === "completed" && (
            <IconCheck size={13} stroke={2.4} aria-hidden="true" />
          )}
          <span>{under}</span>
        </span>
      )}
      {withAdviser && (
        <span className="g-box-who" title={adviser.name}>
          {initials(adviser.name)}
        </span>
      )}
      <span className="s-hidden">, {restOfBox(box, language, t)}</span>
    </span>
  );
}

const KIND_ICONS = { video: IconScreenShare, phone: IconPhone } as const;

function ListLine({
  box,
  title,
  withAdviser,
}: {
  readonly box: Box;
  readonly title: string;
  readonly withAdviser: boolean;
}) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const { start, end, allDay } = timesOf(box);
  const adviser = box.kind === "block" ? box.block.adviser : adviserOf(box.appointment);
  const kind = box.kind === "block" ? undefined : box.appointment.kind;
  const Icon = kind === "video" || kind === "phone" ? KIND_ICONS[kind] : undefined;
  const rest =
    box.kind === "block"
      ? [t("ownBlock")]
      : [
          subjectOf(box.appointment),
          box.kind === "option" ? t("proposalOf", { place: box.place, of: box.of }) : "",
        ];
  return (
    <span className="g-line">
      <span className="g-line-time">{allDay ? t("allDay") : hours(language, start, end)}</span>
      <span className="g-line-words">
        <strong>{title}</strong>
        <span>
          {Icon && <Icon size={15} stroke={1.8} aria-hidden="true" />}
          {[...rest, withAdviser ? adviser.name : ""].filter(Boolean).join(" · ")}
        </span>
      </span>
      {box.kind === "appointment" && (
        <span className="g-line-state" data-tone={stateOf(box.appointment, t, new Date()).tone}>
          {stateOf(box.appointment, t, new Date()).words}
        </span>
      )}
    </span>
  );
}

export function timesOf(box: Box): { readonly start: Date; readonly end: Date; readonly allDay: boolean } {
  if (box.kind === "option") {
    return { start: new Date(box.option.start), end: new Date(box.option.end), allDay: false };
  }
  const { start, end, all_day } = box.kind === "block" ? box.block : box.appointment;
  return { start: new Date(start ?? 0), end: new Date(end ?? 0), allDay: all_day };
}

/** What sighted people see of a box by its place and its colour, in words. */
export function restOfBox(box: Box, language: Language, t: Translate<typeof nl>): string {
  const { start, end, allDay } = timesOf(box);
  const when = `${formatDay(language, start)}, ${allDay ? t("allDay") : hours(language, start, end)}`;
  if (box.kind === "block") return `${t("ownBlock")}, ${when}, ${box.block.adviser.name}`;
  const state = box.kind === "option" ? "" : stateOf(box.appointment, t, new Date()).words;
  return [subjectOf(box.appointment), when, state, adviserOf(box.appointment).name]
    .filter(Boolean)
    .join(", ");
}
