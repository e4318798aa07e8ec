/** Turns the frames of a shared page into one picture, in their order; runs in a worker, or without one on the page. */
import { type PageFrame, readFrame } from "../protocol/page";

/** What is drawn on: a canvas, or a list of what would be drawn in a test. */
export interface Paper {
  /** The picture's own size; what stood on it may be gone afterwards. */
  resize(width: number, height: number): void;
  draw(picture: Drawable, from: Place, to: Place): void;
  /** Nothing that was on it may be read any more. */
  wipe(): void;
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type Drawable = (VideoFrame | ImageBitmap) & { close(): void };

export type DecoderReport =
  /** On the screen, or thrown away because something newer is: both are answered for. `took` in milliseconds. */
  | { type: "done"; number: number; drawn: boolean; bytes: number; took: number; kind: PageFrame["kind"] }
  /** What is on the screen from now on may be seen by nobody but as a haze (true), or is sharp again. */
  | { type: "covered"; on: boolean }
  | { type: "size"; width: number; height: number }
  | { type: "need_key" }
  /** This browser fails at decoding again and again. */
  | { type: "unable"; reason: string };

export interface DecoderTools {
  readonly decoder: (init: VideoDecoderInit) => VideoDecoder;
  readonly image: (data: Blob) => Promise<ImageBitmap>;
  readonly now: () => number;
}

export function browserTools(): DecoderTools {
  return {
    decoder: (init) => new VideoDecoder(init),
    image: (data) => createImageBitmap(data),
    now: () => performance.now(),
  };
}

/** Some decoders keep the last frame back until the next one comes; a still waits no longer than this. Milliseconds. */
const STILL_WAITS = 80;
/** Between two questions for a key frame, in milliseconds. */
const ASK_AGAIN = 500;
/** So many failures within this time, in milliseconds, and it is the browser that cannot. */
const FAILURES = { count: 3, within: 10_000 } as const;
const IMAGE_TYPES = { still: "image/png", jpeg: "image/jpeg", blurred: "image/jpeg" } as const;

interface Slot {
  readonly frame: PageFrame;
  readonly since: number;
  picture: Drawable | null;
  state: "waiting" | "ready" | "void";
}

export class PageDecoder {
  readonly #paper: Paper;
  readonly #report: (report: DecoderReport) => void;
  readonly #tools: DecoderTools;
  #codec = "avc1.42C02A";
  #decoder: VideoDecoder | null = null;
  #configured = "";
  #slots: Slot[] = [];
  #size = "";
  /** Parts of video frames that were decoded and not drawn: the next one must make up for them. */
  #owed: Place | null = null;
  #covered = false;
  #askedAt = Number.NEGATIVE_INFINITY;
  #failures: number[] = [];
  #hurry: ReturnType<typeof setTimeout> | undefined;

  constructor(paper: Paper, report: (report: DecoderReport) => void, tools: DecoderTools = browserTools()) {
    this.#paper = paper;
    this.#report = report;
    this.#tools = tools;
  }

  setCodec(codec: string): void {
    this.#codec = codec;
  }

  take(data: ArrayBuffer): void {
    const frame = readFrame(data);
    if (frame === undefined) return;
    switch (frame.kind) {
      case "blurred":
        // From this moment on no sharp pixel may be seen, decoded or not.
        this.forget();
        this.#cover(true);
        this.#decodeImage(frame);
        return;
      case "still":
      case "jpeg":
        this.#decodeImage(frame);
        return;
      case "key":
      case "delta":
        this.#decodeVideo(frame);
    }
  }

  /** Throws away what is on its way and what is on the screen; video then starts with a key frame. */
  forget(): void {
    this.#closeDecoder();
    const slots = this.#slots;
    this.#slots = [];
    for (const slot of slots) this.#throwAway(slot);
    this.#owed = EVERYTHING;
    this.#paper.wipe();
  }

  close(): void {
    clearTimeout(this.#hurry);
    this.#closeDecoder();
    for (const slot of this.#slots) slot.picture?.close();
    this.#slots = [];
  }

  #decodeImage(frame: PageFrame): void {
    const slot = this.#slot(frame);
    const type = IMAGE_TYPES[frame.kind as keyof typeof IMAGE_TYPES];
    this.#tools.image(new Blob([frame.payload], { type })).then(
      (picture) => this.#arrived(slot, picture as Drawable),
      () => {
        // A still that cannot be read leaves the picture as it was, which is right but for its sharpness.
        this.#void(slot);
        this.#drain();
      },
    );
  }

