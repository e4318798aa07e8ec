/** A shared page without a server: what the lane would say goes in, what this browser says comes out. */
import type { DecoderReport } from "../../media/page-decoder";
import type { PageMessage, PageNews, PageReady, PageRequest, PageTab } from "../../protocol/page";
import type { PageLaneEvents } from "../../protocol/page-lane";
import { type LanePort, PageStore } from "../../state/page";
import type { RoomStore } from "../../state/store";

export const TAB: PageTab = {
  id: "t1",
  title: "Rentewijzer: maandlast",
  address: "https://rentewijzer.example/maandlast-berekenen",
  host: "rentewijzer.example",
  secure: true,
  icon: "",
  loading: false,
};

export const NEWS: PageNews = {
  type: "page",
  status: "running",
  place: 0,
  tabs: [TAB],
  active: "t1",
  can_back: true,
  can_forward: false,
  loading: false,
  progress: 1,
  zoom: 1,
  error: null,
  width: 1030,
  height: 648,
};

const READY: PageReady = {
  type: "ready",
  pipeline: "damage",
  transport: "websocket",
  reason: "best",
  epoch: 1,
  driver: null,
  codec: "avc1.42C02A",
  width: 1030,
  height: 648,
  sound: "none",
};

type Paint = (canvas: HTMLCanvasElement) => void;

export class RehearsedPage {
  readonly sent: PageRequest[] = [];
  readonly frames: ArrayBuffer[] = [];
  readonly canvas = document.createElement("canvas");
  readonly #ready: Partial<PageReady>;
  readonly #paint: Paint | null;
  #events: PageLaneEvents | null = null;
  #report: ((report: DecoderReport) => void) | null = null;
  store: PageStore | null = null;
  crowded = false;

  constructor(ready: Partial<PageReady> = {}, paint: Paint | null = null) {
    this.#ready = ready;
    this.#paint = paint;
  }

  readonly open = (room: RoomStore): PageStore => {
    this.store = new PageStore({
      room,
      ticket: "t",
      instance: "i",
      lane: (_hello, events) => this.#lane(events),
      picture: (report) => {
        this.#report = report;
        return {
          canvas: this.canvas,
          setCodec: () => undefined,
          take: (data) => this.frames.push(data),
          forget: () => undefined,
          close: () => undefined,
        };
      },
      decodesH264: () => Promise.resolve(true),
    });
    return this.store;
  };

  /** The server says something. */
  tell(...messages: PageMessage[]): void {
    for (const message of messages) this.#events?.message(message);
  }

  /** The page's state, changed in these respects. */
  news(changes: Partial<PageNews> = {}): void {
    this.tell({ ...NEWS, ...changes });
  }

  /** A picture of this size is on the screen. */
  draw(width = NEWS.width, height = NEWS.height): void {
    this.canvas.width = width;
    this.canvas.height = height;
    this.#paint?.(this.canvas);
    this.report({ type: "size", width, height });
    this.report({ type: "done", number: 1, drawn: true, bytes: 10, took: 1, kind: "key" });
  }

  report(report: DecoderReport): void {
    this.#report?.(report);
  }

  lose(code: string | null = null): void {
    this.#events?.status("lost", code);
  }

  asked<T extends PageRequest["type"]>(type: T): Extract<PageRequest, { type: T }>[] {
    return this.sent.filter((one): one is Extract<PageRequest, { type: T }> => one.type === type);
  }

  #lane(events: PageLaneEvents): LanePort {
    this.#events = events;
    const page = this;
    return {
      open: () => {
        events.status("live", null);
        events.message({ ...READY, ...this.#ready });
      },
      send: (request) => {
        this.sent.push(request);
        return true;
      },
      hurry: () => undefined,
      renew: () => undefined,
      close: () => undefined,
      get crowded() {
        return page.crowded;
      },
    };
  }
}
