/** What a client sees while nothing is shared: that they are in, who is there, and that nothing is asked of them. */
import { IconEyeOff, IconMicrophone, IconMicrophoneOff, IconPhoneX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { roomTexts } from "../../i18n/room";
import { useRoomState } from "../../room/context";
import { adviserOf, firstWord, shortName } from "../../room/people";
import { Portrait, useT } from "../../ui";
import { CameraVideo } from "../tiles/Tile";
import classes from "./Start.module.css";
import { useFace } from "./useFace";

export function ClientWelcome() {
  const t = useT(roomTexts);
  const session = useRoomState((state) => state.session);
  const self = useRoomState((state) => state.self);
  const adviser = adviserOf(session);
  const present = adviser?.status === "inside" && adviser.instance !== null;
  const name = adviser?.name ?? "";
  const firstName = adviser ? shortName(session, adviser.id) : "";
  const face = useFace();
  if (face !== null) {
    return (
      <figure className={classes.face} aria-label={t("tileOf", { name })}>
        <CameraVideo stream={face.stream} mirrored={false} />
        <figcaption className={classes.faceText}>
          <strong>{name}</strong>
          <span role="status">{t("clientFace")}</span>
        </figcaption>
      </figure>
    );
  }
  return (
    <div className={classes.start}>
      <div className={`${classes.inner} ${classes.welcome}`}>
        <div className={classes.pair} data-alone={!present || undefined} aria-hidden="true">
          <Portrait of="adviser" round />
          <Portrait of="client" round />
        </div>
        <h2 className={classes.title}>{t("clientWaitTitle", { name: firstWord(self?.name ?? "") })}</h2>
        <p className={classes.lead} role="status">
          {present ? t("clientWaitTogether", { name }) : t("clientWaitAlone")}
        </p>
        <ul className={classes.tips}>
          {present &&
            (self?.microphone === "on" ? (
              <Tip icon={<IconMicrophone />}>{t("tipSound", { name: firstName })}</Tip>
            ) : (
              <Tip icon={<IconMicrophoneOff />}>
                {t(self?.microphone === "none" ? "tipNoMicrophone" : "tipSoundOff")}
              </Tip>
            ))}
          <Tip icon={<IconEyeOff />}>{t("tipPrivacy")}</Tip>
          <Tip icon={<IconPhoneX />}>{t("tipLeave")}</Tip>
        </ul>
      </div>
    </div>
  );
}

function Tip({ icon, children }: { readonly icon: ReactNode; readonly children: string }) {
  return (
    <li>
      <span aria-hidden="true">{icon}</span>
      {children}
    </li>
  );
}
