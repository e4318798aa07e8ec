/** Strokes of ink: how hard the pen pressed, and how that looks. Without a screen, so that it can be tested. */
import type { InkPoint, Stroke } from "./types";

/** How broad the pen is on the pad, as a part of its height. */
const NIB = 0.022;

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

/** In nibs; the same on screen and in the document. */
export function breadthOf(pressure: number): number {
  return 0.55 + 0.95 * clamp(pressure);
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

/** Where fractions of the pad come to lie, in pixels, and how broad the pen is there. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  /** Of the whole pad. */
  readonly width: number;
  readonly height: number;
  readonly nib: number;
}

export function padFrame(width: number, height: number): Frame {
  return { left: 0, top: 0, width, height, nib: height * NIB };
}

/** The ink alone in a field of the page, as the document gets it: as large as fits, at the left, in the middle. */
export function fieldFrame(strokes: readonly Stroke[], aspect: number, width: number, height: number): Frame {
  const nib = Math.max(height * 0.032, 0.8);
  const points = strokes.flat();
  const xs = points.map(([x]) => x * aspect);
  const ys = points.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = [Math.max(1, width - 2 * nib), Math.max(1, height - 2 * nib)] as const;
  const scale = Math.min(
    room[0] / Math.max(right - left, 1e-3),
    room[1] / Math.max(bottom - top, 1e-3),
    // A small scribble is not blown up.
    2 * Math.min(room[0] / aspect, room[1]),
  );
  return {
    left: nib - left * scale,
    top: (height - scale * (bottom - top)) / 2 - top * scale,
    width: aspect * scale,
    height: scale,
    nib,
  };
}

/**
 * The smooth line through a stroke, as dots close enough to look like one: curves through the middles of the points,
 * with the points as their bends. `from` skips what is drawn already.
 */
export function dotsOf(stroke: Stroke, frame: Frame, from = 0): Dot[] {
  const first = stroke[0];
  if (!first) return [];
  const dots: Dot[] = from === 0 ? [dotAt(first, frame)] : [];
  for (let index = Math.max(1, from); index < stroke.length; index += 1) {
    const [a, b, c] = [stroke[index - 2], stroke[index - 1], stroke[index]];
    if (!b || !c) continue;
    const bend = dotAt(b, frame);
    const end = between(bend, dotAt(c, frame));
    const start = a ? between(dotAt(a, frame), bend) : bend;
    dots.push(...curve(start, bend, end));
  }
  return dots;
}

/** The last bit, which `dotsOf` leaves open because the next point decides how it bends. */
export function tailOf(stroke: Stroke, frame: Frame): Dot[] {
  const [b, c] = [stroke.at(-2), stroke.at(-1)];
  if (!b || !c) return [];
  const end = dotAt(c, frame);
  const start = between(dotAt(b, frame), end);
  return curve(start, between(start, end), end);
}

function dotAt(point: InkPoint, frame: Frame): Dot {
  return {
    x: frame.left + point[0] * frame.width,
    y: frame.top + point[1] * frame.height,
    width: breadthOf(point[2]) * frame.nib,
  };
}

/** Without its beginning, which the dots before it end with. */
function curve(start: Dot, bend: Dot, end: Dot): Dot[] {
  const steps = Math.max(2, Math.ceil(Math.hypot(end.x - start.x, end.y - start.y) / 0.9));
  return Array.from({ length: steps }, (_, step) => onCurve(start, bend, end, (step + 1) / steps));
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
