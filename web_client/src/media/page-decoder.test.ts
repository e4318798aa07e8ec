import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FRAME_HEADER, FRAME_KINDS, type FrameKind } from "../protocol/page";
import { type DecoderReport, type DecoderTools, PageDecoder, type Place } from "./page-decoder";

interface Picture {
  name: string;
  width: number;
  height: number;
  timestamp: number;
  closed: boolean;
  close(): void;
}

function picture(name: string, timestamp = 0): Picture {
  const made = {
    name,
    width: 100,
    height: 50,
    displayWidth: 112,
    displayHeight: 64,
    timestamp,
    closed: false,
    close() {
      made.closed = true;
    },
  };
  pictures.push(made);
  return made;
}

/** The browser's decoder: pictures come out when the test says so. */
class FakeDecoder {
  state = "unconfigured";
  readonly init: VideoDecoderInit;
  readonly waiting: { type: string; timestamp: number }[] = [];
  config: VideoDecoderConfig | null = null;

  constructor(init: VideoDecoderInit) {
    this.init = init;
    decoders.push(this);
  }

  configure(config: VideoDecoderConfig): void {
    this.config = config;
    this.state = "configured";
  }

  decode(chunk: { type: string; timestamp: number }): void {
    this.waiting.push(chunk);
  }

  close(): void {
    this.state = "closed";
  }

  /** The next `count` frames are decoded. */
  gives(count = 1): void {
    for (const { timestamp } of this.waiting.splice(0, count)) {
      this.init.output(picture(`video ${timestamp}`, timestamp) as unknown as VideoFrame);
    }
  }

  fails(): void {
    this.state = "closed";
    this.init.error(new DOMException("broken"));
  }
}

let pictures: Picture[];
let decoders: FakeDecoder[];
let images: { resolve: (name: string) => Promise<void>; reject: () => Promise<void> }[];
let drawn: [name: string, from: Place, to: Place][];
let reports: DecoderReport[];
let wiped: number;
let now: number;
let decoder: PageDecoder;

const settle = async () => {
  await Promise.resolve();
  await Promise.resolve();
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal(
    "EncodedVideoChunk",
    class {
      constructor(init: object) {
        Object.assign(this, init);
      }
    },
  );
  [pictures, decoders, images, drawn, reports, wiped, now] = [[], [], [], [], [], 0, 0];
  const tools: DecoderTools = {
    decoder: (init) => new FakeDecoder(init) as unknown as VideoDecoder,
    image: () =>
      new Promise((resolve, reject) => {
        images.push({
          resolve: async (name) => {
            resolve(picture(name) as unknown as ImageBitmap);
            await settle();
          },
          reject: async () => {
            reject(new Error("unreadable"));
            await settle();
          },
        });
      }),
    now: () => now,
  };
  decoder = new PageDecoder(
    {
      resize: () => undefined,
      draw: (one, from, to) => drawn.push([(one as unknown as Picture).name, from, to]),
      wipe: () => {
        wiped += 1;
      },
    },
    (report) => reports.push(report),
    tools,
  );
});

afterEach(() => {
  decoder.close();
  vi.useRealTimers();
  expect(pictures.filter(({ closed }) => !closed)).toEqual([]);
});

interface Made {
  area?: [number, number, number, number];
  end?: boolean;
  page?: [number, number];
}

function frame(kind: FrameKind, number: number, { area, end = true, page = [100, 50] }: Made = {}) {
  const data = new ArrayBuffer(FRAME_HEADER + 4);
  const view = new DataView(data);
  view.setUint8(0, Number(Object.entries(FRAME_KINDS).find(([, name]) => name === kind)![0]));
  view.setUint8(1, end ? 2 : 0);
  view.setUint32(4, number);
  [...(area ?? [0, 0, ...page]), ...page].forEach((value, index) => {
    view.setUint16(12 + index * 2, value);
  });
  decoder.take(data);
}

const names = () => drawn.map(([name]) => name);
const done = () => reports.flatMap((one) => (one.type === "done" ? [[one.number, one.drawn]] : []));
const asked = () => reports.filter(({ type }) => type === "need_key").length;
const place = (x: number, y: number, w: number, h: number): Place => ({ x, y, w, h });

