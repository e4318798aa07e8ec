/** The picture of the page, with what is pointed at and masked on it; the driver's mouse, fingers and keys are taken here. */
import { IconEyeOff, IconKeyboard } from "@tabler/icons-react";
import { useCallback, useEffect, useId, useLayoutEffect, useRef } from "react";
import { pageTexts } from "../../i18n/page";
import type { PageBox } from "../../protocol/page";
import { useRoom, useRoomState } from "../../room/context";
import type { PageStore } from "../../state/page";
import { mayDrive } from "../../state/session";
import { useT } from "../../ui";
import { StripButton } from "../stage/ControlStrip";
import { Pointers, usePointing } from "../stage/Pointers";
import stage from "../stage/Stage.module.css";
import { Surface } from "../stage/Surface";
import { cursorOf } from "./cursors";
import { Gestures } from "./gestures";
import { leavePage } from "./leavePage";
import classes from "./Page.module.css";
import { nextPageZoom } from "./PageStrip";
import { usePageLane, usePageState } from "./usePageLane";

interface PageViewProps {
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  /** The page is blurred for us: not one sharp pixel may stand here, nor may we do anything in it. */
  readonly hidden: boolean;
}

export function PageView({ zoom, onZoom, hidden }: PageViewProps) {
  const t = useT(pageTexts);
  const lane = usePageLane();
  const picture = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  const size = usePageState((state) => state.picture);
  const cursor = usePageState((state) => state.cursor);
  const selfId = useRoomState((state) => state.selfId);
  const drives = usePageState((state) => state.driver === selfId);
  const taking = usePageState((state) => state.taking);
  const may = useRoomState((state) => mayDrive(state.session, state.selfId)) && !hidden;
  const onPoint = usePointing();
  useGestures(lane, picture, field, may, drives || taking);
  return (
    <>
      <Surface
        picture={size}
        zoom={zoom}
        onZoom={onZoom}
        onPoint={hidden ? undefined : onPoint}
        label={t("sharedPage")}
        pictureRef={picture}
        driving={may}
        overlay={
          !hidden && (
            <>
              <Masks />
              <Pointers />
            </>
          )
        }
      >
        <div
          className={classes.paper}
          style={drives ? { cursor: cursorOf(cursor) } : undefined}
          data-drives={drives || undefined}
        >
          {lane && <Paper lane={lane} hidden={hidden} />}
        </div>
      </Surface>
      {may && (
        <>
          <textarea
            ref={field}
            className={classes.keys}
            data-page-keys
            aria-label={t("typeHere")}
            aria-describedby={hint}
            autoCapitalize="off"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            rows={1}
          />
          <p id={hint} className="s-hidden">
            {t(drives ? "typeHintDriving" : "typeHintWatching")}
          </p>
          <span className={classes.focusMark} aria-hidden="true">
            {t("typingInPage")}
          </span>
          {drives && (
            <div className={`${stage.tools} ${classes.phoneKeys}`}>
              <StripButton icon={<IconKeyboard />} onClick={() => field.current?.focus()}>
                {t("keyboard")}
              </StripButton>
            </div>
          )}
        </>
      )}
    </>
  );
}

