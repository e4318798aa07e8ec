/** One session from this page's side: which of its faces is shown follows from the store alone. */
import { Button } from "@mantine/core";
import { useEffect } from "react";
import { MessagePage } from "../features/connection/MessagePage";
import { EvaluationPage } from "../features/evaluation/EvaluationPage";
import { LobbyPage } from "../features/lobby/LobbyPage";
import { refusal } from "../i18n";
import { commonTexts } from "../i18n/common";
import { roomTexts } from "../i18n/room";
import { useLanguage, useT } from "../ui";
import { useRoom, useRoomState } from "./context";
import { Inside } from "./Inside";
import { Opening } from "./Opening";
import { adviserOf } from "./people";

interface RoomViewProps {
  /** Comes back in after leaving. */
  readonly onReturn: () => void;
}

export function RoomView({ onReturn }: RoomViewProps) {
  const connection = useRoomState((state) => state.connection);
  const status = useRoomState((state) => state.self?.status);
  useTitle();
  useWarnBeforeUnload();
  switch (connection) {
    case "ended":
      return <EvaluationPage />;
    case "removed":
      return <Removed />;
    case "moved":
      return <Moved />;
    case "left":
      return <Left onReturn={onReturn} />;
    case "refused":
      return <Refused />;
    case "connecting":
    case "live":
    case "lost":
      if (status === "waiting") return <LobbyPage />;
      return status === "inside" ? <Inside /> : <Opening />;
  }
}

function Removed() {
  const t = useT(roomTexts);
  const { info } = useRoom();
  const turnedAway = useRoomState((state) => state.code === "turned_away");
  return (
    <MessagePage
      office={info.office}
      title={t(turnedAway ? "turnedAwayTitle" : "removedTitle")}
      text={t(turnedAway ? "turnedAwayText" : "removedText")}
      actions={<Phone />}
    />
  );
}

function Moved() {
  const t = useT(roomTexts);
  const { store, info } = useRoom();
  // biome-ignore lint/correctness/useHookAtTopLevel: a method of the store, for all its name no hook
  const takeOver = () => store.useHere();
  return (
    <MessagePage
      office={info.office}
      title={t("movedTitle")}
      text={t("movedText")}
      actions={
        <Button size="xl" onClick={takeOver}>
          {t("movedHere")}
        </Button>
      }
    />
  );
}

function Left({ onReturn }: RoomViewProps) {
  const t = useT(roomTexts);
  const { info } = useRoom();
  return (
    <MessagePage
      office={info.office}
      title={t("leftTitle")}
      text={t("leftText")}
      actions={
        <Button size="xl" onClick={onReturn}>
          {t("goBackIn")}
        </Button>
      }
    />
  );
}

function Refused() {
  const t = useT(roomTexts);
  const language = useLanguage();
  const { info } = useRoom();
  const code = useRoomState((state) => state.code ?? "internal");
  return (
    <MessagePage
      office={info.office}
      title={t("entranceFailed")}
      text={refusal(language, code, roomTexts)}
      actions={
        <Button size="xl" component="a" href="/">
          {t("entranceCode")}
        </Button>
      }
    />
  );
}

function Phone() {
  const t = useT(roomTexts);
  const { info } = useRoom();
  const common = useT(commonTexts);
  const { phone } = info.office;
  if (!phone) {
    return (
      <Button variant="default" size="xl" component="a" href="/">
        {common("back")}
      </Button>
    );
  }
  return (
    <Button variant="default" size="xl" component="a" href={`tel:${phone.replace(/[^\d+]/g, "")}`}>
      {t("callOffice", { phone })}
    </Button>
  );
}

/** Which tab is the meeting, and whether something new was said in it. */
function useTitle(): void {
  const t = useT(roomTexts);
  const { info } = useRoom();
  const unread = useRoomState((state) => state.unread);
  const adviser = useRoomState((state) =>
    state.self?.role === "client" ? (adviserOf(state.session)?.name ?? "") : "",
  );
  useEffect(() => {
    const count = unread > 0 ? `(${unread}) ` : "";
    const what = adviser ? t("meetingWith", { names: adviser }) : t("roomTitle");
    document.title = `${count}${what} · ${info.office.name}`;
  }, [unread, adviser, info.office.name, t]);
}

/** Closing the tab by accident takes a shared screen and an upload with it: the browser asks once. */
function useWarnBeforeUnload(): void {
  const { call, uploads } = useRoom();
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      const sending = uploads.getState().some((upload) => upload.state !== "failed");
      if (call.getState().screen.sharing === "yes" || sending) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [call, uploads]);
}
