/** Lies over the stage of everyone but the sharer, from the moment the blur is asked for. */
import { IconEyeOff } from "@tabler/icons-react";
import { roomTexts } from "../../i18n/room";
import { useRoomState } from "../../room/context";
import { adviserOf, shortName } from "../../room/people";
import { useT } from "../../ui";
import classes from "./Blur.module.css";

export function BlurCover() {
  const t = useT(roomTexts);
  const name = useRoomState(({ session }) => {
    const id = session.stage === "page" ? adviserOf(session)?.id : session.share?.participant_id;
    return shortName(session, id ?? "");
  });
  return (
    <div className={classes.cover}>
      <div className={classes.card}>
        <span className={classes.eye} aria-hidden="true">
          <IconEyeOff size={34} stroke={1.7} />
        </span>
        <h2>{t("coverTitle")}</h2>
        <p>{t("coverText", { name })}</p>
      </div>
    </div>
  );
}
