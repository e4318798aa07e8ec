import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { InputEvent } from "../../protocol/page";
import { Gestures } from "./gestures";
import { EVERY } from "./pacing";

let picture: HTMLDivElement;
let field: HTMLTextAreaElement;
let sent: { events: InputEvent[]; takes: boolean }[];
let did: string[];
let may: boolean;
let drives: boolean;
let free: boolean;
let crowded: boolean;
let gestures: Gestures;

beforeEach(() => {
  vi.useFakeTimers();
  picture = document.createElement("div");
  field = document.createElement("textarea");
  document.body.append(picture, field);
  picture.getBoundingClientRect = () => new DOMRect(100, 50, 400, 200);
  [sent, did, may, drives, crowded] = [[], [], true, true, false];
  free = false;
  gestures = new Gestures({
    picture,
    field,
    mayDrive: () => may,
    drives: () => drives,
    free: () => free,
    crowded: () => crowded,
    send: (events, takes) => sent.push({ events, takes }),
    does: ({ does }) => did.push(does),
    mac: false,
  });
  // Two movements a long time after one another are not held up by each other.
  vi.advanceTimersByTime(1_000);
});

afterEach(() => {
  gestures.close();
  vi.useRealTimers();
});

const events = () => sent.flatMap((one) => one.events);

function pointer(type: string, x: number, y: number, more: PointerEventInit = {}) {
  const event = new PointerEvent(type, {
    clientX: x,
    clientY: y,
    pointerType: "mouse",
    bubbles: true,
    cancelable: true,
    button: type === "pointermove" ? -1 : 0,
    ...more,
  });
  picture.dispatchEvent(event);
  return event;
}

function touch(type: string, ...places: [number, number][]) {
  const touches = places.map(([clientX, clientY], identifier) => ({ identifier, clientX, clientY }));
  const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), { touches });
  picture.dispatchEvent(event);
  return event;
}

function key(type: "keydown" | "keyup", name: string, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent(type, { key: name, code: name, bubbles: true, cancelable: true, ...more });
  field.dispatchEvent(event);
  return event;
}

function written(inputType: string, data: string | null = null) {
  const event = Object.assign(new Event("beforeinput", { bubbles: true, cancelable: true }), {
    inputType,
    data,
  });
  field.dispatchEvent(event);
  return event;
}

function composition(type: string, data: string) {
  field.dispatchEvent(Object.assign(new Event(type, { bubbles: true }), { data }));
}

