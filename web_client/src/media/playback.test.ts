import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeStream, FakeTrack } from "./fake-connection";
import { Playback } from "./playback";

let allowed: boolean;
let blocked: boolean;
let playback: Playback;
let page: HTMLElement;

beforeEach(() => {
  vi.stubGlobal("MediaStream", FakeStream);
  allowed = true;
  blocked = false;
  vi.spyOn(HTMLMediaElement.prototype, "srcObject", "set").mockImplementation(() => undefined);
  vi.spyOn(HTMLMediaElement.prototype, "paused", "get").mockImplementation(function (this: HTMLMediaElement) {
    return this.dataset.playing === undefined;
  });
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(async function (this: HTMLMediaElement) {
    if (!allowed) throw new DOMException("", "NotAllowedError");
    this.dataset.playing = "yes";
  });
  playback = new Playback((now) => {
    blocked = now;
  });
  page = document.body;
  playback.attach(page);
});

afterEach(() => {
  playback.close();
});

const voice = () => new FakeTrack("audio") as unknown as MediaStreamTrack;
const element = () => page.querySelector("audio") as HTMLAudioElement;

test("plays what may be heard, and mutes what may not", () => {
  const track = voice();
  playback.set("bob", track, true);
  expect(element()).toMatchObject({ paused: false, muted: false });
  playback.set("bob", track, false);
  expect(element().muted).toBe(true);
});

test("asks for no consent before there is something to hear", () => {
  allowed = false;
  playback.set("bob", voice(), false);
  expect(HTMLMediaElement.prototype.play).not.toHaveBeenCalled();
  expect(blocked).toBe(false);
});

test("held back by the browser, it says so once, and goes on with the next click or key", async () => {
  const track = voice();
  allowed = false;
  playback.set("bob", track, true);
  await vi.waitFor(() => expect(blocked).toBe(true));
  playback.set("bob", track, true);
  expect(HTMLMediaElement.prototype.play).toHaveBeenCalledTimes(1);
  allowed = true;
  window.dispatchEvent(new Event("pointerup"));
  await vi.waitFor(() => expect(element().paused).toBe(false));
  expect(blocked).toBe(false);
});

test("who is gone is forgotten", () => {
  playback.set("bob", voice(), true);
  playback.keep(new Set());
  expect(element()).toBeNull();
});
