/** Tells what happens to devices: refused permission with what to do, unplugged, muted by the adviser, asked to unmute. */
import { Button } from "@mantine/core";
import { IconMicrophone, IconMicrophoneOff, IconVideoOff, IconVolume } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { roomTexts } from "../../i18n/room";
import type { Device, DeviceProblem } from "../../media/call-state";
import { useCallState, useRoom, useRoomState } from "../../room/context";
import { shortName } from "../../room/people";
import { QuestionCard } from "../../room/QuestionCard";
import { helpOn } from "../../room/useHelp";
import { useT } from "../../ui";
import { NewDeviceCard } from "./NewDeviceCard";

export function DeviceCards() {
  return (
    <>
      <PlayCard />
      <UnmuteCard />
      <PermissionCard />
      <NewDeviceCard />
      <DeviceTroubles />
    </>
  );
}

/** Browsers hold back sound until the page is touched: after a reload nobody has touched it yet. */
function PlayCard() {
  const t = useT(roomTexts);
  const { call } = useRoom();
  const blocked = useCallState((state) => state.soundBlocked);
  if (!blocked) return null;
  return (
    <QuestionCard
      tone="attention"
      icon={<IconVolume size={24} stroke={1.8} />}
      title={t("playBlockedTitle")}
      actions={<Button onClick={() => void call.resumeSound()}>{t("playNow")}</Button>}
    >
      {t("playBlocked")}
    </QuestionCard>
  );
}

function UnmuteCard() {
  const t = useT(roomTexts);
  const { store, call, ui } = useRoom();
  const microphone = useCallState((state) => state.local.microphone);
  const [by, setBy] = useState<string | null>(null);
  const texts = useRef(t);
  texts.current = t;
  useEffect(
    () =>
      store.onEvent((event, entry) => {
        const { session, selfId } = store.getState();
        if (event.type === "unmute_asked" && event.participant_id === selfId) {
          setBy(shortName(session, event.by));
        }
        if (event.type === "media_changed" && event.participant_id === selfId && event.silenced) {
          if (entry.actor === selfId) return;
          ui.tell("info", texts.current("mutedBy", { name: shortName(session, entry.actor) }));
        }
      }),
    [store, ui],
  );
  useEffect(() => {
    if (microphone === "on") setBy(null);
  }, [microphone]);
  if (by === null) return null;
  return (
    <QuestionCard
      tone="attention"
      icon={<IconMicrophone size={24} stroke={1.8} />}
      title={t("unmuteAskedTitle", { name: by })}
      actions={
        <>
          <Button variant="default" onClick={() => setBy(null)}>
            {t("inputDecline")}
          </Button>
          <Button
            onClick={() => {
              setBy(null);
              void call.setMicrophone(true);
            }}
          >
            {t("unmuteNow")}
          </Button>
        </>
      }
    >
      {t("unmuteAskedText")}
    </QuestionCard>
  );
}

/** One card for both: the answer to both is the same. */
function PermissionCard() {
  const t = useT(roomTexts);
  const { call } = useRoom();
  const microphone = useCallState((state) => state.local.microphoneProblem === "denied");
  const camera = useCallState((state) => state.local.cameraProblem === "denied");
  const [closed, setClosed] = useState(false);
  const refused = microphone || camera;
  useEffect(() => {
    if (!refused) setClosed(false);
  }, [refused]);
  if (!refused || closed) return null;
  const retry = () => {
    if (microphone) void call.setMicrophone(true);
    if (camera) void call.setCamera(true);
  };
  const goWithout = () => {
    setClosed(true);
    // Said once is enough: neither a reload nor the next session asks again.
    if (microphone) void call.setMicrophone(false);
    if (camera) void call.setCamera(false);
  };
  const title =
    microphone && camera
      ? "permissionTitleBoth"
      : microphone
        ? "permissionTitleMicrophone"
        : "permissionTitleCamera";
  return (
    <QuestionCard
      tone="attention"
      icon={
        microphone ? <IconMicrophoneOff size={24} stroke={1.8} /> : <IconVideoOff size={24} stroke={1.8} />
      }
      title={t(title)}
      actions={
        <>
          <Button variant="default" onClick={goWithout}>
            {t("permissionWithout")}
          </Button>
          <Button onClick={retry}>{t("permissionRetry")}</Button>
        </>
      }
    >
      {t("permissionText")}{" "}
      <a href={helpOn("permissions")} target="_blank" rel="noopener noreferrer">
        {t("permissionHelp")}
      </a>
    </QuestionCard>
  );
}

/** Plugging, unplugging and failures in the middle of a call. */
function DeviceTroubles() {
  useTroubles("microphone");
  useTroubles("camera");
  return null;
}

function useTroubles(kind: "microphone" | "camera"): void {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  const isMicrophone = kind === "microphone";
  const problem: DeviceProblem | null = useCallState((state) =>
    isMicrophone ? state.local.microphoneProblem : state.local.cameraProblem,
  );
  const chosen = useCallState((state) => (isMicrophone ? state.local.microphoneId : state.local.cameraId));
  const devices = useCallState((state) => (isMicrophone ? state.microphones : state.cameras));
  const starting = useCallState(
    (state) => (isMicrophone ? state.local.microphone : state.local.camera) === "starting",
  );
  const before = useRef<{ chosen: string | null; label: string }>({ chosen: null, label: "" });
  const inside = useRoomState((state) => state.self?.status === "inside");

  useEffect(() => {
    // Another device is being opened: which one, is only known when it is.
    if (starting) return;
    const label = labelOf(devices, chosen);
    const last = before.current;
    if (
      inside &&
      last.chosen !== null &&
      last.label &&
      !devices.some((device) => device.id === last.chosen)
    ) {
      ui.tell(
        "warning",
        chosen !== null && chosen !== last.chosen && label
          ? t("deviceLost", { device: last.label, other: label })
          : t("deviceGone", { device: last.label }),
      );
      before.current = { chosen, label };
    } else if (label) before.current = { chosen, label };
  }, [devices, chosen, starting, inside, ui, t]);

  useEffect(() => {
    if (problem === "in_use" || problem === "failed") {
      ui.tell("warning", t(isMicrophone ? "deviceFailedMicrophone" : "deviceFailedCamera"));
    }
  }, [problem, isMicrophone, ui, t]);
}

function labelOf(devices: readonly Device[], id: string | null): string {
  return devices.find((device) => device.id === id)?.label ?? "";
}
