/** Settings: when somebody can be booked. A week of hours, and days that are different. */
import { ActionIcon, Button, Checkbox, Select } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { IconCopy, IconPlus, IconTrash, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { formatDay, LOCALES } from "../../../i18n";
import { adviserTexts } from "../../../i18n/adviser";
import { agendaTexts } from "../../../i18n/agenda";
import { announce, Panel, useLanguage, useT } from "../../../ui";
import { useMember } from "../../api/account";
import {
  type Availability as Kept,
  useAvailability,
  useChangeAvailability,
  useColleagues,
} from "../../api/agenda";
import { SaveBar } from "../../settings/SaveBar";
import { PageTitle } from "../../shell/PageTitle";
import { Loaded } from "../../shell/Problem";
import { useKeepChanges } from "../../shell/useKeepChanges";
import { Dates } from "../Dates";
import { addDays, fromIsoDay, isoDay } from "../dates";
import { TimeField } from "../TimeField";
import { dayName, WEEKDAYS } from "../weekdays";
import { type Hours, hoursOf, nextTimes, type Times, weeklyOf, wrongIn } from "./hours";
import "../agenda.css";

export function Availability() {
  const t = useT(agendaTexts);
  const { user } = useMember();
  const colleagues = useColleagues();
  const [chosen, setChosen] = useState(user.id);
  const availability = useAvailability(chosen);
  const admin = user.role === "admin" && (colleagues.data?.length ?? 0) > 1;
  return (
    <>
      <PageTitle title={t("availability")} lead={t("availabilityLead")} />
      {admin && (
        <Select
          className="a-filter"
          label={t("colleague")}
          allowDeselect={false}
          data={(colleagues.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={chosen}
          onChange={(value) => value !== null && setChosen(value)}
        />
      )}
      {availability.data ? (
        <HoursForm key={chosen} userId={chosen} kept={availability.data} />
      ) : (
        <Panel>
          <Loaded query={availability} lines={8}>
            {() => null}
          </Loaded>
        </Panel>
      )}
    </>
  );
}

function zones(): readonly string[] {
  return Intl.supportedValuesOf("timeZone");
}

function HoursForm({ userId, kept }: { readonly userId: string; readonly kept: Kept }) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const language = useLanguage();
  const change = useChangeAvailability(userId);
  const [hours, setHours] = useState<Hours>(() => hoursOf(kept));
  const [tried, setTried] = useState(false);
  const changed = JSON.stringify(hours) !== JSON.stringify(hoursOf(kept));
  useKeepChanges(changed && !change.isPending);
  const all = [...hours.week, ...hours.exceptions.map(({ times }) => times)];
  const wrong = all.some((times) => wrongIn(times) !== undefined);

  const setDay = (day: number, times: Times) =>
    setHours({ ...hours, week: hours.week.map((one, index) => (index === day ? times : one)) });
  const setException = (index: number, change: Partial<Hours["exceptions"][number]>) =>
    setHours({
      ...hours,
      exceptions: hours.exceptions.map((one, at) => (at === index ? { ...one, ...change } : one)),
    });

  const save = (event: { preventDefault(): void }) => {
    event.preventDefault();
    setTried(true);
    if (wrong) return;
    change.mutate(
      {
        zone: hours.zone,
        weekly: weeklyOf(hours),
        exceptions: hours.exceptions,
        version: kept.version,
      },
      {
        onSuccess: (saved) => {
          setHours(hoursOf(saved));
          setTried(false);
          announce(adviser("savedNow"));
        },
      },
    );
  };

  return (
    <form onSubmit={save} noValidate>
      <div className="a-columns">
        <Panel
          title={t("weeklyHours")}
          flush
          action={
            <Button
              variant="subtle"
              size="compact-md"
              leftSection={<IconCopy size={17} aria-hidden="true" />}
              onClick={() =>
                setHours({
                  ...hours,
                  week: hours.week.map((one, index) => (index < 5 ? (hours.week[0] ?? []) : one)),
                })
              }
            >
              {t("copyToWorkdays")}
            </Button>
          }
        >
          <ul className="a-rows g-week">
            {WEEKDAYS.map((day) => {
              const name = dayName(LOCALES[language], day, "long");
              const times = hours.week[day] ?? [];
              return (
                <li key={day} className="g-week-day">
                  <Checkbox
                    className="g-first-capital"
                    label={name}
                    checked={times.length > 0}
                    onChange={(event) => setDay(day, event.currentTarget.checked ? [nextTimes([])] : [])}
                  />
                  <TimesOfDay
                    name={name}
                    times={times}
                    tried={tried}
                    onChange={(next) => setDay(day, next)}
                  />
                </li>
              );
            })}
          </ul>
        </Panel>
        <div className="a-stack">
          <Panel title={t("otherDays")}>
            <p className="a-quiet a-tight">{t("otherDaysText")}</p>
            <Dates>
              <ul className="g-exceptions">
                {hours.exceptions.map(({ date, times }, index) => {
                  const day = fromIsoDay(date);
                  const name = day ? formatDay(language, day) : date;
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the date itself is what is being changed
                    <li key={index}>
                      <div className="g-exception-head">
                        <DatePickerInput
                          size="md"
                          label={t("date")}
                          valueFormat="dd D MMMM YYYY"
                          value={date}
                          onChange={(value) => value !== null && setException(index, { date: value })}
                        />
                        <ActionIcon
                          aria-label={t("removeDay", { day: name })}
                          onClick={() =>
                            setHours({
                              ...hours,
                              exceptions: hours.exceptions.filter((_, at) => at !== index),
                            })
                          }
                        >
                          <IconTrash size={20} />
                        </ActionIcon>
                      </div>
                      <Checkbox
                        label={t("closedThatDay")}
                        checked={times.length === 0}
                        onChange={(event) =>
                          setException(index, { times: event.currentTarget.checked ? [] : [nextTimes([])] })
                        }
                      />
                      <TimesOfDay
                        name={name}
                        times={times}
                        tried={tried}
                        onChange={(next) => setException(index, { times: next })}
                      />
                    </li>
                  );
                })}
              </ul>
            </Dates>
            <Button
              variant="default"
              leftSection={<IconPlus size={19} aria-hidden="true" />}
              onClick={() =>
                setHours({
                  ...hours,
                  exceptions: [...hours.exceptions, { date: isoDay(addDays(new Date(), 1)), times: [] }],
                })
              }
            >
              {t("addDay")}
            </Button>
          </Panel>
          <Panel title={t("timeZone")}>
            <Select
              aria-label={t("timeZone")}
              description={t("timeZoneHint")}
              searchable
              clearable
              clearButtonProps={{ "aria-label": t("zoneOfOffice"), tabIndex: 0 }}
              placeholder={t("zoneOfOffice")}
              limit={80}
              data={[...zones()]}
              value={hours.zone === "" ? null : hours.zone}
              onChange={(value) => setHours({ ...hours, zone: value ?? "" })}
            />
          </Panel>
        </div>
      </div>
      <SaveBar
        changed={changed}
        busy={change.isPending}
        error={change.error}
        onDrop={() => setHours(hoursOf(kept))}
      />
    </form>
  );
}

const WRONG = {
  unfinished: "timesUnfinished",
  backwards: "timesBackwards",
  overlap: "timesOverlap",
} as const;

interface TimesOfDayProps {
  /** Of the day, for who does not see in which line the fields stand. */
  readonly name: string;
  readonly times: Times;
  readonly tried: boolean;
  readonly onChange: (times: Times) => void;
}

function TimesOfDay({ name, times, tried, onChange }: TimesOfDayProps) {
  const t = useT(agendaTexts);
  const wrong = wrongIn(times);
  if (times.length === 0) return <span className="a-quiet g-week-none">{t("notAvailable")}</span>;
  const set = (index: number, at: 0 | 1, value: string) =>
    onChange(
      times.map((one, each) =>
        each === index ? (at === 0 ? ([value, one[1]] as const) : ([one[0], value] as const)) : one,
      ),
    );
  return (
    <div className="g-week-times">
      {times.map(([from, until], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the times themselves are what is being changed
        <div key={index} className="g-week-stretch">
          <TimeField
            aria-label={t("dayFrom", { day: name })}
            value={from}
            onChange={(value) => set(index, 0, value)}
          />
          <span aria-hidden="true">–</span>
          <TimeField
            aria-label={t("dayUntil", { day: name })}
            value={until}
            onChange={(value) => set(index, 1, value)}
          />
          <ActionIcon
            aria-label={t("removeTimes", { day: name })}
            onClick={() => onChange(times.filter((_, each) => each !== index))}
          >
            <IconX size={18} />
          </ActionIcon>
          {index === times.length - 1 && (
            <ActionIcon
              aria-label={t("addTimes", { day: name })}
              onClick={() => onChange([...times, nextTimes(times)])}
            >
              <IconPlus size={18} />
            </ActionIcon>
          )}
        </div>
      ))}
      {wrong && (tried || wrong !== "unfinished") && (
        <p className="g-error" role="alert">
          {t(WRONG[wrong])}
        </p>
      )}
    </div>
  );
}
