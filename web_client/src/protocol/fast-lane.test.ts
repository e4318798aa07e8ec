import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FastLane } from "./fast-lane";
import type { Pointer } from "./signals";

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static last: FakeSocket;
  readyState = 0;
  bufferedAmount = 0;
  readonly sent: unknown[] = [];

  constructor(readonly address: string) {
    super();
    FakeSocket.last = this;
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

  says(message: object): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }
}

let told: unknown[];
let lane: FastLane;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  told = [];
  lane = new FastLane(
    "ws://here/live/s",
    { ticket: "t", instance: "i" },
    {
      beating: () => told.push("beating"),
      pointer: (pointer) => told.push(pointer),
      silent: () => told.push("silent"),
      closed: () => told.push("closed"),
    },
  );
  FakeSocket.last.opens();
});

afterEach(() => {
  lane.close();
  vi.useRealTimers();
});

const beat = () => FakeSocket.last.says({ type: "beat" });

test("says who it is first, and answers every beat", () => {
  beat();
  beat();
  expect(FakeSocket.last.sent).toEqual([{ ticket: "t", instance: "i" }, { type: "beat" }, { type: "beat" }]);
  expect(told).toEqual(["beating"]);
});

test("notices an outage within two seconds of the last beat", async () => {
  beat();
  await vi.advanceTimersByTimeAsync(1_700);
  expect(told).toEqual(["beating"]);
  await vi.advanceTimersByTimeAsync(300);
  expect(told).toEqual(["beating", "silent"]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual(["beating", "silent"]);
});

test("a server that never beats is no outage: something between may keep the lane shut", async () => {
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual([]);
});

test("a page that stood still first reads the beats that have been waiting", async () => {
  beat();
  // The whole page sleeps, timers too; then both the timer and the beats are due.
  vi.setSystemTime(Date.now() + 60_000);
  vi.spyOn(performance, "now").mockReturnValue(performance.now() + 60_000);
  await vi.advanceTimersByTimeAsync(1_800);
  expect(told).toEqual(["beating"]);
  beat();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(["beating"]);
});

test("asleep for real, it notices soon after waking", async () => {
  beat();
  vi.spyOn(performance, "now").mockReturnValue(performance.now() + 60_000);
  await vi.advanceTimersByTimeAsync(1_800 + 300);
  expect(told).toEqual(["beating", "silent"]);
});

test("passes pointers on, and leaves unknown messages alone", () => {
  const pointer = { type: "pointer", x: 0.5, y: 0.5, visible: true, from: "ann", from_instance: "p" };
  FakeSocket.last.says(pointer);
  FakeSocket.last.says({ type: "ready" });
  FakeSocket.last.says({ type: "refused", code: "no_input_rights" });
  expect(told).toEqual([pointer]);
});

test("a pointer that cannot leave now is left out, but never its end", () => {
  const pointer: Pointer = { type: "pointer", x: 0, y: 0, visible: true };
  FakeSocket.last.bufferedAmount = 10_000;
  lane.pointer(pointer);
  lane.pointer({ ...pointer, visible: false });
  expect(FakeSocket.last.sent.slice(1)).toEqual([{ ...pointer, visible: false }]);
});

test("closed by the other side is told; closed by us is not", () => {
  FakeSocket.last.dispatchEvent(new Event("close"));
  expect(told).toEqual(["closed"]);
  lane.close();
  FakeSocket.last.dispatchEvent(new Event("close"));
  expect(told).toEqual(["closed"]);
});
