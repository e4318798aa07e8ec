/** Giving somebody, or oneself, another name. */
import { Button, Modal, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { commonTexts } from "../../i18n/common";
import { roomTexts } from "../../i18n/room";
import { NAME_LENGTH } from "../../protocol/limits";
import { useAct, useRoom, useRoomState, useUiState } from "../../room/context";
import { useT } from "../../ui";

export function RenameDialog() {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const act = useAct();
  const { ui } = useRoom();
  const id = useUiState((state) => (state.dialog?.name === "rename" ? state.dialog.participantId : null));
  const current = useRoomState((state) => (id === null ? "" : (state.session.participants[id]?.name ?? "")));
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    setName(current);
    setProblem(null);
  }, [current]);

  const save = async (event: React.FormEvent) => {
    event.preventDefault();
    if (id === null) return;
    if (name.trim() === "") {
      setProblem(t("refusal_empty_name"));
      return;
    }
    if (await act({ type: "rename", participant_id: id, name: name.trim() })) ui.closeDialog();
  };

  return (
    <Modal
      opened={id !== null}
      onClose={ui.closeDialog}
      title={t("renameTitle", { name: current })}
      withCloseButton
      closeButtonProps={{ "aria-label": common("close") }}
      size="26rem"
    >
      <form onSubmit={(event) => void save(event)}>
        <TextInput
          label={t("newName")}
          value={name}
          maxLength={NAME_LENGTH}
          error={problem}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" fullWidth mt="md">
          {common("save")}
        </Button>
      </form>
    </Modal>
  );
}
