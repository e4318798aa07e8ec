/** A weak connection with the one thing that helps, and the phone's small screen, said once. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconDeviceMobile } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { formatList } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import type { PeerConnection } from "../../media/call-state";
import { useCallState, useRoom, useRoomState } from "../../room/context";
import { shortName } from "../../room/people";
import { QuestionCard } from "../../room/QuestionCard";
import { useLanguage, useT } from "../../ui";
import { isTouchPhone } from "./isPhone";

export function WeakCard() {
  const t = useT(roomTexts);
  const { call } = useRoom();
  const suggested = useCallState((state) => state.suggestCameraOff);
  const bad = useCallState((state) => state.quality === "bad");
  const cameraOn = useCallState((state) => state.local.camera === "on");
  const [closed, setClosed] = useState(false);
  const needed = suggested || (bad && !cameraOn);
  useEffect(() => {
    if (!needed) setClosed(false);
  }, [needed]);
  if (!needed || closed) return null;
  return (
    <QuestionCard
      tone="attention"
      icon={<IconAlertTriangle size={24} stroke={1.8} />}
      title={t("weakTitle")}
      urgent={false}
      actions={
        <>
          <Button variant="default" onClick={() => setClosed(true)}>
            {t("weakKeep")}
          </Button>
          {cameraOn && <Button onClick={() => void call.setCamera(false)}>{t("weakCameraOff")}</Button>}
        </>
      }
    >
      {t(cameraOn ? "weakText" : "weakTextCameraOff")}
    </QuestionCard>
  );
}

/** Neither straight nor through a relay: sound and picture do not get through, while everything else does. */
export function PathCard() {
  const t = useT(roomTexts);
  const language = useLanguage();
  const session = useRoomState((state) => state.session);
  const blocked = useCallState((state) => blockedIds(state.remote));
  const [closed, setClosed] = useState("");
  if (blocked === "" || closed === blocked) return null;
  const names = blocked.split(" ").map((id) => shortName(session, id));
  return (
    <QuestionCard
      tone="attention"
      icon={<IconAlertTriangle size={24} stroke={1.8} />}
      title={t("pathTitle")}
      urgent={false}
      actions={
        <Button variant="default" onClick={() => setClosed(blocked)}>
          {t("pathGoOn")}
        </Button>
      }
    >
      {t("pathText", { names: formatList(language, names) })}
    </QuestionCard>
  );
}

/** As one word, so that nothing is drawn anew while nothing changes. */
export function blockedIds(remote: Readonly<Record<string, { connection: PeerConnection }>>): string {
  return Object.keys(remote)
    .filter((id) => remote[id]?.connection === "blocked")
    .join(" ");
}

const TOLD = "samen.phone-told";

function told(): boolean {
  try {
    return localStorage.getItem(TOLD) !== null;
  } catch {
    return false;
  }
}

export function PhoneNotice() {
  const t = useT(roomTexts);
  const [open, setOpen] = useState(() => isTouchPhone() && !told());
  if (!open) return null;
  const close = () => {
    setOpen(false);
    try {
      localStorage.setItem(TOLD, "1");
    } catch {
      // Without storage it is said once for every page load.
    }
  };
  return (
    <QuestionCard
      tone="info"
      icon={<IconDeviceMobile size={24} stroke={1.8} />}
      title={t("phoneNoticeTitle")}
      urgent={false}
      actions={
        <Button variant="default" onClick={close}>
          {t("phoneNoticeOk")}
        </Button>
      }
    >
      {t("phoneNotice")}
    </QuestionCard>
  );
}
