/** Shows the adviser what the clients see of the blurred page: a haze, made here from the own picture. */
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { formatList } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { useRoomState } from "../../room/context";
import { inOrder, shortName } from "../../room/people";
import { isChair } from "../../state/session";
import { useLanguage, useT } from "../../ui";
import blur from "../blur/Blur.module.css";
import { usePageLane } from "./usePageLane";

/** A haze says as much at two pictures a second. Milliseconds. */
const EVERY = 500;
/** So small that nothing can be read in it, blurred or not. */
const WIDTH = 48;

export function PageBlurPreview() {
  const t = useT(roomTexts);
  const language = useLanguage();
  const lane = usePageLane();
  const canvas = useRef<HTMLCanvasElement>(null);
  const session = useRoomState((state) => state.session);
  const ids = inOrder(session)
    .filter((person) => !isChair(session, person.id))
    .map((person) => person.id);
  const names = formatList(
    language,
    ids.map((id) => shortName(session, id)),
  );
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    const source = lane?.picture.canvas;
    if (!context || !source) return;
    const draw = () => {
      const { width, height } = lane.getState().picture;
      if (width === 0) return;
      context.canvas.width = WIDTH;
      context.canvas.height = Math.max(1, Math.round((WIDTH * height) / width));
      context.drawImage(source, 0, 0, context.canvas.width, context.canvas.height);
    };
    draw();
    const timer = window.setInterval(draw, EVERY);
    return () => window.clearInterval(timer);
  }, [lane]);
  return (
    <figure className={blur.preview}>
      <div className={blur.previewPicture} aria-hidden="true">
        <canvas ref={canvas} />
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
