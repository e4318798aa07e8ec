/** Numbers, sizes, dates and lists as the page's language writes them. */
import { type Language, LOCALES } from "./texts";

/** `10.30` in Dutch, `10:30` elsewhere. */
export function formatTime(language: Language, moment: Date): string {
  const text = new Intl.DateTimeFormat(LOCALES[language], { hour: "2-digit", minute: "2-digit" }).format(
    moment,
  );
  return language === "nl" ? text.replace(":", ".") : text;
}

/** `maandag 23 november` (the year only when it is not this one). */
export function formatDay(language: Language, moment: Date, now: Date = new Date()): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(moment.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
  }).format(moment);
}

/** `vr 20 nov`: for narrow places. */
export function formatShortDay(language: Language, moment: Date): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    weekday: "short",
    day: "numeric",
    month: "short",
  }).format(moment);
}

/** A running clock: `3:07`, `1:03:07`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** `820 kB`, `1,2 MB`, `48 MB`: decimal units, one digit behind the comma below ten. */
export function formatBytes(language: Language, bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  const number = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: digits }).format(value);
  return `${number} ${units[unit]}`;
}

/** `Jan en Els`, `Jan, Els en Tom`. */
export function formatList(language: Language, names: readonly string[]): string {
  return new Intl.ListFormat(LOCALES[language], { type: "conjunction" }).format(names);
}
