/** What each line of a client's timeline says, and under which filter it stands. No drawing. */
import { formatShortDay, formatTime, type Language } from "../../i18n";
import type { T } from "../../i18n/clients";
import type { Tone } from "../../ui";
import type { TimelineEntry } from "../api/clients";

export type LineIcon =
  | "person"
  | "pencil"
  | "note"
  | "consent"
  | "blocked"
  | "message"
  | "in"
  | "calendar"
  | "missed"
  | "star"
  | "video"
  | "document"
  | "received"
  | "requested"
  | "lock"
  | "sign"
  | "summary";

export interface Said {
  readonly icon: LineIcon;
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  /** Where more about it is. */
  readonly to?: string | undefined;
}

export const GROUPS = {
  notes: ["note"],
  messages: ["message_sent", "message_failed", "message_received", "address_blocked"],
  appointments: [
    ...["appointment_proposed", "appointment_planned", "appointment_moved", "appointment_picked"],
    ...["appointment_countered", "appointment_cancelled", "appointment_completed", "appointment_missed"],
    ...["appointment_changed", "appointment_handed_over", "appointment_taken_over"],
    ...["appointment_failed", "review_written", "summary_sent", "booked_online"],
  ],
  documents: [
    ...["document_shared", "document_seen", "document_received", "document_requested", "document_internal"],
    ...["signature_sent", "signature_completed", "signature_declined"],
  ],
  meetings: ["session_started", "session_ended", "evaluation"],
  changes: ["client_created", "client_changed", "imported", "merged", "consent_given", "consent_withdrawn"],
} as const satisfies Record<string, readonly string[]>;

export type GroupName = keyof typeof GROUPS;

interface Reading {
  text(name: string): string;
  number(name: string): number | undefined;
  /** "do 26 nov, 10.30". */
  moment(name: string): string;
}

function reading(detail: TimelineEntry["detail"], language: Language): Reading {
  const text = (name: string) => (typeof detail[name] === "string" ? (detail[name] as string) : "");
  return {
    text,
    number: (name) => (typeof detail[name] === "number" ? (detail[name] as number) : undefined),
    moment(name) {
      const at = new Date(text(name));
      if (text(name) === "" || Number.isNaN(at.getTime())) return "";
      return `${formatShortDay(language, at)}, ${formatTime(language, at)}`;
    },
  };
}

const quoted = (text: string) => (text === "" ? "" : `“${text}”`);
const joined = (...parts: readonly string[]) => parts.filter(Boolean).join(" · ");

const WHAT = { deleted: "lineDeleted", restored: "lineRestored", undone: "lineRestored" } as const;

const FIELD_WORDS = {
  kind: "kind",
  name: "fullName",
  number: "clientNumber",
  people: "people",
  company: "companyDetails",
  contacts: "contactDetails",
  address: "address",
  language: "language",
  time_zone: "timeZone",
  adviser_id: "adviser",
  team_id: "team",
  assigned: "alsoShownTo",
  tags: "labels",
  fields: "ownFields",
  photo: "photo",
} as const;

function changedFields(detail: TimelineEntry["detail"], t: T): string {
  const names = Array.isArray(detail.fields) ? detail.fields : [];
  return names
    .flatMap((name) =>
      String(name) in FIELD_WORDS ? [t(FIELD_WORDS[name as keyof typeof FIELD_WORDS])] : [],
    )
    .join(", ");
}

const CHANNELS = { email: "channelEmail", phone: "channelPhone", post: "channelPost" } as const;

/** Undefined for what a newer server tells and this page does not know. */
export function said(entry: TimelineEntry, language: Language, t: T): Said | undefined {
  return (
    sayOffice(entry, language, t) ?? sayAppointment(entry, language, t) ?? sayDocument(entry, language, t)
  );
}

// One flat case for each kind.
function sayOffice(
  { kind, detail, actor, subject_id }: TimelineEntry,
  language: Language,
  t: T,
): Said | undefined {
  const { text, number } = reading(detail, language);
  const by = actor.kind === "user" ? actor.name : "";
  switch (kind) {
    case "client_created":
      return { icon: "person", tone: "neutral", title: t("lineCreated"), text: by };
    case "booked_online":
      return { icon: "person", tone: "office", title: t("lineBooked"), text: text("title") };
    case "client_changed": {
      const what = text("what");
      if (what in WHAT) {
        return { icon: "pencil", tone: "neutral", title: t(WHAT[what as keyof typeof WHAT]), text: by };
      }
      return {
        icon: "pencil",
        tone: "neutral",
        title: t("lineChanged"),
        text: joined(changedFields(detail, t), by),
      };
    }
    case "imported":
      return { icon: "person", tone: "neutral", title: t("lineImported"), text: joined(text("source"), by) };
    case "merged":
      return { icon: "person", tone: "neutral", title: t("lineMerged", { name: text("name") }), text: by };
    case "note":
      return { icon: "note", tone: "attention", title: t("lineNote", { name: by }), text: text("text") };
    case "consent_given":
    case "consent_withdrawn": {
      const channel = text("channel");
      const way = channel in CHANNELS ? t(CHANNELS[channel as keyof typeof CHANNELS]) : "";
      const title = t(kind === "consent_given" ? "lineConsent" : "lineNoConsent");
      const tone = kind === "consent_given" ? "office" : "attention";
      return { icon: "consent", tone, title, text: joined(way, sourceInWords(text("source"), t)) };
    }
    case "address_blocked":
      return { icon: "blocked", tone: "danger", title: t("lineBlocked"), text: text("email") };
    case "message_sent":
      return {
        icon: "message",
        tone: "neutral",
        title: joined(t("lineSent"), text("subject")),
        text: joined(text("to"), by),
      };
    case "message_failed":
      return {
        icon: "blocked",
        tone: "danger",
        title: t("lineFailedMessage"),
        text: joined(text("subject"), text("to")),
      };
    case "message_received":
      return {
        icon: "in",
        tone: "attention",
        title: t("lineReceived", { name: actor.name }),
        text: quoted(text("text")) || text("subject"),
      };
    case "session_started":
      return {
        icon: "video",
        tone: "info",
        title: t("lineSessionStarted"),
        text: by,
        to: sessionOf(subject_id),
      };
    case "session_ended": {
      const minutes = number("minutes");
      const title = minutes === undefined ? t("lineSession") : t("lineSessionMinutes", { count: minutes });
      return {
        icon: "video",
        tone: "info",
        title,
        text: joined(text("title"), by),
        to: sessionOf(subject_id),
      };
    }
    case "evaluation": {
      const stars = number("stars");
      const title = stars === undefined ? t("lineEvaluated") : t("lineStars", { count: stars });
      return { icon: "star", tone: "office", title, text: quoted(text("text")) };
    }
    default:
      return undefined;
  }
}

