/** Something was plugged in during the meeting: whether it is to be used is asked once, never decided for people. */
import { Button } from "@mantine/core";
import { IconHeadphones } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { roomTexts } from "../../i18n/room";
import type { Device } from "../../media/call-state";
import { useCallState, useRoom } from "../../room/context";
import { QuestionCard } from "../../room/QuestionCard";
import { useT } from "../../ui";

/** Chromium's names for whatever the system has chosen: no devices of their own. */
const STAND_INS: ReadonlySet<string> = new Set(["default", "communications"]);

interface Offer {
  readonly microphone: Device | undefined;
  readonly speaker: Device | undefined;
}

export function NewDeviceCard() {
  const t = useT(roomTexts);
  const { call } = useRoom();
  const freshMicrophone = useFresh(useCallState((state) => state.microphones));
  const freshSpeaker = useFresh(useCallState((state) => state.speakers));
  const microphoneId = useCallState((state) => state.local.microphoneId);
  const canChooseSpeaker = useCallState((state) => state.canChooseSpeaker);
  const [answered, setAnswered] = useState<readonly string[]>([]);

  const isOpen = (device: Device | undefined) => device !== undefined && !answered.includes(device.id);
  const offer: Offer = {
    microphone: isOpen(freshMicrophone) && freshMicrophone?.id !== microphoneId ? freshMicrophone : undefined,
    speaker: isOpen(freshSpeaker) && canChooseSpeaker ? freshSpeaker : undefined,
  };
  const device = offer.microphone ?? offer.speaker;
  if (device === undefined) return null;

  const answer = (use: boolean) => {
    const ids = [offer.microphone?.id, offer.speaker?.id].filter((id) => id !== undefined);
    setAnswered((before) => [...before, ...ids]);
    if (!use) return;
    if (offer.microphone) void call.chooseMicrophone(offer.microphone.id);
    if (offer.speaker) void call.chooseSpeaker(offer.speaker.id);
  };
  return (
    <QuestionCard
      tone="info"
      icon={<IconHeadphones size={24} stroke={1.8} />}
      title={t("deviceNew", { device: device.label })}
      actions={
        <>
          <Button variant="default" onClick={() => answer(false)}>
            {t("deviceNewKeep")}
          </Button>
          <Button onClick={() => answer(true)}>{t("deviceNewUse")}</Button>
        </>
      }
    >
      {t("deviceNewText")}
    </QuestionCard>
  );
}

/** The device that came last, as long as it is plugged in; what was there at first is not new. */
function useFresh(devices: readonly Device[]): Device | undefined {
  const known = useRef<ReadonlySet<string> | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  useEffect(() => {
    // Without permission devices have no names, and all would seem new when they get them.
    const named = devices.filter((device) => device.label !== "" && !STAND_INS.has(device.id));
    const before = known.current;
    if (named.length === 0 && before === null) return;
    known.current = new Set(named.map((device) => device.id));
    const came = before && named.find((device) => !before.has(device.id));
    if (came) setFresh(came.id);
  }, [devices]);
  return devices.find((device) => device.id === fresh);
}
