/** One appointment beside the calendar: everything about it, and everything that can be done with it. */
import { CloseButton } from "@mantine/core";
import { useEffect, useId, useRef } from "react";
import { Link } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { Notice, StatusChip, useT } from "../../ui";
import { type Appointment, useAppointment } from "../api/agenda";
import { Loaded } from "../shell/Problem";
import { MarkButtons, MoreMenu, StepButtons } from "./Actions";
import { Afterwards } from "./Afterwards";
import { CodeCard } from "./CodeCard";
import { EditButton } from "./EditDialog";
import { Facts } from "./Facts";
import { Notices } from "./Notices";
import { Proposals } from "./Proposals";
import { nameOf, stateOf, subjectOf } from "./status";
import { useNow } from "./useNow";

interface DrawerProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function Drawer({ id, onClose }: DrawerProps) {
  const t = useT(agendaTexts);
  const appointment = useAppointment(id);
  const aside = useRef<HTMLElement>(null);
  const heading = useId();
  const there = appointment.data !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each appointment that opens
  useEffect(() => {
    aside.current?.focus({ preventScroll: true });
  }, [id, there]);
  return (
    // Not modal: the calendar beside it goes on working.
    <aside
      ref={aside}
      className="g-drawer"
      tabIndex={-1}
      {...(there ? { "aria-labelledby": heading } : { "aria-label": t("appointment") })}
      onKeyDown={(event) => {
        // Menus and questions that stand open above it close first.
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
    >
      {appointment.data ? (
        <Whole appointment={appointment.data} heading={heading} onClose={onClose} />
      ) : (
        <>
          <div className="g-drawer-top">
            <Close onClose={onClose} />
          </div>
          <Loaded query={appointment} lines={8}>
            {() => null}
          </Loaded>
        </>
      )}
    </aside>
  );
}

function Close({ onClose }: { readonly onClose: () => void }) {
  const adviser = useT(adviserTexts);
  return <CloseButton aria-label={adviser("close")} onClick={onClose} />;
}

interface WholeProps {
  readonly appointment: Appointment;
  readonly heading: string;
  readonly onClose: () => void;
}

function Whole({ appointment, heading, onClose }: WholeProps) {
  const t = useT(agendaTexts);
  const now = useNow();
  const state = stateOf(appointment, t, now);
  const name = nameOf(appointment);
  return (
    <>
      <div className="g-drawer-top">
        <StatusChip tone={state.tone} strong={appointment.live}>
          {state.words}
        </StatusChip>
        <span className="g-grow" />
        <EditButton appointment={appointment} />
        <MoreMenu appointment={appointment} />
        <Close onClose={onClose} />
      </div>
      <div className="g-drawer-body">
        <h2 id={heading}>
          {appointment.client ? <Link to={`/adviser/clients/${appointment.client.id}`}>{name}</Link> : name}
        </h2>
        <p className="g-drawer-subject">{subjectOf(appointment)}</p>
        {appointment.status === "failed" && appointment.failed_reason !== "" && (
          <Notice kind="warning">{t("failedBecause")}</Notice>
        )}
        {appointment.needs_outcome && <Notice kind="info">{t("needsOutcome")}</Notice>}
        <CodeCard appointment={appointment} />
        <Proposals appointment={appointment} />
        <Facts appointment={appointment} />
        <Afterwards appointment={appointment} />
        <MarkButtons appointment={appointment} />
        <Notices appointment={appointment} />
      </div>
      <footer className="g-drawer-foot">
        <StepButtons appointment={appointment} />
      </footer>
    </>
  );
}
