/** Days and hours of the calendar: which stretch a view shows, what it is called, and how hours are written. */
import { formatTime, type Language, LOCALES } from "../../i18n";

export const VIEWS = ["day", "week", "month", "list", "services"] as const;
export type View = (typeof VIEWS)[number];

export function isView(value: string | null): value is View {
  return (VIEWS as readonly (string | null)[]).includes(value);
}

/** From `from` until, and without, `to`. */
export interface Range {
  readonly from: Date;
  readonly to: Date;
}

/** By the calendar, not by 24 hours: nights on which the clock is put differ. */
export function addDays(day: Date, days: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, day.getHours(), day.getMinutes());
}

export function startOfDay(moment: Date): Date {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
}

export function sameDay(one: Date, other: Date): boolean {
  return startOfDay(one).getTime() === startOfDay(other).getTime();
}

/** Weeks begin on Monday. */
export function startOfWeek(moment: Date): Date {
  const day = startOfDay(moment);
  return addDays(day, -((day.getDay() + 6) % 7));
}

/** How many days ahead the list looks. */
const LIST_DAYS = 30;

export function rangeOf(view: View, date: Date): Range {
  if (view === "day") return { from: startOfDay(date), to: addDays(startOfDay(date), 1) };
  if (view === "list") return { from: startOfDay(date), to: addDays(startOfDay(date), LIST_DAYS) };
  if (view === "month") {
    const first = new Date(date.getFullYear(), date.getMonth(), 1);
    const last = new Date(date.getFullYear(), date.getMonth() + 1, 0);
    // A month is drawn in whole weeks.
    return { from: startOfWeek(first), to: addDays(startOfWeek(last), 7) };
  }
  return { from: startOfWeek(date), to: addDays(startOfWeek(date), 7) };
}

/** One step on or back in this view. */
export function stepped(view: View, date: Date, steps: 1 | -1): Date {
  if (view === "day") return addDays(date, steps);
  if (view === "list") return addDays(date, steps * LIST_DAYS);
  // The first: the 31st has no fellow in every month.
  if (view === "month") return new Date(date.getFullYear(), date.getMonth() + steps, 1);
  return addDays(date, steps * 7);
}

/** ISO 8601: the week of its Thursday. */
export function weekNumber(moment: Date): number {
  const thursday = addDays(startOfWeek(moment), 3);
  const first = startOfWeek(new Date(thursday.getFullYear(), 0, 4));
  // Rounded: a week with a changed clock is an hour off.
  return Math.round((startOfWeek(moment).getTime() - first.getTime()) / (7 * 86_400_000)) + 1;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "November 2026", "Maandag 23 november 2026", "23 nov – 22 dec 2026". */
export function labelOf(language: Language, view: View, date: Date): string {
  const locale = LOCALES[language];
  const write = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  if (view === "day") {
    return capital(write({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(date));
  }
  const { from, to } = rangeOf(view, date);
  const last = addDays(to, -1);
  if (view === "list") {
    return write({ day: "numeric", month: "short", year: "numeric" }).formatRange(from, last);
  }
  if (view === "month" || from.getMonth() === last.getMonth()) {
    return capital(write({ month: "long", year: "numeric" }).format(view === "month" ? date : from));
  }
  return capital(write({ month: "long", year: "numeric" }).formatRange(from, last));
}

/** "9.00", "10.30": hours of the calendar have no zero in front. */
export function hour(language: Language, moment: Date): string {
  return formatTime(language, moment).replace(/^0/, "");
}

/** "10.30–11.30" */
export function hours(language: Language, start: Date, end: Date): string {
  return `${hour(language, start)}–${hour(language, end)}`;
}

/** "2026-11-23", of the day here. */
export function isoDay(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** Midnight here of "2026-11-23"; undefined for what is no day. */
export function fromIsoDay(text: string | null | undefined): Date | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? "");
  if (!found) return undefined;
  const day = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  return Number.isNaN(day.getTime()) ? undefined : day;
}

/** A moment here from a day and "HH:MM"; undefined while it is not whole. */
export function at(day: Date | undefined, time: string): Date | undefined {
  const found = /^(\d{1,2}):(\d{2})$/.exec(time);
  if (!found || day === undefined) return undefined;
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), Number(found[1]), Number(found[2]));
}

/** "HH:MM" for a field. */
export function clock(moment: Date): string {
  return `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
}

/** The hour there, when the clock there differs from the one here: "09.30 (Europe/Lisbon)". */
export function elsewhere(language: Language, moment: Date, zone: string): string | undefined {
  if (zone === "") return undefined;
  try {
    const there = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
    }).format(moment);
    if (there === clock(moment)) return undefined;
    return `${language === "nl" ? there.replace(":", ".") : there} (${zone})`;
  } catch {
    // A zone that this browser does not know.
    return undefined;
  }
}
