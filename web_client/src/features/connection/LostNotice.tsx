/** While the connection is away: what is happening, that nothing is asked, and for how long already. */
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { roomTexts } from "../../i18n/room";
import { useRoom, useRoomState } from "../../room/context";
import { useT } from "../../ui";
import classes from "./Connection.module.css";

export function LostNotice() {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  const lost = useRoomState((state) => state.connection === "lost");
  const attempt = useRoomState((state) => state.attempt);
  const offline = useOffline();
  const [was, setWas] = useState(false);

  useEffect(() => {
    if (lost) setWas(true);
    else if (was) {
      setWas(false);
      ui.tell("success", t("backAgain"), 4_000);
    }
  }, [lost, was, ui, t]);

  if (!lost) return null;
  return (
    <div className={classes.lost} role="alert">
      <span className={classes.lostIcon} aria-hidden="true">
        <IconPlugConnectedX size={26} stroke={1.8} />
      </span>
      <div className={classes.lostBody}>
        <strong>{t("lostTitle")}</strong>
        <span className={classes.lostBar} aria-hidden="true" />
        <span className={classes.lostText}>
          {offline ? t("lostOffline") : attempt > 0 ? t("lostAttempt", { count: attempt }) : t("lostSoon")}
        </span>
      </div>
    </div>
  );
}

function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return offline;
}
