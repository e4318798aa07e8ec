/** The part of a long list that is on the screen; the page itself scrolls, and more is asked for in time. */
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ClientRow } from "../api/clients";

export type Line =
  | { readonly kind: "head"; readonly key: string; readonly letter: string }
  | { readonly kind: "row"; readonly key: string; readonly row: ClientRow; readonly at: number };

/** Rows under the letters of the alphabet, when they are sorted by name. */
export function linesOf(rows: readonly ClientRow[], letters: boolean): Line[] {
  const lines: Line[] = [];
  let letter: string | undefined;
  for (const [at, row] of rows.entries()) {
    if (letters && row.letter !== letter) {
      letter = row.letter;
      lines.push({ kind: "head", key: `head-${letter}-${at}`, letter });
    }
    lines.push({ kind: "row", key: row.id, row, at });
  }
  return lines;
}

interface ListWindow {
  readonly lines: readonly Line[];
  /** Pixels. */
  readonly sizeOf: (line: Line) => number;
  readonly mayGrow: boolean;
  readonly grow: () => void;
}

/** How many rows before the end more is asked for. */
const AHEAD = 40;

export function useListWindow({ lines, sizeOf, mayGrow, grow }: ListWindow) {
  const place = useRef<HTMLElement>(null);
  const [offset, setOffset] = useState(0);
  // Filters and notices above the list come and go.
  useLayoutEffect(() => {
    const top = (place.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    if (Math.abs(top - offset) > 1) setOffset(top);
  });

  const virtual = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (index) => {
      const line = lines[index];
      return line === undefined ? 0 : sizeOf(line);
    },
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 12,
    scrollMargin: offset,
  });
  // Sizes follow the letters' size and the kind of list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again because of it, not with it
  useEffect(() => virtual.measure(), [sizeOf]);

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (mayGrow && last >= lines.length - AHEAD) grow();
  }, [mayGrow, last, lines.length, grow]);

  const first = items[0];
  const end = items.at(-1);
  const before = first === undefined ? 0 : first.start - offset;
  const after = end === undefined ? 0 : virtual.getTotalSize() - (end.end - offset);

  /** Puts the focus on a row, also on one that is not on the screen yet. */
  const focusOn = useCallback(
    (at: number) => {
      const index = lines.findIndex((line) => line.kind === "row" && line.at === at);
      if (index === -1) return;
      virtual.scrollToIndex(index, { align: "auto" });
      let tries = 20;
      const focus = () => {
        const row = place.current?.querySelector<HTMLElement>(`[data-row="${at}"]`);
        if (row) row.focus({ preventScroll: true });
        else if (tries-- > 0) requestAnimationFrame(focus);
      };
      focus();
    },
    [lines, virtual],
  );

  return {
    place: place as RefObject<HTMLElement | null>,
    shown: items.flatMap(({ index }) => lines[index] ?? []),
    before: Math.max(0, before),
    after: Math.max(0, after),
    focusOn,
  };
}
