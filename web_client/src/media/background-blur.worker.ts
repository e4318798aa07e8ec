/**
 * Blurs the camera's background off the main thread. A classic worker, because MediaPipe's script comes by
 * importScripts; that script was made for pages, so the few things it asks of one are given here.
 */
import type { PipeMessage, WorkerScope } from "./frames";
import { Portrait, type SegmentationClass } from "./segmentation";

const scope = globalThis as unknown as WorkerScope & {
  SelfieSegmentation?: SegmentationClass;
  importScripts: (address: string) => void;
};

scope.onmessage = ({ data }) => {
  blur(data).catch((error: unknown) => scope.postMessage({ type: "failed", reason: String(error) }));
};

async function blur({ readable, writable, assets }: PipeMessage): Promise<void> {
  const segmentation = load(assets);
  const portrait = new Portrait(segmentation);
  await segmentation.initialize();
  const reader = readable.getReader();
  const writer = writable.getWriter();
  let ready = false;
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) return;
    const { timestamp } = frame;
    try {
      await portrait.draw(frame, frame.displayWidth, frame.displayHeight);
    } finally {
      frame.close();
    }
    await writer.write(new VideoFrame(portrait.canvas, { timestamp }));
    if (!ready) scope.postMessage({ type: "ready" });
    ready = true;
  }
}

function load(assets: string): InstanceType<SegmentationClass> {
  actAsPage();
  scope.importScripts(`${assets}selfie_segmentation.js`);
  const Segmentation = scope.SelfieSegmentation;
  if (!Segmentation) throw new Error("the script defines no SelfieSegmentation");
  return new Segmentation({ locateFile: (file) => assets + file });
}

interface ScriptStandIn {
  src: string;
  loaded: (() => void) | null;
}

/** `window` and the handful of document's methods that MediaPipe and its WebAssembly loader call. */
function actAsPage(): void {
  const script = () => {
    const standIn: ScriptStandIn = { src: "", loaded: null };
    return Object.assign(standIn, {
      setAttribute(name: string, value: string) {
        if (name === "src") standIn.src = value;
      },
      addEventListener(name: string, listener: () => void) {
        if (name === "load") standIn.loaded = listener;
      },
    });
  };
  const append = (child: Partial<ScriptStandIn>) => {
    if (!child.src) return;
    scope.importScripts(child.src);
    queueMicrotask(() => child.loaded?.());
  };
  const canvas = () => Object.assign(new OffscreenCanvas(16, 16), { style: {} });
  const page = {
    createElement: (name: string) => (name === "script" ? script() : canvas()),
    body: { appendChild: append },
    addEventListener() {},
    removeEventListener() {},
    getElementById: () => null,
    querySelector: () => null,
  };
  Object.assign(globalThis, { window: globalThis, document: page });
}
