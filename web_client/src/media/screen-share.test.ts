import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Command, CommandResult } from "../protocol/commands";
import type { Event } from "../protocol/events";
import { MemoryNetwork } from "../protocol/memory-link";
import { RoomStore } from "../state/store";
import { FakeStream } from "./fake-connection";
import { FakeMediaTrack } from "./fake-devices";
import type { Mesh, Room } from "./mesh";
import { ScreenShare } from "./screen-share";
import type { Slot } from "./slots";

/** What the blur's pipeline does is proven in a browser; here, when it is used. */
const blurred: FakeMediaTrack[] = [];
let pipeline: Promise<void>;
vi.mock("./screen-blur", () => ({
  blurScreen: () => {
    const track = new FakeMediaTrack("video");
    blurred.push(track);
    return { track, ready: pipeline, close: () => track.stop() };
  },
}));

/** Everything that is sent out or said, in order. */
let told: string[];
let network: MemoryNetwork;
let store: RoomStore;
let share: ScreenShare;
let captures: FakeMediaTrack[];
let asked: DisplayMediaStreamOptions[];
let answer: (command: Command) => CommandResult;
let cancelled: boolean;

function enters(id: string, role: "host" | "client"): Event[] {
  return [
    { type: "participant_entered", participant_id: id, name: id, role, language: "nl" },
    { type: "participant_connected", participant_id: id, instance: `${id}-1`, node: "node" },
  ];
}

/** We are `self`: "ann" is the host, "bob" a client. */
function begin(self: "ann" | "bob"): void {
  network = new MemoryNetwork(self);
  network.unheard("system", ...enters("ann", "host"), ...enters("bob", "client"));
  store = new RoomStore({ sessionId: "s", ticket: `${self}.x`, open: network.open, knock: network.knock });
  store.start();
  network.link.welcome();
  const name = (track: unknown) =>
    track === null ? "nothing" : blurred.includes(track as FakeMediaTrack) ? "blurred" : "sharp";
  const streams = { camera: new FakeStream(), screen: new FakeStream(), blurred: new FakeStream() };
  const mesh = {
    outgoing: { streams },
    setTrack: async (slot: Slot, track: unknown) => {
      await Promise.resolve();
      told.push(`${slot} sends ${name(track)}`);
    },
    quiet: async (slot: Slot) => {
      told.push(`${slot} is quiet`);
    },
  };
  const room: Room = {
    instance: "page",
    getState: store.getState,
    subscribe: store.subscribe,
    onSignal: () => () => undefined,
    signal: async () => true,
    send: async (command) => {
      told.push(command.type);
      return answer(command);
    },
  };
  const devices = {
    getDisplayMedia: async (options: DisplayMediaStreamOptions) => {
      asked.push(options);
      if (cancelled) throw new DOMException("", "NotAllowedError");
      const capture = new FakeMediaTrack("video", { displaySurface: "window" });
      captures.push(capture);
      return { getVideoTracks: () => [capture] };
    },
  };
  share = new ScreenShare(room, mesh as unknown as Mesh, devices as unknown as MediaDevices, () => undefined);
}

beforeEach(() => {
  vi.stubGlobal("MediaStream", FakeStream);
  told = [];
  captures = [];
  asked = [];
  blurred.length = 0;
  cancelled = false;
  pipeline = Promise.resolve();
  answer = () => ({ ok: true, seq: 1 });
});

afterEach(() => {
  share.close();
  store.close();
});

const shared = (id: string) =>
  network.happens(id, { type: "screen_shared", participant_id: id, stream_id: "s", surface: "window" });
const settled = () => new Promise((resolve) => setTimeout(resolve));
const capture = () => captures.at(-1)!;

async function sharing(): Promise<void> {
  begin("ann");
  await share.start();
  shared("ann");
  await settled();
  told.length = 0;
}

test("F002 the picture leaves once the session knows of it", async () => {
  begin("ann");
  await expect(share.start()).resolves.toEqual({ ok: true });
  expect(told).toEqual(["start_share"]);
  shared("ann");
  await settled();
  expect(told.at(-1)).toBe("screen sends sharp");
  expect(share.state).toMatchObject({ sharing: "yes", surface: "window", blurred: false });
});