  #decodeVideo(frame: PageFrame): void {
    if (frame.kind === "key") this.#prepare(frame);
    const decoder = this.#decoder;
    if (decoder === null || decoder.state !== "configured") {
      this.#owed = EVERYTHING;
      this.#done(frame, this.#tools.now(), false);
      this.#askForKey();
      return;
    }
    const slot = this.#slot(frame);
    try {
      decoder.decode(
        new EncodedVideoChunk({
          type: frame.kind === "key" ? "key" : "delta",
          // Only to find the slot again: pictures are shown as soon as they are there.
          timestamp: frame.number,
          data: frame.payload,
        }),
      );
    } catch (error) {
      this.#void(slot);
      this.#failed(decoder, error);
    }
  }

  /** A decoder for key frames of this size; anything else would start from the wrong picture. */
  #prepare(frame: PageFrame): void {
    const wanted = `${this.#codec} ${frame.pageWidth}x${frame.pageHeight}`;
    if (this.#decoder?.state === "configured" && this.#configured === wanted) return;
    this.#closeDecoder();
    const decoder: VideoDecoder = this.#tools.decoder({
      output: (picture) => this.#decoded(decoder, picture),
      error: (error) => this.#failed(decoder, error),
    });
    this.#decoder = decoder;
    this.#configured = wanted;
    try {
      decoder.configure({ codec: this.#codec, optimizeForLatency: true });
    } catch (error) {
      this.#failed(decoder, error);
    }
  }

  #decoded(decoder: VideoDecoder, picture: VideoFrame): void {
    const slot = this.#slots.find(
      ({ frame }) => isVideo(frame) && frame.number === picture.timestamp && decoder === this.#decoder,
    );
    if (slot === undefined || slot.state !== "waiting") picture.close();
    else this.#arrived(slot, picture);
  }

  #failed(decoder: VideoDecoder, error: unknown): void {
    if (decoder !== this.#decoder) return;
    this.#closeDecoder();
    for (const slot of this.#slots) if (isVideo(slot.frame)) this.#void(slot);
    this.#owed = EVERYTHING;
    this.#drain();
    const now = this.#tools.now();
    this.#failures = [...this.#failures.filter((at) => now - at < FAILURES.within), now];
    if (this.#failures.length >= FAILURES.count) {
      this.#report({ type: "unable", reason: String(error) });
    } else this.#askForKey();
  }

  #askForKey(): void {
    const now = this.#tools.now();
    if (now - this.#askedAt < ASK_AGAIN) return;
    this.#askedAt = now;
    this.#report({ type: "need_key" });
  }

  #closeDecoder(): void {
    const decoder = this.#decoder;
    this.#decoder = null;
    this.#configured = "";
    if (decoder !== null && decoder.state !== "closed") decoder.close();
  }

  #slot(frame: PageFrame): Slot {
    const slot: Slot = { frame, since: this.#tools.now(), picture: null, state: "waiting" };
    this.#slots.push(slot);
    return slot;
  }

  #arrived(slot: Slot, picture: Drawable): void {
    if (slot.state !== "waiting") {
      picture.close();
      return;
    }
    slot.picture = picture;
    slot.state = "ready";
    this.#drain();
    this.#hurryOn();
  }

  /** Draws what is ready, oldest first; what is hidden by something newer is not drawn at all. */
  #drain(): void {
    const first = this.#slots.findIndex(({ state }) => state === "waiting");
    const ready = this.#slots.splice(0, first === -1 ? this.#slots.length : first);
    const from = ready.findLastIndex((slot) => slot.state === "ready" && coversAll(slot.frame));
    ready.forEach((slot, index) => {
      if (slot.state === "void") return;
      const next = ready[index + 1];
      // A video frame holds everything of the one before it.
      const outdone = isVideo(slot.frame) && next?.state === "ready" && isVideo(next.frame);
      if (index < from || outdone) this.#throwAway(slot);
      else this.#paint(slot);
    });
  }

  /** A still that is ready waits for a video frame: when that one does not come, it goes without. */
  #hurryOn(): void {
    clearTimeout(this.#hurry);
    if (!this.#slots.some(({ state }) => state === "ready")) return;
    this.#hurry = setTimeout(() => {
      const last = this.#slots.findLastIndex(({ state }) => state === "ready");
      for (const slot of this.#slots.slice(0, last)) {
        if (slot.state === "waiting" && isVideo(slot.frame)) this.#void(slot);
      }
      this.#drain();
    }, STILL_WAITS);
  }

  #paint(slot: Slot): void {
    const { frame, picture } = slot;
    if (picture === null) return;
    const size = `${frame.pageWidth}x${frame.pageHeight}`;
    if (size !== this.#size) {
      this.#size = size;
      this.#paper.resize(frame.pageWidth, frame.pageHeight);
      this.#owed = EVERYTHING;
      this.#report({ type: "size", width: frame.pageWidth, height: frame.pageHeight });
    }
    const area = areaOf(frame, isVideo(frame) ? this.#owed : null);
    // A frame in which nothing changed is decoded for the sake of the next.
    if (area.w > 0 && area.h > 0) this.#paper.draw(picture, sourceOf(frame, picture, area), area);
    if (isVideo(frame)) this.#owed = null;
    picture.close();
    this.#cover(frame.kind === "blurred");
    this.#done(frame, slot.since, true);
  }

  #cover(on: boolean): void {
    if (on === this.#covered) return;
    this.#covered = on;
    this.#report({ type: "covered", on });
  }

  #void(slot: Slot): void {
    if (slot.state === "void") return;
    this.#throwAway(slot);
  }

  #throwAway(slot: Slot): void {
    const before = slot.state;
    slot.state = "void";
    slot.picture?.close();
    slot.picture = null;
    if (isVideo(slot.frame)) this.#owed = union(this.#owed, slot.frame);
    if (before !== "void") this.#done(slot.frame, slot.since, false);
  }

  #done(frame: PageFrame, since: number, drawn: boolean): void {
    // Of a still in pieces only the last is answered for.
    if (frame.kind === "still" && !frame.end) return;
    const took = this.#tools.now() - since;
    const { number, kind } = frame;
    this.#report({ type: "done", number, drawn, bytes: frame.payload.byteLength, took, kind });
  }
}

