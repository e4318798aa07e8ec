/** The illegible twin of a captured screen. */
import { framePipe, type PipeMessage, type WorkerReport } from "./frames";
import { IllegiblePicture, PICTURE_EVERY } from "./illegible";

export interface BlurredTrack {
  readonly track: MediaStreamTrack;
  /** Resolves when the first blurred picture is there. */
  readonly ready: Promise<void>;
  close(): void;
}

export function blurScreen(source: MediaStreamTrack): BlurredTrack {
  return inWorker(source) ?? inPage(source);
}

function inWorker(source: MediaStreamTrack): BlurredTrack | null {
  // A copy, so that ending ours leaves the captured one alone.
  const copy = source.clone();
  const pipe = framePipe(copy);
  if (!pipe) {
    copy.stop();
    return null;
  }
  const { readable, writable, track } = pipe;
  const worker = new Worker(new URL("./screen-blur.worker.ts", import.meta.url), { type: "module" });
  const { width = 0, height = 0 } = source.getSettings();
  const ready = new Promise<void>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
      if (data.type === "ready") resolve();
      else reject(new Error(data.reason));
    };
    worker.onerror = () => reject(new Error("the worker could not be started"));
  });
  const message: PipeMessage = { readable, writable, width, height, assets: "" };
  worker.postMessage(message, [readable, writable] as unknown as Transferable[]);
  return {
    track,
    ready,
    close() {
      worker.terminate();
      copy.stop();
      track.stop();
    },
  };
}

function inPage(source: MediaStreamTrack): BlurredTrack {
  const { width = 0, height = 0 } = source.getSettings();
  const make = (w: number, h: number) =>
    Object.assign(document.createElement("canvas"), { width: w, height: h });
  const picture = new IllegiblePicture(make, width, height);
  const canvas = picture.canvas as HTMLCanvasElement;
  const [track] = canvas.captureStream(1000 / PICTURE_EVERY).getVideoTracks();
  if (!track) throw new Error("this browser cannot capture a canvas");
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([source]);
  void video.play().catch(() => {});
  const draw = () => picture.draw(video, video.videoWidth, video.videoHeight);
  const timer = setInterval(draw, PICTURE_EVERY);
  return {
    track,
    ready: Promise.resolve(),
    close() {
      clearInterval(timer);
      video.srcObject = null;
      track.stop();
    },
  };
}
