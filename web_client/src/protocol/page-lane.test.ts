import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FRAME_HEADER, readFrame } from "./page";
import { PageLane } from "./page-lane";

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  bufferedAmount = 0;
  binaryType = "";
  readonly sent: { type: string }[] = [];

  constructor(readonly address: string) {
    super();
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  opens(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  says(message: object | ArrayBuffer): void {
    const data = message instanceof ArrayBuffer ? message : JSON.stringify(message);
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  ends(code: number): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
}

const ready = { type: "ready", epoch: 1, driver: null };
const last = () => FakeSocket.all.at(-1)!;

let told: unknown[];
let lane: PageLane;
let width: number;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
  told = [];
  width = 1280;
  lane = new PageLane({
    address: "wss://here/pages/s1",
    hello: () => ({
      ticket: "jan.secret",
      instance: "i1",
      h264: true,
      webrtc: true,
      pixel_ratio: 2,
      width,
      height: 720,
    }),
    events: {
      status: (status, code) => told.push(code === null ? status : [status, code]),
      message: (message) => told.push(message),
      frame: (data) => told.push(data.byteLength),
    },
  });
  lane.open();
});

afterEach(() => {
  lane.close();
  vi.useRealTimers();
});

describe("the lane of a page", () => {
  test("says who it is, and is live with the server's word", () => {
    last().opens();
    expect(last().address).toBe("wss://here/pages/s1");
    expect(last().binaryType).toBe("arraybuffer");
    expect(last().sent).toEqual([
      {
        type: "hello",
        ticket: "jan.secret",
        instance: "i1",
        h264: true,
        webrtc: true,
        pixel_ratio: 2,
        width: 1280,
        height: 720,
      },
    ]);
    expect(told).toEqual(["connecting"]);
    last().says(ready);
    expect(told).toEqual(["connecting", "live", ready]);
  });

  test("hands pictures on as they are", () => {
    last().opens();
    last().says(ready);
    last().says(new ArrayBuffer(99));
    expect(told.at(-1)).toBe(99);
  });

  test("comes back by itself, ever more seldom, with the stage as it is then", () => {
    last().opens();
    last().says(ready);
    last().ends(1006);
    expect(told.at(-1)).toBe("lost");
    width = 900;
    const waits: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      const before = FakeSocket.all.length;
      let waited = 0;
      while (FakeSocket.all.length === before) {
        vi.advanceTimersByTime(50);
        waited += 50;
      }
      waits.push(waited);
      last().ends(1006);
    }
    expect(waits).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
    vi.advanceTimersByTime(5_000);
    last().opens();
    expect(last().sent[0]).toMatchObject({ width: 900 });
    last().says(ready);
    expect(told.filter((one) => one === "live")).toHaveLength(2);
    last().ends(1012);
    const before = FakeSocket.all.length;
    vi.advanceTimersByTime(200);
    expect(FakeSocket.all.length).toBe(before + 1);
  });

  test("waits for a page that is not there yet", () => {
    last().opens();
    last().ends(4404);
    expect(told.at(-1)).toEqual(["lost", "no_page"]);
    vi.advanceTimersByTime(200);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test.each([
    [4401, ["refused", "ticket_unknown"]],
    [4409, "moved"],
    [4410, ["closed", "session_ended"]],
  ])("does not come back after %i", (code, expected) => {
    last().opens();
    last().ends(code);
    expect(told.at(-1)).toEqual(expected);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test("gives up a connection on which nothing is said, and tries anew", () => {
    last().opens();
    vi.advanceTimersByTime(8_000);
    expect(told.at(-1)).toBe("lost");
    vi.advanceTimersByTime(200);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("keeps nothing for later: what people do on a broken line is not done afterwards", () => {
    expect(lane.send({ type: "reload" })).toBe(false);
    last().opens();
    last().says(ready);
    expect(lane.send({ type: "reload" })).toBe(true);
    last().ends(1006);
    expect(lane.send({ type: "reload" })).toBe(false);
    vi.advanceTimersByTime(200);
    last().opens();
    expect(last().sent.map(({ type }) => type)).toEqual(["hello"]);
  });

  test("starts anew at once when the line is known to be broken", () => {
    last().opens();
    last().says(ready);
    const first = last();
    lane.renew();
    expect(FakeSocket.all).toHaveLength(2);
    first.says(new ArrayBuffer(50));
    expect(told).not.toContain(50);
  });

  test("says nothing more after it was closed", () => {
    last().opens();
    lane.close();
    const before = told.length;
    last().says(ready);
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveLength(before);
    expect(FakeSocket.all).toHaveLength(1);
  });
});

describe("a frame", () => {
  const header = (...bytes: number[]) => {
    const data = new Uint8Array(FRAME_HEADER + 3);
    data.set(bytes);
    data.set([7, 8, 9], FRAME_HEADER);
    return data.buffer;
  };

  test("is read from its header, big end first", () => {
    const frame = readFrame(
      header(3, 3, 0, 2, 0, 1, 0, 5, 0, 0, 1, 1, 0, 16, 0, 32, 1, 0, 0, 64, 5, 0, 2, 208),
    )!;
    expect(frame).toMatchObject({
      kind: "still",
      quiet: true,
      end: true,
      rung: 2,
      number: 65_541,
      time: 257,
      x: 16,
      y: 32,
      w: 256,
      h: 64,
      pageWidth: 1280,
      pageHeight: 720,
    });
    expect([...frame.payload]).toEqual([7, 8, 9]);
  });

  test("that is garbled or empty is none", () => {
    expect(readFrame(header(9))).toBeUndefined();
    expect(readFrame(new ArrayBuffer(FRAME_HEADER))).toBeUndefined();
  });
});
