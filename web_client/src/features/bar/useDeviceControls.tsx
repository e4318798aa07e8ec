/** Microphone, Camera and Sound as controls of the bar. */
import {
  IconAlertTriangle,
  IconMicrophone,
  IconMicrophoneOff,
  IconVideo,
  IconVideoOff,
  IconVolume,
  IconVolumeOff,
} from "@tabler/icons-react";
import { roomTexts } from "../../i18n/room";
import { useCallState, useRoom } from "../../room/context";
import { announce, useT } from "../../ui";
import { type Control, useShortcut } from "./control";

export function useMicrophone(): Control {
  const t = useT(roomTexts);
  const { call, ui } = useRoom();
  const state = useCallState((now) => now.local.microphone);
  const insecure = useCallState((now) => now.local.microphoneProblem === "insecure");
  const silentTrack = useCallState(
    (now) => now.local.microphone === "on" && now.local.microphoneProblem !== null,
  );
  const on = state === "on" || state === "starting";
  const turn = (to: boolean) => {
    void call.setMicrophone(to);
    if (state !== "none" && state !== "denied") announce(t(to ? "micOn" : "micOff"));
  };
  const base = {
    key: "microphone",
    name: t("microphone"),
    pressed: state === "on",
    shortcut: useShortcut("microphone"),
    onPress: () => turn(!on),
  } as const;
  if (state === "none" || state === "denied") {
    return {
      ...base,
      icon: <IconMicrophoneOff />,
      state: "disabled",
      second: t(state === "none" ? "noMicrophone" : "noPermission"),
      onPress: () => {
        // Plugged in meanwhile, or allowed: trying tells.
        turn(true);
        if (state === "none") ui.tell("info", t(insecure ? "devicesNeedTls" : "noMicrophoneFound"));
      },
    };
  }
  if (silentTrack)
    return { ...base, icon: <IconAlertTriangle />, state: "weak", second: t("noSoundComesIn") };
  return {
    ...base,
    icon: on ? <IconMicrophone /> : <IconMicrophoneOff />,
    state: on ? "on" : "muted",
    second: t(on ? "isOn" : "isMuted"),
  };
}

export function useCamera(): Control {
  const t = useT(roomTexts);
  const { call, ui } = useRoom();
  const state = useCallState((now) => now.local.camera);
  const insecure = useCallState((now) => now.local.cameraProblem === "insecure");
  const weak = useCallState((now) => now.quality !== "good");
  const on = state === "on" || state === "starting";
  const turn = (to: boolean) => {
    void call.setCamera(to);
    if (state !== "none" && state !== "denied") announce(t(to ? "cameraOn" : "cameraOff"));
  };
  const base = {
    key: "camera",
    name: t("camera"),
    pressed: state === "on",
    shortcut: useShortcut("camera"),
    onPress: () => turn(!on),
  } as const;
  if (state === "none" || state === "denied") {
    return {
      ...base,
      icon: <IconVideoOff />,
      state: "disabled",
      second: t(state === "none" ? "noCamera" : "noPermission"),
      onPress: () => {
        // Plugged in meanwhile, or allowed: trying tells.
        turn(true);
        if (state === "none") ui.tell("info", t(insecure ? "devicesNeedTls" : "noCameraFound"));
      },
    };
  }
  if (on && weak)
    return { ...base, icon: <IconAlertTriangle />, state: "weak", second: t("pictureStutters") };
  return {
    ...base,
    icon: on ? <IconVideo /> : <IconVideoOff />,
    state: on ? "on" : "muted",
    second: t(on ? "isOn" : "isOff"),
  };
}

export function useSound(): Control {
  const t = useT(roomTexts);
  const { call } = useRoom();
  const on = useCallState((state) => state.soundOn);
  const blocked = useCallState((state) => state.soundBlocked);
  const bad = useCallState((state) => state.quality === "bad");
  const base = {
    key: "sound",
    name: t("sound"),
    pressed: on && !blocked,
    shortcut: useShortcut("sound"),
    onPress: () => {
      if (blocked) void call.resumeSound();
      else {
        call.setSound(!on);
        announce(t(on ? "soundOff" : "soundOn"));
      }
    },
  } as const;
  if (blocked) return { ...base, icon: <IconVolumeOff />, state: "muted", second: t("isOff") };
  if (on && bad) return { ...base, icon: <IconAlertTriangle />, state: "weak", second: t("soundDrops") };
  return {
    ...base,
    icon: on ? <IconVolume /> : <IconVolumeOff />,
    state: on ? "on" : "muted",
    second: t(on ? "isOn" : "isOff"),
  };
}
