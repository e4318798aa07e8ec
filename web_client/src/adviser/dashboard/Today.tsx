/** The day's appointments: the first stands out, with the button that opens its session. */
import { Button } from "@mantine/core";
import {
  IconCalendarPlus,
  IconCalendarQuestion,
  IconCalendarSmile,
  IconScreenShare,
} from "@tabler/icons-react";
import { Link } from "react-router";
import { formatTime } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import { officeTexts } from "../../i18n/office";
import { Avatar, EmptyState, Panel, StatusChip, useLanguage, useT } from "../../ui";
import { useStart } from "../agenda/start";
import { isOpen, nameOf, stateOf, subjectOf } from "../agenda/status";
import type { Appointment } from "../api/agenda";
import { Problem } from "../shell/Problem";

interface TodayProps {
  /** In the order of their beginning; those without one last. */
  readonly appointments: readonly Appointment[];
  readonly now: Date;
}

export function Today({ appointments, now }: TodayProps) {
  const office = useT(officeTexts);
  const first = appointments.find((one) => isOpen(one) && one.start !== null);
  return (
    <Panel
      title={office("appointments")}
      flush
      action={
        <Link className="a-link" to="/adviser/agenda">
          {office("toAgenda")}
        </Link>
      }
    >
      {appointments.length === 0 ? (
        <EmptyState
          icon={<IconCalendarSmile size={34} stroke={1.6} />}
          title={office("noAppointmentsTitle")}
          actions={
            <Button
              component={Link}
              to="/adviser/agenda?new=appointment"
              variant="default"
              leftSection={<IconCalendarPlus size={20} aria-hidden="true" />}
            >
              {office("plan")}
            </Button>
          }
        >
          {office("noAppointmentsText")}
        </EmptyState>
      ) : (
        <ul className="a-rows">
          {appointments.map((one) => (
            <Row key={one.id} appointment={one} now={now} first={one === first} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function minutesOf({ start, end }: Appointment): number {
  return start === null || end === null ? 0 : Math.round((Date.parse(end) - Date.parse(start)) / 60_000);
}

interface RowProps {
  readonly appointment: Appointment;
  readonly now: Date;
  readonly first: boolean;
}

function Row({ appointment, now, first }: RowProps) {
  const office = useT(officeTexts);
  const t = useT(agendaTexts);
  const language = useLanguage();
  const name = nameOf(appointment);
  const state = stateOf(appointment, t, now);
  const open = appointment.options.filter((each) => each.state === "open").length;
  const address = `/adviser/agenda?appointment=${appointment.id}`;
  return (
    <li className="a-running" data-first={first || undefined}>
      <span className="a-running-time s-digits">
        {appointment.start === null ? (
          <IconCalendarQuestion size={26} stroke={1.6} aria-hidden="true" />
        ) : (
          <>
            <strong>{formatTime(language, new Date(appointment.start))}</strong>
            <span>{office("minutesShort", { count: minutesOf(appointment) })}</span>
          </>
        )}
      </span>
      <Avatar name={name} size={44} />
      <span className="a-row-words">
        <Link to={appointment.client ? `/adviser/clients/${appointment.client.id}` : address}>
          <strong>{name}</strong>
        </Link>
        <span>
          {appointment.start === null ? office("optionsOpen", { count: open }) : subjectOf(appointment)}
        </span>
      </span>
      <StatusChip tone={state.tone}>{state.words}</StatusChip>
      {first && appointment.kind === "video" ? (
        <StartSession appointment={appointment} name={name} />
      ) : (
        <Button
          component={Link}
          to={address}
          variant="default"
          aria-label={office("openAppointment", { name })}
        >
          {office("open")}
        </Button>
      )}
    </li>
  );
}

function StartSession({ appointment, name }: { readonly appointment: Appointment; readonly name: string }) {
  const office = useT(officeTexts);
  const { busy, error, start } = useStart(appointment.id);
  return (
    <>
      <Button
        onClick={start}
        loading={busy}
        aria-label={appointment.live ? undefined : office("startWith", { name })}
        leftSection={<IconScreenShare size={20} aria-hidden="true" />}
      >
        {appointment.live ? office("resume") : office("start")}
      </Button>
      {error !== undefined && <Problem error={error} />}
    </>
  );
}
