/** Decodes and draws a shared page off the main thread, so that a busy room never delays its picture. */
import { PageDecoder, paperOf } from "./page-decoder";
import type { DecoderOrder } from "./page-picture";

interface Scope {
  onmessage: ((event: MessageEvent<DecoderOrder>) => void) | null;
  postMessage(message: unknown): void;
}

const scope = globalThis as unknown as Scope;
let decoder: PageDecoder | null = null;

scope.onmessage = ({ data }) => {
  switch (data.type) {
    case "start":
      decoder = new PageDecoder(paperOf(data.canvas), (report) => scope.postMessage(report));
      return;
    case "codec":
      decoder?.setCodec(data.codec);
      return;
    case "frame":
      decoder?.take(data.data);
      return;
    case "forget":
      decoder?.forget();
  }
};
