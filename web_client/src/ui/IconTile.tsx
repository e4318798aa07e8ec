/** A small rounded square with an icon, in one of the five tones. */
import type { ReactNode } from "react";
import type { Tone } from "./tone";

interface IconTileProps {
  readonly tone?: Tone;
  /** Pixels at the normal text size. */
  readonly size?: number;
  readonly children: ReactNode;
}

export function IconTile({ tone = "office", size = 40, children }: IconTileProps) {
  return (
    <span
      className="s-icon-tile"
      data-tone={tone}
      style={{ width: `${size / 16}rem`, height: `${size / 16}rem` }}
      aria-hidden="true"
    >
      {children}
    </span>
  );
}
