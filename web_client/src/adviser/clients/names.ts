/** Words about a client: its kind, its next appointment, a birthday and an age. */
import { formatShortDay, formatTime, type Language, LOCALES } from "../../i18n";
import type { T } from "../../i18n/clients";
import type { ClientKind, ClientRow } from "../api/clients";

export const KINDS = {
  person: "kindPerson",
  household: "kindHousehold",
  company: "kindCompany",
} as const satisfies Record<ClientKind, string>;

export function captionOf({ kind, caption }: Pick<ClientRow, "kind" | "caption">, t: T): string {
  return [kind === "person" ? "" : t(KINDS[kind]), caption].filter(Boolean).join(" · ");
}

const STATUS = {
  planning: "statusPlanning",
  missed: "statusMissed",
  cancelled: "statusCancelled",
  failed: "statusFailed",
} as const;

/** "Vandaag 15.15", "do 26 nov", "In overleg". */
export function nextWords(
  next: ClientRow["next_appointment"],
  language: Language,
  t: T,
  now: Date = new Date(),
): string {
  if (next === null) return "";
  if (next.status in STATUS) return t(STATUS[next.status as keyof typeof STATUS]);
  if (next.start === null) return t("statusPlanning");
  const start = new Date(next.start);
  if (start.toDateString() === now.toDateString()) {
    return t("todayAt", { time: formatTime(language, start) });
  }
  return formatShortDay(language, start);
}

/** Whole years on a day; undefined where the year is not known. `birthday`: 1980-03-07 or --03-07. */
export function ageOf(birthday: string | null, now: Date = new Date()): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(birthday ?? "");
  if (match === null) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const had = now.getMonth() + 1 > month || (now.getMonth() + 1 === month && now.getDate() >= day);
  const age = now.getFullYear() - year - (had ? 0 : 1);
  return age >= 0 && age < 150 ? age : undefined;
}

/** "7 maart 1980", or "7 maart". */
export function birthdayWords(birthday: string | null, language: Language): string {
  const match = /^(\d{4}|-)-(\d{2})-(\d{2})$/.exec(birthday ?? "");
  if (match === null) return "";
  const [, year, month, day] = match;
  // A leap year: the 29th of February is a birthday too.
  const known = year !== "-";
  const date = new Date(Date.UTC(known ? Number(year) : 2000, Number(month) - 1, Number(day)));
  return new Intl.DateTimeFormat(LOCALES[language], {
    day: "numeric",
    month: "long",
    ...(known ? { year: "numeric" } : {}),
    timeZone: "UTC",
  }).format(date);
}

/** "12 nov", with the year when it is not this one. */
export function shortDate(language: Language, moment: Date, now: Date = new Date()): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    day: "numeric",
    month: "short",
    ...(moment.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
  })
    .format(moment)
    .replace(/\.$/, "");
}
