/** What the adviser gets after a meeting: how long, who, what; the client's opinion when it arrives; the record. */
import { Button } from "@mantine/core";
import { IconDownload, IconFileText, IconLayoutDashboard } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { formatTime } from "../../i18n";
import { evaluationTexts } from "../../i18n/evaluation";
import { useRoom, useRoomState } from "../../room/context";
import { request } from "../../room/requests";
import { Avatar, StatusChip, useLanguage, useT } from "../../ui";
import classes from "./Evaluation.module.css";
import { FACES, HELPED } from "./EvaluationForm";
import { useDuration } from "./useDuration";

interface Opinion {
  participant_id: string;
  name: string;
  role: string;
  stars: number | null;
  helped: string[];
  text: string;
}

/** Between two looks whether the client has answered, in milliseconds; and how long we go on looking. */
const LOOK_EVERY = 5_000;
const LOOK_FOR = 30 * 60_000;

export function HostSummary() {
  const t = useT(evaluationTexts);
  const language = useLanguage();
  const { info, store } = useRoom();
  const session = useRoomState((state) => state.session);
  const messages = useRoomState((state) => state.messages.length);
  const duration = useDuration();
  const known = useKnown(store.sessionId);
  const opinions = known?.evaluations ?? [];
  const base = `/api/v1/sessions/${encodeURIComponent(store.sessionId)}`;
  const live = session.seq > 0;
  const people = live
    ? Object.values(session.participants).filter((person) => person.entered_seq > 0)
    : (known?.people ?? []).map((person) => ({ ...person, id: person.participant_id }));
  const fromClients = opinions.filter((one) => one.role === "client");
  const started = new Date(info.started_at);

  return (
    <aside className={classes.aside}>
      <h2>{t("summary")}</h2>
      <dl className={classes.facts}>
        <div>
          <dt>{t("summaryStarted")}</dt>
          <dd>{formatTime(language, started)}</dd>
        </div>
        <div>
          <dt>{t("summaryDuration")}</dt>
          <dd>{duration}</dd>
        </div>
        {live && (
          <>
            <div>
              <dt>{t("summaryFiles")}</dt>
              <dd>{Object.keys(session.files).length}</dd>
            </div>
            <div>
              <dt>{t("summaryMessages")}</dt>
              <dd>{messages}</dd>
            </div>
          </>
        )}
      </dl>
      <h3>{t("summaryPeople")}</h3>
      <ul className={classes.people}>
        {people.map((person) => (
          <li key={person.id}>
            <Avatar name={person.name} of={person.role === "client" ? "client" : "office"} size={32} />
            {person.name}
          </li>
        ))}
      </ul>
      <div className={classes.asideFoot} aria-live="polite">
        <h3>{t("clientSaid")}</h3>
        {fromClients.length === 0 ? (
          <p>{t("clientWaiting")}</p>
        ) : (
          fromClients.map((one) => <OpinionView key={one.participant_id} opinion={one} />)
        )}
      </div>
      <div className={classes.asideFoot}>
        <h3>{t("downloads")}</h3>
        <div className={classes.downloads}>
          <Button
            variant="default"
            component="a"
            href={`${base}/record.pdf`}
            download
            leftSection={<IconFileText size={18} stroke={1.8} />}
          >
            {t("record")}
          </Button>
          <Button
            variant="default"
            component="a"
            href={`${base}/record.json`}
            download
            leftSection={<IconDownload size={18} stroke={1.8} />}
          >
            {t("recordData")}
          </Button>
          {(messages > 0 || !live) && (
            <Button
              variant="default"
              component="a"
              href={`${base}/chat.txt`}
              download
              leftSection={<IconDownload size={18} stroke={1.8} />}
            >
              {t("chat")}
            </Button>
          )}
        </div>
        <Button
          variant="light"
          fullWidth
          component="a"
          href="/adviser"
          leftSection={<IconLayoutDashboard size={18} stroke={1.8} />}
        >
          {t("toDashboard")}
        </Button>
      </div>
    </aside>
  );
}

function OpinionView({ opinion }: { readonly opinion: Opinion }) {
  const t = useT(evaluationTexts);
  const face = FACES.find(({ stars }) => stars === opinion.stars);
  const reasons = HELPED.filter(({ value }) => opinion.helped.includes(value));
  return (
    <figure className={classes.opinion}>
      <figcaption>
        {face && <face.Icon size={26} stroke={1.7} aria-hidden="true" />}
        <strong>{face ? t("clientStars", { name: opinion.name, face: t(face.key) }) : opinion.name}</strong>
      </figcaption>
      {reasons.length > 0 && (
        <div className={classes.opinionChips}>
          {reasons.map(({ value, key }) => (
            <StatusChip key={value} tone="office">
              {t(key)}
            </StatusChip>
          ))}
        </div>
      )}
      {opinion.text && <blockquote dir="auto">{opinion.text}</blockquote>}
    </figure>
  );
}

interface Known {
  people: { participant_id: string; name: string; role: string }[];
  evaluations: Opinion[];
}

/** What the office's own pages know of this session; null for a colleague, who may not look into it. */
function useKnown(sessionId: string): Known | null {
  const [known, setKnown] = useState<Known | null>(null);
  useEffect(() => {
    let gone = false;
    const until = Date.now() + LOOK_FOR;
    const look = async () => {
      if (gone || document.visibilityState === "hidden") return;
      try {
        const answer = await request<Known>("GET", `/sessions/${encodeURIComponent(sessionId)}`);
        if (!gone) setKnown(answer);
      } catch {
        // The answer stands with the session as well, and the next look may succeed.
      }
    };
    void look();
    const timer = window.setInterval(() => {
      if (Date.now() > until) window.clearInterval(timer);
      else void look();
    }, LOOK_EVERY);
    return () => {
      gone = true;
      window.clearInterval(timer);
    };
  }, [sessionId]);
  return known;
}