describe("mouse and pen", () => {
  test("press and let go where they are on the picture, wherever it stands", () => {
    pointer("pointerdown", 300, 150);
    pointer("pointerup", 200, 100, { button: 0 });
    expect(sent).toEqual([
      { events: [{ k: "down", x: 0.5, y: 0.5, b: 0, n: 1 }], takes: true },
      { events: [{ k: "up", x: 0.25, y: 0.25, b: 0 }], takes: false },
    ]);
    expect(document.activeElement).toBe(field);
    expect(field.dataset.by).toBe("pointer");
    field.blur();
    expect(field.dataset.by).toBeUndefined();
  });

  test("count clicks that follow each other at one place", () => {
    for (const at of [0, 1, 2, 40]) pointer("pointerdown", 300 + at, 150);
    expect(events().map((event) => "n" in event && event.n)).toEqual([1, 2, 3, 1]);
  });

  test("drag on beside the picture, and let go there", () => {
    pointer("pointerdown", 300, 150);
    pointer("pointermove", 900, 20, { buttons: 1 });
    vi.advanceTimersByTime(EVERY);
    pointer("pointerup", 900, 20, { button: 0 });
    expect(events().slice(1)).toEqual([
      { k: "move", x: 1, y: 0 },
      { k: "up", x: 1, y: 0, b: 0 },
    ]);
  });

  test("move no oftener than an eye can follow, and the last place always arrives", () => {
    for (let step = 0; step < 100; step += 1) {
      pointer("pointermove", 100 + step, 50);
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(EVERY);
    expect(sent.length).toBeLessThanOrEqual(1 + Math.ceil(100 / EVERY));
    expect(events().at(-1)).toEqual({ k: "move", x: 0.2475, y: 0 });
  });

  test("say where they were before they press", () => {
    pointer("pointermove", 100, 50);
    pointer("pointermove", 300, 150);
    pointer("pointerdown", 300, 150);
    expect(events().map(({ k }) => k)).toEqual(["move", "move", "down"]);
  });

  test("do not fill a line that is full with movements", () => {
    crowded = true;
    for (let step = 0; step < 20; step += 1) pointer("pointermove", 100 + step, 50);
    expect(sent).toEqual([]);
    crowded = false;
    vi.advanceTimersByTime(200);
    expect(events()).toEqual([{ k: "move", x: 0.0475, y: 0 }]);
  });

  test("tell a second button that goes down while the first is held", () => {
    pointer("pointerdown", 300, 150, { button: 0, buttons: 1 });
    pointer("pointermove", 300, 150, { button: 2, buttons: 3 });
    pointer("pointermove", 300, 150, { button: 2, buttons: 1 });
    expect(events().map((event) => [event.k, "b" in event && event.b])).toEqual([
      ["down", 0],
      ["down", 2],
      ["up", 2],
    ]);
  });

  test("turn the wheel in pixels, added up, whatever the browser counts in", () => {
    const wheel = (deltaY: number, deltaMode: number) => {
      const event = new WheelEvent("wheel", { deltaY, deltaMode, cancelable: true });
      picture.dispatchEvent(Object.assign(event, { clientX: 300, clientY: 150 }));
    };
    wheel(100, 0);
    wheel(3, 1);
    wheel(3, 1);
    vi.advanceTimersByTime(EVERY);
    expect(events()).toEqual([
      { k: "wheel", x: 0.5, y: 0.5, dx: 0, dy: 100 },
      { k: "wheel", x: 0.5, y: 0.5, dx: 0, dy: 198 },
    ]);
  });

  test("go back and forward with the buttons at the side", () => {
    pointer("pointerdown", 300, 150, { button: 3 });
    pointer("pointerdown", 300, 150, { button: 4 });
    expect(did).toEqual(["back", "forward"]);
    expect(sent).toEqual([]);
  });
});

describe("F045 whoever may not drive", () => {
  test("sends nothing at all, and keeps the browser's own behaviour", () => {
    [may, drives] = [false, false];
    expect(pointer("pointerdown", 300, 150).defaultPrevented).toBe(false);
    pointer("pointermove", 310, 150);
    pointer("pointerup", 310, 150);
    touch("touchstart", [300, 150]);
    key("keydown", "a");
    written("insertText", "a");
    composition("compositionend", "é");
    vi.advanceTimersByTime(100);
    expect(sent).toEqual([]);
  });

  test("and who may but does not: only a press takes the page, no movement, wheel or key", () => {
    drives = false;
    pointer("pointermove", 310, 150);
    expect(key("keydown", "Tab").defaultPrevented).toBe(false);
    picture.dispatchEvent(new WheelEvent("wheel", { deltaY: 10 }));
    vi.advanceTimersByTime(100);
    expect(sent).toEqual([]);
    pointer("pointerdown", 310, 150);
    expect(sent).toHaveLength(1);
    expect(sent[0]!.takes).toBe(true);
  });
});

describe("a page that nobody drives", () => {
  test("is taken by scrolling it, of who may", () => {
    [drives, free] = [false, true];
    const turn = () => picture.dispatchEvent(new WheelEvent("wheel", { deltaY: 10, cancelable: true }));
    turn();
    expect(sent).toMatchObject([{ takes: true, events: [{ k: "wheel", dy: 10 }] }]);
    may = false;
    turn();
    expect(sent).toHaveLength(1);
  });
});

describe("fingers", () => {
  test("drive with one", () => {
    expect(touch("touchstart", [300, 150]).defaultPrevented).toBe(true);
    touch("touchmove", [300, 100]);
    vi.advanceTimersByTime(EVERY);
    touch("touchend");
    expect(events()).toEqual([
      { k: "touch", p: "start", t: [{ i: 0, x: 0.5, y: 0.5 }] },
      { k: "touch", p: "move", t: [{ i: 0, x: 0.5, y: 0.25 }] },
      { k: "touch", p: "end", t: [] },
    ]);
    expect(sent[0]!.takes).toBe(true);
  });

  test("move the view with two: the page is told to forget the first", () => {
    touch("touchstart", [300, 150]);
    touch("touchstart", [300, 150], [350, 150]);
    touch("touchmove", [200, 150], [350, 150]);
    vi.advanceTimersByTime(EVERY);
    touch("touchend", [350, 150]);
    expect(events().map((event) => "p" in event && event.p)).toEqual(["start", "cancel"]);
  });

  test("are not a mouse as well", () => {
    pointer("pointerdown", 300, 150, { pointerType: "touch" });
    expect(sent).toEqual([]);
  });
});

describe("keys and text", () => {
  test("go to the page and not to the room", () => {
    const heard = vi.fn();
    window.addEventListener("keydown", heard);
    const event = key("keydown", "m");
    key("keyup", "m");
    window.removeEventListener("keydown", heard);
    expect(event.defaultPrevented).toBe(true);
    expect(heard).not.toHaveBeenCalled();
    expect(events().map((one) => one.k === "key" && one.p)).toEqual(["down", "up"]);
  });

  test("F6 leaves, and leaves the page nothing", () => {
    key("keydown", "F6");
    expect(did).toEqual(["leave"]);
    expect(sent).toEqual([]);
  });

  test("of an input method are shown while they are made, and settled", () => {
    composition("compositionstart", "");
    composition("compositionupdate", "に");
    composition("compositionupdate", "日本");
    composition("compositionend", "日本");
    expect(events()).toEqual([
      { k: "compose", text: "に", a: 1, b: 1 },
      { k: "compose", text: "日本", a: 2, b: 2 },
      { k: "commit", text: "日本" },
    ]);
  });

  test("of a dead key come out as one letter", () => {
    expect(key("keydown", "Dead", { code: "BracketLeft" }).defaultPrevented).toBe(false);
    composition("compositionstart", "");
    composition("compositionupdate", "´");
    key("keydown", "e", { isComposing: true });
    written("insertCompositionText", "é");
    composition("compositionend", "é");
    expect(events().filter(({ k }) => k !== "compose")).toEqual([{ k: "commit", text: "é" }]);
  });

  test("of a phone come without keys: letters, corrections, deleting, a new line", () => {
    expect(key("keydown", "Unidentified").defaultPrevented).toBe(false);
    expect(written("insertText", "😀").defaultPrevented).toBe(true);
    written("insertReplacementText", "Jansen");
    written("deleteContentBackward");
    written("insertLineBreak");
    expect(
      events().map((event) => (event.k === "text" ? event.text : event.k === "key" && event.key)),
    ).toEqual(["😀", "Jansen", "Backspace", "Backspace", "Enter", "Enter"]);
    expect(field.value).not.toBe("");
  });

  test("that are pasted come as text, in pieces when it is long, and never as a key", () => {
    key("keydown", "v", { ctrlKey: true });
    const clipboardData = { getData: () => "é".repeat(9_000) };
    const paste = Object.assign(new Event("paste", { cancelable: true }), { clipboardData });
    field.dispatchEvent(paste);
    expect(paste.defaultPrevented).toBe(true);
    expect(events().map((event) => event.k === "text" && [event.text.length, event.paste])).toEqual([
      [8_000, true],
      [1_000, true],
    ]);
  });

  test("that copy and cut ask the page for what is selected", () => {
    key("keydown", "c", { ctrlKey: true });
    key("keydown", "x", { ctrlKey: true });
    expect(did).toEqual(["copy", "cut"]);
    expect(sent).toEqual([]);
  });
});

describe("F017 letting go", () => {
  const hold = () => {
    pointer("pointerdown", 300, 150);
    key("keydown", "Shift", { code: "ShiftLeft", shiftKey: true });
    sent.length = 0;
  };

  test.each([
    ["another window gets the focus", () => window.dispatchEvent(new Event("blur"))],
    ["the browser tab is hidden", () => document.dispatchEvent(new Event("visibilitychange"))],
    ["the page goes away", () => gestures.close()],
  ])("of everything when %s", (_name, happens) => {
    hold();
    happens();
    expect(events().map((event) => [event.k, "p" in event ? event.p : ""])).toEqual([
      ["up", ""],
      ["key", "up"],
    ]);
    sent.length = 0;
    key("keyup", "Shift", { code: "ShiftLeft" });
    expect(events()).toEqual([]);
  });

  test("without a word when somebody else drives: the server has done it", () => {
    hold();
    drives = false;
    gestures.forget();
    pointer("pointerup", 300, 150);
    key("keyup", "Shift", { code: "ShiftLeft" });
    gestures.close();
    expect(sent).toEqual([]);
  });
});