/** The one canvas, put here; and the video above which stills are drawn, where the picture comes by WebRTC. */
function Paper({ lane, hidden }: { readonly lane: PageStore; readonly hidden: boolean }) {
  const t = useT(pageTexts);
  const holder = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const covered = usePageState((state) => state.covered);
  const stream = usePageState((state) => state.stream);
  const moving = usePageState((state) => state.moving && state.stream !== null);
  const label = t("sharedPage");
  useLayoutEffect(() => {
    const { canvas } = lane.picture;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
    canvas.className = classes.canvas ?? "";
    holder.current?.append(canvas);
    return () => canvas.remove();
  }, [lane, label]);
  useLayoutEffect(() => {
    const { canvas } = lane.picture;
    // Blurred for us, but the haze is not there yet: then there is nothing to see at all.
    canvas.style.visibility = hidden && !covered ? "hidden" : "";
  }, [lane, hidden, covered]);
  useEffect(() => {
    const node = video.current;
    if (node === null) return;
    node.srcObject = stream;
    if (stream) void node.play().catch(() => undefined);
  }, [stream]);
  useLayoutEffect(() => {
    const { canvas } = lane.picture;
    // The video below is ahead of the still above it, until the next one comes.
    canvas.style.opacity = moving && !covered ? "0" : "";
    return () => {
      canvas.style.opacity = "";
    };
  }, [lane, moving, covered]);
  return (
    <>
      {stream !== null && (
        <video
          ref={video}
          className={classes.canvas}
          style={{ visibility: hidden ? "hidden" : undefined }}
          aria-label={label}
          muted
          playsInline
          autoPlay
        />
      )}
      <div ref={holder} className={classes.holder} />
    </>
  );
}

function useGestures(
  lane: PageStore | null,
  picture: React.RefObject<HTMLElement | null>,
  field: React.RefObject<HTMLTextAreaElement | null>,
  may: boolean,
  acts: boolean,
) {
  const { ui } = useRoom();
  const gestures = useRef<Gestures | null>(null);
  const leave = useCallback((backwards: boolean) => leavePage(field.current, backwards), [field]);
  useEffect(() => {
    const node = picture.current;
    const keys = field.current;
    if (lane === null || node === null || keys === null || !may) return;
    const made = new Gestures({
      picture: node,
      field: keys,
      mayDrive: () => lane.mayDrive,
      drives: () => lane.acts,
      free: () => lane.getState().driver === null,
      crowded: () => lane.crowded,
      send: (events, takes) => lane.input(events, takes),
      does: (meaning) => {
        switch (meaning.does) {
          case "copy":
            lane.copy();
            return;
          case "cut":
            lane.input([{ k: "cut" }]);
            return;
          case "zoom":
            lane.steer({
              type: "zoom",
              factor: nextPageZoom(lane.getState().page?.zoom ?? 1, meaning.by),
            });
            return;
          case "leave":
            leave(meaning.backwards);
            return;
          default:
            lane.steer({ type: meaning.does });
        }
      },
    });
    gestures.current = made;
    return () => {
      gestures.current = null;
      made.close();
    };
  }, [lane, picture, field, may, leave]);
  useEffect(() => {
    if (!acts) gestures.current?.forget();
  }, [acts]);
  // The address bar and the dialogs give the focus back to the page.
  useEffect(() => ui.onFocusPage(() => field.current?.focus({ preventScroll: true })), [ui, field]);
}

/** The sharp value for whoever types it, on the dots that everybody else sees; and what the others are told. */
function Masks() {
  const t = useT(pageTexts);
  const field = usePageState((state) => state.field);
  const masked = usePageState((state) => state.masked);
  return (
    <>
      {field?.box && (
        <div className={classes.ownField} style={styleOf(field.box)}>
          <span className={classes.ownValue}>{field.value}</span>
          <span className={classes.maskNote}>
            <IconEyeOff size={16} stroke={2} aria-hidden="true" />
            {t("othersSeeDots")}
          </span>
        </div>
      )}
      {field === null &&
        masked.map(({ box }) => (
          <div key={`${box.x} ${box.y}`} className={classes.maskedField} style={styleOf(box)} role="status">
            <span className={classes.maskNote}>
              <IconEyeOff size={16} stroke={2} aria-hidden="true" />
              {t("dotsHere")}
            </span>
          </div>
        ))}
    </>
  );
}

function styleOf(box: PageBox): React.CSSProperties {
  return {
    left: `${box.x * 100}%`,
    top: `${box.y * 100}%`,
    width: `${box.w * 100}%`,
    height: `${box.h * 100}%`,
  };
}
