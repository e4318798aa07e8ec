/** The week by service: what is planned of each, and what could be. */
import { ActionIcon } from "@mantine/core";
import { IconCategory, IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";
import { LOCALES } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import { EmptyState, useLanguage, useT } from "../../ui";
import type { Appointment, Service } from "../api/agenda";
import { addDays, hour, type Range, sameDay } from "./dates";
import { openOptions } from "./events";
import { KIND_WORDS, minutesInWords, priceOf } from "./services";
import { adviserOf, nameOf, stateOf } from "./status";

interface ServicesViewProps {
  readonly services: readonly Service[];
  readonly appointments: readonly Appointment[];
  readonly range: Range;
  readonly withAdviser: boolean;
  readonly onOpen: (appointmentId: string) => void;
  readonly onNew: (serviceId: string, start: Date) => void;
}

interface Planned {
  readonly key: string;
  readonly start: Date;
  readonly appointment: Appointment;
  readonly proposal: boolean;
}

function plannedOf(appointments: readonly Appointment[], serviceId: string | null): Planned[] {
  return appointments
    .filter(({ service }) => (service?.id ?? null) === serviceId)
    .flatMap((appointment): Planned[] =>
      appointment.status === "planning"
        ? openOptions(appointment).map((option) => ({
            key: option.id,
            start: new Date(option.start),
            appointment,
            proposal: true,
          }))
        : appointment.start === null
          ? []
          : [{ key: appointment.id, start: new Date(appointment.start), appointment, proposal: false }],
    )
    .sort((one, other) => one.start.getTime() - other.start.getTime());
}

export function ServicesView({
  services,
  appointments,
  range,
  withAdviser,
  onOpen,
  onNew,
}: ServicesViewProps) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const days = Array.from({ length: 7 }, (_, index) => addDays(range.from, index));
  const used = new Set(appointments.map(({ service }) => service?.id));
  const rows = services.filter(({ active, id }) => active || used.has(id));
  const others = plannedOf(appointments, null);
  const now = new Date();
  if (rows.length === 0 && others.length === 0) {
    return (
      <EmptyState
        icon={<IconCategory size={34} stroke={1.6} />}
        title={t("noServicesTitle")}
        headingLevel={2}
      >
        {t("noServicesText")} <Link to="/adviser/settings/services">{t("toServices")}</Link>
      </EmptyState>
    );
  }
  const cell = (planned: readonly Planned[], day: Date) =>
    planned
      .filter(({ start }) => sameDay(start, day))
      .map(({ key, start, appointment, proposal }) => (
        <button
          key={key}
          type="button"
          className="g-chip"
          data-tone={stateOf(appointment, t, now).tone}
          data-proposal={proposal || undefined}
          onClick={() => onOpen(appointment.id)}
        >
          <strong>{hour(language, start)}</strong> {nameOf(appointment)}
          <span className="s-hidden">, {stateOf(appointment, t, now).words}</span>
          {withAdviser && <small>{adviserOf(appointment).name}</small>}
        </button>
      ));
  return (
    <div className="g-services-scroll">
      <table className="g-services">
        <caption className="s-hidden">{t("servicesCaption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("service")}</th>
            {days.map((day) => (
              <th key={day.getTime()} scope="col" className={sameDay(day, now) ? "g-today" : undefined}>
                <span className="g-head">
                  <span className="g-head-weekday">
                    {new Intl.DateTimeFormat(LOCALES[language], { weekday: "short" }).format(day)}
                  </span>
                  <span className="g-head-day" data-today={sameDay(day, now) || undefined}>
                    {day.getDate()}
                  </span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((service) => {
            const planned = plannedOf(appointments, service.id);
            return (
              <tr key={service.id}>
                <th scope="row">
                  <span className="g-service-name">
                    <span className="g-dot" style={{ background: service.colour }} aria-hidden="true" />
                    {service.name}
                  </span>
                  <span className="g-service-facts">
                    {[
                      t(KIND_WORDS[service.kind]),
                      minutesInWords(service.minutes, t),
                      priceOf(service, language),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </th>
                {days.map((day) => (
                  <td key={day.getTime()} className={sameDay(day, now) ? "g-today" : undefined}>
                    {cell(planned, day)}
                    {service.active && addDays(day, 1) > now && (
                      <ActionIcon
                        className="g-cell-new"
                        size="2rem"
                        aria-label={t("newOnDay", {
                          service: service.name,
                          day: new Intl.DateTimeFormat(LOCALES[language], {
                            weekday: "long",
                            day: "numeric",
                            month: "long",
                          }).format(day),
                        })}
                        onClick={() => onNew(service.id, day)}
                      >
                        <IconPlus size={18} />
                      </ActionIcon>
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
          {others.length > 0 && (
            <tr>
              <th scope="row">{t("withoutService")}</th>
              {days.map((day) => (
                <td key={day.getTime()}>{cell(others, day)}</td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
