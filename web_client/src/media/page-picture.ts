/** The picture of a shared page: one canvas for as long as the page is open, wherever the room puts it. */
import { type DecoderReport, PageDecoder, paperOf } from "./page-decoder";

export type DecoderOrder =
  | { type: "start"; canvas: OffscreenCanvas }
  | { type: "codec"; codec: string }
  | { type: "frame"; data: ArrayBuffer }
  | { type: "forget" };

export interface PicturePort {
  /** Moves from place to place in the room; whoever shows it appends it. */
  readonly canvas: HTMLCanvasElement;
  setCodec(codec: string): void;
  /** The bytes are the picture's from then on. */
  take(data: ArrayBuffer): void;
  forget(): void;
  close(): void;
}

/** The codec that is asked about before the server has named its own: baseline, up to 1080p. */
const ASKED = "avc1.42C02A";

/** Whether this browser decodes H.264 by WebCodecs. */
export async function decodesH264(): Promise<boolean> {
  if (typeof VideoDecoder === "undefined") return false;
  try {
    const { supported } = await VideoDecoder.isConfigSupported({ codec: ASKED, optimizeForLatency: true });
    return supported === true;
  } catch {
    return false;
  }
}

/** With a worker where a canvas can be handed to one, else on this thread. */
export function openPicture(report: (report: DecoderReport) => void): PicturePort {
  const canvas = document.createElement("canvas");
  if (typeof Worker !== "undefined" && "transferControlToOffscreen" in canvas) {
    return new WorkerPicture(canvas, report);
  }
  const decoder = new PageDecoder(paperOf(canvas), report);
  return {
    canvas,
    setCodec: (codec) => decoder.setCodec(codec),
    take: (data) => decoder.take(data),
    forget: () => decoder.forget(),
    close: () => decoder.close(),
  };
}

class WorkerPicture implements PicturePort {
  readonly canvas: HTMLCanvasElement;
  readonly #worker: Worker;

  constructor(canvas: HTMLCanvasElement, report: (report: DecoderReport) => void) {
    this.canvas = canvas;
    this.#worker = new Worker(new URL("./page-decoder.worker.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<DecoderReport>) => report(data);
    this.#worker.onerror = (event) => report({ type: "unable", reason: event.message });
    const offscreen = canvas.transferControlToOffscreen();
    this.#order({ type: "start", canvas: offscreen }, [offscreen]);
  }

  setCodec(codec: string): void {
    this.#order({ type: "codec", codec });
  }

  take(data: ArrayBuffer): void {
    this.#order({ type: "frame", data }, [data]);
  }

  forget(): void {
    this.#order({ type: "forget" });
  }

  close(): void {
    this.#worker.terminate();
  }

  #order(order: DecoderOrder, transfer: Transferable[] = []): void {
    this.#worker.postMessage(order, transfer);
  }
}
