/** One person's camera, or their initials while it is off; a ring while they speak. */
import {
  IconAlertTriangle,
  IconGripVertical,
  IconMicrophone,
  IconMicrophoneOff,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import { useEffect, useId, useRef } from "react";
import { roomTexts } from "../../i18n/room";
import { useCallState, useRoomState } from "../../room/context";
import { ofOffice, shortName } from "../../room/people";
import type { Participant } from "../../state/session";
import { Avatar, useT } from "../../ui";
import classes from "./Tiles.module.css";
import { useMovable } from "./useMovable";

/** From here on somebody speaks; a chair that creaks does not. */
const SPEAKING = 0.05;

interface TileProps {
  readonly person: Participant;
  readonly movable: boolean;
  /** Room for the whole name. */
  readonly whole: boolean;
}

export function Tile({ person, movable, whole }: TileProps) {
  const t = useT(roomTexts);
  const hint = useId();
  const isSelf = useRoomState((state) => state.selfId === person.id);
  const short = useRoomState((state) => shortName(state.session, person.id));
  const stream = useCallState((state) =>
    isSelf ? state.local.picture : (state.remote[person.id]?.camera ?? null),
  );
  const speaking = useCallState((state) => {
    const level = isSelf
      ? state.local.microphone === "on"
        ? state.local.level
        : 0
      : (state.remote[person.id]?.audioLevel ?? 0);
    return level > SPEAKING;
  });
  const connection = useCallState((state) => state.remote[person.id]?.connection);
  const away = person.instance === null || (!isSelf && connection === "lost");
  const name = isSelf ? t("tileYou") : whole ? person.name : short;
  const [moved, grip] = useMovable(movable);
  const Microphone = person.microphone === "on" ? IconMicrophone : IconMicrophoneOff;

  return (
    <figure
      className={classes.tile}
      data-self={isSelf || undefined}
      data-speaking={speaking || undefined}
      data-of={ofOffice(person) ? "office" : "client"}
      data-moved={moved.x !== 0 || moved.y !== 0 || undefined}
      style={{ transform: `translate(${moved.x}px, ${moved.y}px)` }}
      aria-label={t("tileOf", { name: person.name })}
    >
      {person.camera === "on" && stream !== null ? (
        <CameraVideo stream={stream} mirrored={isSelf} />
      ) : (
        <span className={classes.initials}>
          <Avatar name={person.name} of={ofOffice(person) ? "office" : "client"} size={64} />
        </span>
      )}
      <figcaption className={classes.name} data-off={person.microphone !== "on" || undefined}>
        <Microphone size={15} stroke={1.9} aria-hidden="true" />
        <span className="s-hidden">{t(person.microphone === "on" ? "micOfOn" : "micOfOff")} </span>
        <span className={classes.nameText}>{name}</span>
      </figcaption>
      {away && (
        <span className={classes.away}>
          <IconPlugConnectedX size={16} aria-hidden="true" />
          {t("isAway")}
        </span>
      )}
      {!away && connection === "blocked" && (
        <span className={classes.away}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          {t("noPath")}
        </span>
      )}
      {!away && !isSelf && <WeakSign id={person.id} />}
      {movable && (
        <>
          <button
            type="button"
            className={classes.grip}
            aria-label={t("moveTile", { name: isSelf ? person.name : name })}
            aria-describedby={hint}
            {...grip}
          >
            <IconGripVertical size={18} stroke={2} aria-hidden="true" />
          </button>
          <span id={hint} className="s-hidden">
            {t("moveTileHint")}
          </span>
        </>
      )}
    </figure>
  );
}

function WeakSign({ id }: { readonly id: string }) {
  const t = useT(roomTexts);
  const level = useRoomState((state) => state.quality[id]?.level);
  if (level !== "weak" && level !== "bad") return null;
  const label = t(level === "weak" ? "qualityWeak" : "qualityBad");
  return (
    <span className={classes.weak} role="img" aria-label={label} title={label}>
      <IconAlertTriangle size={16} aria-hidden="true" />
    </span>
  );
}

export function CameraVideo({
  stream,
  mirrored,
}: {
  readonly stream: MediaStream;
  readonly mirrored: boolean;
}) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const node = video.current;
    if (node === null || node.srcObject === stream) return;
    node.srcObject = stream;
    void node.play().catch(() => undefined);
  }, [stream]);
  return (
    // Sound comes from elements of its own, so that it goes on while pictures come and go.
    <video
      ref={video}
      className={classes.video}
      data-mirrored={mirrored || undefined}
      muted
      playsInline
      autoPlay
      disablePictureInPicture
      aria-hidden="true"
      tabIndex={-1}
    />
  );
}