describe("pictures of a page", () => {
  test("start with a key frame, are decoded for speed, drawn and answered for", () => {
    decoder.setCodec("avc1.42C02A");
    frame("key", 1);
    frame("delta", 2);
    expect(decoders[0]!.config).toEqual({ codec: "avc1.42C02A", optimizeForLatency: true });
    expect(decoders[0]!.waiting.map(({ type }) => type)).toEqual(["key", "delta"]);
    decoders[0]!.gives();
    decoders[0]!.gives();
    expect(names()).toEqual(["video 1", "video 2"]);
    expect(done()).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(reports).toContainEqual({ type: "size", width: 100, height: 50 });
  });

  test("only where something changed: around it stays what a still made exact", () => {
    frame("key", 1);
    frame("delta", 2, { area: [10, 20, 30, 10] });
    frame("delta", 3, { area: [0, 0, 0, 0] });
    for (let count = 0; count < 3; count += 1) decoders[0]!.gives();
    expect(drawn[1]).toEqual(["video 2", place(10, 20, 30, 10), place(10, 20, 30, 10)]);
    expect(names()).toEqual(["video 1", "video 2"]);
    expect(done()).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
  });

  test("without a key frame are thrown away, asked for once in a while, and answered for all the same", () => {
    frame("delta", 7);
    frame("delta", 8);
    expect(asked()).toBe(1);
    now += 600;
    frame("delta", 9);
    expect(asked()).toBe(2);
    expect(drawn).toEqual([]);
    expect(done()).toEqual([
      [7, false],
      [8, false],
      [9, false],
    ]);
  });

  test("after a decoder that broke begin anew with a key frame that is drawn whole", () => {
    frame("key", 1);
    decoders[0]!.gives();
    frame("delta", 2, { area: [1, 1, 5, 5] });
    decoders[0]!.fails();
    expect(asked()).toBe(1);
    frame("key", 3, { area: [10, 10, 5, 5] });
    expect(decoders).toHaveLength(2);
    decoders[1]!.gives();
    expect(drawn.at(-1)).toEqual(["video 3", place(0, 0, 100, 50), place(0, 0, 100, 50)]);
    expect(done()).toContainEqual([2, false]);
  });

  test("that break again and again are given up with a word about it", () => {
    for (let number = 1; number <= 3; number += 1) {
      frame("key", number);
      decoders.at(-1)!.fails();
    }
    expect(reports.at(-1)).toMatchObject({ type: "unable" });
  });

  test("of another size get a decoder of their own", () => {
    frame("key", 1);
    decoders[0]!.gives();
    frame("key", 2, { page: [200, 80] });
    expect(decoders).toHaveLength(2);
    expect(decoders[0]!.state).toBe("closed");
    decoders[1]!.gives();
    expect(reports).toContainEqual({ type: "size", width: 200, height: 80 });
  });

  test("never stand over a still that came after them", async () => {
    frame("key", 1);
    frame("still", 2);
    await images[0]!.resolve("still");
    expect(names()).toEqual([]);
    decoders[0]!.gives();
    expect(names()).toEqual(["still"]);
    expect(done()).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  test("that a decoder keeps back do not keep a still waiting; what they showed is drawn with the next", async () => {
    frame("key", 1);
    decoders[0]!.gives();
    frame("delta", 2, { area: [0, 0, 10, 10] });
    frame("still", 3, { area: [50, 0, 20, 20] });
    await images[0]!.resolve("still");
    expect(names()).toEqual(["video 1"]);
    vi.advanceTimersByTime(100);
    expect(names()).toEqual(["video 1", "still"]);
    frame("delta", 4, { area: [20, 20, 10, 10] });
    decoders[0]!.gives(2);
    expect(drawn.at(-1)).toEqual(["video 4", place(0, 0, 30, 30), place(0, 0, 30, 30)]);
  });
});

describe("stills", () => {
  test("in pieces are drawn where they belong, and answered for with the last", async () => {
    frame("still", 5, { area: [0, 0, 100, 20], end: false });
    frame("still", 5, { area: [0, 20, 100, 30] });
    await images[1]!.resolve("second");
    expect(names()).toEqual([]);
    await images[0]!.resolve("first");
    expect(drawn.map(([name, , to]) => [name, to])).toEqual([
      ["first", place(0, 0, 100, 20)],
      ["second", place(0, 20, 100, 30)],
    ]);
    expect(done()).toEqual([[5, true]]);
  });

  test("that cannot be read are passed over", async () => {
    frame("still", 1);
    frame("jpeg", 2);
    await images[1]!.resolve("jpeg");
    await images[0]!.reject();
    expect(names()).toEqual(["jpeg"]);
    expect(done()).toEqual([
      [1, false],
      [2, true],
    ]);
  });
});

describe("F018 a blurred page", () => {
  test("hides what was sharp at once, before the haze is there", () => {
    frame("key", 1);
    decoders[0]!.gives();
    frame("delta", 2);
    frame("blurred", 3);
    expect(wiped).toBe(1);
    expect(reports).toContainEqual({ type: "covered", on: true });
    decoders[0]!.gives();
    expect(names()).toEqual(["video 1"]);
  });

  test("lets no still through that was being decoded", async () => {
    frame("still", 1);
    frame("blurred", 2);
    await images[0]!.resolve("sharp");
    await images[1]!.resolve("haze");
    expect(drawn.map(([name, , to]) => [name, to])).toEqual([["haze", place(0, 0, 100, 50)]]);
  });

  test("is sharp again with the next picture that is, and not before it is drawn", async () => {
    frame("blurred", 1);
    await images[0]!.resolve("haze");
    frame("delta", 2);
    expect(asked()).toBe(1);
    frame("key", 3);
    expect(reports.filter(({ type }) => type === "covered")).toHaveLength(1);
    decoders[0]!.gives();
    expect(names()).toEqual(["haze", "video 3"]);
    expect(reports).toContainEqual({ type: "covered", on: false });
  });
});
