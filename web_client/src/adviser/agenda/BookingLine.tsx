/** Whether clients may book by themselves, in one line: the switch, my hours, and where to change them. */
import { Switch } from "@mantine/core";
import { Link } from "react-router";
import { LOCALES } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import { announce, useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import { type Availability, useAgendaChoices, useAvailability, useChangeAgendaChoices } from "../api/agenda";
import { useSentence } from "../shell/Problem";
import { dayName } from "./weekdays";

/** "09:00" as the language writes hours: "9.00", "9:00". */
function writtenIn(locale: string): (time: string) => string {
  return (time) => time.replace(/^0/, "").replace(":", locale.startsWith("nl") ? "." : ":");
}

/** "ma, di, do, vr 9.00–17.00": working days with the same hours stand together. */
export function hoursInWords(weekly: Availability["weekly"], locale: string, nothing: string): string {
  const written = writtenIn(locale);
  const groups = new Map<string, string[]>();
  for (let day = 0; day < 7; day += 1) {
    const times = weekly[day] ?? [];
    if (times.length === 0) continue;
    const words = times.map(([from, to]) => `${written(from)}–${written(to)}`).join(", ");
    groups.set(words, [...(groups.get(words) ?? []), dayName(locale, day, "short")]);
  }
  return groups.size === 0
    ? nothing
    : [...groups].map(([times, days]) => `${days.join(", ")} ${times}`).join("; ");
}

export function BookingLine({ adviserId }: { readonly adviserId: string }) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const sentence = useSentence();
  const { user } = useMember();
  const choices = useAgendaChoices();
  const availability = useAvailability(adviserId);
  const change = useChangeAgendaChoices();
  if (choices.data === undefined) return <div className="g-booking" />;
  const { booking, my_booking } = choices.data;
  const on = booking && my_booking;
  const mayOpen = user.role === "admin" || booking;
  const set = (wanted: boolean) => {
    // The office's switch is the administrator's; an adviser has one for the own agenda.
    const body = wanted && !booking ? { booking: true, my_booking: true } : { my_booking: wanted };
    change.mutate(body, { onSuccess: () => announce(t(wanted ? "bookingOn" : "bookingOff")) });
  };
  return (
    <div className="g-booking">
      <Switch
        checked={on}
        disabled={!mayOpen || change.isPending}
        onChange={(event) => set(event.currentTarget.checked)}
        label={t(on ? "bookingOn" : "bookingOff")}
      />
      <span className="g-booking-hours">
        {change.error
          ? sentence(change.error)
          : !mayOpen
            ? t("bookingByAdmin")
            : availability.data &&
              `· ${hoursInWords(availability.data.weekly, LOCALES[language], t("neverAvailable"))}`}
      </span>
      <Link className="g-booking-link" to="/adviser/settings/availability">
        {t("availability")}
      </Link>
    </div>
  );
}
