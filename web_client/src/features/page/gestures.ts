/** Mouse, pen, fingers and keys on the picture of the page, told as the page shall hear them. */
import type { InputEvent, KeyModifiers, TouchPoint } from "../../protocol/page";
import { Keyboard, type Meaning } from "./keys";
import { Pacing } from "./pacing";

export interface GestureOptions {
  /** Measured at every event: it may be scrolled, zoomed or moved at any time. */
  readonly picture: HTMLElement;
  /** Takes the keys, and what input methods make of them. */
  readonly field: HTMLTextAreaElement;
  readonly mayDrive: () => boolean;
  readonly drives: () => boolean;
  /** Nobody drives: then scrolling takes nothing from anybody. */
  readonly free: () => boolean;
  readonly crowded: () => boolean;
  /** `takes`: whoever may drive and does not yet, does from this on. */
  readonly send: (events: InputEvent[], takes: boolean) => void;
  /** Everything that is not typed into the page but done to it or around it. */
  readonly does: (meaning: Exclude<Meaning, { does: "send" | "compose" | "paste" | "nothing" }>) => void;
  readonly mac?: boolean;
}

/** Two presses are a double click within this time (ms) and this distance (CSS pixels). */
const DOUBLE = { within: 500, near: 6 } as const;
/** Which bit of `buttons` is which `button` (W3C UI Events). */
const BUTTON_BITS = [1, 4, 2] as const;
/** What one line of a wheel is in pixels. */
const LINE = 33;
/** So many characters at once; the rest of a longer paste follows in further pieces. */
export const TEXT_LENGTH = 8_000;
/** Keeps something in the field to delete: phones say nothing about deleting in an empty one. */
const FILLER = "\u00a0";

export class Gestures {
  readonly #options: GestureOptions;
  readonly #pacing: Pacing;
  readonly #keyboard: Keyboard;
  readonly #buttons = new Map<number, { x: number; y: number }>();
  readonly #end = new AbortController();
  #click = { at: Number.NEGATIVE_INFINITY, x: 0, y: 0, b: 0, n: 0 };
  #touching = false;
  #composing = false;

  constructor(options: GestureOptions) {
    this.#options = options;
    this.#pacing = new Pacing(options.send, options.crowded);
    this.#keyboard = new Keyboard(options.mac ?? isMac());
    this.#listenToPointer();
    this.#listenToTouch();
    this.#listenToKeys();
    const { signal } = this.#end;
    window.addEventListener("blur", () => this.release(), { signal });
    document.addEventListener("visibilitychange", () => this.release(), { signal });
    const left = () => {
      delete options.field.dataset.by;
      this.#pacing.now(this.#keyboard.release());
    };
    options.field.addEventListener("blur", left, { signal });
    this.#resetField();
  }

