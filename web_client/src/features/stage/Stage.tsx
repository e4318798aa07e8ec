/** The middle of the room: a shared screen, a document, or what to do while there is neither. */
import { type ReactNode, Suspense, useEffect, useRef, useSyncExternalStore } from "react";
import { roomTexts } from "../../i18n/room";
import { useRoom, useRoomState, useUiState } from "../../room/context";
import { useWidth } from "../../room/useWidth";
import { mayDrive, type SharedFile } from "../../state/session";
import { useT } from "../../ui";
import { DropVeil } from "../files/DropVeil";
import { PageStage, PageTabs, TilesSheet } from "../page/lazy";
import { PrepareStage, SigningStage } from "../signroom/lazy";
import { ClientWelcome } from "./ClientWelcome";
import { DocumentStage } from "./DocumentStage";
import { ScreenStage } from "./ScreenStage";
import classes from "./Stage.module.css";
import { StartStage } from "./StartStage";

/** `before` stands above the start page; a phone has no room for it elsewhere. */
export function Stage({ before }: { readonly before?: ReactNode }) {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  const on = useRoomState((state) => state.session.stage);
  const share = useRoomState((state) => state.session.share);
  const document = useRoomState((state) => state.session.document);
  const isChair = useRoomState((state) => state.isChair);
  const tiles = useUiState((state) => state.tiles);
  const signing = useRoomState((state) => state.session.signing);
  const signed = useRoomState((state) => state.session.files[state.session.signing?.file_id ?? ""]);
  const prepared = usePrepared();
  const hasTabs = useTabs() && prepared === null;
  const isClient = useRoomState((state) => state.self?.role === "client");
  const fullScreen = useUiState((state) => state.fullScreen);
  const frame = useRef<HTMLElement>(null);
  const busy = on !== "none" || prepared !== null;

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
      data-tabs={hasTabs || undefined}
      aria-label={t("stage")}
      tabIndex={-1}
    >
      {hasTabs && (
        <Suspense fallback={<div className={classes.tabsPlace} />}>
          <PageTabs />
        </Suspense>
      )}
      <div className={classes.frame}>
        {prepared !== null ? (
          <Suspense fallback={<div className={classes.content} />}>
            <PrepareStage key={prepared.id} file={prepared} />
          </Suspense>
        ) : signing !== null && signed !== undefined ? (
          <Suspense fallback={<div className={classes.content} />}>
            <SigningStage key={signing.envelope_id} signing={signing} file={signed} />
          </Suspense>
        ) : on === "page" ? (
          <Suspense fallback={<div className={classes.content} />}>
            <PageStage />
          </Suspense>
        ) : on === "document" && document ? (
          <DocumentStage key={document.file_id} />
        ) : on === "share" && share ? (
          <ScreenStage key={`${share.participant_id} ${share.stream_id}`} />
        ) : isClient ? (
          <ClientWelcome />
        ) : (
          <StartStage before={before} />
        )}
        {isChair && tiles && busy && on !== "page" && (
          <Suspense fallback={null}>
            <TilesSheet />
          </Suspense>
        )}
      </div>
      <DropVeil />
    </main>
  );
}

/** What this adviser prepares for signing, alone. */
function usePrepared(): SharedFile | null {
  const { signing } = useRoom();
  const { preparing } = signing;
  const fileId = useSyncExternalStore(preparing.subscribe, () => preparing.getState().fileId);
  return useRoomState((state) => (fileId === null ? null : (state.session.files[fileId] ?? null)));
}

/** The row of tabs: of a page for who may choose among them, and where there is more than one thing to look at. */
function useTabs(): boolean {
  const narrow = useWidth() === "narrow";
  return useRoomState(({ session, selfId, isChair }) => {
    const things = [session.page, session.share, session.document].filter((thing) => thing !== null).length;
    if (session.page !== null && isChair && things > 1) return true;
    if (session.stage !== "page") return false;
    // On a phone the page gets the height, unless one is about to use the tabs.
    return narrow ? mayDrive(session, selfId) : true;
  });
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
