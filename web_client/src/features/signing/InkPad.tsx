/** Where somebody draws: mouse, finger or pen; every stroke can be taken back. */
import { IconArrowBackUp, IconEraser } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { signingTexts } from "../../i18n/signing";
import { announce, useT } from "../../ui";
import classes from "./Ink.module.css";
import { drawDots, drawStrokes, sharpen } from "./inkDrawing";
import { dotsOf, padFrame, pressureOf, tailOf, tidy } from "./strokes";
import type { InkPoint, Stroke } from "./types";

interface InkPadProps {
  readonly strokes: readonly Stroke[];
  readonly onChange: (strokes: readonly Stroke[]) => void;
  /** Width : height. It stays the same on every screen, so ink keeps its shape. */
  readonly aspect: number;
  readonly label: string;
  /** Under the line, as on paper. */
  readonly caption: ReactNode;
  readonly invalid?: boolean;
  readonly describedBy?: string;
}

/** Points closer together than this part of the pad's height add nothing but weight. */
const NEAR = 0.003;

export function InkPad({ strokes, onChange, aspect, label, caption, invalid, describedBy }: InkPadProps) {
  const t = useT(signingTexts);
  const canvas = useRef<HTMLCanvasElement>(null);
  const hint = useId();
  const before = useRef<(readonly Stroke[])[]>([]);
  const size = useCanvasSize(canvas);
  const hand = useHand({ canvas, aspect, onStroke: (stroke) => change([...strokes, stroke]) });

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context || size === 0) return;
    const { width, height } = sharpen(canvas.current);
    context.clearRect(0, 0, width, height);
    drawStrokes(context, strokes, padFrame(width, height));
    hand.redraw();
  }, [strokes, size, hand.redraw]);

  const change = (next: readonly Stroke[]) => {
    before.current.push(strokes);
    onChange(next);
  };
  const undo = () => {
    const last = before.current.pop();
    if (last === undefined && strokes.length === 0) return;
    onChange(last ?? strokes.slice(0, -1));
    announce(t("padUndone"));
  };
  const clear = () => {
    change([]);
    announce(t("padCleared"));
  };
  const empty = strokes.length === 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a short cut beside a button that does the same
    <div
      className={classes.pad}
      style={{ "--pad-aspect": aspect } as React.CSSProperties}
      data-invalid={invalid || undefined}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key === "z") {
          event.preventDefault();
          undo();
        }
      }}
    >
      <div className={classes.paper}>
        {empty && !hand.drawing && (
          <span className={classes.here} aria-hidden="true">
            {t("drawHere")}
          </span>
        )}
        <canvas
          ref={canvas}
          className={classes.canvas}
          role="img"
          aria-label={`${label}. ${t(empty ? "padEmpty" : "padFilled")}`}
          aria-describedby={describedBy ? `${describedBy} ${hint}` : hint}
          {...hand.handlers}
        />
        <span className={classes.line} aria-hidden="true" />
      </div>
      <div className={classes.under}>
        <span className={classes.caption}>{caption}</span>
        <span className={classes.padButtons}>
          <button type="button" className={classes.padButton} onClick={undo} disabled={empty}>
            <IconArrowBackUp size={18} aria-hidden="true" />
            {t("undo")}
          </button>
          <button type="button" className={classes.padButton} onClick={clear} disabled={empty}>
            <IconEraser size={18} aria-hidden="true" />
            {t("clear")}
          </button>
        </span>
      </div>
      <span id={hint} className="s-hidden">
        {t("padKeys")}
      </span>
    </div>
  );
}

/** Counts up whenever the canvas gets another size on the screen; 0 until it has one. */
function useCanvasSize(canvas: React.RefObject<HTMLCanvasElement | null>): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const node = canvas.current;
    if (node === null) return;
    const observer = new ResizeObserver(() => setCount((value) => value + 1));
    observer.observe(node);
    return () => observer.disconnect();
  }, [canvas]);
  return count;
}

interface Hand {
  readonly canvas: React.RefObject<HTMLCanvasElement | null>;
  readonly aspect: number;
  readonly onStroke: (stroke: Stroke) => void;
}

/** Follows one pointer from the moment it touches the pad; the stroke under way is drawn as it grows. */
function useHand({ canvas, aspect, onStroke }: Hand) {
  const [drawing, setDrawing] = useState(false);
  const stroke = useRef<InkPoint[]>([]);
  const drawn = useRef(0);
  const pointer = useRef<number | null>(null);
  const start = useRef(0);
  const finish = useRef(onStroke);
  finish.current = onStroke;

  const draw = useRef((all: boolean) => {
    const node = canvas.current;
    const context = node?.getContext("2d");
    if (!node || !context || stroke.current.length === 0) return;
    const from = all ? 0 : drawn.current;
    drawDots(context, dotsOf(stroke.current, padFrame(node.width, node.height), from));
    drawn.current = stroke.current.length;
  });
  const redraw = useRef(() => draw.current(true));

  const add = (event: PointerEvent, box: DOMRect) => {
    const x = (event.clientX - box.left) / box.width;
    const y = (event.clientY - box.top) / box.height;
    const last = stroke.current.at(-1);
    if (last && Math.hypot((x - last[0]) * aspect, y - last[1]) < NEAR) return;
    const time = event.timeStamp - start.current;
    stroke.current.push(tidy([x, y, pressureOf(event, last, { x, y, time }, aspect), time]));
  };

  const onPointerDown = (event: React.PointerEvent<HTMLCanvasElement>) => {
    // A pen takes over from a palm that came first; a second finger draws nothing.
    if (pointer.current !== null && event.pointerType !== "pen") return;
    if (event.pointerType === "mouse" && event.button !== 0) return;
    event.preventDefault();
    const node = event.currentTarget;
    node.setPointerCapture(event.pointerId);
    pointer.current = event.pointerId;
    if (start.current === 0) start.current = event.timeStamp;
    stroke.current = [];
    drawn.current = 0;
    add(event.nativeEvent, node.getBoundingClientRect());
    draw.current(false);
    setDrawing(true);
  };
  const onPointerMove = (event: React.PointerEvent<HTMLCanvasElement>) => {
    if (event.pointerId !== pointer.current) return;
    const box = event.currentTarget.getBoundingClientRect();
    // The browser hands over what came between two pictures too: without it, fast strokes get corners.
    const all = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const one of all.length > 0 ? all : [event.nativeEvent]) add(one, box);
    draw.current(false);
  };
  // Also when the browser takes the pointer away: what was drawn stays.
  const end = (event: React.PointerEvent<HTMLCanvasElement>) => {
    if (event.pointerId !== pointer.current) return;
    pointer.current = null;
    const made = stroke.current;
    const node = event.currentTarget;
    const context = node.getContext("2d");
    if (context) drawDots(context, tailOf(made, padFrame(node.width, node.height)));
    stroke.current = [];
    setDrawing(false);
    if (made.length > 0) finish.current(made);
  };
  return {
    drawing,
    redraw: redraw.current,
    handlers: { onPointerDown, onPointerMove, onPointerUp: end, onPointerCancel: end },
  };
}
