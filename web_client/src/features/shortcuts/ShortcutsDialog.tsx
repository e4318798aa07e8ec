/** The list of keys, under `?`. */
import { Kbd, Modal } from "@mantine/core";
import { commonTexts } from "../../i18n/common";
import { roomTexts } from "../../i18n/room";
import { useRoom, useRoomState, useUiState } from "../../room/context";
import { useT } from "../../ui";
import { SHORTCUTS, type ShortcutName } from "./keys";
import classes from "./Shortcuts.module.css";

const ORDER: readonly ShortcutName[] = [
  "participants",
  "inputRights",
  "blurScreen",
  "files",
  "shareScreen",
  "chat",
  "microphone",
  "camera",
  "sound",
  "outline",
  "diagnostics",
  "fullScreen",
  "list",
];

export function ShortcutsDialog() {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const { ui } = useRoom();
  const opened = useUiState((state) => state.dialog?.name === "shortcuts");
  const isChair = useRoomState((state) => state.isChair);
  const label = (name: ShortcutName) =>
    name === "fullScreen" ? t("shortcutPushStage") : name === "list" ? t("shortcutList") : t(name);
  return (
    <Modal
      opened={opened}
      onClose={ui.closeDialog}
      title={t("shortcuts")}
      withCloseButton
      closeButtonProps={{ "aria-label": common("close") }}
      size="28rem"
    >
      <p className={classes.text}>{t("shortcutsText")}</p>
      <dl className={classes.list}>
        {ORDER.filter((name) => isChair || name !== "inputRights").map((name) => (
          <div key={name}>
            <dt>{label(name)}</dt>
            <dd>
              <Kbd size="md">{SHORTCUTS[name]}</Kbd>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t("shortcutPages")}</dt>
          <dd>
            <Kbd size="md">←</Kbd> <Kbd size="md">→</Kbd>
          </dd>
        </div>
        <div>
          <dt>{t("shortcutOut")}</dt>
          <dd>
            <Kbd size="md">F6</Kbd>
          </dd>
        </div>
        <div>
          <dt>{t("shortcutOutBack")}</dt>
          <dd>
            <Kbd size="md">Shift</Kbd> <Kbd size="md">F6</Kbd>
          </dd>
        </div>
        <div>
          <dt>{t("shortcutClose")}</dt>
          <dd>
            <Kbd size="md">Esc</Kbd>
          </dd>
        </div>
      </dl>
    </Modal>
  );
}
