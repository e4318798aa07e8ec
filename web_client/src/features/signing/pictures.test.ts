import { describe, expect, it } from "vitest";
import { BadPicture, boxOf, LARGEST_FILE, liftInk, readPicture, sizeIn } from "./pictures";

function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(33);
  const view = new DataView(bytes.buffer);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

function jpeg(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(40);
  const view = new DataView(bytes.buffer);
  // The start, a comment of 6 bytes, then the frame.
  bytes.set([0xff, 0xd8, 0xff, 0xfe, 0x00, 0x08]);
  bytes.set([0xff, 0xc2, 0x00, 0x11, 0x08], 12);
  view.setUint16(17, height);
  view.setUint16(19, width);
  return bytes;
}

/** Paper of one brightness, with a bar of ink. */
function sheet(paper: number, ink: number | null, alpha = 255): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(40 * 20 * 4);
  for (let pixel = 0; pixel < 800; pixel += 1) {
    const [x, y] = [pixel % 40, Math.floor(pixel / 40)];
    const isInk = ink !== null && x >= 10 && x < 30 && y >= 8 && y < 11;
    rgba.set([isInk ? ink : paper, isInk ? ink : paper, isInk ? ink : paper, isInk ? 255 : alpha], pixel * 4);
  }
  return rgba;
}

const trouble = async (file: Blob) =>
  readPicture(file).then(
    () => "none",
    (error: unknown) => (error instanceof BadPicture ? error.trouble : "other"),
  );

describe("an uploaded signature", () => {
  it("tells its size before anything decodes it", () => {
    expect(sizeIn(png(640, 200))).toEqual({ width: 640, height: 200 });
    expect(sizeIn(jpeg(1024, 768))).toEqual({ width: 1024, height: 768 });
    expect(sizeIn(new TextEncoder().encode("%PDF-1.7 and more"))).toBeNull();
    expect(sizeIn(new Uint8Array())).toBeNull();
    expect(sizeIn(new Uint8Array([0xff, 0xd8, 0xff]))).toBeNull();
  });

  it("is refused in words when it is another kind, too large, or a bomb", async () => {
    expect(await trouble(new Blob(["%PDF-1.7"], { type: "image/png" }))).toBe("pictureKind");
    expect(await trouble(new Blob([new Uint8Array(LARGEST_FILE + 1)]))).toBe("pictureLarge");
    expect(await trouble(new Blob([png(60_000, 60_000) as BlobPart]))).toBe("pictureHuge");
  });

  it("loses its paper and keeps its ink, also on grey paper", () => {
    for (const paper of [255, 190]) {
      const rgba = sheet(paper, 40);
      liftInk(rgba);
      expect(rgba[3]).toBe(0);
      expect(rgba[(9 * 40 + 15) * 4 + 3]).toBe(255);
      expect(boxOf(rgba, 40, 20)).toMatchObject({ width: 22, height: 5 });
    }
  });

  it("stays as it is when its ground is transparent already", () => {
    const rgba = sheet(255, 40, 0);
    const before = [...rgba];
    liftInk(rgba);
    expect([...rgba]).toEqual(before);
  });

  it("is blank when there is one shade only", () => {
    for (const shade of [255, 120, 0]) {
      const rgba = sheet(shade, null);
      liftInk(rgba);
      expect(boxOf(rgba, 40, 20)).toBeNull();
    }
  });
});
