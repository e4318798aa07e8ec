/** Shows the one who shares what the others see now: a haze. Made here from the own picture, as the others' is. */
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { formatList } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { useCallState, useRoomState } from "../../room/context";
import { others, shortName } from "../../room/people";
import { useLanguage, useT } from "../../ui";
import classes from "./Blur.module.css";

export function BlurPreview() {
  const t = useT(roomTexts);
  const language = useLanguage();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const stream = useCallState((state) => state.screen.stream);
  const video = useRef<HTMLVideoElement>(null);
  const ids = others(session, selfId).map((person) => person.id);
  const names = formatList(
    language,
    ids.map((id) => shortName(session, id)),
  );

  useEffect(() => {
    const node = video.current;
    if (node === null) return;
    node.srcObject = stream;
    if (stream) void node.play().catch(() => undefined);
  }, [stream]);

  return (
    <figure className={classes.preview}>
      <div className={classes.previewPicture} aria-hidden="true">
        <video ref={video} muted playsInline autoPlay />
        <span>
          <IconEyeOff size={28} stroke={1.8} />
        </span>
      </div>
      <figcaption>
        <IconEye size={18} stroke={1.8} aria-hidden="true" />
        {ids.length === 0 ? t("seenByNobody") : t("seenByOthers", { count: ids.length, names })}
      </figcaption>
    </figure>
  );
}
