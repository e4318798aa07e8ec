/** The camera's picture with its background blurred, by a model that comes from our own server. */
import type { BackgroundBlurState } from "./call-state";
import { framePipe, type PipeMessage, type WorkerReport } from "./frames";

export interface BlurredCamera {
  readonly source: MediaStreamTrack;
  readonly track: MediaStreamTrack;
  close(): void;
}

/** Loading the model and its first picture; a slow phone needs a while. In milliseconds. */
const READY_WITHIN = 20_000;

/** Whether this browser has what it takes; pages learn of failures only by trying. */
export function canBlurBackground(): boolean {
  return "MediaStreamTrackProcessor" in globalThis && "MediaStreamTrackGenerator" in globalThis;
}

/** Resolves when the first blurred picture is there; rejects when this browser cannot. */
export async function blurBackground(source: MediaStreamTrack): Promise<BlurredCamera> {
  const copy = source.clone();
  const pipe = framePipe(copy);
  if (!pipe) {
    copy.stop();
    throw new Error("this browser gives no access to single frames");
  }
  const { readable, writable, track } = pipe;
  const worker = new Worker(new URL("./background-blur.worker.ts", import.meta.url));
  const close = () => {
    worker.terminate();
    copy.stop();
    track.stop();
  };
  const { width = 0, height = 0 } = source.getSettings();
  const message: PipeMessage = { readable, writable, width, height, assets: __SEGMENTATION_ASSETS__ };
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("the model took too long")), READY_WITHIN);
      worker.onerror = () => reject(new Error("the worker could not be started"));
      worker.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
        clearTimeout(timer);
        if (data.type === "ready") resolve();
        else reject(new Error(data.reason));
      };
      worker.postMessage(message, [readable, writable] as unknown as Transferable[]);
    });
  } catch (error) {
    close();
    throw error;
  }
  return { source, track, close };
}

/** Decides what leaves as the camera's picture: the camera's own track, or its blurred twin. */
export class BackgroundBlur {
  readonly #changed: () => void;
  #on = false;
  #loading = false;
  #available = canBlurBackground();
  #blurred: BlurredCamera | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get state(): BackgroundBlurState {
    return { on: this.#on, loading: this.#loading, available: this.#available };
  }

  set(on: boolean): void {
    this.#on = on && this.#available;
    this.#changed();
  }

  /** The track to send for this camera. Null: it was to be blurred and cannot be. Not to be called concurrently. */
  async through(source: MediaStreamTrack | null): Promise<MediaStreamTrack | null> {
    if (source === null || !this.#on) {
      this.#drop();
      return source;
    }
    if (this.#blurred?.source === source) return this.#blurred.track;
    this.#drop();
    this.#loading = true;
    this.#changed();
    try {
      this.#blurred = await blurBackground(source);
      return this.#blurred.track;
    } catch {
      this.#available = false;
      this.#on = false;
      return null;
    } finally {
      this.#loading = false;
      this.#changed();
    }
  }

  close(): void {
    this.#drop();
  }

  #drop(): void {
    this.#blurred?.close();
    this.#blurred = null;
  }
}
