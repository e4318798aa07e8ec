/** Choosing a time: a month, the free times of one day, or another time by hand. One time, or several to propose. */
import { Button, Loader, Pill } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { IconClockPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { formatDay, formatShortDay } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import { useLanguage, useT } from "../../ui";
import { useFreeTimes } from "../api/agenda";
import { Problem } from "../shell/Problem";
import { Dates } from "./Dates";
import { at, fromIsoDay, hour, isoDay, startOfDay } from "./dates";
import { TimeField } from "./TimeField";

interface TimesFieldProps {
  readonly serviceId: string | undefined;
  readonly adviserId: string;
  /** Other than the service's own. */
  readonly minutes?: number;
  /** Which day is shown first. */
  readonly first: Date;
  readonly value: readonly Date[];
  readonly multiple: boolean;
  readonly error: string | undefined;
  readonly onChange: (times: readonly Date[]) => void;
}

/** As many as a client can oversee, and as the server takes. */
export const MOST_OPTIONS = 6;

function startOfMonth(day: Date): Date {
  return new Date(day.getFullYear(), day.getMonth(), 1);
}

export function TimesField({
  serviceId,
  adviserId,
  minutes,
  first,
  value,
  multiple,
  error,
  onChange,
}: TimesFieldProps) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const [day, setDay] = useState(startOfDay(first));
  const [month, setMonth] = useState(startOfMonth(first));
  const [typed, setTyped] = useState("");
  const range = useMemo(
    () => ({
      from: month.toISOString(),
      to: new Date(month.getFullYear(), month.getMonth() + 1, 1).toISOString(),
    }),
    [month],
  );
  const free = useFreeTimes({ service: serviceId, adviser: adviserId, minutes, ...range });
  const byDay = useMemo(() => {
    const days = new Map<string, Date[]>();
    for (const { start } of free.data ?? []) {
      const moment = new Date(start);
      const key = isoDay(moment);
      days.set(key, [...(days.get(key) ?? []), moment]);
    }
    return days;
  }, [free.data]);
  const times = byDay.get(isoDay(day)) ?? [];
  const has = (moment: Date) => value.some((one) => one.getTime() === moment.getTime());

  const toggle = (moment: Date) => {
    if (!multiple) onChange([moment]);
    else if (has(moment)) onChange(value.filter((one) => one.getTime() !== moment.getTime()));
    else if (value.length < MOST_OPTIONS) {
      onChange([...value, moment].sort((one, other) => one.getTime() - other.getTime()));
    }
  };
  const other = at(day, typed);
  const choose = (chosen: string | null) => {
    const next = fromIsoDay(chosen);
    if (!next) return;
    setDay(next);
    // A day of the month beside this one: its free times are that month's.
    setMonth(startOfMonth(next));
  };

  return (
    <fieldset className="g-when">
      <legend className="a-label">{t(multiple ? "proposeTimes" : "chooseTime")}</legend>
      <div className="g-when-parts">
        <Dates>
          <DatePicker
            value={isoDay(day)}
            date={isoDay(month)}
            onChange={choose}
            onDateChange={(shown) => {
              const next = fromIsoDay(shown);
              if (next) setMonth(startOfMonth(next));
            }}
            minDate={isoDay(new Date())}
            ariaLabels={{ nextMonth: t("nextMonth"), previousMonth: t("previousMonth") }}
            getDayProps={(shown) => ({ "data-free": byDay.has(shown) || undefined })}
            className="g-month"
          />
        </Dates>
        <div className="g-free">
          <p className="g-free-day" aria-live="polite">
            <span className="g-first-capital">{formatDay(language, day)}</span>
          </p>
          {serviceId === undefined ? (
            <p className="a-quiet">{t("serviceFirst")}</p>
          ) : free.isPending ? (
            <p role="status">
              <Loader size="sm" /> <span className="s-hidden">{t("loadingTimes")}</span>
            </p>
          ) : times.length === 0 ? (
            <p className="a-quiet">{t("noFreeTimes")}</p>
          ) : (
            <ul className="g-free-times">
              {times.map((moment) => (
                <li key={moment.getTime()}>
                  <button
                    type="button"
                    aria-pressed={has(moment)}
                    disabled={multiple && !has(moment) && value.length >= MOST_OPTIONS}
                    onClick={() => toggle(moment)}
                  >
                    {hour(language, moment)}
                  </button>
                </li>
              ))}
            </ul>
          )}
          <Problem error={free.error} onRetry={() => void free.refetch()} />
          <div className="g-other">
            <TimeField label={t("otherTime")} value={typed} onChange={setTyped} />
            <Button
              variant="default"
              disabled={other === undefined || other < new Date() || has(other)}
              leftSection={<IconClockPlus size={19} aria-hidden="true" />}
              onClick={() => {
                if (other) toggle(other);
                setTyped("");
              }}
            >
              {t("useTime")}
            </Button>
          </div>
        </div>
      </div>
      <div role="status" className="g-chosen">
        {value.length > 0 && (
          <>
            <span className="g-chosen-label">{t(multiple ? "proposed" : "chosen")}</span>
            {value.map((moment) => (
              <Pill
                key={moment.getTime()}
                size="lg"
                withRemoveButton
                removeButtonProps={{ "aria-label": t("takeAway"), tabIndex: 0, "aria-hidden": false }}
                onRemove={() => onChange(value.filter((one) => one !== moment))}
              >
                {formatShortDay(language, moment)}, {hour(language, moment)}
              </Pill>
            ))}
          </>
        )}
      </div>
      {error && (
        <p className="g-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
