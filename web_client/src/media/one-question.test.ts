import { beforeEach, expect, test, vi } from "vitest";
import { type Capture, oneQuestion } from "./one-question";

class Stream {
  readonly #kinds: string[];
  constructor(tracks: { kind: string }[]) {
    this.#kinds = tracks.map(({ kind }) => kind);
  }
  getTracks = () => this.#kinds.map((kind) => ({ kind }));
  getAudioTracks = () => this.getTracks().filter(({ kind }) => kind === "audio");
  getVideoTracks = () => this.getTracks().filter(({ kind }) => kind === "video");
}

function permissions(states: Record<string, string>) {
  vi.stubGlobal("navigator", {
    permissions: { query: async ({ name }: { name: string }) => ({ state: states[name] }) },
  });
}

beforeEach(() => {
  vi.stubGlobal("MediaStream", Stream);
});

/** A browser with what `answer` says to each question, and a list of the questions. */
function browser(answer: (kinds: string) => string | null) {
  const questions: string[] = [];
  const getUserMedia = async (constraints: MediaStreamConstraints = {}) => {
    const kinds = ["audio", "video"].filter((kind) => constraints[kind as "audio" | "video"]);
    questions.push(kinds.join("+"));
    const error = answer(kinds.join("+"));
    if (error) throw new DOMException("", error);
    return new Stream(kinds.map((kind) => ({ kind }))) as unknown as MediaStream;
  };
  return { questions, devices: oneQuestion({ getUserMedia }) };
}

async function both(devices: Capture) {
  const outcomes = await Promise.allSettled([
    devices.getUserMedia({ audio: { noiseSuppression: true } }),
    devices.getUserMedia({ video: true }),
  ]);
  return outcomes.map((one) =>
    one.status === "fulfilled"
      ? one.value
          .getTracks()
          .map(({ kind }) => kind)
          .join()
      : one.reason.name,
  );
}

test("both at the same moment are one question, and each gets its own", async () => {
  const { questions, devices } = browser(() => null);
  expect(await both(devices)).toEqual(["audio", "video"]);
  expect(questions).toEqual(["audio+video"]);
});

test("one alone, and one after the other, are asked as they are", async () => {
  const { questions, devices } = browser(() => null);
  await devices.getUserMedia({ audio: true });
  await devices.getUserMedia({ video: true });
  expect(questions).toEqual(["audio", "video"]);
});

test("without a camera the microphone is found all the same", async () => {
  const { devices } = browser((kinds) => (kinds.includes("video") ? "NotFoundError" : null));
  expect(await both(devices)).toEqual(["audio", "NotFoundError"]);
});

test("a no to both is not followed by another question", async () => {
  permissions({ microphone: "prompt", camera: "prompt" });
  const { questions, devices } = browser(() => "NotAllowedError");
  expect(await both(devices)).toEqual(["NotAllowedError", "NotAllowedError"]);
  expect(questions).toEqual(["audio+video"]);
});

test("a blocked camera does not take the microphone with it", async () => {
  permissions({ microphone: "prompt", camera: "denied" });
  const { questions, devices } = browser((kinds) => (kinds.includes("video") ? "NotAllowedError" : null));
  expect(await both(devices)).toEqual(["audio", "NotAllowedError"]);
  expect(questions).toEqual(["audio+video", "audio"]);
});
