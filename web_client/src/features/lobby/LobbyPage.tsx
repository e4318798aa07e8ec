/** Where a client waits until the adviser lets them in. */
import { Button } from "@mantine/core";
import { roomTexts } from "../../i18n/room";
import { useRoom } from "../../room/context";
import { ClientPage, useT } from "../../ui";
import classes from "./Lobby.module.css";

export function LobbyPage() {
  const t = useT(roomTexts);
  const { store, info } = useRoom();
  return (
    <ClientPage office={info.office} backdrop="check">
      <div className={classes.page}>
        <div className={classes.card}>
          <div className={classes.waitMark} aria-hidden="true">
            <span />
            <span />
          </div>
          <div role="status">
            <h1>{t("lobbyTitle")}</h1>
            <p>{t("lobbyText")}</p>
          </div>
          <Button variant="default" size="xl" onClick={() => void store.leave()}>
            {t("lobbyLeave")}
          </Button>
        </div>
      </div>
    </ClientPage>
  );
}
