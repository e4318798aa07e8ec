/** A mark as it will stand on the page, drawn as large as its place. */
import { useEffect, useRef, useState } from "react";
import classes from "./Ink.module.css";
import { drawStrokes, sharpen } from "./inkDrawing";
import type { Mark } from "./marks";
import { fieldFrame } from "./strokes";
import type { Stroke } from "./types";

export function MarkPicture({ mark, label }: { readonly mark: Mark; readonly label: string }) {
  const picture = mark.how === "typed" ? mark.typedPicture : mark.how === "uploaded" ? mark.uploaded : null;
  if (picture)
    return <img className={classes.mark} src={`data:image/png;base64,${picture.base64}`} alt={label} />;
  return <DrawnMark strokes={mark.strokes} aspect={mark.aspect} label={label} />;
}

interface DrawnMarkProps {
  readonly strokes: readonly Stroke[];
  readonly aspect: number;
  readonly label: string;
}

function DrawnMark({ strokes, aspect, label }: DrawnMarkProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState(0);
  useEffect(() => {
    const node = canvas.current;
    if (node === null) return;
    const observer = new ResizeObserver(() => setSize((value) => value + 1));
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const node = canvas.current;
    const context = node?.getContext("2d");
    if (!node || !context || size === 0) return;
    const { width, height } = sharpen(node);
    context.clearRect(0, 0, width, height);
    if (strokes.length > 0) drawStrokes(context, strokes, fieldFrame(strokes, aspect, width, height));
  }, [strokes, aspect, size]);
  return <canvas ref={canvas} className={classes.mark} role="img" aria-label={label} />;
}
