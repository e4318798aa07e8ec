/** @jsxImportSource preact */
/** The picture of oneself, with the two tiles that switch microphone and camera. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { joinTexts } from "../i18n/join";
import { useT } from "../i18n/preact";
import { CheckIcon } from "./CheckIcons";
import { Icon } from "./Icon";
import type { Preview, PreviewState } from "./preview";
import { useLevel } from "./usePreview";

const BARS = Array.from({ length: 14 }, (_, index) => index);

interface MirrorProps {
  readonly preview: Preview;
  readonly state: PreviewState;
}

export function Mirror({
  preview,
  state,
  children,
}: MirrorProps & { readonly children?: ComponentChildren }) {
  const t = useT(joinTexts);
  const video = useRef<HTMLVideoElement>(null);
  const track = preview.track("camera");

  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);

  const instead = {
    starting: t("cameraStarting"),
    off: t("cameraIsOff"),
    none: t("cameraNone"),
    on: "",
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
