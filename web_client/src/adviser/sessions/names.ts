/** What a session is called, how long it took, what people thought of it. */
import { formatList, getLanguage, type Translate } from "../../i18n";
import type { nl } from "../../i18n/adviser/nl";
import type { Evaluation, SessionItem } from "../api/sessions";

type T = Translate<typeof nl>;

/** Its title, else the names of the clients, else that nobody came. */
export function nameOfSession(session: SessionItem, t: T): string {
  if (session.title !== "") return session.title;
  const clients = session.people.filter(({ role }) => role === "client").map(({ name }) => name);
  if (clients.length > 0) return formatList(getLanguage(), clients);
  const others = session.people.filter(({ role }) => role === "colleague" || role === "cohost");
  if (others.length > 0)
    return formatList(
      getLanguage(),
      others.map(({ name }) => name),
    );
  return session.ended_at === null ? t("nobodyYet") : t("nobodyCame");
}

export function minutesOf(session: SessionItem): number {
  const end = session.ended_at === null ? Date.now() : Date.parse(session.ended_at);
  return Math.max(0, Math.round((end - Date.parse(session.started_at)) / 60_000));
}

/** `52 min`, `1 uur 5 min`. */
export function durationOf(session: SessionItem, t: T): string {
  const minutes = minutesOf(session);
  if (minutes < 1) return t("lessThanMinute");
  if (minutes < 60) return t("minutes", { count: minutes });
  return t("hoursMinutes", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** Which of the five faces stands for the clients together; null when none of them chose one. */
export function faceOf(evaluations: readonly Evaluation[]): number | null {
  const stars = evaluations.flatMap(({ role, stars: given }) =>
    role === "client" && given !== null ? [given] : [],
  );
  if (stars.length === 0) return null;
  return Math.round(stars.reduce((sum, each) => sum + each, 0) / stars.length);
}
