/** Blurs a shared screen off the main thread, which a hidden tab slows down: the sharer's usually is one. */
import type { PipeMessage, WorkerScope } from "./frames";
import { IllegiblePicture, PICTURE_EVERY } from "./illegible";

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data }) => {
  blur(data).catch((error: unknown) => scope.postMessage({ type: "failed", reason: String(error) }));
};

async function blur({ readable, writable, width, height }: PipeMessage): Promise<void> {
  const picture = new IllegiblePicture((w, h) => new OffscreenCanvas(w, h), width, height);
  const writer = writable.getWriter();
  const write = async () => {
    const timestamp = Math.round(performance.now() * 1000);
    await writer.write(new VideoFrame(picture.canvas as OffscreenCanvas, { timestamp }));
  };
  // The neutral picture goes first: a screen that stands still gives no frame to wait for.
  await write();
  scope.postMessage({ type: "ready" });
  void follow(readable, picture);
  // Again and again, also when nothing moves, for whoever comes in later.
  for (;;) {
    await pause();
    await write();
  }
}

async function follow(readable: ReadableStream<VideoFrame>, picture: IllegiblePicture): Promise<void> {
  const reader = readable.getReader();
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) return;
    picture.draw(frame, frame.displayWidth, frame.displayHeight);
    frame.close();
    await pause();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PICTURE_EVERY));
}