function isVideo({ kind }: PageFrame): boolean {
  return kind === "key" || kind === "delta";
}

/** Larger than any page. */
const EVERYTHING: Place = { x: 0, y: 0, w: 0xffff, h: 0xffff };

/** Whether nothing of what was there before stays in sight. */
function coversAll({ kind, x, y, w, h, pageWidth, pageHeight }: PageFrame): boolean {
  return kind === "blurred" || (x === 0 && y === 0 && w >= pageWidth && h >= pageHeight);
}

/** What is drawn of a frame: what it says, and what earlier ones still owe; never beyond the page. */
function areaOf(frame: PageFrame, owed: Place | null): Place {
  if (frame.kind === "blurred") return { x: 0, y: 0, w: frame.pageWidth, h: frame.pageHeight };
  const { x, y, w, h } = union(owed, frame);
  return { x, y, w: Math.min(w, frame.pageWidth - x), h: Math.min(h, frame.pageHeight - y) };
}

/** A video frame is the whole page, of which a part is taken; anything else is exactly what it covers, at any scale. */
function sourceOf(frame: PageFrame, picture: Drawable, area: Place): Place {
  if (isVideo(frame)) return area;
  const w = "displayWidth" in picture ? picture.displayWidth : picture.width;
  const h = "displayHeight" in picture ? picture.displayHeight : picture.height;
  return { x: 0, y: 0, w, h };
}

function union(one: Place | null, { x, y, w, h }: Place): Place {
  if (one === null || one.w === 0 || one.h === 0) return { x, y, w, h };
  if (w === 0 || h === 0) return one;
  const [left, top] = [Math.min(one.x, x), Math.min(one.y, y)];
  return {
    x: left,
    y: top,
    w: Math.max(one.x + one.w, x + w) - left,
    h: Math.max(one.y + one.h, y + h) - top,
  };
}

/** A canvas as paper. Without a context (a test's page, a browser out of memory) nothing is drawn, and nothing breaks. */
export function paperOf(canvas: OffscreenCanvas | HTMLCanvasElement): Paper {
  const context = canvas.getContext("2d", { alpha: false }) as
    | OffscreenCanvasRenderingContext2D
    | CanvasRenderingContext2D
    | null;
  return {
    resize(width, height) {
      canvas.width = width;
      canvas.height = height;
    },
    draw: (picture, from, to) =>
      context?.drawImage(picture, from.x, from.y, from.w, from.h, to.x, to.y, to.w, to.h),
    wipe() {
      if (context === null) return;
      context.fillStyle = "#e8ece3";
      context.fillRect(0, 0, canvas.width, canvas.height);
    },
  };
}
