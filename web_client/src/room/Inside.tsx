/** The room as somebody sees it who is inside: top, stage, people, one panel, bar. */
import { Suspense, useEffect, useRef } from "react";
import { Bar } from "../features/bar/Bar";
import { ChatPanel } from "../features/chat/ChatPanel";
import { PathCard, PhoneNotice, WeakCard } from "../features/connection/ConnectionCards";
import { LostNotice } from "../features/connection/LostNotice";
import { DeviceCards } from "../features/devices/DeviceNews";
import { FilesPanel } from "../features/files/FilesPanel";
import { PreviewDialog } from "../features/files/PreviewDialog";
import { InputCards } from "../features/input/InputCards";
import { InviteDialogs } from "../features/invite/InviteDialogs";
import { WaitingCard } from "../features/invite/WaitingCard";
import { LobbyCards } from "../features/lobby/LobbyCards";
import { PAGE_PANELS, type PagePanelName } from "../features/page/panels";
import { useOpenPage } from "../features/page/useOpenPage";
import { ParticipantsPanel } from "../features/participants/ParticipantsPanel";
import { RenameDialog } from "../features/participants/RenameDialog";
import { ShareCards } from "../features/share/ShareCards";
import { ShortcutsDialog } from "../features/shortcuts/ShortcutsDialog";
import { StopDialog } from "../features/signroom/StopDialog";
import { Stage } from "../features/stage/Stage";
import { Tiles } from "../features/tiles/Tiles";
import { roomTexts } from "../i18n/room";
import { useT } from "../ui";
import cards from "./Cards.module.css";
import { useRoom, useRoomState, useUiState } from "./context";
import classes from "./Inside.module.css";
import { NewsList } from "./NewsList";
import { others } from "./people";
import { TopBar } from "./TopBar";
import { useAnnouncements } from "./useAnnouncements";
import { useWidth } from "./useWidth";

export function Inside() {
  const t = useT(roomTexts);
  const { call, info } = useRoom();
  const width = useWidth();
  const panel = useUiState((state) => state.panel);
  const fullScreen = useUiState((state) => state.fullScreen);
  const alone = useRoomState((state) => others(state.session, state.selfId).length === 0);
  const isChair = useRoomState((state) => state.isChair);
  const audio = useRef<HTMLDivElement>(null);
  const waits = alone && isChair && info.code !== null && panel === null;
  const busy = useRoomState((state) => state.session.stage !== "none");
  const signing = useRoomState((state) => state.session.signing !== null);
  // Beside the stage where there is room; on a smaller screen only while the stage shows nothing that it would cover.
  // While somebody signs always: floating faces would lie over what they agree to.
  const hasSide =
    width === "wide"
      ? isChair || panel !== null || signing
      : width === "middle" && (signing || (!busy && (isChair || panel !== null)));

  useAnnouncements();
  useOpenPage();
  useEffect(() => (audio.current ? call.attachAudio(audio.current) : undefined), [call]);

  return (
    <div className={classes.room} data-width={width} data-side={hasSide || undefined}>
      <a className="s-skip-link" href="#stage">
        {t("skipToStage")}
      </a>
      <a className="s-skip-link" href="#bar">
        {t("skipToBar")}
      </a>
      <TopBar width={width} />
      <Stage before={width === "narrow" && waits ? <WaitingCard /> : undefined} />
      {width === "narrow" ? (
        <div className={classes.under}>
          <Tiles place="row" />
        </div>
      ) : hasSide ? (
        <div className={classes.side}>
          <Tiles place="column" tight={panel !== null} />
          <OnePanel />
          {waits && <WaitingCard />}
        </div>
      ) : (
        <div className={classes.floating} data-open={panel !== null || undefined}>
          <Tiles place={panel === null ? "float" : "column"} tight />
          <OnePanel />
        </div>
      )}
      {width === "narrow" && panel !== null && (
        <div className={classes.sheet}>
          <OnePanel />
        </div>
      )}
      <div className={classes.foot} data-hidden={fullScreen || undefined}>
        <div className={cards.cards}>
          <NewsList />
          <div className={cards.questions}>
            <PhoneNotice />
            <PathCard />
            <WeakCard />
            <LobbyCards />
            <ShareCards />
            <InputCards />
            <DeviceCards />
          </div>
        </div>
        <Bar width={width} />
      </div>
      <LostNotice />
      <InviteDialogs />
      <RenameDialog />
      <PreviewDialog />
      <ShortcutsDialog />
      <StopDialog />
      <div ref={audio} hidden />
    </div>
  );
}

function OnePanel() {
  const panel = useUiState((state) => state.panel);
  switch (panel) {
    case "participants":
      return <ParticipantsPanel />;
    case "files":
      return <FilesPanel />;
    case "chat":
      return <ChatPanel />;
    case "outline":
    case "diagnostics":
      return <PagePanel name={panel} />;
    case null:
      return null;
  }
}

/** Only while there is a page to tell of. */
function PagePanel({ name }: { readonly name: PagePanelName }) {
  const { ui } = useRoom();
  const open = useRoomState((state) => state.session.page !== null);
  const Panel = PAGE_PANELS[name];
  useEffect(() => {
    if (!open) ui.show(null);
  }, [open, ui]);
  return open ? (
    <Suspense fallback={null}>
      <Panel />
    </Suspense>
  ) : null;
}
