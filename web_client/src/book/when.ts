/** Days and times on a given clock, and the days of a month. Days are "2026-11-23", months "2026-11". */
import { type Language, LOCALES } from "../i18n/texts";
import type { Kind, Time } from "./api";

/** The clock to show: the visitor's own for what happens at a distance, the office's for what happens there. */
export function zoneFor(kind: Kind, office: string): string {
  if (kind === "office" || kind === "visit") return office;
  return Intl.DateTimeFormat().resolvedOptions().timeZone || office;
}

/** Whether two clocks show the same hour at that moment. */
export function sameClock(one: string, other: string, moment: Date): boolean {
  const hour = (zone: string) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(
      moment,
    );
  return hour(one) === hour(other);
}

/** "Amsterdam" of "Europe/Amsterdam". */
export function placeOf(zone: string): string {
  return (zone.split("/").pop() ?? zone).replaceAll("_", " ");
}

/** The local day of a moment, as "2026-11-23". */
export function dayOf(moment: string | Date, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(new Date(moment));
}

/** `10.30` in Dutch, `10:30` elsewhere. */
export function clockOf(language: Language, moment: string, zone: string): string {
  const text = new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(moment));
  return language === "nl" ? `${text.replace(":", ".")} uur` : text;
}

/** `maandag 23 november`; the year when it is not this one. */
export function longDay(language: Language, moment: string, zone: string, now: Date = new Date()): string {
  const year = dayOf(moment, zone).slice(0, 4);
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(year === dayOf(now, zone).slice(0, 4) ? {} : { year: "numeric" }),
  }).format(new Date(moment));
}

export function monthName(language: Language, month: string): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: "UTC",
    month: "long",
    year: "numeric",
  }).format(new Date(`${month}-15T12:00:00Z`));
}

/** The names of the days, Monday first: short ones to show, long ones to hear. */
export function weekdays(language: Language): { short: string; long: string }[] {
  const name = (width: "short" | "long", index: number) =>
    new Intl.DateTimeFormat(LOCALES[language], { timeZone: "UTC", weekday: width }).format(
      // The fifth of January 2026 was a Monday.
      new Date(Date.UTC(2026, 0, 5 + index)),
    );
  return Array.from({ length: 7 }, (_, index) => ({
    short: name("short", index),
    long: name("long", index),
  }));
}

export function addMonths(month: string, count: number): string {
  const [year = 2026, number = 1] = month.split("-").map(Number);
  const moved = new Date(Date.UTC(year, number - 1 + count, 1));
  return moved.toISOString().slice(0, 7);
}

export function lastDay(month: string): string {
  const [year = 2026, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** The weeks of a month, Monday first; null where a week has days of another month. */
export function weeksOf(month: string): (string | null)[][] {
  const count = Number(lastDay(month).slice(8));
  const first = (new Date(`${month}-01T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells: (string | null)[] = Array.from({ length: first }, () => null);
  for (let day = 1; day <= count; day += 1) cells.push(`${month}-${String(day).padStart(2, "0")}`);
  while (cells.length % 7 > 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Times by their local day, in order. */
export function byDay(times: readonly Time[], zone: string): Map<string, Time[]> {
  const days = new Map<string, Time[]>();
  for (const time of times) {
    const day = dayOf(time.start, zone);
    const found = days.get(day);
    if (found) found.push(time);
    else days.set(day, [time]);
  }
  return days;
}

export function priceOf(language: Language, cents: number, currency: string): string {
  return new Intl.NumberFormat(LOCALES[language], { style: "currency", currency }).format(cents / 100);
}
