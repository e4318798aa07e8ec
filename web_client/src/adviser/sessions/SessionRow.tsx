/** One past session in a list: who, when, how long, how it was. */
import { Link } from "react-router";
import { formatShortDay, formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { StatusChip, useLanguage, useT } from "../../ui";
import type { SessionItem } from "../api/sessions";
import { Face } from "./Face";
import { durationOf, faceOf, nameOfSession } from "./names";
import { SessionMark } from "./SessionMark";

interface SessionRowProps {
  readonly session: SessionItem;
  /** Also the adviser's name: in the list of everybody's sessions. */
  readonly withHost?: boolean;
}

export function SessionRow({ session, withHost = false }: SessionRowProps) {
  const t = useT(adviserTexts);
  const language = useLanguage();
  const start = new Date(session.started_at);
  const name = nameOfSession(session, t);
  const details = [
    `${formatShortDay(language, start)}, ${formatTime(language, start)}`,
    session.ended_at === null ? undefined : durationOf(session, t),
    withHost ? session.host_name : undefined,
  ].filter((each) => each !== undefined);
  return (
    <li>
      <Link className="a-row" to={`/adviser/sessions/${session.id}`}>
        <SessionMark session={session} name={name} size={36} />
        <span className="a-row-words">
          <strong>{name}</strong>
          <span>{details.join(" · ")}</span>
        </span>
        <span className="a-row-side">
          {session.ended_at === null ? (
            <StatusChip tone="office" strong>
              {t("runningNow")}
            </StatusChip>
          ) : (
            <Face stars={faceOf(session.evaluations)} />
          )}
        </span>
      </Link>
    </li>
  );
}
