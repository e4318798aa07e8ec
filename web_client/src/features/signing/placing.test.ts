import { describe, expect, it } from "vitest";
import { uuid7 } from "./ids";
import { isComplete, movedTo, newSigner, troubles } from "./people";
import { type Box, freePlace, inside, moved, newField, onAllPages, resized, snapped } from "./placing";
import type { PageSize } from "./types";

const A4: PageSize = { width: 595, height: 842 };
const box: Box = { x: 0.2, y: 0.3, width: 0.3, height: 0.06 };

const on = ({ x, y, width, height }: Box) =>
  x >= 0 && y >= 0 && x + width <= 1 && y + height <= 1 && width > 0 && height > 0;

describe("a placed field", () => {
  it("never reaches over the edge of its page, wherever it is dropped", () => {
    for (const x of [-1, 0, 0.5, 0.999, 2])
      for (const y of [-1, 0, 0.5, 0.999, 2])
        expect(on(newField("signature", "jan", 1, A4, { x, y }))).toBe(true);
    expect(on(moved(box, 5, -5))).toBe(true);
    expect(on(resized(box, 5, 5, A4))).toBe(true);
    expect(on(inside({ x: 0.9, y: 0.9, width: 1.4, height: 0.3 }))).toBe(true);
  });

  it("is as large on paper on a page of any size", () => {
    const small = newField("signature", "jan", 1, A4, { x: 0.5, y: 0.5 });
    const large = newField("signature", "jan", 1, { width: 1190, height: 1684 }, { x: 0.5, y: 0.5 });
    expect(small.width * 595).toBeCloseTo(large.width * 1190, 1);
  });

  it("does not shrink to nothing, and keeps its left top while it is sized", () => {
    const least = resized(box, -1, -1, A4);
    expect(least).toMatchObject({ x: box.x, y: box.y });
    expect(least.width * A4.width).toBeGreaterThanOrEqual(13.9);
  });

  it("lines up with a field that is near, and not with one that is far", () => {
    const near = snapped({ ...box, x: 0.203, y: 0.6 }, [box], A4);
    expect(near.box.x).toBeCloseTo(box.x, 4);
    expect(near.guides).toEqual([{ axis: "x", at: box.x }]);
    const far = snapped({ ...box, x: 0.26, y: 0.62 }, [box], A4);
    expect(far.guides).toEqual([]);
    expect(far.box).toMatchObject({ x: 0.26, y: 0.62 });
  });

  it("placed by key does not hide the one that is there", () => {
    const first = newField("signature", "jan", 1, A4, { x: 0.5, y: 0.45 });
    const second = freePlace([first], first);
    expect(second.y).toBeGreaterThanOrEqual(first.y + first.height);
  });

  it("comes onto all pages once", () => {
    const first = newField("initials", "jan", 2, A4, { x: 0.9, y: 0.9 });
    const more = onAllPages(first, [first], 4);
    expect(more.map(({ page }) => page)).toEqual([1, 3, 4]);
    expect(new Set([first, ...more].map(({ id }) => id)).size).toBe(4);
    expect(onAllPages(first, [first, ...more], 4)).toEqual([]);
  });
});

describe("who signs", () => {
  it("F032 needs a name and an address that can be mailed", () => {
    const jan = newSigner([], { name: "Jan", email: "jan@x.example" });
    const els = newSigner([jan], { name: " ", email: "els@" });
    expect(isComplete([jan])).toBe(true);
    expect(isComplete([jan, els])).toBe(false);
    expect(isComplete([])).toBe(false);
    expect(troubles([jan, els])[els.id]).toEqual({ name: "nameMissing", email: "emailNot" });
  });

  it("may share an address, as couples do", () => {
    const jan = newSigner([], { name: "Jan", email: "post@x.example" });
    expect(isComplete([jan, newSigner([jan], { name: "Els", email: "post@x.example" })])).toBe(true);
  });

  it("gets a colour of their own, also in place of somebody who left", () => {
    const first = newSigner([]);
    const second = newSigner([first]);
    const third = newSigner([first, second]);
    expect([first, second, third].map(({ colour }) => colour)).toEqual([0, 1, 2]);
    expect(newSigner([first, third]).colour).toBe(1);
  });

  it("moves up and down, and not out of the list", () => {
    expect(movedTo(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(movedTo(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
    expect(movedTo(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  });
});

it("ids are UUIDs of version 7, in the order of time", () => {
  const id = uuid7(Date.UTC(2026, 10, 23));
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuid7(1_000) < uuid7(2_000)).toBe(true);
  expect(id.slice(0, 8)).toBe(
    Math.floor(Date.UTC(2026, 10, 23) / 2 ** 16)
      .toString(16)
      .padStart(8, "0"),
  );
});
