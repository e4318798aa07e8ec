/** Names of the days of the week; 0 is Monday. */
export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;

export function dayName(locale: string, day: number, length: "short" | "long"): string {
  // 5 January 2026 is a Monday.
  return new Intl.DateTimeFormat(locale, { weekday: length }).format(new Date(2026, 0, 5 + day));
}
