import { beforeEach, describe, expect, it, vi } from "vitest";
import type { PageRtcOptions, PageRtcWants } from "../media/page-rtc";
import type { PageMessage, PageReady, PageRequest } from "../protocol/page";
import type { PageLane, PageLaneEvents } from "../protocol/page-lane";
import { PageStore, type PageStoreOptions } from "./page";

const READY: PageReady = {
  type: "ready",
  pipeline: "damage",
  transport: "websocket",
  reason: "webcodecs",
  epoch: 1,
  driver: null,
  codec: "avc1.42C02A",
  width: 1280,
  height: 720,
  sound: "on",
};

let wants: PageRtcWants[];
let events: PageLaneEvents;
let rtc: Omit<PageRtcOptions, "iceServers"> | null;
let store: PageStore;
let report: Parameters<PageStoreOptions["picture"]>[0];

beforeEach(async () => {
  wants = [];
  rtc = null;
  const room = {
    getState: () => ({ selfId: "ann", session: { participants: {} }, connection: "live" }),
    subscribe: () => () => undefined,
    send: vi.fn(),
  };
  store = new PageStore({
    room: room as unknown as PageStoreOptions["room"],
    ticket: "t",
    instance: "i",
    lane: (_hello, given) => {
      events = given;
      const lane = { open: () => undefined, send: (_: PageRequest) => true, close: () => undefined };
      return lane as unknown as PageLane;
    },
    picture: (given) => {
      report = given;
      const canvas = document.createElement("canvas");
      const nothing = () => undefined;
      return { canvas, setCodec: nothing, take: nothing, forget: nothing, close: nothing };
    },
    decodesH264: async () => true,
    rtc: (options) => {
      rtc = options;
      return { want: (given) => wants.push(given), take: async () => undefined, close: () => undefined };
    },
  });
  store.start();
  events.status("live", null);
});

function say(...messages: PageMessage[]): void {
  for (const message of messages) events.message(message);
}

const PLAYS: PageMessage = { type: "sound", playing: true };

describe("the sound of a page", () => {
  it("is connected to once the page plays something that somebody is to hear", () => {
    say(READY);
    const silence = store.listenToSound();
    expect(rtc).toBeNull();
    say(PLAYS);
    expect(wants.at(-1)).toEqual({ picture: false, sound: true });
    // A pause in what it plays is no reason to connect anew afterwards.
    say({ type: "sound", playing: false });
    expect(wants.at(-1)).toEqual({ picture: false, sound: true });
    silence();
    silence();
    expect(wants.at(-1)).toEqual({ picture: false, sound: false });
  });

  it("is connected to at once where it plays already, and never where the server has none", () => {
    store.listenToSound();
    say({ ...READY, sound: "none" }, PLAYS);
    expect(rtc).toBeNull();
    say({ ...READY, playing: true });
    expect(wants.at(-1)).toEqual({ picture: false, sound: true });
  });
});

describe("the picture of a page", () => {
  const STREAM = {} as MediaStream;

  it("comes by WebRTC while the server says so, with stills above it until the page moves", () => {
    say({ ...READY, transport: "webrtc", reason: "no_webcodecs" });
    expect(wants.at(-1)).toEqual({ picture: true, sound: false });
    rtc?.onPicture(STREAM);
    say({ type: "moving" });
    expect(store.getState()).toMatchObject({ stream: STREAM, moving: true });
    const done = { type: "done", number: 1, drawn: true, bytes: 1, took: 1 } as const;
    report({ ...done, kind: "delta" });
    expect(store.getState().moving).toBe(true);
    report({ ...done, kind: "still" });
    expect(store.getState().moving).toBe(false);
  });

  it("changes ways when the line does", () => {
    say(READY, { type: "transport", transport: "webrtc", reason: "loss_without_bbr" });
    expect(wants.at(-1)).toEqual({ picture: true, sound: false });
    say({ type: "moving" }, { type: "transport", transport: "websocket", reason: "webcodecs" });
    expect(wants.at(-1)).toEqual({ picture: false, sound: false });
    expect(store.getState()).toMatchObject({ moving: false, ready: { reason: "webcodecs" } });
  });
});
