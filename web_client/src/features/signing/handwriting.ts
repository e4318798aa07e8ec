/** A typed name as a picture in handwriting. Letters that the hand does not have come from the device's own fonts. */
import "./handwriting.css";
import { INK } from "./inkDrawing";
import type { Picture } from "./marks";

export const HAND = '"Samen Hand", "Segoe Script", "Bradley Hand", "Snell Roundhand", system-ui, sans-serif';

const LETTERS = 120;
const MARGIN = 12;
const WIDEST = 2400;

/** Null when there is nothing to write. */
export async function written(text: string): Promise<Picture | null> {
  const line = text.trim().replace(/\s+/g, " ");
  if (line === "") return null;
  const font = (size: number) => `600 ${size}px ${HAND}`;
  // Without the file, for a moment offline, the device's own letters do.
  await document.fonts?.load(font(LETTERS), line).catch(() => undefined);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.font = font(LETTERS);
  const wide = measured(context, line).width;
  // A name of a hundred letters becomes smaller, not longer.
  const size = wide > WIDEST ? Math.floor((LETTERS * WIDEST) / wide) : LETTERS;
  context.font = font(size);
  const box = measured(context, line);
  canvas.width = Math.ceil(box.width) + 2 * MARGIN;
  canvas.height = Math.ceil(box.height) + 2 * MARGIN;
  context.font = font(size);
  context.fillStyle = INK;
  context.textBaseline = "alphabetic";
  context.fillText(line, MARGIN + box.left, MARGIN + box.top);
  return { base64: pngOf(canvas), aspect: canvas.width / canvas.height };
}

function measured(context: CanvasRenderingContext2D, text: string) {
  const box = context.measureText(text);
  return {
    left: box.actualBoundingBoxLeft,
    top: box.actualBoundingBoxAscent,
    width: Math.max(1, box.actualBoundingBoxLeft + box.actualBoundingBoxRight),
    height: Math.max(1, box.actualBoundingBoxAscent + box.actualBoundingBoxDescent),
  };
}

export function pngOf(canvas: HTMLCanvasElement): string {
  return canvas.toDataURL("image/png").split(",")[1] ?? "";
}
