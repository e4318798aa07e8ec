import { expect, test } from "vitest";
import type { PeerConnection, RemoteState } from "../media/call-state";
import { type MediaPath, watchMediaPath } from "./media-path";

const REMOTE: RemoteState = {
  camera: null,
  screen: null,
  audioLevel: 0,
  connection: "connecting",
  quality: null,
};

function scene(urls: string[] = ["turn:relay.example"]) {
  const told: MediaPath[] = [];
  let remote: Record<string, RemoteState> = {};
  let listener: (() => void) | null = null;
  const stop = watchMediaPath({
    subscribe: (next) => {
      listener = next;
      return () => {
        listener = null;
      };
    },
    getState: () => ({ remote }),
    iceServers: [{ urls }],
    tell: (path) => {
      told.push(path);
      return Promise.resolve();
    },
  });
  const others = (...connections: PeerConnection[]) => {
    remote = Object.fromEntries(connections.map((connection, at) => [String(at), { ...REMOTE, connection }]));
    listener?.();
  };
  return { told, others, stop, watches: () => listener !== null };
}

test("A030 a way that comes up is told once, and nothing is watched any more", () => {
  const { told, others, watches } = scene();
  others("connecting");
  others("connected");
  others("blocked");
  expect(told).toEqual([{ state: "up", reason: "" }]);
  expect(watches()).toBe(false);
});

test("A030 no way is told with its reason, and taken back by one that comes", () => {
  const { told, others } = scene();
  others("blocked");
  others("blocked");
  others("blocked", "connected");
  expect(told).toEqual([
    { state: "failed", reason: "ice_failed" },
    { state: "up", reason: "" },
  ]);
});

test("A030 without a relay to try, that is the reason", () => {
  const { told, others } = scene(["stun:stun.example"]);
  others("blocked");
  expect(told).toEqual([{ state: "failed", reason: "no_relay" }]);
});

test("nobody there, or somebody still on the way, is no failure", () => {
  const { told, others, stop, watches } = scene();
  others();
  others("waiting", "connecting", "lost");
  expect(told).toEqual([]);
  stop();
  expect(watches()).toBe(false);
});
