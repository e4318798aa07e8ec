/** Strokes of ink: how hard the pen pressed, and how that looks. Without a screen, so that it can be tested. */
import type { InkPoint, Stroke } from "./types";

/** Thinnest and thickest, as parts of the pad's height. */
const THIN = 0.011;
const THICK = 0.034;

/** How far the ink reaches, in heights of the pad, and how long it is. */
export function inkExtent(
  strokes: readonly Stroke[],
  aspect: number,
): { width: number; height: number; length: number } {
  let [left, right, top, bottom, length] = [Infinity, -Infinity, Infinity, -Infinity, 0];
  for (const stroke of strokes) {
    let before: InkPoint | undefined;
    for (const point of stroke) {
      left = Math.min(left, point[0]);
      right = Math.max(right, point[0]);
      top = Math.min(top, point[1]);
      bottom = Math.max(bottom, point[1]);
      if (before) length += distance(before, point, aspect);
      before = point;
    }
  }
  if (left > right) return { width: 0, height: 0, length: 0 };
  return { width: (right - left) * aspect, height: bottom - top, length };
}

function distance(a: InkPoint, b: InkPoint, aspect: number): number {
  return Math.hypot((b[0] - a[0]) * aspect, b[1] - a[1]);
}

/** What a pen says of its pressure; of a mouse or a finger, how slowly it goes: as ink flows from a real one. */
export function pressureOf(
  told: { pressure: number; pointerType: string },
  before: InkPoint | undefined,
  at: { x: number; y: number; time: number },
  aspect: number,
): number {
  if (told.pointerType === "pen" && told.pressure > 0) return clamp(told.pressure);
  if (!before) return 0.5;
  const passed = Math.max(1, at.time - before[3]);
  const speed = (Math.hypot((at.x - before[0]) * aspect, at.y - before[1]) / passed) * 1000;
  // Heights of the pad per second: 0.3 is slow, 6 is a flourish.
  const wanted = clamp(0.85 - speed / 7, 0.12, 0.85);
  // Ink does not swell in one point.
  return before[2] + (wanted - before[2]) * 0.28;
}

export function widthOf(pressure: number): number {
  return THIN + (THICK - THIN) * clamp(pressure);
}

function clamp(value: number, least = 0, most = 1): number {
  return Math.min(most, Math.max(least, value));
}

/** Rounded for the road: a ten-thousandth of a pad is less than a hair. */
export function tidy(point: InkPoint): InkPoint {
  const four = (value: number) => Math.round(value * 10_000) / 10_000;
  return [
    four(clamp(point[0])),
    four(clamp(point[1])),
    Math.round(point[2] * 100) / 100,
    Math.round(point[3]),
  ];
}

/** A round dot of ink; `width` in the same unit as x and y. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/**
 * The smooth line through a stroke, as dots close enough to look like one: curves through the middles of the points,
 * with the points as their bends. `width` and `height` are the pad's, in pixels; `from` skips what is drawn already.
 */
export function dotsOf(stroke: Stroke, width: number, height: number, from = 0): Dot[] {
  const at = (point: InkPoint): Dot => ({
    x: point[0] * width,
    y: point[1] * height,
    width: widthOf(point[2]) * height,
  });
  const first = stroke[0];
  if (!first) return [];
  const dots: Dot[] = from === 0 ? [at(first)] : [];
  for (let index = Math.max(1, from); index < stroke.length; index += 1) {
    const [a, b, c] = [stroke[index - 2], stroke[index - 1], stroke[index]];
    if (!b || !c) continue;
    const [bend, end] = [at(b), between(at(b), at(c))];
    const start = a ? between(at(a), bend) : bend;
    const steps = Math.max(2, Math.ceil(Math.hypot(end.x - start.x, end.y - start.y) / 0.9));
    for (let step = 1; step <= steps; step += 1) dots.push(onCurve(start, bend, end, step / steps));
  }
  return dots;
}

function between(a: Dot, b: Dot): Dot {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, width: (a.width + b.width) / 2 };
}

function onCurve(start: Dot, bend: Dot, end: Dot, t: number): Dot {
  const [p, q, r] = [(1 - t) * (1 - t), 2 * (1 - t) * t, t * t];
  return {
    x: p * start.x + q * bend.x + r * end.x,
    y: p * start.y + q * bend.y + r * end.y,
    width: p * start.width + q * bend.width + r * end.width,
  };
}
