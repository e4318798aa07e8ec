/** Puts ink on a canvas. */
import { type Dot, dotsOf, type Frame, tailOf } from "./strokes";
import type { Stroke } from "./types";

/** The blue of a pen: on white paper in light and dark alike, because paper is white. */
export const INK = "#122773";

export function drawStrokes(
  context: CanvasRenderingContext2D,
  strokes: readonly Stroke[],
  frame: Frame,
): void {
  for (const stroke of strokes) drawDots(context, [...dotsOf(stroke, frame), ...tailOf(stroke, frame)]);
}

export function drawDots(context: CanvasRenderingContext2D, dots: readonly Dot[]): void {
  if (dots.length === 0) return;
  context.fillStyle = INK;
  context.beginPath();
  for (const { x, y, width } of dots) {
    const radius = Math.max(0.4, width / 2);
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.fill();
}

/** Makes the canvas as sharp as the screen. Returns its size in its own pixels. */
export function sharpen(canvas: HTMLCanvasElement): { width: number; height: number } {
  const ratio = Math.min(window.devicePixelRatio || 1, 3);
  const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
  const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
  // Setting a size wipes the canvas, so only when it differs.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return { width, height };
}
