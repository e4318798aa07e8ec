/** @jsxImportSource preact */
/** The picture of oneself, with the tiles that switch microphone, camera and blur. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { joinTexts } from "../i18n/join";
import { useT } from "../i18n/preact";
import { CheckIcon } from "./CheckIcons";
import { Icon } from "./Icon";
import type { Preview, PreviewState } from "./preview";
import type { Background } from "./useBackground";
import { useLevel } from "./usePreview";

const BARS = Array.from({ length: 14 }, (_, index) => index);

interface MirrorProps {
  readonly preview: Preview;
  readonly state: PreviewState;
}

interface PictureProps {
  readonly state: PreviewState;
  readonly background: Background;
  /** Advice in the picture's place. */
  readonly children?: ComponentChildren;
}

export function Mirror({ state, background, children }: PictureProps) {
  const t = useT(joinTexts);
  const video = useRef<HTMLVideoElement>(null);
  const track = background.shown;

  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);

  const instead = {
    starting: t("cameraStarting"),
    off: t("cameraIsOff"),
    none: t("cameraNone"),
    on: t("backgroundLoading"),
  }[state.camera];

  return (
    <div class="ck-mirror" data-advice={(!track && Boolean(children)) || undefined}>
      <video
        ref={video}
        class="ck-video"
        autoPlay
        playsInline
        muted
        aria-label={t("asOthers")}
        hidden={!track}
      />
      {!track && children}
      {!track && !children && (
        <div class="ck-dark">
          <CheckIcon name="cameraOff" />
          <p>{instead}</p>
        </div>
      )}
      {track && (
        <>
          <p class="ck-only">
            <Icon name="lock" />
            {t("onlyYou")}
          </p>
          <p class="ck-others">{t("asOthers")}</p>
        </>
      )}
    </div>
  );
}

export function MicrophoneTile({ preview, state }: MirrorProps) {
  const t = useT(joinTexts);
  const track = preview.track("microphone");
  const { level, heard } = useLevel(track);
  const on = state.microphone === "on";
  const name = on
    ? t("microphoneOn")
    : state.microphone === "none"
      ? t("microphoneNone")
      : t("microphoneOff");
  return (
    <button
      type="button"
      class="ck-tile"
      data-on={on || undefined}
      onClick={() => void preview.toggle("microphone")}
    >
      <span class="ck-tile-icon">
        <CheckIcon name={on ? "microphone" : "microphoneOff"} />
      </span>
      <span class="ck-tile-words">
        <b>
          {on && heard ? (
            <>
              <span class="ck-mic-name">{name}</span> <span class="ck-mic-heard">{t("heard")}</span>
            </>
          ) : (
            name
          )}
        </b>
        {on ? (
          <>
            <span class="ck-bars" aria-hidden="true">
              {BARS.map((bar) => (
                <i key={bar} data-lit={level * BARS.length > bar || undefined} />
              ))}
            </span>
            <span class="s-hidden">{heard ? t("tapOff") : t("saySomething")}</span>
          </>
        ) : (
          <span>{state.microphone === "none" ? t("withoutIt") : t("tapOn")}</span>
        )}
      </span>
    </button>
  );
}

export function CameraTile({ preview, state }: MirrorProps) {
  const t = useT(joinTexts);
  const on = state.camera === "on";
  const words = {
    on: [t("cameraOn"), t("tapOff")],
    starting: [t("camera"), t("cameraStarting")],
    off: [t("cameraOff"), t("tapOn")],
    none: [t("cameraNone"), t("withoutIt")],
  }[state.camera];
  return (
    <button
      type="button"
      class="ck-tile"
      data-on={on || undefined}
      onClick={() => void preview.toggle("camera")}
    >
      <span class="ck-tile-icon">
        <CheckIcon name={on ? "camera" : "cameraOff"} />
      </span>
      <span class="ck-tile-words">
        <b>{words[0]}</b>
        <span>{words[1]}</span>
      </span>
    </button>
  );
}

/** Offered only where the browser can do it. */
export function BackgroundTile({ background }: { readonly background: Background }) {
  const t = useT(joinTexts);
  if (background.state === null) return null;
  const on = background.state === "blurred" || background.state === "loading";
  const words = {
    sharp: t("backgroundSharp"),
    loading: t("backgroundLoading"),
    blurred: t("backgroundBlurred"),
    failed: t("backgroundFailed"),
  }[background.state];
  return (
    <button type="button" class="ck-tile" data-on={on || undefined} onClick={background.toggle}>
      <span class="ck-tile-icon">
        <CheckIcon name="background" />
      </span>
      <span class="ck-tile-words">
        <b>{t("background")}</b>
        <span>{words}</span>
      </span>
    </button>
  );
}
