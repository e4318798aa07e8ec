/** A mark in the making: drawn, typed and uploaded beside each other, so that trying another way loses nothing. */
import { inkExtent } from "./strokes";
import type { How, Ink, Stroke } from "./types";

/** A picture made here from what was typed or uploaded. */
export interface Picture {
  /** PNG in base64, without the words before it. */
  readonly base64: string;
  /** Width : height. */
  readonly aspect: number;
}

export interface Mark {
  readonly how: How;
  readonly strokes: readonly Stroke[];
  /** Of the pad that it is drawn on; it never changes, so a turned phone bends nothing. */
  readonly aspect: number;
  readonly typed: string;
  readonly typedPicture: Picture | null;
  readonly uploaded: Picture | null;
}

export const PAD_ASPECT = 2.4;

export const NO_MARK: Mark = {
  how: "drawn",
  strokes: [],
  aspect: PAD_ASPECT,
  typed: "",
  typedPicture: null,
  uploaded: null,
};

/** Less than a tenth of the pad's height in both directions is a slip of the hand, or a dot. */
const LEAST = 0.1;

export function hasInk(mark: Mark): boolean {
  if (mark.how === "typed") return mark.typed.trim() !== "" && mark.typedPicture !== null;
  if (mark.how === "uploaded") return mark.uploaded !== null;
  const { width, height, length } = inkExtent(mark.strokes, mark.aspect);
  return Math.max(width, height) >= LEAST && length >= 2 * LEAST;
}

/** As the server takes it. */
export function inkOf(mark: Mark): Ink {
  const picture = mark.how === "typed" ? mark.typedPicture : mark.uploaded;
  if (mark.how === "drawn" || picture === null)
    return { how: "drawn", strokes: mark.strokes, aspect: mark.aspect, picture: "", text: "" };
  return {
    how: mark.how,
    strokes: [],
    aspect: picture.aspect,
    picture: picture.base64,
    text: mark.how === "typed" ? mark.typed.trim() : "",
  };
}