/** Where a consent came from: what somebody wrote, or the place of ours where it was given. */
export const sourceInWords = (source: string, t: T) => (source === "booking_page" ? t("lineBooked") : source);

const sessionOf = (id: string) => (id === "" ? undefined : `/adviser/sessions/${id}`);

const APPOINTMENT = {
  appointment_proposed: ["calendar", "attention", "lineProposed"],
  appointment_planned: ["calendar", "office", "linePlanned"],
  appointment_moved: ["calendar", "office", "lineMoved"],
  appointment_picked: ["calendar", "office", "linePicked"],
  appointment_countered: ["calendar", "attention", "lineCountered"],
  appointment_cancelled: ["missed", "neutral", "lineCancelled"],
  appointment_completed: ["calendar", "office", "lineCompleted"],
  appointment_missed: ["missed", "attention", "lineMissed"],
  appointment_changed: ["pencil", "neutral", "lineEdited"],
  appointment_handed_over: ["missed", "neutral", "lineHandedOver"],
  appointment_taken_over: ["calendar", "office", "lineTakenOver"],
  appointment_failed: ["missed", "danger", "lineFailed"],
  review_written: ["star", "office", "lineReview"],
  summary_sent: ["summary", "neutral", "lineSummary"],
} as const satisfies Record<string, readonly [LineIcon, Tone, string]>;

const PARTS = {
  title: "partTitle",
  kind: "partKind",
  service: "partService",
  place: "partPlace",
  price: "partPrice",
  description: "partDescription",
  note: "partNote",
} as const;

/** What was edited of an appointment, in words. */
function changedParts({ fields }: TimelineEntry["detail"], t: T): string {
  const names = Array.isArray(fields) ? fields.map(String) : [];
  return names.flatMap((name) => (name in PARTS ? [t(PARTS[name as keyof typeof PARTS])] : [])).join(", ");
}

function sayAppointment(entry: TimelineEntry, language: Language, t: T): Said | undefined {
  const { kind, detail, actor } = entry;
  if (!(kind in APPOINTMENT)) return undefined;
  const { text, number, moment } = reading(detail, language);
  const [icon, tone, words] = APPOINTMENT[kind as keyof typeof APPOINTMENT];
  const stars = number("stars");
  const anew = kind === "appointment_planned" && text("replaces") !== "";
  const title =
    kind === "review_written" && stars !== undefined
      ? t("lineStars", { count: stars })
      : t(anew ? "linePlannedAgain" : words);
  const by = actor.kind === "system" ? "" : actor.name;
  return {
    icon,
    tone,
    title: joined(title, text("title")),
    text: joined(changedParts(detail, t), moment("start"), quoted(text("text") || text("reason")), by),
  };
}

const DOCUMENT = {
  document_shared: ["document", "office", "lineShared"],
  document_seen: ["document", "office", "lineSeen"],
  document_received: ["received", "attention", "lineDocumentReceived"],
  document_requested: ["requested", "attention", "lineRequested"],
  document_internal: ["lock", "neutral", "lineInternal"],
  signature_sent: ["sign", "attention", "lineSignatureSent"],
  signature_completed: ["sign", "office", "lineSigned"],
  signature_declined: ["sign", "danger", "lineDeclined"],
} as const satisfies Record<string, readonly [LineIcon, Tone, string]>;

function sayDocument(entry: TimelineEntry, language: Language, t: T): Said | undefined {
  const { kind, detail, actor, subject_kind, subject_id } = entry;
  if (!(kind in DOCUMENT)) return undefined;
  const { text } = reading(detail, language);
  const [icon, tone, words] = DOCUMENT[kind as keyof typeof DOCUMENT];
  const by = actor.kind === "user" ? actor.name : "";
  return {
    icon,
    tone,
    title: t(words),
    text: joined(text("name"), text("reason"), by),
    to: subject_kind === "envelope" && subject_id !== "" ? `/adviser/signing/${subject_id}` : undefined,
  };
}
