/** The files that this person may see, newest first, and their short-lived addresses. */
import { useCallback, useMemo } from "react";
import { refusal } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { Problem } from "../../protocol/rest";
import { useRoom, useRoomState } from "../../room/context";
import { maySeeFile, type SharedFile } from "../../state/session";
import { useLanguage } from "../../ui";

export function useFileList(): SharedFile[] {
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  return useMemo(
    () =>
      Object.values(session.files)
        .filter((file) => maySeeFile(session, selfId, file))
        .reverse(),
    [session, selfId],
  );
}

/** Fetches a fresh address and lets the browser save the file. */
export function useDownload(): (file: SharedFile) => Promise<void> {
  const { api, store, ui } = useRoom();
  const language = useLanguage();
  return useCallback(
    async (file) => {
      try {
        const { url } = await api.fileLink(store.sessionId, file.id, "attachment");
        const link = document.createElement("a");
        link.href = url;
        link.download = file.name;
        link.rel = "noopener";
        link.click();
      } catch (error) {
        const code = error instanceof Problem ? error.code : "internal";
        ui.tell("danger", refusal(language, code, roomTexts));
      }
    },
    [api, store, ui, language],
  );
}
