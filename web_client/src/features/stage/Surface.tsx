/** A picture on the stage, as large as fits or zoomed: pointers, scrolling and pinching all measure on the picture itself. */
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { clampedZoom, fitted, onPicture, type Point, readable, type Size } from "./geometry";
import classes from "./Stage.module.css";

interface SurfaceProps {
  /** The picture's own size; zero until it is known. */
  readonly picture: Size;
  /** A page to read may be taller than the stage; anything else fits as a whole. */
  readonly reading?: boolean;
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  /** Called while the mouse or a finger moves on the picture, and with undefined when it leaves. */
  readonly onPoint?: (place: Point | undefined) => void;
  /** Where gestures of another kind are listened to. */
  readonly pictureRef?: React.RefObject<HTMLDivElement | null>;
  /** One finger is for what is in the picture; two move it here. */
  readonly driving?: boolean;
  readonly label: string;
  readonly overlay?: ReactNode;
  readonly children: ReactNode;
}

export function Surface({
  picture,
  reading = false,
  zoom,
  onZoom,
  onPoint,
  pictureRef,
  driving = false,
  label,
  overlay,
  children,
}: SurfaceProps) {
  const frame = useRef<HTMLElement>(null);
  const own = useRef<HTMLDivElement>(null);
  const inner = pictureRef ?? own;
  const stage = useSizeOf(frame);
  const exact = reading ? readable(picture, stage, zoom) : fitted(picture, stage, zoom);
  // Whole pixels: half of one makes letters hazy.
  const size = { width: Math.floor(exact.width), height: Math.floor(exact.height) };
  useZoomAround(frame, zoom);
  usePinch(frame, zoom, onZoom, driving);

  const point = (event: React.PointerEvent) => {
    const box = inner.current?.getBoundingClientRect();
    if (box) onPoint?.(onPicture({ x: event.clientX, y: event.clientY }, box));
  };
  const zoomed = size.width > Math.ceil(stage.width) || size.height > Math.ceil(stage.height);
  return (
    <section
      ref={frame}
      className={classes.surface}
      data-zoomed={zoomed || undefined}
      data-pointing={(onPoint && !zoomed && !driving) || undefined}
      data-driving={driving || undefined}
      aria-label={label}
      // A zoomed picture must be movable by the arrow keys too.
      tabIndex={zoomed ? 0 : undefined}
    >
      <div
        ref={inner}
        className={classes.picture}
        style={{ width: `${size.width}px`, height: `${size.height}px` }}
        onPointerMove={onPoint && point}
        onPointerDown={onPoint && point}
        onPointerLeave={onPoint && (() => onPoint(undefined))}
        onPointerCancel={onPoint && (() => onPoint(undefined))}
      >
        {children}
        {overlay}
      </div>
    </section>
  );
}

function useSizeOf(element: React.RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const node = element.current;
    if (node === null) return;
    // The frame's own size, without the scroll bars that its content may cause.
    const measure = () => {
      const { width, height } = node.getBoundingClientRect();
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** Zooming keeps the middle of what is seen in the middle. */
function useZoomAround(element: React.RefObject<HTMLElement | null>, zoom: number) {
  const before = useRef(zoom);
  useLayoutEffect(() => {
    const node = element.current;
    const ratio = zoom / before.current;
    before.current = zoom;
    if (node === null || ratio === 1) return;
    node.scrollLeft = (node.scrollLeft + node.clientWidth / 2) * ratio - node.clientWidth / 2;
    node.scrollTop = (node.scrollTop + node.clientHeight / 2) * ratio - node.clientHeight / 2;
  }, [element, zoom]);
}

function middleOf(touches: TouchList): Point {
  const [a, b] = [touches[0], touches[1]];
  return a && b ? { x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2 } : { x: 0, y: 0 };
}

/** Two fingers, or Ctrl and the wheel. One finger scrolls by itself. */
function usePinch(
  element: React.RefObject<HTMLElement | null>,
  zoom: number,
  onZoom: (zoom: number) => void,
  moves: boolean,
) {
  const now = useRef({ zoom, onZoom, moves });
  now.current = { zoom, onZoom, moves };
  const start = useRef<{ distance: number; zoom: number; middle: Point } | null>(null);

  const apart = useCallback((touches: TouchList) => {
    const [a, b] = [touches[0], touches[1]];
    return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
  }, []);

  useEffect(() => {
    const node = element.current;
    if (node === null) return;
    const begin = (event: TouchEvent) => {
      if (event.touches.length === 2)
        start.current = {
          distance: apart(event.touches),
          zoom: now.current.zoom,
          middle: middleOf(event.touches),
        };
    };
    const move = (event: TouchEvent) => {
      if (event.touches.length !== 2 || start.current === null || start.current.distance === 0) return;
      event.preventDefault();
      now.current.onZoom(clampedZoom((start.current.zoom * apart(event.touches)) / start.current.distance));
      if (!now.current.moves) return;
      // The browser moves nothing here: the two fingers take the picture along.
      const middle = middleOf(event.touches);
      node.scrollLeft += start.current.middle.x - middle.x;
      node.scrollTop += start.current.middle.y - middle.y;
      start.current.middle = middle;
    };
    const end = () => {
      start.current = null;
    };
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      now.current.onZoom(clampedZoom(now.current.zoom * Math.exp(-event.deltaY / 300)));
    };
    node.addEventListener("touchstart", begin, { passive: true });
    node.addEventListener("touchmove", move, { passive: false });
    node.addEventListener("touchend", end);
    node.addEventListener("touchcancel", end);
    node.addEventListener("wheel", wheel, { passive: false });
    return () => {
      node.removeEventListener("touchstart", begin);
      node.removeEventListener("touchmove", move);
      node.removeEventListener("touchend", end);
      node.removeEventListener("touchcancel", end);
      node.removeEventListener("wheel", wheel);
    };
  }, [element, apart]);
}
