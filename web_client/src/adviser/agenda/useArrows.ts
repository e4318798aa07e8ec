/** Moving a box without a mouse: Alt with an arrow, on the box that has the focus. */
import { type KeyboardEvent, useCallback } from "react";
import type { Dropped } from "./CalendarGrid";
import { addDays } from "./dates";
import { type Drawn, mayMove } from "./events";

const STEP_MINUTES = 15;

/** Where a key takes a box; undefined for keys that move nothing. */
export function movedBy(
  key: string,
  shift: boolean,
  { start, end }: Drawn,
): { start: Date; end: Date } | undefined {
  const minutes = { ArrowUp: -STEP_MINUTES, ArrowDown: STEP_MINUTES }[key];
  if (minutes !== undefined) {
    const later = (moment: Date) => new Date(moment.getTime() + minutes * 60_000);
    if (!shift) return { start: later(start), end: later(end) };
    // With Shift only the end: longer or shorter.
    return later(end) > start ? { start, end: later(end) } : undefined;
  }
  const days = { ArrowLeft: -1, ArrowRight: 1 }[key];
  return days === undefined ? undefined : { start: addDays(start, days), end: addDays(end, days) };
}

export function useArrows(boxes: readonly Drawn[], onMove: (dropped: Dropped) => void) {
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (!event.altKey || event.ctrlKey || event.metaKey) return;
      const key = (event.target as HTMLElement).closest<HTMLElement>("[data-box]")?.dataset.box;
      const one = boxes.find((each) => each.key === key);
      if (one === undefined || !mayMove(one.box)) return;
      const to = movedBy(event.key, event.shiftKey, one);
      if (to === undefined) return;
      event.preventDefault();
      onMove({ key: one.key, box: one.box, ...to, adviserId: undefined });
    },
    [boxes, onMove],
  );
  return { onKeyDown };
}
