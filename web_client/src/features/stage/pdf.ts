/** pdf.js, loaded when the first PDF is opened: one worker for the page, one open document per file. */
import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import type { Size } from "./geometry";

export type { PDFDocumentProxy, PDFPageProxy };

type Pdfjs = typeof import("pdfjs-dist");

let library: Promise<Pdfjs> | undefined;

function pdfjs(): Promise<Pdfjs> {
  library ??= load().catch((error: unknown) => {
    // Offline at the wrong moment: the next try loads it again.
    library = undefined;
    throw error;
  });
  return library;
}

async function load(): Promise<Pdfjs> {
  const [loaded, worker] = await Promise.all([
    import("pdfjs-dist"),
    import("pdfjs-dist/build/pdf.worker.min.mjs?url"),
  ]);
  loaded.GlobalWorkerOptions.workerSrc = worker.default;
  return loaded;
}

/** Opens the PDF at this address, or these bytes. Rejects when it is none, is protected, or cannot be fetched. */
export async function openPdf(source: string | Uint8Array): Promise<PDFDocumentProxy> {
  const { getDocument } = await pdfjs();
  const options: object = {
    ...(typeof source === "string" ? { url: source } : { data: source }),
    cMapUrl: `${__PDFJS_ASSETS__}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${__PDFJS_ASSETS__}standard_fonts/`,
    wasmUrl: `${__PDFJS_ASSETS__}wasm/`,
    iccUrl: `${__PDFJS_ASSETS__}iccs/`,
    // A document of a stranger: its scripts and forms have no business here.
    enableXfa: false,
    isEvalSupported: false,
  };
  return getDocument(options).promise;
}

export function sizeOf(page: PDFPageProxy): Size {
  const { width, height } = page.getViewport({ scale: 1 });
  return { width, height };
}

/** The most pixels one canvas may have: more and phones give up silently. */
const MOST_PIXELS = 16_000_000;

/** Draws the page `width` CSS pixels wide, sharp on this screen. Returns what stops it. */
export function drawPage(page: PDFPageProxy, canvas: HTMLCanvasElement, width: number): () => void {
  const own = sizeOf(page);
  const wanted = (width / own.width) * Math.min(window.devicePixelRatio || 1, 3);
  const scale = Math.min(wanted, Math.sqrt(MOST_PIXELS / (own.width * own.height)));
  const viewport = page.getViewport({ scale });
  // Drawn beside the screen first, so that the page does not flash white at every zoom step.
  const fresh = document.createElement("canvas");
  fresh.width = Math.max(1, Math.floor(viewport.width));
  fresh.height = Math.max(1, Math.floor(viewport.height));
  const task = page.render({ canvas: fresh, viewport });
  let stopped = false;
  task.promise.then(
    () => {
      if (stopped) return;
      canvas.width = fresh.width;
      canvas.height = fresh.height;
      canvas.getContext("2d")?.drawImage(fresh, 0, 0);
      canvas.dataset.drawn = "true";
    },
    // Cancelled because of a newer size; anything else leaves the last picture standing.
    () => undefined,
  );
  return () => {
    stopped = true;
    task.cancel();
  };
}

/** Lays the page's text over its picture, so that it can be selected and read aloud. Returns what stops it. */
export function layText(page: PDFPageProxy, container: HTMLElement, width: number): () => void {
  const own = sizeOf(page);
  const scale = width / own.width;
  let stopped = false;
  let layer: { cancel(): void } | undefined;
  void pdfjs().then(
    async ({ TextLayer }) => {
      if (stopped) return;
      container.replaceChildren();
      container.style.setProperty("--total-scale-factor", String(scale));
      container.style.setProperty("--scale-factor", String(scale));
      const made = new TextLayer({
        textContentSource: page.streamTextContent(),
        container,
        viewport: page.getViewport({ scale }),
      });
      layer = made;
      await made.render().catch(() => undefined);
    },
    () => undefined,
  );
  return () => {
    stopped = true;
    layer?.cancel();
  };
}
