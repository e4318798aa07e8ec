/** One appointment in the overview: a line, and with the plus sign everything about it. */
import { ActionIcon } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { useId, useState } from "react";
import { Link } from "react-router";
import { formatShortDay } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import { StatusChip, useLanguage, useT } from "../../ui";
import { type Appointment, useAppointment } from "../api/agenda";
import { MarkButtons, MoreMenu, StepButtons } from "./Actions";
import { Afterwards } from "./Afterwards";
import { CodeCard } from "./CodeCard";
import { hours, isoDay } from "./dates";
import { EditButton } from "./EditDialog";
import { openOptions } from "./events";
import { Facts } from "./Facts";
import { Notices } from "./Notices";
import { Proposals } from "./Proposals";
import { KIND_WORDS } from "./services";
import { adviserOf, emailOf, nameOf, stateOf, subjectOf } from "./status";
import { useNow } from "./useNow";

interface OverviewRowProps {
  readonly appointment: Appointment;
  readonly withAdviser: boolean;
}

export function OverviewRow({ appointment, withAdviser }: OverviewRowProps) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const now = useNow();
  const [opened, setOpened] = useState(false);
  const details = useId();
  const { start, end } = appointment;
  const state = stateOf(appointment, t, now);
  const name = nameOf(appointment);
  const email = emailOf(appointment);
  const from = start === null ? undefined : new Date(start);
  const until = end === null ? undefined : new Date(end);
  return (
    <li>
      {/* A press anywhere on the line opens it; the button is for keys and screen readers. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same as the button in it */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the same as the button in it */}
      <div
        className="g-row"
        data-opened={opened || undefined}
        onClick={(event) => {
          if ((event.target as HTMLElement).closest("a, button") === null) setOpened(!opened);
        }}
      >
        <ActionIcon
          aria-expanded={opened}
          aria-controls={details}
          aria-label={t(opened ? "less" : "more", { name })}
          onClick={() => setOpened(!opened)}
        >
          {opened ? <IconMinus size={20} /> : <IconPlus size={20} />}
        </ActionIcon>
        <span className="g-row-who">
          <strong>{name}</strong>
          {email !== "" && <span>{email}</span>}
        </span>
        <span className="g-row-kind">
          {subjectOf(appointment)}
          <span>
            {t(KIND_WORDS[appointment.kind])}
            {withAdviser && ` · ${adviserOf(appointment).name}`}
          </span>
        </span>
        <span className="g-row-state">
          <StatusChip tone={state.tone} strong={appointment.live}>
            {state.words}
          </StatusChip>
        </span>
        <span className="g-row-when">
          {from && until ? (
            <>
              <span className="g-first-capital">
                {formatShortDay(language, from)}
                {from.getFullYear() === now.getFullYear() ? "" : ` ${from.getFullYear()}`}
              </span>
              <span>{appointment.all_day ? t("allDay") : hours(language, from, until)}</span>
            </>
          ) : (
            <span>{t("timesProposed", { count: openOptions(appointment).length })}</span>
          )}
        </span>
      </div>
      <div id={details} hidden={!opened}>
        {opened && <Details appointment={appointment} />}
      </div>
    </li>
  );
}

function Details({ appointment: given }: { readonly appointment: Appointment }) {
  const t = useT(agendaTexts);
  // Lists may be a while old, and do not carry everything.
  const { data } = useAppointment(given.id);
  const appointment = data ?? given;
  const name = nameOf(appointment);
  return (
    <div className="g-details">
      <h2 className="s-hidden">{name}</h2>
      <div className="g-details-columns">
        <div>
          <CodeCard appointment={appointment} />
          <Proposals appointment={appointment} />
          <Facts appointment={appointment} />
        </div>
        <div>
          <section className="g-part">
            <h3>{t("client")}</h3>
            <p>
              {appointment.client ? (
                <Link className="a-link" to={`/adviser/clients/${appointment.client.id}`}>
                  {name}
                </Link>
              ) : (
                name
              )}
              <br />
              {emailOf(appointment)}
            </p>
          </section>
          <Notices appointment={appointment} />
          <Afterwards appointment={appointment} />
        </div>
      </div>
      <div className="a-buttons">
        <StepButtons appointment={appointment} />
        <MarkButtons appointment={appointment} />
        {appointment.start && (
          <Link
            className="a-link"
            to={`/adviser/agenda?date=${isoDay(new Date(appointment.start))}&appointment=${appointment.id}`}
          >
            {t("showInAgenda")}
          </Link>
        )}
        <EditButton appointment={appointment} />
        <MoreMenu appointment={appointment} />
      </div>
    </div>
  );
}
