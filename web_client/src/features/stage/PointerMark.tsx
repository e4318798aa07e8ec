/** Somebody's pointer on the picture, with their name: the arrow's tip is the place. */
import classes from "./Stage.module.css";

interface PointerMarkProps {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly of: "office" | "client";
  /** A dot instead of an arrow: seen by everybody. */
  readonly laser?: boolean;
}

export function PointerMark({ name, x, y, of, laser = false }: PointerMarkProps) {
  return (
    <div
      className={classes.pointer}
      data-of={of}
      data-laser={laser || undefined}
      data-side={x > 0.8 ? "left" : undefined}
      style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
    >
      {laser ? (
        <span className={classes.laser} aria-hidden="true" />
      ) : (
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M3 2.5 20.5 9.6a.8.8 0 0 1-.05 1.5l-6.6 2.2-2.4 6.7a.8.8 0 0 1-1.5.05L2.2 3.3A.6.6 0 0 1 3 2.5Z" />
        </svg>
      )}
      <span className={classes.pointerName}>{name}</span>
    </div>
  );
}
