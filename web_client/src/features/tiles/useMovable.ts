/** Moving something by its grip: dragged, or by the arrow keys; it never leaves the window. */
import { useCallback, useEffect, useRef, useState } from "react";

interface Offset {
  readonly x: number;
  readonly y: number;
}

export interface Grip {
  readonly onPointerDown: (event: React.PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: React.PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: React.PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: (event: React.PointerEvent<HTMLElement>) => void;
  readonly onKeyDown: (event: React.KeyboardEvent<HTMLElement>) => void;
}

const HOME: Offset = { x: 0, y: 0 };
/** Pixels per key press; with Shift four times as far. */
const STEP = 16;
/** What must stay in the window, in pixels. */
const MARGIN = 4;

const DIRECTIONS: Readonly<Record<string, Offset>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export function useMovable(enabled: boolean): [Offset, Grip] {
  const [offset, setOffset] = useState<Offset>(HOME);
  const from = useRef<{ pointer: Offset; offset: Offset; box: DOMRect } | null>(null);

  // A window made smaller must not leave the picture outside.
  useEffect(() => {
    const home = () => setOffset(HOME);
    window.addEventListener("resize", home);
    return () => window.removeEventListener("resize", home);
  }, []);

  const end = useCallback((event: React.PointerEvent<HTMLElement>) => {
    from.current = null;
    if (event.currentTarget.hasPointerCapture?.(event.pointerId)) {
      event.currentTarget.releasePointerCapture(event.pointerId);
    }
  }, []);

  const grip: Grip = {
    onPointerDown: (event) => {
      const box = event.currentTarget.parentElement?.getBoundingClientRect();
      if (!box || event.button !== 0) return;
      event.currentTarget.setPointerCapture?.(event.pointerId);
      from.current = { pointer: { x: event.clientX, y: event.clientY }, offset, box };
    },
    onPointerMove: (event) => {
      const start = from.current;
      if (start === null) return;
      const dx = event.clientX - start.pointer.x;
      const dy = event.clientY - start.pointer.y;
      const by = kept(start.box, { x: dx, y: dy });
      setOffset({ x: start.offset.x + by.x, y: start.offset.y + by.y });
    },
    onPointerUp: end,
    onPointerCancel: end,
    onKeyDown: (event) => {
      if (event.key === "Escape" && (offset.x !== 0 || offset.y !== 0)) {
        event.preventDefault();
        event.stopPropagation();
        setOffset(HOME);
        return;
      }
      const direction = DIRECTIONS[event.key];
      const box = event.currentTarget.parentElement?.getBoundingClientRect();
      if (direction === undefined || !box) return;
      event.preventDefault();
      const step = STEP * (event.shiftKey ? 4 : 1);
      const by = kept(box, { x: direction.x * step, y: direction.y * step });
      setOffset({ x: offset.x + by.x, y: offset.y + by.y });
    },
  };
  return [enabled ? offset : HOME, grip];
}

/** As much of this movement as leaves the box inside the window. */
function kept(box: DOMRect, by: Offset): Offset {
  const within = (value: number, low: number, high: number) =>
    Math.max(Math.min(0, low), Math.min(Math.max(0, high), value));
  return {
    x: within(by.x, MARGIN - box.left, window.innerWidth - MARGIN - box.right),
    y: within(by.y, MARGIN - box.top, window.innerHeight - MARGIN - box.bottom),
  };
}
