import { describe, expect, it } from "vitest";
import { fitted, nextZoom, onPicture, readable } from "./geometry";

describe("F044 pointer places on a shared picture", () => {
  it("fits a wide picture between bars at top and bottom, a tall one between bars at the sides", () => {
    expect(fitted({ width: 1600, height: 900 }, { width: 800, height: 800 })).toEqual({
      width: 800,
      height: 450,
    });
    expect(fitted({ width: 600, height: 1200 }, { width: 800, height: 800 })).toEqual({
      width: 400,
      height: 800,
    });
    expect(fitted({ width: 1600, height: 900 }, { width: 800, height: 800 }, 2)).toEqual({
      width: 1600,
      height: 900,
    });
    expect(fitted({ width: 0, height: 900 }, { width: 800, height: 800 })).toEqual({ width: 0, height: 0 });
  });

  it("shows a page wide enough to read, and whole where that is wide enough", () => {
    const a4 = { width: 595, height: 842 };
    expect(readable(a4, { width: 1200, height: 600 })).toEqual({ width: 660, height: (660 * 842) / 595 });
    expect(readable(a4, { width: 360, height: 300 }).width).toBe(360);
    expect(readable(a4, { width: 2000, height: 2000 }).height).toBeCloseTo(2000);
    expect(readable(a4, { width: 0, height: 0 })).toEqual({ width: 0, height: 0 });
  });

  it("measures the same place for both sides, whatever their windows", () => {
    const there = { left: 0, top: 175, width: 800, height: 450 };
    const here = { left: 40, top: 10, width: 320, height: 180 };
    const place = onPicture({ x: 200, y: 175 + 450 / 3 }, there);
    expect(place).toEqual({ x: 0.25, y: 1 / 3 });
    expect({
      x: here.left + (place?.x ?? 0) * here.width,
      y: here.top + (place?.y ?? 0) * here.height,
    }).toEqual({
      x: 120,
      y: 70,
    });
  });

  it("points at nothing beside the picture", () => {
    expect(onPicture({ x: 10, y: 100 }, { left: 0, top: 175, width: 800, height: 450 })).toBeUndefined();
    expect(onPicture({ x: 10, y: 100 }, { left: 0, top: 0, width: 0, height: 0 })).toBeUndefined();
  });

  it("zooms in steps and stops at both ends", () => {
    expect(nextZoom(1, 1)).toBe(1.25);
    expect(nextZoom(4, 1)).toBe(4);
    expect(nextZoom(1.7, -1)).toBe(1.5);
    expect(nextZoom(1, -1)).toBe(1);
  });
});
