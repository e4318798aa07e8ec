/** Fields on a page: placed, moved, made larger, lined up. Pure; places are fractions of the page. */
import { uuid7 } from "./ids";
import { KINDS } from "./kinds";
import type { Field, FieldKind, PageSize, Place } from "./types";

export const MOST_FIELDS = 500;

/** Points: smaller than this nobody can read or hit. */
const LEAST = { width: 14, height: 12 };
/** Points: how near another field's line has to be to catch. */
const CATCH = 5;
/** Points that an arrow key moves. */
export const STEP = 4;

export type Box = Pick<Place, "x" | "y" | "width" | "height">;

export interface Guide {
  readonly axis: "x" | "y";
  /** A fraction of the page. */
  readonly at: number;
}

/** A new field with its middle at `x`, `y`, as far as that lies on the page. */
export function newField(
  kind: FieldKind,
  signerId: string,
  page: number,
  size: PageSize,
  middle: { x: number; y: number },
): Field {
  const width = Math.min(0.9, KINDS[kind].width / size.width);
  const height = Math.min(0.9, KINDS[kind].height / size.height);
  const box = inside({ x: middle.x - width / 2, y: middle.y - height / 2, width, height });
  return { id: uuid7(), signer_id: signerId, kind, page, ...box, required: kind !== "checkbox", label: "" };
}

/** Moved back onto the page, without changing its size where it fits. */
export function inside(box: Box): Box {
  const width = Math.min(1, box.width);
  const height = Math.min(1, box.height);
  return tidy({
    x: Math.min(1 - width, Math.max(0, box.x)),
    y: Math.min(1 - height, Math.max(0, box.y)),
    width,
    height,
  });
}

export function moved(box: Box, dx: number, dy: number): Box {
  return inside({ ...box, x: box.x + dx, y: box.y + dy });
}

/** Its left top stays where it is. */
export function resized(box: Box, dw: number, dh: number, size: PageSize): Box {
  const least = { width: LEAST.width / size.width, height: LEAST.height / size.height };
  return tidy({
    x: box.x,
    y: box.y,
    width: Math.min(1 - box.x, Math.max(least.width, box.width + dw)),
    height: Math.min(1 - box.y, Math.max(least.height, box.height + dh)),
  });
}

/** Rounded so that nothing reaches over the edge by a rounding error. */
function tidy(box: Box): Box {
  const round = (value: number) => Math.round(value * 1e5) / 1e5;
  const [x, y] = [round(box.x), round(box.y)];
  return {
    x,
    y,
    width: Math.min(round(box.width), round(1 - x)),
    height: Math.min(round(box.height), round(1 - y)),
  };
}

/** Caught by the edges and middles of the other fields on the page and the page's own middle, when near. */
export function snapped(
  box: Box,
  others: readonly Box[],
  size: PageSize,
): { readonly box: Box; readonly guides: readonly Guide[] } {
  const across = nearest(
    [box.x, box.x + box.width / 2, box.x + box.width],
    others.flatMap((one) => [one.x, one.x + one.width / 2, one.x + one.width]).concat(0.5),
    CATCH / size.width,
  );
  const down = nearest(
    [box.y, box.y + box.height / 2, box.y + box.height],
    others.flatMap((one) => [one.y, one.y + one.height / 2, one.y + one.height]),
    CATCH / size.height,
  );
  const guides: Guide[] = [];
  if (across) guides.push({ axis: "x", at: across.line });
  if (down) guides.push({ axis: "y", at: down.line });
  return { box: inside({ ...box, x: box.x + (across?.by ?? 0), y: box.y + (down?.by ?? 0) }), guides };
}

function nearest(
  own: readonly number[],
  lines: readonly number[],
  within: number,
): { by: number; line: number } | null {
  let best: { by: number; line: number } | null = null;
  for (const line of lines) {
    for (const edge of own) {
      const by = line - edge;
      if (Math.abs(by) <= within && (!best || Math.abs(by) < Math.abs(best.by))) best = { by, line };
    }
  }
  return best;
}

/** Where a field placed without a mouse comes to lie: the middle, below whatever is there already. */
export function freePlace(others: readonly Box[], field: Box): Box {
  let { x, y } = field;
  const taken = (candidate: Box) =>
    others.some(
      (one) =>
        candidate.x < one.x + one.width &&
        one.x < candidate.x + candidate.width &&
        candidate.y < one.y + one.height &&
        one.y < candidate.y + candidate.height,
    );
  for (let tries = 0; tries < 60 && taken({ ...field, x, y }); tries += 1) {
    y += field.height * 1.15;
    if (y + field.height > 1) {
      y = 0.04;
      x = x + field.width > 0.9 ? 0.05 : x + field.width * 1.05;
    }
  }
  return inside({ ...field, x, y });
}

/** The same field on every page that has none of this person's and kind yet. */
export function onAllPages(field: Field, fields: readonly Field[], pages: number): readonly Field[] {
  const has = new Set(
    fields
      .filter(({ kind, signer_id }) => kind === field.kind && signer_id === field.signer_id)
      .map(({ page }) => page),
  );
  return Array.from({ length: pages }, (_, index) => index + 1)
    .filter((page) => !has.has(page))
    .slice(0, Math.max(0, MOST_FIELDS - fields.length))
    .map((page) => ({ ...field, id: uuid7(), page }));
}