  /** Every button and key that is down comes up. */
  release(): void {
    const ups = [...this.#buttons].map(([b, place]): InputEvent => ({ k: "up", b, ...place }));
    this.#buttons.clear();
    const touch: InputEvent[] = this.#touching ? [{ k: "touch", p: "cancel", t: [] }] : [];
    this.#touching = false;
    const events = [...ups, ...touch, ...this.#keyboard.release()];
    if (events.length > 0) this.#pacing.now(events);
  }

  /** Somebody else drives: what is held is let go of by the server, and nothing more leaves here. */
  forget(): void {
    this.#buttons.clear();
    this.#touching = false;
    this.#keyboard.forget();
    this.#pacing.drop();
  }

  close(): void {
    this.release();
    this.#end.abort();
    this.#pacing.drop();
  }

  // --- mouse and pen ---

  #listenToPointer(): void {
    const { picture, mayDrive, drives, free } = this.#options;
    const { signal } = this.#end;
    const isMouse = (event: PointerEvent) => event.pointerType !== "touch";
    picture.addEventListener("pointerdown", (event) => isMouse(event) && this.#down(event), { signal });
    picture.addEventListener("pointermove", (event) => isMouse(event) && this.#move(event), { signal });
    picture.addEventListener("pointerup", (event) => isMouse(event) && this.#up(event), { signal });
    picture.addEventListener("pointercancel", (event) => isMouse(event) && this.release(), { signal });
    picture.addEventListener("contextmenu", (event) => mayDrive() && event.preventDefault(), { signal });
    picture.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
    picture.addEventListener("auxclick", (event) => mayDrive() && event.preventDefault(), { signal });
    picture.addEventListener(
      "wheel",
      (event) => {
        // With Ctrl the view is zoomed, for oneself alone: see Surface.
        const takes = !drives() && free() && mayDrive();
        if (event.ctrlKey || !(drives() || takes)) return;
        event.preventDefault();
        const scale = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? LINE : picture.clientHeight;
        const [dx, dy] = [rounded(event.deltaX * scale), rounded(event.deltaY * scale)];
        const turned = { k: "wheel", ...this.#place(event), dx, dy, ...modified(event) } as const;
        if (takes) this.#pacing.now([turned], true);
        else this.#pacing.wheel(turned);
      },
      { passive: false, signal },
    );
  }

  #down(event: PointerEvent): void {
    if (!this.#options.mayDrive()) return;
    event.preventDefault();
    if (event.button === 3 || event.button === 4) {
      this.#options.does({ does: event.button === 3 ? "back" : "forward" });
      return;
    }
    if (event.button > 2) return;
    this.#focusAt(event);
    // Dragging goes on beside the picture. A pointer that is gone already cannot be held.
    if (this.#options.picture.hasPointerCapture?.(event.pointerId) === false) {
      try {
        this.#options.picture.setPointerCapture(event.pointerId);
      } catch {
        // The press itself counts all the same.
      }
    }
    const place = this.#place(event);
    this.#buttons.set(event.button, place);
    const n = this.#count(event);
    this.#pacing.now([{ k: "down", ...place, b: event.button, n, ...modified(event) }], true);
  }

  /** Where the press was, so that the window of an input method opens beside what is written. */
  #focusAt({ clientX, clientY }: PointerEvent): void {
    const { field } = this.#options;
    const frame = field.offsetParent?.getBoundingClientRect();
    if (frame) {
      field.style.left = `${Math.round(clientX - frame.left)}px`;
      field.style.top = `${Math.round(clientY - frame.top)}px`;
    }
    // Whoever came by mouse knows where the keys go; a frame around the page would only be in the way.
    field.dataset.by = "pointer";
    field.focus({ preventScroll: true });
  }

  #move(event: PointerEvent): void {
    if (!this.#options.drives() && this.#buttons.size === 0) return;
    const place = this.#place(event);
    for (const b of this.#buttons.keys()) this.#buttons.set(b, place);
    // Another button of the same mouse going down or up comes as a movement (W3C Pointer Events, chorded buttons).
    if (event.button >= 0 && event.button <= 2) {
      const held = (event.buttons & (BUTTON_BITS[event.button] ?? 0)) !== 0;
      if (held !== this.#buttons.has(event.button)) {
        if (held) this.#down(event);
        else this.#up(event);
        return;
      }
    }
    this.#pacing.move({ k: "move", ...place, ...modified(event) });
  }

  #up(event: PointerEvent): void {
    if (!this.#buttons.delete(event.button)) return;
    event.preventDefault();
    this.#pacing.now([{ k: "up", ...this.#place(event), b: event.button, ...modified(event) }]);
  }

  #count({ clientX: x, clientY: y, button: b, timeStamp: at }: PointerEvent): number {
    const before = this.#click;
    const again =
      b === before.b &&
      at - before.at < DOUBLE.within &&
      Math.hypot(x - before.x, y - before.y) < DOUBLE.near &&
      before.n < 3;
    this.#click = { at, x, y, b, n: again ? before.n + 1 : 1 };
    return this.#click.n;
  }

  // --- fingers: one drives, two move and enlarge what one sees ---

  #listenToTouch(): void {
    const { picture, mayDrive } = this.#options;
    const options = { passive: false, signal: this.#end.signal } as const;
    picture.addEventListener(
      "touchstart",
      (event) => {
        if (!mayDrive()) return;
        if (event.touches.length > 1) {
          this.#cancelTouch();
          return;
        }
        event.preventDefault();
        this.#touching = true;
        this.#pacing.now([{ k: "touch", p: "start", t: this.#touches(event) }], true);
      },
      options,
    );
    picture.addEventListener(
      "touchmove",
      (event) => {
        if (!this.#touching || event.touches.length > 1) return;
        event.preventDefault();
        this.#pacing.move({ k: "touch", p: "move", t: this.#touches(event) });
      },
      options,
    );
    picture.addEventListener(
      "touchend",
      (event) => {
        if (!this.#touching) return;
        // Otherwise the browser clicks once more, as a mouse.
        event.preventDefault();
        this.#touching = false;
        this.#pacing.now([{ k: "touch", p: "end", t: [] }]);
      },
      options,
    );
    picture.addEventListener("touchcancel", () => this.#cancelTouch(), options);
  }

  #cancelTouch(): void {
    if (!this.#touching) return;
    this.#touching = false;
    this.#pacing.now([{ k: "touch", p: "cancel", t: [] }]);
  }

  #touches(event: TouchEvent): TouchPoint[] {
    return [...event.touches].map((touch) => ({ i: touch.identifier, ...this.#place(touch) }));
  }

  // --- keys, and text that no key made ---

  #listenToKeys(): void {
    const { field } = this.#options;
    const { signal } = this.#end;
    field.addEventListener("keydown", (event) => this.#keyDown(event), { signal });
    field.addEventListener(
      "keyup",
      (event) => this.#options.drives() && this.#pacing.now(this.#keyboard.up(event)),
      { signal },
    );
    field.addEventListener("paste", (event) => this.#paste(event), { signal });
    field.addEventListener("copy", (event) => this.#clipboard(event, "copy"), { signal });
    field.addEventListener("cut", (event) => this.#clipboard(event, "cut"), { signal });
    field.addEventListener("compositionstart", () => this.#setComposing(true), { signal });
    field.addEventListener("compositionupdate", ({ data }) => this.#compose(data), { signal });
    field.addEventListener("compositionend", ({ data }) => this.#commit(data), { signal });
    field.addEventListener("beforeinput", (event) => this.#written(event), { signal });
    field.addEventListener("input", () => !this.#composing && this.#resetField(), { signal });
  }

  #keyDown(event: KeyboardEvent): void {
    // Whoever does not drive walks through the room by keyboard as ever.
    if (!this.#options.drives()) return;
    const meaning = this.#keyboard.down(event);
    switch (meaning.does) {
      case "send":
        event.preventDefault();
        this.#pacing.now(meaning.events);
        break;
      case "compose":
      case "paste":
      case "nothing":
        return;
      default:
        event.preventDefault();
        this.#options.does(meaning);
    }
    // The room's own keys are not meant.
    event.stopPropagation();
  }

  #paste(event: ClipboardEvent): void {
    event.preventDefault();
    if (!this.#options.drives()) return;
    this.#text(event.clipboardData?.getData("text/plain") ?? "", true);
  }

  #clipboard(event: ClipboardEvent, does: "copy" | "cut"): void {
    event.preventDefault();
    if (this.#options.drives()) this.#options.does({ does });
  }

  #setComposing(on: boolean): void {
    this.#composing = on;
  }

  #compose(text: string): void {
    if (!this.#options.drives()) return;
    this.#pacing.now([{ k: "compose", text, a: text.length, b: text.length }]);
  }

  #commit(text: string): void {
    this.#setComposing(false);
    if (this.#options.drives()) this.#pacing.now([{ k: "commit", text }]);
    // Not before the browser has finished with the field itself.
    queueMicrotask(() => this.#resetField());
  }

  /** What a phone's keys, an emoji list or a correction would write into the field. */
  #written(event: globalThis.InputEvent): void {
    if (this.#composing || event.inputType === "insertCompositionText") return;
    event.preventDefault();
    if (!this.#options.drives()) return;
    switch (event.inputType) {
      case "deleteContentBackward":
        this.#press("Backspace");
        return;
      case "deleteContentForward":
        this.#press("Delete");
        return;
      case "deleteWordBackward":
        this.#press("Backspace", { ctrl: true });
        return;
      case "insertLineBreak":
      case "insertParagraph":
        this.#press("Enter");
        return;
      default:
        this.#text(event.data ?? event.dataTransfer?.getData("text/plain") ?? "");
    }
  }

  #press(key: string, m: KeyModifiers = {}): void {
    const both = { k: "key", key, code: key, loc: 0, rep: false, m } as const;
    this.#pacing.now([
      { ...both, p: "down" },
      { ...both, p: "up" },
    ]);
  }

  #text(text: string, paste = false): void {
    const letters = [...text];
    for (let at = 0; at < letters.length; at += TEXT_LENGTH) {
      const piece = letters.slice(at, at + TEXT_LENGTH).join("");
      this.#pacing.now([paste ? { k: "text", text: piece, paste } : { k: "text", text: piece }]);
    }
  }

  #resetField(): void {
    const { field } = this.#options;
    if (field.value === FILLER) return;
    field.value = FILLER;
    field.setSelectionRange(1, 1);
  }

  #place({ clientX, clientY }: { clientX: number; clientY: number }): { x: number; y: number } {
    const box = this.#options.picture.getBoundingClientRect();
    return {
      x: within((clientX - box.left) / Math.max(1, box.width)),
      y: within((clientY - box.top) / Math.max(1, box.height)),
    };
  }
}

function within(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 100_000) / 100_000;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function modified(event: MouseEvent): { m?: KeyModifiers } {
  const m: KeyModifiers = {};
  if (event.altKey) m.alt = true;
  if (event.ctrlKey) m.ctrl = true;
  if (event.metaKey) m.meta = true;
  if (event.shiftKey) m.shift = true;
  return Object.keys(m).length > 0 ? { m } : {};
}

export function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}
