/** What a key press means for the shared page: layouts, AltGr, dead keys and Macs all end up as what was meant. */
import type { InputEvent, KeyModifiers } from "../../protocol/page";

export type KeyEvent = Extract<InputEvent, { k: "key" }>;

/** The parts of a KeyboardEvent (W3C UI Events) that are looked at. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly location: number;
  readonly repeat: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
  readonly timeStamp: number;
  getModifierState(name: string): boolean;
}

export type Meaning =
  | { does: "send"; events: KeyEvent[] }
  /** The text field's own work: composition, dead keys, keys of a phone. */
  | { does: "compose" }
  | { does: "paste" }
  | { does: "copy" }
  | { does: "cut" }
  | { does: "reload" }
  | { does: "back" }
  | { does: "forward" }
  | { does: "zoom"; by: 1 | -1 | 0 }
  /** The way out by keyboard (WCAG 2.1.2), which a page can never take. */
  | { does: "leave"; backwards: boolean }
  /** Whole screen, developer tools: nobody's but the browser's. */
  | { does: "nothing" };

/** The key that takes the focus out of the page. */
export const WAY_OUT = "F6";

const BROWSERS_OWN: ReadonlySet<string> = new Set(["F11", "F12", "PrintScreen"]);
/** The key code of everything that an input method handles (W3C UI Events, 7.3). */
const PROCESSING = 229;
/** Windows invents a Control before AltGr, at the same moment. Milliseconds. */
const SAME_MOMENT = 30;

export class Keyboard {
  readonly #mac: boolean;
  readonly #held = new Map<string, { key: string; loc: number; since: number }>();

  constructor(mac: boolean) {
    this.#mac = mac;
  }

  down(press: KeyPress): Meaning {
    if (press.key === WAY_OUT && !press.altKey) return { does: "leave", backwards: press.shiftKey };
    if (BROWSERS_OWN.has(press.key)) return { does: "nothing" };
    if (isComposing(press)) return { does: "compose" };
    const own = this.#shortcut(press);
    if (own !== undefined) return own;
    const before = press.key === "AltGraph" || press.code === "AltRight" ? this.#withoutInvented(press) : [];
    const { key, code } = this.#translated(press);
    const m = modifiersOf(press, this.#mac);
    const down: KeyEvent = { k: "key", p: "down", key, code, loc: press.location, rep: press.repeat, m };
    this.#held.set(code, { key, loc: press.location, since: press.timeStamp });
    // A Mac never says that a letter came up while Command is down.
    const at = this.#mac && press.metaKey && key !== "Control" ? this.up(press) : [];
    return { does: "send", events: [...before, down, ...at] };
  }

  /** Nothing for a key of which the page never heard that it is down. */
  up(press: Pick<KeyPress, "key" | "code" | "location"> & Partial<KeyPress>): KeyEvent[] {
    const { code } = this.#translated(press);
    const held = this.#held.get(code);
    if (held === undefined) return [];
    this.#held.delete(code);
    const m = press.getModifierState ? modifiersOf(press as KeyPress, this.#mac) : {};
    return [{ k: "key", p: "up", key: held.key, code, loc: held.loc, rep: false, m }];
  }

  /** Everything that is still down comes up. */
  release(): KeyEvent[] {
    const events = [...this.#held].map(
      ([code, { key, loc }]): KeyEvent => ({ k: "key", p: "up", key, code, loc, rep: false, m: {} }),
    );
    this.#held.clear();
    return events;
  }

  /** Somebody else drives: the server has let go of everything already. */
  forget(): void {
    this.#held.clear();
  }

  #translated({ key, code }: { key: string; code: string }): { key: string; code: string } {
    if (!this.#mac || key !== "Meta") return { key, code };
    return { key: "Control", code: code.replace("Meta", "Control") };
  }

  #withoutInvented(press: KeyPress): KeyEvent[] {
    const control = this.#held.get("ControlLeft");
    if (control === undefined || press.timeStamp - control.since > SAME_MOMENT) return [];
    return this.up({ key: "Control", code: "ControlLeft", location: 1 });
  }

  /** Copy, cut and paste go by another road; going back, reloading and zooming are the browser's in any browser. */
  #shortcut(press: KeyPress): Meaning | undefined {
    const m = modifiersOf(press, this.#mac);
    if (press.key === "F5") return { does: "reload" };
    if (m.alt && !m.ctrl && !m.shift) {
      if (press.key === "ArrowLeft") return { does: "back" };
      if (press.key === "ArrowRight") return { does: "forward" };
    }
    if (press.shiftKey && press.key === "Insert") return { does: "paste" };
    if (!m.ctrl || m.alt || m.altgr) return undefined;
    switch (letterOf(press)) {
      case "v":
        return { does: "paste" };
      case "c":
        return m.shift ? undefined : { does: "copy" };
      case "x":
        return m.shift ? undefined : { does: "cut" };
      case "r":
        return { does: "reload" };
      case "+":
      case "=":
        return { does: "zoom", by: 1 };
      case "-":
        return { does: "zoom", by: -1 };
      case "0":
        return { does: "zoom", by: 0 };
      default:
        return undefined;
    }
  }
}

/** Dead keys and input methods make their text in a field; phones name no key at all. */
function isComposing(press: KeyPress): boolean {
  return (
    press.isComposing ||
    press.keyCode === PROCESSING ||
    press.key === "Dead" ||
    press.key === "Process" ||
    press.key === "Unidentified"
  );
}

/** The letter of a shortcut, also on a keyboard whose letters are not Latin ("С" on the key C). */
function letterOf({ key, code }: KeyPress): string {
  const letter = key.toLowerCase();
  if (/^[\x20-\x7e]$/.test(letter)) return letter;
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? letter;
}

/** A character that AltGr (or Option, on a Mac) made is that character, not a shortcut. */
function modifiersOf(press: KeyPress, mac: boolean): KeyModifiers {
  const printable = [...press.key].length === 1;
  const altgr = press.getModifierState("AltGraph") || (mac && press.altKey && !press.ctrlKey && printable);
  const ctrl = mac ? press.ctrlKey || press.metaKey : press.ctrlKey;
  const m: KeyModifiers = {};
  if (altgr) m.altgr = true;
  if (press.altKey && !(altgr && printable)) m.alt = true;
  if (ctrl && !(altgr && printable)) m.ctrl = true;
  if (press.metaKey && !mac) m.meta = true;
  if (press.shiftKey) m.shift = true;
  return m;
}
