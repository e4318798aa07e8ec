/** Movements and turns of the wheel, as often as an eye can follow; everything else at once and in its order. */
import type { InputEvent } from "../../protocol/page";

type Move = Extract<InputEvent, { k: "move" }>;
type Wheel = Extract<InputEvent, { k: "wheel" }>;
type TouchMove = Extract<InputEvent, { k: "touch" }>;

/** Milliseconds between two of them: 66 in a second. */
export const EVERY = 15;

export class Pacing {
  readonly #send: (events: InputEvent[], takes: boolean) => void;
  readonly #crowded: () => boolean;
  #move: Move | TouchMove | null = null;
  #wheel: Wheel | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = Number.NEGATIVE_INFINITY;

  constructor(send: (events: InputEvent[], takes: boolean) => void, crowded: () => boolean = () => false) {
    this.#send = send;
    this.#crowded = crowded;
  }

  /** Only the last place counts. */
  move(event: Move | TouchMove): void {
    this.#move = event;
    this.#soon();
  }

  /** What is turned adds up. */
  wheel(event: Wheel): void {
    const before = this.#wheel;
    this.#wheel = before ? { ...event, dx: before.dx + event.dx, dy: before.dy + event.dy } : event;
    this.#soon();
  }

  /** Goes now, after what happened before it. */
  now(events: readonly InputEvent[], takes = false): void {
    const all = [...this.#pending(), ...events];
    if (all.length > 0) this.#send(all, takes);
  }

  /** What waits is no longer wanted. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#move = null;
    this.#wheel = null;
  }

  #pending(): InputEvent[] {
    const events = [this.#move, this.#wheel].filter((event) => event !== null);
    this.drop();
    if (events.length > 0) this.#last = performance.now();
    return events;
  }

  #soon(): void {
    if (this.#timer !== undefined) return;
    const wait = this.#last + EVERY - performance.now();
    const full = this.#crowded();
    if (wait <= 0 && !full) this.now([]);
    else
      this.#timer = setTimeout(
        () => {
          this.#timer = undefined;
          if (this.#crowded()) this.#soon();
          else this.now([]);
        },
        full ? EVERY * 4 : wait,
      );
  }
}
