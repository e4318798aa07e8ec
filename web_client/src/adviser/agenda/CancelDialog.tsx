/** Calling an appointment off: why, and whether the client hears of it. */
import { Button, Checkbox, Modal, Textarea } from "@mantine/core";
import { useState } from "react";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { announce, useT } from "../../ui";
import { type Appointment, useCancelAppointment } from "../api/agenda";
import { Problem } from "../shell/Problem";
import { emailOf, nameOf } from "./status";

interface CancelDialogProps {
  readonly appointment: Appointment;
  readonly onClose: () => void;
}

export function CancelDialog({ appointment, onClose }: CancelDialogProps) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const cancel = useCancelAppointment();
  const email = emailOf(appointment);
  const [reason, setReason] = useState("");
  const [notify, setNotify] = useState(email !== "");
  return (
    <Modal
      opened
      onClose={onClose}
      size="30rem"
      title={t("cancelAsk", { name: nameOf(appointment) })}
      withCloseButton
      closeButtonProps={{ "aria-label": adviser("close") }}
    >
      <div className="a-fields">
        <p>{t(appointment.code === null ? "cancelText" : "cancelTextCode")}</p>
        <Textarea
          label={t("cancelReason")}
          description={t(notify ? "cancelReasonTold" : "cancelReasonKept")}
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {email !== "" && (
          <Checkbox
            label={t("tellCancel", { email })}
            checked={notify}
            onChange={(event) => setNotify(event.currentTarget.checked)}
          />
        )}
        <Problem error={cancel.error} />
        <div className="a-buttons">
          <Button
            data-danger
            loading={cancel.isPending}
            onClick={() =>
              cancel.mutate(
                { id: appointment.id, reason: reason.trim(), notify },
                {
                  onSuccess: () => {
                    announce(t("statusCancelled"));
                    onClose();
                  },
                },
              )
            }
          >
            {t(notify ? "cancelAndMail" : "cancelAppointment")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("notCancel")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
