/** The hours of a week and of single days while they are being changed: kept complete, checked, written back. */
import type { Availability, DayException } from "../../api/agenda";
import { WEEKDAYS } from "../weekdays";

export type Times = readonly (readonly [from: string, until: string])[];

export interface Hours {
  readonly zone: string;
  /** Seven, Monday first. */
  readonly week: readonly Times[];
  readonly exceptions: readonly DayException[];
}

export function hoursOf({ zone, weekly, exceptions }: Availability): Hours {
  return { zone, week: WEEKDAYS.map((day) => weekly[day] ?? []), exceptions };
}

export function weeklyOf({ week }: Hours): Availability["weekly"] {
  return Object.fromEntries(week.map((times, day) => [String(day), times]));
}

export type Wrong = "unfinished" | "backwards" | "overlap";

/** What is wrong with the times of one day; undefined when they are in order. */
export function wrongIn(times: Times): Wrong | undefined {
  if (times.some(([from, until]) => from === "" || until === "")) return "unfinished";
  if (times.some(([from, until]) => from >= until)) return "backwards";
  const sorted = [...times].sort(([one], [other]) => one.localeCompare(other));
  return sorted.some(([from], index) => index > 0 && from < (sorted[index - 1]?.[1] ?? ""))
    ? "overlap"
    : undefined;
}

/** The next stretch that makes sense behind these: an afternoon behind a morning. */
export function nextTimes(times: Times): readonly [string, string] {
  const last = times.at(-1)?.[1];
  if (last === undefined) return ["09:00", "17:00"];
  const hour = Number(last.slice(0, 2));
  const two = (value: number) => String(value).padStart(2, "0");
  return hour >= 22 ? ["", ""] : [`${two(hour + 1)}:00`, `${two(Math.min(23, Math.max(hour + 2, 17)))}:00`];
}
