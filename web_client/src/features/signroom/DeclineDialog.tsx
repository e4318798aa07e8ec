/** Asks once whether somebody really does not want to sign, and why. */
import { Button, Group, Modal, Textarea } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState, useSyncExternalStore } from "react";
import { refusal } from "../../i18n";
import { signroomTexts } from "../../i18n/signroom";
import { useRoom, useUiState } from "../../room/context";
import { IconTile, useLanguage, useT } from "../../ui";
import { problemOf } from "../signing/api";
import classes from "./SignRoom.module.css";

export function DeclineDialog() {
  const t = useT(signroomTexts);
  const language = useLanguage();
  const { ui, signing } = useRoom();
  const opened = useUiState((state) => state.dialog?.name === "decline");
  const flow = useSyncExternalStore(signing.here.subscribe, () => signing.here.getState().flow);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);

  const decline = async () => {
    if (flow === null) return;
    setBusy(true);
    try {
      await flow.api.decline(reason.trim());
      ui.closeDialog();
    } catch (error) {
      ui.tell("danger", refusal(language, problemOf(error).code, signroomTexts));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened={opened && flow !== null}
      onClose={ui.closeDialog}
      size="28rem"
      title={
        <span className="s-question">
          <IconTile tone="attention" size={48}>
            <IconX size={24} stroke={1.8} />
          </IconTile>
          {t("declineTitle")}
        </span>
      }
    >
      <p className={classes.text}>{t("declineText")}</p>
      <Textarea
        label={t("declineReason")}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Group className="s-answers" mt="lg" gap="xs">
        <Button variant="default" data-autofocus onClick={ui.closeDialog}>
          {t("declineBack")}
        </Button>
        <Button data-danger loading={busy} onClick={() => void decline()}>
          {t("declineConfirm")}
        </Button>
      </Group>
    </Modal>
  );
}
