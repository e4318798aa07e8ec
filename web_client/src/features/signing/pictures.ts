/** An uploaded picture of a signature: checked, made small, and its paper taken away. */
import { pngOf } from "./handwriting";
import type { Picture } from "./marks";

export const LARGEST_FILE = 10_000_000;
/** Beyond this a phone's browser would rather die than decode it. */
const MOST_PIXELS = 40_000_000;
const WIDTH = 1200;
const HEIGHT = 600;
/** What a request may hold of it. */
const MOST_BASE64 = 900_000;

export type PictureTrouble =
  | "pictureKind"
  | "pictureLarge"
  | "pictureHuge"
  | "pictureBroken"
  | "pictureBlank";

export class BadPicture extends Error {
  constructor(readonly trouble: PictureTrouble) {
    super(trouble);
  }
}

/** Throws BadPicture. */
export async function readPicture(file: Blob): Promise<Picture> {
  if (file.size > LARGEST_FILE) throw new BadPicture("pictureLarge");
  const size = sizeIn(new Uint8Array(await file.arrayBuffer()));
  if (size === null) throw new BadPicture("pictureKind");
  if (size.width * size.height > MOST_PIXELS) throw new BadPicture("pictureHuge");
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new BadPicture("pictureBroken");
  });
  try {
    for (let scale = Math.min(1, WIDTH / bitmap.width, HEIGHT / bitmap.height); ; scale *= 0.7) {
      const picture = inked(bitmap, scale);
      if (picture.base64.length <= MOST_BASE64) return picture;
    }
  } finally {
    bitmap.close();
  }
}

function inked(bitmap: ImageBitmap, scale: number): Picture {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new BadPicture("pictureBroken");
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  liftInk(pixels.data);
  const box = boxOf(pixels.data, canvas.width, canvas.height);
  if (!box) throw new BadPicture("pictureBlank");
  context.putImageData(pixels, 0, 0);
  const cut = document.createElement("canvas");
  cut.width = box.width;
  cut.height = box.height;
  cut.getContext("2d")?.drawImage(canvas, -box.left, -box.top);
  return { base64: pngOf(cut), aspect: cut.width / cut.height };
}

/** Width and height as the file's own head says, or null for anything but PNG and JPEG. */
export function sizeIn(bytes: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24 && view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a)
    return { width: view.getUint32(16), height: view.getUint32(20) };
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/**
 * Makes paper transparent, in place. `rgba` has four bytes a pixel. A picture that is transparent already stays as it
 * is; else most of it is paper, and what is clearly darker is ink.
 */
export function liftInk(rgba: Uint8ClampedArray): void {
  const bright = new Uint32Array(256);
  let clear = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    if ((rgba[at + 3] ?? 0) < 128) clear += 1;
    else bright[lightness(rgba, at)] = (bright[lightness(rgba, at)] ?? 0) + 1;
  }
  const total = rgba.length / 4;
  if (clear > total / 10) return;
  const paper = quantile(bright, (total - clear) * 0.6);
  const ink = quantile(bright, (total - clear) * 0.005);
  // Nearly one shade: nothing is written here.
  if (paper - ink < 48) {
    for (let at = 3; at < rgba.length; at += 4) rgba[at] = 0;
    return;
  }
  const [from, to] = [paper - (paper - ink) * 0.3, ink + (paper - ink) * 0.25];
  for (let at = 0; at < rgba.length; at += 4) {
    const part = (from - lightness(rgba, at)) / (from - to);
    rgba[at + 3] = Math.round(255 * Math.min(1, Math.max(0, part)));
  }
}

function lightness(rgba: Uint8ClampedArray, at: number): number {
  return Math.round(0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0));
}

function quantile(counts: Uint32Array, wanted: number): number {
  let seen = 0;
  for (let value = 0; value < counts.length; value += 1) {
    seen += counts[value] ?? 0;
    if (seen >= wanted) return value;
  }
  return counts.length - 1;
}

/** The smallest rectangle around all ink, with a little air; null when there is next to none. */
export function boxOf(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
): { left: number; top: number; width: number; height: number } | null {
  let [left, right, top, bottom, count] = [width, -1, height, -1, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((rgba[(y * width + x) * 4 + 3] ?? 0) < 100) continue;
      count += 1;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (count < 20 || Math.max(right - left, bottom - top) < 8) return null;
  const air = Math.round(Math.max(right - left, bottom - top) * 0.03);
  const [x, y] = [Math.max(0, left - air), Math.max(0, top - air)];
  return {
    left: x,
    top: y,
    width: Math.min(width, right + air + 1) - x,
    height: Math.min(height, bottom + air + 1) - y,
  };
}
