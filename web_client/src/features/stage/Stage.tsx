/** The middle of the room: a shared screen, a document, or what to do while there is neither. */
import { type ReactNode, useEffect, useRef } from "react";
import { roomTexts } from "../../i18n/room";
import { useRoom, useRoomState, useUiState } from "../../room/context";
import { useT } from "../../ui";
import { DropVeil } from "../files/DropVeil";
import { ClientWelcome } from "./ClientWelcome";
import { DocumentStage } from "./DocumentStage";
import { ScreenStage } from "./ScreenStage";
import classes from "./Stage.module.css";
import { StartStage } from "./StartStage";

/** `before` stands above the start page; a phone has no room for it elsewhere. */
export function Stage({ before }: { readonly before?: ReactNode }) {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  const share = useRoomState((state) => state.session.share);
  const document = useRoomState((state) => state.session.document);
  const isClient = useRoomState((state) => state.self?.role === "client");
  const fullScreen = useUiState((state) => state.fullScreen);
  const frame = useRef<HTMLElement>(null);
  const busy = share !== null || document !== null;

  useFullScreen(frame, fullScreen, ui.setFullScreen);
  useEffect(() => {
    if (!busy) ui.setFullScreen(false);
  }, [busy, ui]);

  return (
    <main
      ref={frame}
      id="stage"
      className={classes.stage}
      data-busy={busy || undefined}
      data-full={fullScreen || undefined}
      aria-label={t("stage")}
      tabIndex={-1}
    >
      {document ? (
        <DocumentStage key={document.file_id} />
      ) : share ? (
        <ScreenStage key={`${share.participant_id} ${share.stream_id}`} />
      ) : isClient ? (
        <ClientWelcome />
      ) : (
        <StartStage before={before} />
      )}
      <DropVeil />
    </main>
  );
}

/** The browser's full screen where it has one; phones without it get the whole page instead (by style). */
function useFullScreen(
  frame: React.RefObject<HTMLElement | null>,
  wanted: boolean,
  onChange: (on: boolean) => void,
) {
  useEffect(() => {
    const node = frame.current;
    if (node === null) return;
    if (wanted && window.document.fullscreenElement !== node) {
      // Refused inside some frames: the style alone still fills the page.
      node.requestFullscreen?.().catch(() => undefined);
    } else if (!wanted && window.document.fullscreenElement === node) {
      window.document.exitFullscreen().catch(() => undefined);
    }
  }, [frame, wanted]);
  useEffect(() => {
    const left = () => {
      if (window.document.fullscreenElement === null) onChange(false);
    };
    window.document.addEventListener("fullscreenchange", left);
    return () => window.document.removeEventListener("fullscreenchange", left);
  }, [onChange]);
}
