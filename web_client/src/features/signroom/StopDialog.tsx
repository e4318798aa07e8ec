/** What becomes of the document when the adviser stops signing, or ends the session meanwhile. */
import { Button, Modal } from "@mantine/core";
import { IconMailForward, IconPlayerStop } from "@tabler/icons-react";
import { useState } from "react";
import { refusal } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { signroomTexts } from "../../i18n/signroom";
import { useAct, useRoom, useRoomState, useUiState } from "../../room/context";
import { IconTile, useLanguage, useT } from "../../ui";
import { problemOf } from "../signing/api";
import type { Then } from "./api";
import classes from "./SignRoom.module.css";

export function StopDialog() {
  const t = useT(signroomTexts);
  const room = useT(roomTexts);
  const language = useLanguage();
  const act = useAct();
  const { ui, signing } = useRoom();
  const dialog = useUiState((state) => (state.dialog?.name === "stopSigning" ? state.dialog : null));
  const goesOn = useRoomState((state) => state.session.signing !== null);
  const [busy, setBusy] = useState<Then | null>(null);
  const ending = dialog?.ending ?? false;

  const choose = async (then: Then) => {
    setBusy(then);
    try {
      await signing.api.stop(then);
      ui.closeDialog();
      if (ending) await act({ type: "end_session" });
    } catch (error) {
      const { code } = problemOf(error);
      // Finished in the very moment: then there is nothing left to stop.
      if (code === "no_signing") ui.closeDialog();
      else ui.tell("danger", refusal(language, code, signroomTexts));
    } finally {
      setBusy(null);
    }
  };

  return (
    <Modal
      opened={dialog !== null && goesOn}
      onClose={ui.closeDialog}
      size="28rem"
      title={
        <span className="s-question">
          <IconTile tone="attention" size={48}>
            <IconPlayerStop size={24} stroke={1.8} />
          </IconTile>
          {t(ending ? "endTitle" : "stopTitle")}
        </span>
      }
    >
      <p className={classes.text}>{t(ending ? "endText" : "stopText")}</p>
      <div className={classes.choices}>
        <Choice
          icon={<IconMailForward size={22} stroke={1.8} />}
          title={t("byMail")}
          text={t("byMailText")}
          busy={busy === "mail"}
          disabled={busy !== null}
          onClick={() => void choose("mail")}
        />
        <Choice
          icon={<IconPlayerStop size={22} stroke={1.8} />}
          title={t("makeVoid")}
          text={t("makeVoidText")}
          busy={busy === "void"}
          disabled={busy !== null}
          onClick={() => void choose("void")}
        />
      </div>
      <Button variant="default" fullWidth data-autofocus onClick={ui.closeDialog}>
        {ending ? room("notYet") : t("goOn")}
      </Button>
    </Modal>
  );
}

interface ChoiceProps {
  readonly icon: React.ReactNode;
  readonly title: string;
  readonly text: string;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function Choice({ icon, title, text, busy, disabled, onClick }: ChoiceProps) {
  return (
    <button
      type="button"
      className={classes.option}
      aria-busy={busy || undefined}
      disabled={disabled}
      onClick={onClick}
    >
      <span aria-hidden="true">{icon}</span>
      <span>
        <strong>{title}</strong>
        <span>{text}</span>
      </span>
    </button>
  );
}
