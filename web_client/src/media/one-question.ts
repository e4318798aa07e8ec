/** Microphone and camera that are asked for at the same moment become one question of the browser. */

export type Capture = Pick<MediaDevices, "getUserMedia">;

interface Wish {
  readonly constraints: MediaStreamConstraints;
  readonly resolve: (stream: MediaStream) => void;
  readonly reject: (reason: unknown) => void;
}

/** A getUserMedia that waits one microtask for the other kind. Each caller gets a stream of its own kind alone. */
export function oneQuestion(devices: Capture): Capture {
  let waiting: Wish[] = [];

  const ask = async () => {
    const wishes = waiting;
    waiting = [];
    const audio = wishes.find(({ constraints }) => constraints.audio);
    const video = wishes.find(({ constraints }) => constraints.video);
    if (wishes.length === 2 && audio && video) await together(devices, audio, video);
    else for (const wish of wishes) alone(devices, wish);
  };

  return {
    getUserMedia: (constraints = {}) =>
      new Promise((resolve, reject) => {
        waiting.push({ constraints, resolve, reject });
        if (waiting.length === 1) queueMicrotask(() => void ask());
      }),
  };
}

function alone(devices: Capture, { constraints, resolve, reject }: Wish): void {
  devices.getUserMedia(constraints).then(resolve, reject);
}

async function together(devices: Capture, audio: Wish, video: Wish): Promise<void> {
  let both: MediaStream;
  try {
    both = await devices.getUserMedia({
      audio: audio.constraints.audio,
      video: video.constraints.video,
    });
  } catch (error) {
    // One of the two is missing, busy or blocked: the other need not do without.
    const refused = error instanceof DOMException && error.name === "NotAllowedError";
    const states = refused ? await Promise.all([permission("microphone"), permission("camera")]) : null;
    for (const [wish, own, other] of [
      [audio, states?.[0], states?.[1]],
      [video, states?.[1], states?.[0]],
    ] as const) {
      // After a "no" to both, asking again would only nag.
      const mayStill = states === null || own === "granted" || (own === "prompt" && other === "denied");
      if (mayStill) alone(devices, wish);
      else wish.reject(error);
    }
    return;
  }
  audio.resolve(new MediaStream(both.getAudioTracks()));
  video.resolve(new MediaStream(both.getVideoTracks()));
}

async function permission(kind: "microphone" | "camera"): Promise<PermissionState | null> {
  try {
    return (await navigator.permissions.query({ name: kind as PermissionName })).state;
  } catch {
    // Not every browser knows these two names.
    return null;
  }
}
