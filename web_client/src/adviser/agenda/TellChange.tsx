/** Whether the client hears that something about their appointment has changed. */
import { Checkbox } from "@mantine/core";
import { agendaTexts } from "../../i18n/agenda";
import { Notice, useT } from "../../ui";
import type { Appointment } from "../api/agenda";
import type { PickedClient } from "../clients/ClientPicker";
import { emailOf, isOpen, nameOf } from "./status";

/** Somebody can be told, and it is still to come. `next`: who it is with from now on. */
export function isTellable(appointment: Appointment, next?: PickedClient): boolean {
  return isOpen(appointment) && (emailOf(appointment) !== "" || (next?.email ?? "") !== "");
}

interface TellChangeProps {
  readonly appointment: Appointment;
  readonly notify: boolean;
  readonly onChange: (notify: boolean) => void;
}

/** The question; or in words why nobody is told. */
export function TellChange({ appointment, notify, onChange }: TellChangeProps) {
  const t = useT(agendaTexts);
  if (!isOpen(appointment)) return <p className="a-quiet">{t("toldNotOver")}</p>;
  const email = emailOf(appointment);
  if (email === "") return <p className="a-quiet">{t("toldNoEmail")}</p>;
  return (
    <Checkbox
      label={t("tellChange", { email })}
      description={t(appointment.status === "planning" ? "tellChangeProposed" : "tellChangeHint")}
      checked={notify}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

interface TellHandOverProps extends TellChangeProps {
  readonly next: PickedClient;
}

/** What another client means for both, said before it is kept. */
export function TellHandOver({ appointment, next, notify, onChange }: TellHandOverProps) {
  const t = useT(agendaTexts);
  const former = nameOf(appointment);
  if (!isOpen(appointment)) return <Notice kind="info">{t("handOverPast", { former })}</Notice>;
  const told = [
    emailOf(appointment) !== "" && t("handOverOff", { former }),
    next.email !== "" && t("handOverInvited", { next: next.name }),
  ].filter((each) => each !== false);
  return (
    <>
      <Notice kind="info">{t("handOverLinks", { former, next: next.name })}</Notice>
      {told.length === 0 ? (
        <p className="a-quiet">{t("toldNoEmail")}</p>
      ) : (
        <Checkbox
          label={t("handOverTell")}
          description={told.join(" ")}
          checked={notify}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )}
    </>
  );
}
