import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { httpKnock } from "./knock";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("knocks several times at once, so that a lost packet costs little", async () => {
  let calls = 0;
  vi.stubGlobal("fetch", () => {
    calls += 1;
    // The first ones are lost on the way.
    return calls <= 3 ? new Promise(() => undefined) : Promise.resolve(new Response("ok"));
  });
  const knocked = httpKnock()(new AbortController().signal);
  await vi.advanceTimersByTimeAsync(1_300);
  await expect(knocked).resolves.toBe(true);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(calls).toBe(4);
});

test("a proxy whose server is away does not count", async () => {
  let status = 502;
  vi.stubGlobal("fetch", async () => new Response("", { status }));
  let reached = false;
  void httpKnock()(new AbortController().signal).then((answer) => {
    reached = answer;
  });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(reached).toBe(false);
  status = 200;
  await vi.advanceTimersByTimeAsync(500);
  expect(reached).toBe(true);
});

test("stops when told to", async () => {
  const fetch = vi.fn(async () => {
    throw new TypeError("offline");
  });
  vi.stubGlobal("fetch", fetch);
  const stop = new AbortController();
  const knocked = httpKnock()(stop.signal);
  await vi.advanceTimersByTimeAsync(1_000);
  stop.abort();
  await expect(knocked).resolves.toBe(false);
  const before = fetch.mock.calls.length;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(fetch.mock.calls.length).toBe(before);
});
