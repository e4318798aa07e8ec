import { describe, expect, test } from "vitest";
import { Keyboard, type KeyPress, type Meaning } from "./keys";

interface Given {
  code?: string;
  loc?: number;
  at?: number;
  mods?: string;
  repeat?: boolean;
  composing?: boolean;
  keyCode?: number;
}

/** `mods` as in "ctrl shift altgr". */
function press(key: string, given: Given = {}): KeyPress {
  const has = (name: string) => (given.mods ?? "").split(" ").includes(name);
  return {
    key,
    code: given.code ?? (/^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key),
    location: given.loc ?? 0,
    repeat: given.repeat ?? false,
    altKey: has("alt"),
    ctrlKey: has("ctrl"),
    metaKey: has("meta"),
    shiftKey: has("shift"),
    isComposing: given.composing ?? false,
    keyCode: given.keyCode ?? 65,
    timeStamp: given.at ?? 0,
    getModifierState: (name) => name === "AltGraph" && has("altgr"),
  };
}

const sent = (meaning: Meaning) =>
  meaning.does === "send" ? meaning.events.map(({ p, key, m }) => [p, key, m]) : meaning.does;

describe("keys", () => {
  test("go as they are: character, place on the keyboard, side and repetition", () => {
    const keyboard = new Keyboard(false);
    expect(keyboard.down(press("é", { code: "Digit2", repeat: true }))).toEqual({
      does: "send",
      events: [{ k: "key", p: "down", key: "é", code: "Digit2", loc: 0, rep: true, m: {} }],
    });
    const shift = { code: "ShiftRight", loc: 2, mods: "shift" };
    expect(keyboard.down(press("Shift", shift))).toMatchObject({
      events: [{ code: "ShiftRight", loc: 2, m: { shift: true } }],
    });
  });

  test.each([
    // layout, key, its place, modifiers as the browser reports them
    ["German @", "@", "KeyQ", "altgr"],
    ["German @ on Windows", "@", "KeyQ", "ctrl alt altgr"],
    ["Dutch €", "€", "Digit5", "altgr"],
    ["Polish ą", "ą", "KeyA", "altgr"],
    ["French #", "#", "Digit3", "altgr"],
    ["Spanish |", "|", "Digit1", "ctrl alt altgr"],
  ])("with AltGr are the character itself and no shortcut: %s", (_name, key, code, mods) => {
    expect(sent(new Keyboard(false).down(press(key, { code, mods })))).toEqual([
      ["down", key, { altgr: true }],
    ]);
  });

  test("with Option on a Mac are the character itself, too", () => {
    expect(sent(new Keyboard(true).down(press("@", { code: "KeyG", mods: "alt" })))).toEqual([
      ["down", "@", { altgr: true }],
    ]);
  });

  test("AltGr on Windows does not leave the Control behind that Windows invents", () => {
    const keyboard = new Keyboard(false);
    keyboard.down(press("Control", { code: "ControlLeft", loc: 1, at: 100, mods: "ctrl" }));
    const altgr = press("AltGraph", { code: "AltRight", loc: 2, at: 101, mods: "ctrl alt altgr" });
    expect(keyboard.down(altgr)).toMatchObject({
      events: [
        { p: "up", code: "ControlLeft" },
        { p: "down", key: "AltGraph" },
      ],
    });
    expect(keyboard.up(press("Control", { code: "ControlLeft" }))).toEqual([]);
    expect(keyboard.release().map(({ code }) => code)).toEqual(["AltRight"]);
  });

  test("a Control that somebody holds stays held when AltGr comes later", () => {
    const keyboard = new Keyboard(false);
    keyboard.down(press("Control", { code: "ControlLeft", loc: 1, at: 100, mods: "ctrl" }));
    const later = keyboard.down(press("AltGraph", { code: "AltRight", at: 900, mods: "ctrl altgr" }));
    expect(later).toMatchObject({ events: [{ p: "down", key: "AltGraph" }] });
  });

  test.each([
    ["a dead key", press("Dead", { code: "BracketLeft" })],
    ["an input method", press("a", { composing: true })],
    ["what an input method handles", press("a", { keyCode: 229 })],
    ["a phone", press("Unidentified", { keyCode: 0 })],
    ["Process", press("Process")],
  ])("are left to the text field when they come from %s", (_name, key) => {
    expect(new Keyboard(false).down(key).does).toBe("compose");
  });

  test.each([
    ["c", "ctrl", "copy"],
    ["x", "ctrl", "cut"],
    ["v", "ctrl", "paste"],
    ["r", "ctrl", "reload"],
    ["F5", "", "reload"],
    ["ArrowLeft", "alt", "back"],
    ["ArrowRight", "alt", "forward"],
    ["+", "ctrl", "zoom"],
    ["0", "ctrl", "zoom"],
    ["F11", "", "nothing"],
    ["F12", "", "nothing"],
  ])("%s with %s means %s", (key, mods, does) => {
    expect(new Keyboard(false).down(press(key, { mods })).does).toBe(does);
  });

  test("shortcuts that are the page's go to the page", () => {
    const keyboard = new Keyboard(false);
    for (const key of ["a", "z", "f", "s", "b", "k"]) {
      expect(sent(keyboard.down(press(key, { mods: "ctrl" })))).toEqual([["down", key, { ctrl: true }]]);
    }
    expect(sent(keyboard.down(press("Tab")))).toEqual([["down", "Tab", {}]]);
    expect(sent(keyboard.down(press("C", { mods: "ctrl shift" })))).toEqual([
      ["down", "C", { ctrl: true, shift: true }],
    ]);
  });

  test("copy on a keyboard without Latin letters is the key that stands there", () => {
    expect(new Keyboard(false).down(press("с", { code: "KeyC", mods: "ctrl" })).does).toBe("copy");
    expect(new Keyboard(false).down(press("м", { code: "KeyV", mods: "ctrl" })).does).toBe("paste");
  });

  test("on a layout that moves letters the letter counts, not its place", () => {
    // Dvorak: "j" stands where QWERTY has C.
    expect(new Keyboard(false).down(press("j", { code: "KeyC", mods: "ctrl" })).does).toBe("send");
    expect(new Keyboard(false).down(press("c", { code: "KeyI", mods: "ctrl" })).does).toBe("copy");
  });

  test("Command is Control for the page, and a letter with it comes up by itself", () => {
    const keyboard = new Keyboard(true);
    expect(keyboard.down(press("Meta", { code: "MetaLeft", loc: 1, mods: "meta" }))).toMatchObject({
      events: [{ p: "down", key: "Control", code: "ControlLeft" }],
    });
    expect(sent(keyboard.down(press("b", { mods: "meta" })))).toEqual([
      ["down", "b", { ctrl: true }],
      ["up", "b", { ctrl: true }],
    ]);
    expect(keyboard.up(press("b"))).toEqual([]);
    expect(keyboard.up(press("Meta", { code: "MetaLeft", loc: 1 }))).toMatchObject([
      { p: "up", key: "Control", code: "ControlLeft" },
    ]);
    expect(keyboard.down(press("c", { mods: "meta" })).does).toBe("copy");
  });

  test("F6 is the way out, in both directions, and never the page's", () => {
    expect(new Keyboard(false).down(press("F6"))).toEqual({ does: "leave", backwards: false });
    expect(new Keyboard(false).down(press("F6", { mods: "shift" }))).toEqual({
      does: "leave",
      backwards: true,
    });
  });

  test("that are down all come up together, once", () => {
    const keyboard = new Keyboard(false);
    keyboard.down(press("Shift", { code: "ShiftLeft", mods: "shift" }));
    keyboard.down(press("A", { code: "KeyA", mods: "shift" }));
    expect(keyboard.release().map(({ p, code }) => [p, code])).toEqual([
      ["up", "ShiftLeft"],
      ["up", "KeyA"],
    ]);
    expect(keyboard.release()).toEqual([]);
    expect(keyboard.up(press("A", { code: "KeyA" }))).toEqual([]);
  });
});
