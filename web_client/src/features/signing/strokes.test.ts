import { describe, expect, it } from "vitest";
import { hasInk, inkOf, NO_MARK, PAD_ASPECT } from "./marks";
import { scribble } from "./rehearsal/cast";
import { dotsOf, fieldFrame, inkExtent, padFrame, pressureOf, tailOf, tidy } from "./strokes";
import type { InkPoint, Stroke } from "./types";

const line: Stroke = [
  [0.1, 0.5, 0.5, 0],
  [0.3, 0.4, 0.5, 20],
  [0.5, 0.6, 0.5, 40],
];
const mouse = { pressure: 0.5, pointerType: "mouse" };

describe("F031 a drawn signature", () => {
  it("is refused while the pad is blank, holds one dot, or a slip of the hand", () => {
    const drawn = (...strokes: Stroke[]) => hasInk({ ...NO_MARK, strokes });
    expect(drawn()).toBe(false);
    expect(drawn([[0.5, 0.5, 1, 0]])).toBe(false);
    expect(drawn([[0.5, 0.5, 1, 0] as InkPoint, [0.51, 0.51, 1, 9]])).toBe(false);
    expect(drawn(...scribble())).toBe(true);
  });

  it("goes out as its strokes, with the pad's proportions and no picture", () => {
    const ink = inkOf({ ...NO_MARK, strokes: scribble() });
    expect(ink).toMatchObject({ how: "drawn", aspect: PAD_ASPECT, picture: "", text: "" });
    expect(ink.strokes).toEqual(scribble());
  });

  it("stays within the pad, whatever the pointer does", () => {
    expect(tidy([-0.2, 1.7, 0.5, 12.4])).toEqual([0, 1, 0.5, 12]);
  });

  it("gets broader where the hand goes slowly, and believes what a pen says", () => {
    const before: InkPoint = [0.2, 0.5, 0.5, 0];
    const slow = pressureOf(mouse, before, { x: 0.201, y: 0.5, time: 16 }, 2.4);
    const fast = pressureOf(mouse, before, { x: 0.4, y: 0.5, time: 16 }, 2.4);
    expect(slow).toBeGreaterThan(0.5);
    expect(fast).toBeLessThan(0.5);
    const pen = { pressure: 0.9, pointerType: "pen" };
    expect(pressureOf(pen, before, { x: 0.4, y: 0.5, time: 16 }, 2.4)).toBe(0.9);
  });

  it("is one unbroken line on the screen, also when drawn bit by bit", () => {
    const frame = padFrame(480, 200);
    const whole = [...dotsOf(line, frame), ...tailOf(line, frame)];
    for (const [index, dot] of whole.slice(1).entries()) {
      const before = whole[index];
      expect(Math.hypot(dot.x - (before?.x ?? 0), dot.y - (before?.y ?? 0))).toBeLessThan(2);
    }
    const bits = [...dotsOf(line.slice(0, 2), frame), ...dotsOf(line, frame, 2)];
    expect(bits).toEqual(dotsOf(line, frame));
  });

  it("keeps its shape in a field of other proportions, and is not blown up", () => {
    const { width, height } = inkExtent(scribble(), PAD_ASPECT);
    const frame = fieldFrame(scribble(), PAD_ASPECT, 300, 60);
    expect(frame.width / frame.height).toBeCloseTo(PAD_ASPECT);
    expect(height * frame.height).toBeLessThanOrEqual(60);
    expect((width / PAD_ASPECT) * frame.width).toBeLessThanOrEqual(300);
    const tiny: Stroke = [
      [0.5, 0.5, 0.5, 0],
      [0.52, 0.52, 0.5, 9],
    ];
    expect(fieldFrame([tiny], PAD_ASPECT, 300, 60).height).toBeLessThanOrEqual(120);
  });
});
