/** Tells the server once whether sound and picture found a way to anybody else, for the record of an appointment. */
import type { CallState } from "../media/call-state";

export interface MediaPath {
  readonly state: "up" | "failed";
  /** A word for the record: no_relay where there is none to try, ice_failed where there was. */
  readonly reason: string;
}

interface MediaPathWatch {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getState: () => Pick<CallState, "remote">;
  readonly iceServers: readonly RTCIceServer[];
  readonly tell: (path: MediaPath) => Promise<void>;
}

/** Watches a call until a way is up; returns what stops it. A failure is told once, and taken back by a way that comes. */
export function watchMediaPath({ subscribe, getState, iceServers, tell }: MediaPathWatch): () => void {
  let told: MediaPath["state"] | null = null;
  let stop: () => void = () => undefined;
  const look = () => {
    const others = Object.values(getState().remote).map((one) => one.connection);
    const state = others.includes("connected") ? "up" : others.includes("blocked") ? "failed" : null;
    if (state === null || told === state || told === "up") return;
    const before = told;
    told = state;
    if (state === "up") stop();
    const reason = state === "up" ? "" : hasRelay(iceServers) ? "ice_failed" : "no_relay";
    // Not told for once: the next change of the call tries again.
    tell({ state, reason }).catch(() => {
      if (state === "failed") told = before;
    });
  };
  stop = subscribe(look);
  look();
  return () => stop();
}

function hasRelay(servers: readonly RTCIceServer[]): boolean {
  return servers.flatMap((one) => one.urls).some((url) => /^turns?:/.test(url));
}
