/** @jsxImportSource preact */
/** A month with its free days, and the free times of the day that was chosen. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { bookTexts } from "../i18n/book";
import { useLanguage, useT } from "../i18n/preact";
import type { Kind, Time, Times } from "./api";
import { BookIcon, Problem } from "./parts";
import {
  addMonths,
  byDay,
  clockOf,
  dayOf,
  lastDay,
  longDay,
  monthName,
  placeOf,
  sameClock,
  weekdays,
  weeksOf,
  zoneFor,
} from "./when";

/** How many months ahead the first free day is looked for. */
const LOOK_AHEAD = 6;

interface TimePickerProps {
  /** Free times between two days, both included. A new function is a new question. */
  readonly load: (from: string, to: string) => Promise<Times>;
  readonly kind: Kind;
  readonly officeZone: string;
  readonly nothing: string;
  readonly onPick: (time: Time, zone: string) => void;
}

interface Month {
  readonly month: string;
  readonly days: Map<string, Time[]>;
}

export function TimePicker({ load, kind, officeZone, nothing, onPick }: TimePickerProps) {
  const t = useT(bookTexts);
  const language = useLanguage();
  const zone = zoneFor(kind, officeZone);
  const thisMonth = dayOf(new Date(), zone).slice(0, 7);
  const [shown, setShown] = useState<Month | null>(null);
  const [day, setDay] = useState<string | null>(null);
  const [busy, setBusy] = useState(true);
  const [none, setNone] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const asked = useRef(0);
  const times = useRef<HTMLDivElement>(null);

  const show = useCallback(
    async (month: string, further: number) => {
      asked.current += 1;
      const question = asked.current;
      setBusy(true);
      setProblem(null);
      try {
        for (let step = 0; ; step += 1) {
          const next = addMonths(month, step);
          const today = dayOf(new Date(), zone);
          const from = next === today.slice(0, 7) ? today : `${next}-01`;
          const days = byDay((await load(from, lastDay(next))).times, zone);
          if (question !== asked.current) return;
          if (days.size > 0 || step >= further) {
            setShown({ month: next, days });
            setDay([...days.keys()][0] ?? null);
            setNone(days.size === 0 && further > 0);
            return;
          }
        }
      } catch (error) {
        if (question === asked.current) setProblem(error ?? new Error("unknown"));
      } finally {
        if (question === asked.current) setBusy(false);
      }
    },
    [load, zone],
  );

  useEffect(() => {
    void show(dayOf(new Date(), zone).slice(0, 7), LOOK_AHEAD);
  }, [show, zone]);

  if (problem) return <Problem error={problem} />;
  if (shown === null)
    return (
      <p class="bk-wait" role="status">
        {t("loading")}
      </p>
    );
  if (none) return <p class="bk-nothing">{nothing}</p>;
  const chosen = day ? (shown.days.get(day) ?? []) : [];
  const another = !sameClock(zone, officeZone, new Date());
  return (
    <div class="bk-picker" aria-busy={busy}>
      <div class="bk-month">
        <div class="bk-month-head">
          <button
            type="button"
            class="bk-step"
            aria-label={t("monthBefore")}
            disabled={busy || shown.month <= thisMonth}
            onClick={() => void show(addMonths(shown.month, -1), 0)}
          >
            <BookIcon name="left" />
          </button>
          <h2 aria-live="polite">{monthName(language, shown.month)}</h2>
          <button
            type="button"
            class="bk-step"
            aria-label={t("monthAfter")}
            disabled={busy}
            onClick={() => void show(addMonths(shown.month, 1), 0)}
          >
            <BookIcon name="right" />
          </button>
        </div>
        <table class="bk-days">
          <caption class="s-hidden">{t("chooseDay")}</caption>
          <thead>
            <tr>
              {weekdays(language).map(({ short, long }) => (
                <th key={long} scope="col">
                  <abbr title={long}>{short}</abbr>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(shown.month).map((week) => (
              <tr key={week.find(Boolean)}>
                {week.map((each, index) => (
                  <td key={each ?? index}>
                    {each && (
                      <Day
                        day={each}
                        times={shown.days.get(each)}
                        zone={zone}
                        chosen={each === day}
                        onChoose={() => {
                          setDay(each);
                          // Below the month on a phone: bring what was asked for into view.
                          window.setTimeout(() => times.current?.scrollIntoView({ block: "nearest" }), 0);
                        }}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {another && (
          <p class="bk-zone">{t("zoneNote", { here: placeOf(zone), there: placeOf(officeZone) })}</p>
        )}
      </div>
      <div class="bk-times" ref={times}>
        {chosen[0] ? (
          <>
            <h2>{t("chooseHour", { day: longDay(language, chosen[0].start, zone) })}</h2>
            <ul>
              {chosen.map((time) => (
                <li key={time.start}>
                  <button type="button" class="bk-time" onClick={() => onPick(time, zone)}>
                    {clockOf(language, time.start, zone)}
                  </button>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p class="bk-nothing">{t("noTimesMonth", { month: monthName(language, shown.month) })}</p>
        )}
      </div>
    </div>
  );
}

interface DayProps {
  readonly day: string;
  readonly times: readonly Time[] | undefined;
  readonly zone: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Day({ day, times, zone, chosen, onChoose }: DayProps) {
  const t = useT(bookTexts);
  const language = useLanguage();
  const number = Number(day.slice(8));
  const first = times?.[0];
  if (!first) return <span class="bk-day">{number}</span>;
  const label = `${longDay(language, first.start, zone)}, ${t("free", { count: times.length })}`;
  return (
    <button type="button" class="bk-day" aria-label={label} aria-pressed={chosen} onClick={onChoose}>
      {number}
    </button>
  );
}
