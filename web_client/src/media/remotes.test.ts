import { beforeEach, expect, test, vi } from "vitest";
import type { Event } from "../protocol/events";
import { evolve } from "../state/evolve";
import { emptySession, type Session } from "../state/session";
import { FakeStream, FakeTrack } from "./fake-connection";
import type { Mesh } from "./mesh";
import type { Playback } from "./playback";
import { Remotes } from "./remotes";
import { SLOTS, type Slot } from "./slots";

const tracks = Object.fromEntries(SLOTS.map((slot) => [slot, new FakeTrack(slot)])) as Record<
  Slot,
  FakeTrack
>;
const peer = {
  everConnected: true,
  connection: { connectionState: "connected" },
  incoming: (slot: Slot) => tracks[slot],
  receiver: () => ({ getSynchronizationSources: () => [{ audioLevel: 0.5 }] }),
};
let audible: boolean | null;
let session: Session;
let remotes: Remotes;

beforeEach(() => {
  vi.stubGlobal("MediaStream", FakeStream);
  audible = null;
  const mesh = { peer: (id: string) => (id === "bob" ? peer : undefined) } as unknown as Mesh;
  const playback = {
    set: (_id: string, _track: unknown, heard: boolean) => {
      audible = heard;
    },
    keep: () => undefined,
  } as unknown as Playback;
  remotes = new Remotes(mesh, playback);
  session = emptySession("s");
  for (const id of ["ann", "bob"]) {
    happens({ type: "participant_entered", participant_id: id, name: id, role: "client", language: "nl" });
    happens({ type: "participant_connected", participant_id: id, instance: `${id}-1`, node: "n" });
  }
});

function happens(event: Event): void {
  session = evolve(session, event);
}

function media(microphone: "on" | "off", silenced: boolean): void {
  happens({ type: "media_changed", participant_id: "bob", microphone, camera: "on", sound: "on", silenced });
}

const shown = (soundOn = true) => remotes.update(session, "ann", soundOn, new Map()).bob;

function pictured(stream: MediaStream | null | undefined): unknown {
  return stream?.getTracks()[0];
}

test("F024 nobody plays a microphone that is off or silenced, whatever arrives", () => {
  media("on", false);
  expect(shown()?.audioLevel).toBeGreaterThan(0);
  expect(audible).toBe(true);
  media("off", true);
  expect(shown()?.audioLevel).toBe(0);
  expect(audible).toBe(false);
  media("off", false);
  shown();
  expect(audible).toBe(false);
});

test("F027 with our sound off nothing is played", () => {
  media("on", false);
  shown(false);
  expect(audible).toBe(false);
});

test("F042 a camera is shown while it is on", () => {
  expect(shown()?.camera).toBeNull();
  media("off", false);
  expect(pictured(shown()?.camera)).toBe(tracks.camera);
});

test("F018 while blurred, from the asking on, only the blurred stream is shown", () => {
  happens({ type: "screen_shared", participant_id: "bob", stream_id: "x", surface: "tab" });
  expect(pictured(shown()?.screen)).toBe(tracks.screen);
  happens({ type: "blur_asked", number: 1, by: "ann" });
  expect(pictured(shown()?.screen)).toBe(tracks.blurred);
  happens({ type: "blur_applied", number: 1 });
  expect(pictured(shown()?.screen)).toBe(tracks.blurred);
  happens({ type: "blur_lifted", by: "ann" });
  expect(pictured(shown()?.screen)).toBe(tracks.screen);
  happens({ type: "screen_stopped", participant_id: "bob" });
  expect(shown()?.screen).toBeNull();
});

test("nothing changed, nothing new: neither the list nor what is in it", () => {
  media("on", false);
  const before = remotes.update(session, "ann", true, new Map());
  expect(remotes.update({ ...session }, "ann", true, new Map())).toBe(before);
});
