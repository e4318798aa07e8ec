/** What we signal while we type and point: seldom enough for the network, and ended when we stop. */
import type { Pointer, Typing } from "../protocol/signals";

/** All in milliseconds. */
export const TYPING_ENDS_AFTER = 4_000;
const TYPING_AGAIN_AFTER = 2_000;
const POINTER_EVERY = 40;

export class OwnSignals {
  readonly #type: (typing: Typing) => void;
  readonly #point: (pointer: Pointer) => void;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #typingSince = 0;
  #pointing: ReturnType<typeof setTimeout> | undefined;
  #next: { x: number; y: number } | null = null;

  constructor(type: (typing: Typing) => void, point: (pointer: Pointer) => void) {
    this.#type = type;
    this.#point = point;
  }

  typing(on: boolean): void {
    clearTimeout(this.#typing);
    const now = Date.now();
    if (on) {
      this.#typing = setTimeout(() => this.typing(false), TYPING_ENDS_AFTER - 500);
      if (now - this.#typingSince < TYPING_AGAIN_AFTER) return;
    } else if (this.#typingSince === 0) return;
    this.#typingSince = on ? now : 0;
    this.#type({ type: "typing", on });
  }

  pointer(x: number, y: number, visible: boolean): void {
    const place = { x: within(x), y: within(y) };
    if (!visible) {
      clearTimeout(this.#pointing);
      this.#pointing = undefined;
      this.#next = null;
      this.#point({ type: "pointer", ...place, visible });
    } else if (this.#pointing === undefined) {
      this.#point({ type: "pointer", ...place, visible });
      this.#pointing = setTimeout(() => this.#pointAgain(), POINTER_EVERY);
    } else this.#next = place;
  }

  close(): void {
    clearTimeout(this.#typing);
    clearTimeout(this.#pointing);
  }

  /** The last place of those that came too quickly after one another. */
  #pointAgain(): void {
    const place = this.#next;
    this.#next = null;
    this.#pointing = undefined;
    if (place !== null) this.pointer(place.x, place.y, true);
  }
}

function within(value: number): number {
  return Math.min(1, Math.max(0, value));
}
