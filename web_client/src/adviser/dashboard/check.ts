/** Whether this device can hold a session: camera, microphone and the way to the server, really asked for. */
import { useCallback, useEffect, useState } from "react";

export type Access = "ready" | "ask" | "refused" | "missing" | "impossible";

export interface DeviceState {
  readonly access: Access;
  /** What the device calls itself; browsers tell only after permission. */
  readonly label?: string;
}

export interface DeviceCheck {
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
  /** Round trip to the server in ms; null when it does not answer. */
  readonly roundTrip: number | null;
}

/** Above this, talking gets hard (ITU-T G.114 asks for at most 150 ms one way). */
export const SLOW_MS = 300;

const TRIES = 3;

async function permissionOf(name: "camera" | "microphone"): Promise<PermissionState | undefined> {
  try {
    const status = await navigator.permissions.query({ name: name as PermissionName });
    return status.state;
  } catch {
    // Not every browser knows these two names.
    return undefined;
  }
}

async function deviceState(kind: "videoinput" | "audioinput"): Promise<DeviceState> {
  // Absent on plain http: browsers give camera and microphone to secure pages only.
  if (!navigator.mediaDevices?.enumerateDevices) return { access: "impossible" };
  const permission = await permissionOf(kind === "videoinput" ? "camera" : "microphone");
  if (permission === "denied") return { access: "refused" };
  let devices: MediaDeviceInfo[];
  try {
    devices = await navigator.mediaDevices.enumerateDevices();
  } catch {
    return { access: "impossible" };
  }
  const first = devices.find((device) => device.kind === kind);
  if (!first) return { access: "missing" };
  if (permission === "granted" || first.label !== "") {
    return first.label === "" ? { access: "ready" } : { access: "ready", label: first.label };
  }
  return { access: "ask" };
}

/** The best of a few tries, because the first one may have opened the connection. */
export async function roundTripToServer(signal?: AbortSignal): Promise<number | null> {
  let best: number | null = null;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const start = performance.now();
    try {
      const patience = AbortSignal.timeout(4000);
      const response = await fetch("/healthz", {
        cache: "no-store",
        signal: signal ? AbortSignal.any([signal, patience]) : patience,
      });
      if (!response.ok) return null;
      await response.arrayBuffer();
    } catch {
      return null;
    }
    const took = performance.now() - start;
    best = best === null ? took : Math.min(best, took);
  }
  return best === null ? null : Math.max(1, Math.round(best));
}

export async function checkDevice(signal?: AbortSignal): Promise<DeviceCheck> {
  const [camera, microphone, roundTrip] = await Promise.all([
    deviceState("videoinput"),
    deviceState("audioinput"),
    roundTripToServer(signal),
  ]);
  return { camera, microphone, roundTrip };
}

export type Verdict = "good" | "ask" | "attention";

/** In one word: fine, the browser will still ask, or something needs attention. */
export function verdictOf({ camera, microphone, roundTrip }: DeviceCheck): Verdict {
  const states = [camera.access, microphone.access];
  if (roundTrip === null || roundTrip > SLOW_MS) return "attention";
  if (states.some((state) => state !== "ready" && state !== "ask")) return "attention";
  return states.includes("ask") ? "ask" : "good";
}

export interface RunningCheck {
  readonly result: DeviceCheck | undefined;
  readonly again: () => void;
  /** Lets the browser ask for camera and microphone, and lets go of them at once. */
  readonly allow: () => Promise<void>;
}

export function useDeviceCheck(): RunningCheck {
  const [result, setResult] = useState<DeviceCheck>();
  const [round, setRound] = useState(0);
  const again = useCallback(() => {
    setResult(undefined);
    setRound((before) => before + 1);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new check
  useEffect(() => {
    const stop = new AbortController();
    const check = async () => {
      const found = await checkDevice(stop.signal);
      if (!stop.signal.aborted) setResult(found);
    };
    void check();
    const plugged = () => void check();
    navigator.mediaDevices?.addEventListener?.("devicechange", plugged);
    window.addEventListener("online", plugged);
    window.addEventListener("offline", plugged);
    return () => {
      stop.abort();
      navigator.mediaDevices?.removeEventListener?.("devicechange", plugged);
      window.removeEventListener("online", plugged);
      window.removeEventListener("offline", plugged);
    };
  }, [round]);

  const allow = useCallback(async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
      for (const track of stream.getTracks()) track.stop();
    } catch {
      // Refused or in use: the new check says which.
    }
    again();
  }, [again]);

  return { result, again, allow };
}
