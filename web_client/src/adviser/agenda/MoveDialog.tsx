/** Another time for an appointment, without dragging: the same free times as for a new one. */
import { Button, Checkbox, Modal } from "@mantine/core";
import { useState } from "react";
import { formatShortDay } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { announce, useLanguage, useT } from "../../ui";
import { type Appointment, useReschedule } from "../api/agenda";
import { Problem } from "../shell/Problem";
import { hours } from "./dates";
import { openOptions } from "./events";
import { emailOf, nameOf } from "./status";
import { TimesField } from "./TimesField";

interface MoveDialogProps {
  readonly appointment: Appointment;
  readonly onClose: () => void;
}

/** Minutes from its beginning to its end, also while only proposals stand. */
export function lengthOf(appointment: Appointment): number {
  const { start, end } = appointment;
  const first = openOptions(appointment)[0];
  const from = start ?? first?.start;
  const until = end ?? first?.end;
  return from && until ? (new Date(until).getTime() - new Date(from).getTime()) / 60_000 : 60;
}

export function MoveDialog({ appointment, onClose }: MoveDialogProps) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const language = useLanguage();
  const reschedule = useReschedule();
  const email = emailOf(appointment);
  const [times, setTimes] = useState<readonly Date[]>([]);
  const [notify, setNotify] = useState(email !== "");
  const [tried, setTried] = useState(false);
  const old = appointment.start ?? openOptions(appointment)[0]?.start;
  const save = () => {
    const start = times[0];
    setTried(true);
    if (start === undefined) return;
    const end = new Date(start.getTime() + lengthOf(appointment) * 60_000);
    reschedule.mutate(
      { id: appointment.id, start: start.toISOString(), end: end.toISOString(), notify },
      {
        onSuccess: () => {
          announce(t("moved"));
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="44rem"
      title={t("moveOf", { name: nameOf(appointment) })}
      withCloseButton
      closeButtonProps={{ "aria-label": adviser("close") }}
    >
      <div className="a-fields">
        {appointment.start && appointment.end && (
          <p className="a-quiet">
            {t("nowAt", {
              when: `${formatShortDay(language, new Date(appointment.start))}, ${hours(language, new Date(appointment.start), new Date(appointment.end))}`,
            })}
          </p>
        )}
        <TimesField
          serviceId={appointment.service?.id}
          adviserId={appointment.adviser.id}
          first={old && new Date(old) > new Date() ? new Date(old) : new Date()}
          value={times}
          multiple={false}
          error={tried && times.length === 0 ? t("timeNeeded") : undefined}
          onChange={setTimes}
        />
        {email !== "" && (
          <Checkbox
            label={t("tellMove", { email })}
            checked={notify}
            onChange={(event) => setNotify(event.currentTarget.checked)}
          />
        )}
        <Problem error={reschedule.error} />
        <div className="a-buttons">
          <Button loading={reschedule.isPending} onClick={save}>
            {t(notify ? "moveAndMail" : "reschedule")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("back")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