test("F022 a client needs permission before the picker opens", async () => {
  begin("bob");
  await expect(share.start()).resolves.toEqual({ ok: false, code: "not_allowed" });
  expect(asked).toEqual([]);
  network.happens("ann", { type: "share_allowed", participant_id: "bob" });
  await expect(share.start()).resolves.toEqual({ ok: true });
});

test("one shares at a time", async () => {
  begin("ann");
  shared("bob");
  await expect(share.start()).resolves.toEqual({ ok: false, code: "someone_shares" });
  expect(asked).toEqual([]);
});

test("a picker that is closed is no failure", async () => {
  begin("ann");
  cancelled = true;
  await expect(share.start()).resolves.toEqual({ ok: false, code: "share_cancelled" });
  expect(share.state.sharing).toBe("no");
});

test("refused by the session, the capture ends", async () => {
  begin("ann");
  answer = () => ({ ok: false, code: "someone_shares" });
  await expect(share.start()).resolves.toEqual({ ok: false, code: "someone_shares" });
  expect(capture().readyState).toBe("ended");
  expect(share.state.sharing).toBe("no");
});

test("F021 stopping from the browser's own bar is told to the session", async () => {
  await sharing();
  capture().end();
  await settled();
  expect(told).toContain("stop_share");
  expect(share.state).toMatchObject({ sharing: "no", stream: null });
});

test("stopped by the host, the capture ends here", async () => {
  await sharing();
  network.happens("bob", { type: "screen_stopped", participant_id: "ann" });
  await settled();
  expect(capture().readyState).toBe("ended");
  expect(told).not.toContain("stop_share");
});

test("F018 blur is confirmed when nothing sharp leaves any more, and not before", async () => {
  await sharing();
  let ready: () => void = () => undefined;
  pipeline = new Promise((resolve) => {
    ready = resolve;
  });
  network.happens("bob", { type: "blur_asked", number: 1, by: "ann" });
  await settled();
  expect(told).toEqual(["screen sends nothing"]);
  expect(share.state.blurred).toBe(false);
  ready();
  await settled();
  expect(told).toEqual(["screen sends nothing", "blurred sends blurred", "screen is quiet", "confirm_blur"]);
  expect(share.state.blurred).toBe(true);
});

test("F018 sharp again when the blur is lifted, and blurred again for the next number", async () => {
  await sharing();
  network.happens("ann", { type: "blur_asked", number: 1, by: "ann" });
  await settled();
  network.happens("ann", { type: "blur_applied", number: 1 });
  network.happens("ann", { type: "blur_lifted", by: "ann" });
  await settled();
  expect(told.slice(-2)).toEqual(["blurred sends nothing", "screen sends sharp"]);
  network.happens("ann", { type: "blur_asked", number: 2, by: "ann" });
  await settled();
  expect(told.slice(-4)).toEqual([
    "screen sends nothing",
    "blurred sends blurred",
    "screen is quiet",
    "confirm_blur",
  ]);
});

test("a blur that cannot be made sends nothing at all, which is confirmed too", async () => {
  await sharing();
  pipeline = Promise.reject(new Error("no worker"));
  network.happens("ann", { type: "blur_asked", number: 1, by: "ann" });
  await settled();
  expect(told).toEqual(["screen sends nothing", "blurred sends nothing", "screen is quiet", "confirm_blur"]);
});

test("blur on and off in one breath ends sharp", async () => {
  await sharing();
  network.happens("ann", { type: "blur_asked", number: 1, by: "ann" });
  network.happens("ann", { type: "blur_lifted", by: "ann" });
  await settled();
  expect(told.at(-1)).not.toBe("screen sends nothing");
  expect(told).not.toContain("confirm_blur");
  expect(share.state.blurred).toBe(false);
});

test("the pointer counts as shown unless the browser says otherwise", async () => {
  await sharing();
  expect(share.state.pointerShown).toBe(true);
  await share.stop();
  expect(share.state.pointerShown).toBe(false);
});

test("F044 the adviser's pointer is in the picture only while a client has input rights", async () => {
  await sharing();
  expect(asked[0]?.video).toMatchObject({ cursor: "never" });
  network.happens("ann", { type: "input_granted", participant_id: "bob" });
  expect(capture().applied.at(-1)).toMatchObject({ cursor: "always" });
  network.happens("ann", { type: "input_revoked", participant_id: "bob" });
  expect(capture().applied.at(-1)).toMatchObject({ cursor: "never" });
});
