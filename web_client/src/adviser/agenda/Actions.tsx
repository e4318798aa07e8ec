/** What can be done with an appointment: move, write, cancel, mark, put in another calendar. */
import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconCalendarCancel,
  IconCalendarDown,
  IconCalendarPlus,
  IconCalendarTime,
  IconCircleCheck,
  IconDots,
  IconMessage,
  IconUserOff,
} from "@tabler/icons-react";
import { useState } from "react";
import { agendaTexts } from "../../i18n/agenda";
import { announce, useConfirm, useT } from "../../ui";
import { type Appointment, calendarFileOf, useComplete, useNoShow } from "../api/agenda";
import { MessageDialog } from "../messages/MessageDialog";
import { Problem } from "../shell/Problem";
import { AppointmentDialog } from "./AppointmentDialog";
import { CancelDialog } from "./CancelDialog";
import { MoveDialog } from "./MoveDialog";
import { isLost, isOpen, nameOf } from "./status";

interface ActionProps {
  readonly appointment: Appointment;
}

/**
 * Verzetten, Bericht, Afzeggen; of one that did not take place: Opnieuw plannen.
 *
 * That makes a new appointment of it, and leaves the old one as it was. Moving it would wipe out that somebody did not
 * come: what the timeline, the audit and other systems were told would no longer be found, and calendars would lose an
 * event of the past. A new one also has a code and a session of its own, which the old one's link does not open.
 */
export function StepButtons({ appointment }: ActionProps) {
  const t = useT(agendaTexts);
  const [dialog, setDialog] = useState<"move" | "cancel" | "message" | "again">();
  const close = () => setDialog(undefined);
  const open = isOpen(appointment);
  return (
    <>
      {open && (
        <Button
          variant="default"
          leftSection={<IconCalendarTime size={20} aria-hidden="true" />}
          onClick={() => setDialog("move")}
        >
          {t("reschedule")}
        </Button>
      )}
      {isLost(appointment) && (
        <Button
          leftSection={<IconCalendarPlus size={20} aria-hidden="true" />}
          onClick={() => setDialog("again")}
        >
          {t("planAgain")}
        </Button>
      )}
      {appointment.client && (
        <Button
          variant="default"
          onClick={() => setDialog("message")}
          leftSection={<IconMessage size={20} aria-hidden="true" />}
        >
          {t("message")}
        </Button>
      )}
      {open && (
        <Button
          className="g-cancel"
          variant="light"
          color="red"
          leftSection={<IconCalendarCancel size={20} aria-hidden="true" />}
          onClick={() => setDialog("cancel")}
        >
          {t("cancelAppointment")}
        </Button>
      )}
      {dialog === "again" && <AppointmentDialog again={appointment} onClose={close} />}
      {dialog === "move" && <MoveDialog appointment={appointment} onClose={close} />}
      {dialog === "message" && appointment.client && (
        <MessageDialog clientIds={[appointment.client.id]} appointmentId={appointment.id} onClose={close} />
      )}
      {dialog === "cancel" && <CancelDialog appointment={appointment} onClose={close} />}
    </>
  );
}

/** By hand what the clock and the room did not say by themselves. */
export function MarkButtons({ appointment }: ActionProps) {
  const t = useT(agendaTexts);
  const complete = useComplete();
  const { status, live } = appointment;
  const may = !live && status !== "completed" && status !== "cancelled" && status !== "planning";
  if (!may) return null;
  return (
    <div className="g-marks">
      <Button
        variant="subtle"
        loading={complete.isPending}
        leftSection={<IconCircleCheck size={20} aria-hidden="true" />}
        onClick={() =>
          complete.mutate({ id: appointment.id }, { onSuccess: () => announce(t("statusCompleted")) })
        }
      >
        {t("markCompleted")}
      </Button>
      <Problem error={complete.error} />
    </div>
  );
}

export function MoreMenu({ appointment }: ActionProps) {
  const t = useT(agendaTexts);
  const confirm = useConfirm();
  const noShow = useNoShow();
  const { status, live } = appointment;
  const begun = appointment.start !== null && new Date(appointment.start) < new Date();
  const mayMiss = begun && !live && (status === "scheduled" || status === "completed" || status === "failed");
  const file = appointment.start !== null && status !== "cancelled";
  if (!mayMiss && !file) return null;
  const miss = async () => {
    const sure = await confirm({
      title: t("missAsk"),
      text: t("missText", { name: nameOf(appointment) }),
      confirm: t("markMissed"),
    });
    if (sure) noShow.mutate({ id: appointment.id });
  };
  return (
    <>
      <Problem error={noShow.error} />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t("moreActions")}>
            <IconDots size={22} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {file && (
            <Menu.Item
              component="a"
              href={calendarFileOf(appointment.id)}
              download
              leftSection={<IconCalendarDown size={20} aria-hidden="true" />}
            >
              {t("toCalendar")}
            </Menu.Item>
          )}
          {mayMiss && (
            <Menu.Item leftSection={<IconUserOff size={20} aria-hidden="true" />} onClick={() => void miss()}>
              {t("markMissed")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
