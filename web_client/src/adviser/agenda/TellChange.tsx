/** Whether the client hears that something about their appointment has changed. */
import { Checkbox } from "@mantine/core";
import { agendaTexts } from "../../i18n/agenda";
import { useT } from "../../ui";
import type { Appointment } from "../api/agenda";
import { emailOf, isOpen } from "./status";

/** Somebody can be told, and it is still to come. */
export function isTellable(appointment: Appointment): boolean {
  return isOpen(appointment) && emailOf(appointment) !== "";
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
