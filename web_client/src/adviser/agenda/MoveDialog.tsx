/** Another time for an appointment, without dragging: the same free times as for a new one, or several to choose from. */
import { Button, Checkbox, Modal } from "@mantine/core";
import { useState } from "react";
import { formatShortDay } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { announce, useLanguage, useT } from "../../ui";
import { type Appointment, usePropose, useReschedule } from "../api/agenda";
import { Anyway } from "./Anyway";
import { hours } from "./dates";
import { openOptions } from "./events";
import { Segments } from "./Segments";
import { adviserOf, emailOf, nameOf } from "./status";
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
  const propose = usePropose();
  const email = emailOf(appointment);
  const [several, setSeveral] = useState(appointment.status === "planning");
  const [times, setTimes] = useState<readonly Date[]>([]);
  const [notify, setNotify] = useState(email !== "");
  const [tried, setTried] = useState(false);
  const minutes = lengthOf(appointment);
  const old = appointment.start ?? openOptions(appointment)[0]?.start;
  const missing = several ? times.length < 2 : times.length === 0;
  const done = {
    onSuccess: () => {
      announce(t(several ? "proposalSent" : "moved"));
      onClose();
    },
  };
  const save = (anyway: boolean) => {
    const start = times[0];
    setTried(true);
    if (missing || start === undefined) return;
    if (several) {
      const options = times.map((time) => ({ start: time.toISOString() }));
      propose.mutate({ id: appointment.id, options, notify, anyway }, done);
      return;
    }
    const end = new Date(start.getTime() + minutes * 60_000);
    reschedule.mutate(
      { id: appointment.id, start: start.toISOString(), end: end.toISOString(), notify, anyway },
      done,
    );
  };
  const busy = reschedule.isPending || propose.isPending;
  return (
    <Modal
      opened
      onClose={onClose}
      size="44rem"
      title={t("moveOf", { name: nameOf(appointment) })}
      withCloseButton
      closeButtonProps={{ "aria-label": adviser("close") }}
    >
      <div className="a-fields g-new-when">
        {appointment.start && appointment.end && (
          <p className="a-quiet">
            {t("nowAt", {
              when: `${formatShortDay(language, new Date(appointment.start))}, ${hours(language, new Date(appointment.start), new Date(appointment.end))}`,
            })}
          </p>
        )}
        <Segments
          label={t("oneOrSeveral")}
          value={several ? "several" : "one"}
          options={[
            { value: "one", words: t("oneTime") },
            { value: "several", words: t("severalTimes") },
          ]}
          onChange={(chosen) => {
            setSeveral(chosen === "several");
            if (chosen === "one") setTimes(times.slice(0, 1));
          }}
        />
        <TimesField
          serviceId={appointment.service?.id}
          adviserId={adviserOf(appointment).id}
          minutes={minutes}
          first={old && new Date(old) > new Date() ? new Date(old) : new Date()}
          value={times}
          multiple={several}
          error={tried && missing ? t(several ? "twoTimesNeeded" : "timeNeeded") : undefined}
          onChange={setTimes}
        />
        {email !== "" && (
          <Checkbox
            label={t(several ? "tellProposalTo" : "tellMove", { email })}
            checked={notify}
            onChange={(event) => setNotify(event.currentTarget.checked)}
          />
        )}
        <Anyway error={reschedule.error ?? propose.error} busy={busy} onAnyway={() => save(true)} />
        <div className="a-buttons">
          <Button loading={busy} onClick={() => save(false)}>
            {t(several ? "sendProposal" : notify ? "moveAndMail" : "reschedule")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("back")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
