/** A shared screen: the video, who points at it, and the cover while it is blurred. */
import {
  IconArrowBackUp,
  IconBlur,
  IconHandClick,
  IconScreenShare,
  IconScreenShareOff,
} from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { roomTexts } from "../../i18n/room";
import { useAct, useCallState, useRoom, useRoomState } from "../../room/context";
import { shortName } from "../../room/people";
import { useWidth } from "../../room/useWidth";
import { useT } from "../../ui";
import { BlurCover } from "../blur/BlurCover";
import { BlurPreview } from "../blur/BlurPreview";
import { useBlurSentence } from "../blur/useBlurSentence";
import { ControlStrip, StripButton } from "./ControlStrip";
import type { Size } from "./geometry";
import { Pointers, usePointing } from "./Pointers";
import classes from "./Stage.module.css";
import { Surface } from "./Surface";
import { usePointerEscapes } from "./usePointerEscapes";
import { useWatchers } from "./useWatchers";
import { ZoomButtons } from "./ZoomButtons";

const UNKNOWN: Size = { width: 0, height: 0 };

export function ScreenStage() {
  const t = useT(roomTexts);
  const [zoom, setZoom] = useState(1);
  const [picture, setPicture] = useState<Size>(UNKNOWN);
  const sharer = useRoomState((state) => state.session.share?.participant_id ?? "");
  const isOwn = useRoomState((state) => state.session.share?.participant_id === state.selfId);
  const blur = useRoomState((state) => state.session.blur);
  const stream = useCallState((state) =>
    isOwn ? state.screen.stream : (state.remote[sharer]?.screen ?? null),
  );
  const onPoint = usePointing();
  const covered = !isOwn && blur !== "off";
  const narrow = useWidth() === "narrow";
  const ownWholeScreen = useCallState((state) => isOwn && state.screen.surface === "screen");

  return (
    <>
      <ScreenStrip zoom={zoom} onZoom={setZoom} />
      <div className={classes.content} data-own-screen={ownWholeScreen || undefined}>
        <Surface
          picture={picture}
          zoom={covered ? 1 : zoom}
          onZoom={setZoom}
          onPoint={covered ? undefined : onPoint}
          label={t("sharedScreen")}
          overlay={!covered && <Pointers />}
        >
          {/* While the blur is being made, not even the last frame may stay behind the cover. */}
          {!(covered && blur === "asked") && (
            <ScreenVideo stream={stream} onSize={setPicture} hidden={covered} label={t("sharedScreen")} />
          )}
        </Surface>
        {stream !== null && !covered && picture.width === 0 && <Coming />}
        {stream === null && !covered && <Coming />}
        {ownWholeScreen && (
          <div className={classes.ownScreen}>
            <strong>{t("ownScreenHere")}</strong>
            <span>{t("ownScreenText")}</span>
          </div>
        )}
        {narrow && !isOwn && !covered && (
          <div className={classes.tools}>
            <ZoomButtons zoom={zoom} onZoom={setZoom} />
          </div>
        )}
        {covered && <BlurCover />}
        {isOwn && blur !== "off" && <BlurPreview />}
      </div>
    </>
  );
}

function Coming() {
  const t = useT(roomTexts);
  return (
    <p className={classes.coming} role="status">
      <IconScreenShare size={22} stroke={1.8} aria-hidden="true" />
      {t("stripScreenComing")}
    </p>
  );
}

interface ScreenVideoProps {
  readonly stream: MediaStream | null;
  readonly onSize: (size: Size) => void;
  readonly hidden: boolean;
  readonly label: string;
}

