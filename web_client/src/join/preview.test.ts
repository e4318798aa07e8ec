import { beforeEach, expect, test, vi } from "vitest";
import { Preview } from "./preview";

/** The browser's part of camera and microphone: the one thing that cannot run here. */
class FakeTrack extends EventTarget {
  readyState = "live";
  readonly kind: string;
  readonly deviceId: string;
  constructor(kind: string, deviceId: string) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
  }
  getSettings() {
    return { deviceId: this.deviceId };
  }
  stop() {
    this.readyState = "ended";
  }
}

class FakeStream {
  #tracks: FakeTrack[];
  constructor(tracks: FakeTrack[] = []) {
    this.#tracks = [...tracks];
  }
  getTracks() {
    return [...this.#tracks];
  }
  addTrack(track: FakeTrack) {
    this.#tracks.push(track);
  }
  removeTrack(track: FakeTrack) {
    this.#tracks = this.#tracks.filter((each) => each !== track);
  }
}

type Wanted = { audio?: MediaTrackConstraints; video?: MediaTrackConstraints };

/** What every device answers: an error's name, or nothing when it works. */
let refusals: { audio?: string; video?: string };
const granted = new Set<string>();
const asked = vi.fn();

function idOf(constraints: MediaTrackConstraints | undefined, first: string): string {
  const wanted = constraints?.deviceId;
  return typeof wanted === "object" && "exact" in wanted ? String(wanted.exact) : first;
}

const media = Object.assign(new EventTarget(), {
  getUserMedia: async (wanted: Wanted) => {
    asked(Object.keys(wanted).sort().join("+"));
    for (const kind of ["audio", "video"] as const) {
      const refusal = wanted[kind] && refusals[kind];
      if (refusal) throw new DOMException("", refusal);
    }
    const tracks: FakeTrack[] = [];
    if (wanted.audio) tracks.push(new FakeTrack("audio", idOf(wanted.audio, "mic-1")));
    if (wanted.video) tracks.push(new FakeTrack("video", idOf(wanted.video, "cam-1")));
    return new FakeStream(tracks);
  },
  enumerateDevices: async () => [
    { kind: "audioinput", deviceId: "mic-1", label: "Headset" },
    { kind: "videoinput", deviceId: "cam-1", label: "Webcam" },
    { kind: "videoinput", deviceId: "cam-2", label: "" },
    { kind: "audiooutput", deviceId: "out-1", label: "Speakers" },
  ],
});

beforeEach(() => {
  refusals = {};
  granted.clear();
  asked.mockReset();
  vi.stubGlobal("MediaStream", FakeStream);
  vi.stubGlobal("navigator", {
    mediaDevices: media,
    permissions: {
      query: async ({ name }: { name: string }) => ({ state: granted.has(name) ? "granted" : "denied" }),
    },
  });
});

async function started(): Promise<Preview> {
  const preview = new Preview();
  await preview.start();
  return preview;
}

test("F024 F025 both are asked for at once, and devices are listed with the chosen ones", async () => {
  const { state } = await started();
  expect(asked.mock.calls).toEqual([["audio+video"]]);
  expect(state).toMatchObject({ microphone: "on", camera: "on", obstacle: null, cameraId: "cam-1" });
  expect(state.cameras.map((camera) => camera.id)).toEqual(["cam-1", "cam-2"]);
  expect(state.speakers).toEqual([{ id: "out-1", label: "Speakers" }]);
});

test("without a camera the microphone still works, and nothing is reproached", async () => {
  refusals = { video: "NotFoundError" };
  const { state } = await started();
  expect(state).toMatchObject({ microphone: "on", camera: "none", obstacle: null });
});

test("a camera in use by another program is said so, and the microphone works", async () => {
  refusals = { video: "NotReadableError" };
  expect((await started()).state).toMatchObject({ microphone: "on", camera: "none", obstacle: "in_use" });
});

test("after a refusal nobody is asked again, except for what was allowed before", async () => {
  refusals = { video: "NotAllowedError" };
  expect((await started()).state).toMatchObject({ microphone: "none", camera: "none", obstacle: "denied" });
  expect(asked.mock.calls).toEqual([["audio+video"]]);
  granted.add("microphone");
  expect((await started()).state).toMatchObject({ microphone: "on", camera: "none", obstacle: "denied" });
});

test("trying again after permission was given leaves no trace of the refusal", async () => {
  refusals = { audio: "NotAllowedError", video: "NotAllowedError" };
  const preview = await started();
  refusals = {};
  await preview.start();
  expect(preview.state).toMatchObject({ microphone: "on", camera: "on", obstacle: null });
});

test("an address without https is named as the reason", async () => {
  vi.stubGlobal("navigator", {});
  expect((await started()).state).toMatchObject({ microphone: "none", camera: "none", obstacle: "insecure" });
});

test("off stops the device itself, and on opens it again", async () => {
  const preview = await started();
  const track = preview.track("camera");
  await preview.toggle("camera");
  expect(track?.readyState).toBe("ended");
  expect(preview.state.camera).toBe("off");
  expect(preview.track("camera")).toBeUndefined();
  await preview.toggle("camera");
  expect(preview.state.camera).toBe("on");
  expect(preview.track("camera")?.readyState).toBe("live");
});

test("F039 another camera replaces the first, unless it is switched off", async () => {
  const preview = await started();
  const first = preview.track("camera");
  await preview.choose("camera", "cam-2");
  expect(first?.readyState).toBe("ended");
  expect(preview.state.cameraId).toBe("cam-2");
  await preview.toggle("camera");
  asked.mockReset();
  await preview.choose("camera", "cam-1");
  expect(asked).not.toHaveBeenCalled();
  expect(preview.state).toMatchObject({ camera: "off", cameraId: "cam-1" });
});

test("a camera that is pulled out is missing, not switched off", async () => {
  const preview = await started();
  const heard = vi.fn();
  preview.subscribe(heard);
  preview.track("camera")?.dispatchEvent(new Event("ended"));
  expect(preview.state.camera).toBe("none");
  expect(preview.stream.getTracks().map((track) => track.kind)).toEqual(["audio"]);
  expect(heard).toHaveBeenCalled();
});

test("leaving the page stops everything", async () => {
  const preview = await started();
  const tracks = preview.stream.getTracks();
  preview.release();
  expect(tracks.map((track) => track.readyState)).toEqual(["ended", "ended"]);
});

test("a stream that went along into the room is not stopped behind its back", async () => {
  const preview = await started();
  preview.letGo();
  preview.release();
  expect(preview.stream.getTracks().map((track) => track.readyState)).toEqual(["live", "live"]);
});

test("a device that answers after the page was left is stopped at once", async () => {
  const preview = new Preview();
  const starting = preview.start();
  preview.release();
  await starting;
  expect(preview.stream.getTracks()).toEqual([]);
});