function ScreenVideo({ stream, onSize, hidden, label }: ScreenVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const node = video.current;
    if (node === null || node.srcObject === stream) return;
    node.srcObject = stream;
    // Muted video may always play; a refusal only means that a newer stream came in between.
    if (stream) void node.play().catch(() => undefined);
  }, [stream]);
  const measure = () => {
    const node = video.current;
    // The window that is shared may be made larger or smaller at any time.
    if (node && node.videoWidth > 0) onSize({ width: node.videoWidth, height: node.videoHeight });
  };
  return (
    <video
      ref={video}
      className={classes.video}
      data-covered={hidden || undefined}
      aria-hidden={hidden || undefined}
      aria-label={label}
      muted
      playsInline
      autoPlay
      disablePictureInPicture
      onLoadedMetadata={measure}
      onResize={measure}
    />
  );
}

function ScreenStrip({ zoom, onZoom }: { readonly zoom: number; readonly onZoom: (zoom: number) => void }) {
  const t = useT(roomTexts);
  const act = useAct();
  const { call } = useRoom();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const isChair = useRoomState((state) => state.isChair);
  const watchers = useWatchers();
  const blurred = useBlurSentence();
  const sharerId = session.share?.participant_id ?? "";
  const isOwn = sharerId === selfId;
  const name = shortName(session, sharerId);
  const narrow = useWidth() === "narrow";
  const mayPointHere = session.participants[selfId]?.input === true;
  const pointerEscapes = usePointerEscapes();

  const stopOwn = (
    <StripButton solid icon={<IconScreenShareOff />} onClick={() => void call.stopShare()}>
      {t("stripStopShare")}
    </StripButton>
  );
  if (blurred !== null) {
    return (
      <ControlStrip
        tone="attention"
        striped
        icon={<IconBlur />}
        {...blurred}
        actions={
          (isChair || isOwn) && (
            <StripButton solid onClick={() => void act({ type: "set_blur", on: false })}>
              {t("stripSharpAgain")}
            </StripButton>
          )
        }
      />
    );
  }
  const zoomButtons = !narrow && <ZoomButtons zoom={zoom} onZoom={onZoom} />;
  if (isChair && watchers.controllerIds.length > 0) {
    const takeBack = () => {
      for (const id of watchers.controllerIds) void act({ type: "revoke_input", participant_id: id });
    };
    return (
      <ControlStrip
        tone="attention"
        icon={<IconHandClick />}
        title={t("stripMayPoint", { names: watchers.controllers })}
        text={isOwn ? t("stripYouShare") : watchers.besides}
        actions={
          <>
            {!isOwn && zoomButtons}
            {isOwn && stopOwn}
            <StripButton solid icon={<IconArrowBackUp />} onClick={takeBack}>
              {t("stripTakeBack")}
            </StripButton>
          </>
        }
      />
    );
  }
  // Apricot is the other: a client's screen on the stage, whoever looks at it.
  const tone = session.participants[sharerId]?.role === "client" ? "attention" : "office";
  if (isOwn) {
    return (
      <ControlStrip
        tone={tone}
        icon={<IconScreenShare />}
        title={t("stripYouShare")}
        text={pointerEscapes ? `${watchers.watching} ${t("stripPointerShown")}` : watchers.watching}
        actions={stopOwn}
      />
    );
  }
  return (
    <ControlStrip
      tone={mayPointHere ? "attention" : tone}
      icon={mayPointHere ? <IconHandClick /> : <IconScreenShare />}
      title={mayPointHere ? t("stripYouMayPoint") : t("stripShares", { name })}
      text={mayPointHere ? t("stripShares", { name }) : isChair ? watchers.besides : t("stripYouWatch")}
      shortText={mayPointHere ? undefined : t("stripYouWatchShort")}
      actions={
        <>
          {zoomButtons}
          {isChair && (
            <StripButton
              solid
              icon={<IconScreenShareOff />}
              onClick={() => void act({ type: "stop_share", participant_id: sharerId })}
            >
              {t("stripStopOther")}
            </StripButton>
          )}
          {mayPointHere && (
            <StripButton
              solid
              icon={<IconArrowBackUp />}
              onClick={() => void act({ type: "revoke_input", participant_id: selfId })}
            >
              {t("stripGiveUp")}
            </StripButton>
          )}
        </>
      }
    />
  );
}
