"use strict";
/* What the driver needs from the page: who types into a veiled field, what is copied, which list or calendar opens,
   and the pointer's shape. Runs after veil.js in the same isolated world. */

const SAMEN_PICKED = new Set(["date", "time", "month", "week", "datetime-local", "color"]);
const SAMEN_MOST_COPIED = 20000;
const samenPicks = new Map();
let samenWatched = null; // the veiled field that has the focus
let samenBefore = null; // its value before the edit that is under way
let samenPointer = "";
let samenPointed = 0;

function samenFocused() {
  let element = document.activeElement;
  for (let root = element && samenRootOf(element); root?.activeElement; root = samenRootOf(element)) element = root.activeElement;
  return element;
}

/** The element under a pointer event, also in a closed shadow tree. */
function samenTarget(event) {
  let element = event.composedPath()[0];
  for (let root = element instanceof HTMLElement && samenRootOf(element); root; root = element && samenRootOf(element)) {
    const inner = root.elementFromPoint(event.clientX, event.clientY);
    if (!inner || inner === element) break;
    element = inner;
  }
  return element;
}

function samenBox(element) {
  const box = element.getBoundingClientRect();
  return [box.x, box.y, box.width, box.height].map((number) => Math.round(number * 10) / 10);
}

// Veiled fields

function samenField(element) {
  for (let at = element; at; at = at.parentElement) if (samenVeiled.has(at)) return at;
  return null;
}

function samenFocusMoved() {
  const element = samenFocused();
  if (element && element !== document.body) samenLook(element);
  const field = element && samenField(element);
  if (field === samenWatched) return;
  if (samenWatched) samenSay({ t: "left" });
  samenWatched = field;
  if (!field) return;
  const known = samenVeiled.get(field);
  const value = samenValue(field);
  samenSay({ t: "focus", n: known.n, kind: known.kind, value, foreign: !samenOnlyFormed(value, known.last), box: samenBox(field) });
  known.last = value;
  samenFollow(field, "");
}

/** The box goes along while the page scrolls or moves under the field that is typed in. */
function samenFollow(field, before) {
  if (samenWatched !== field) return;
  if (!field.isConnected) return samenFocusMoved();
  const box = samenBox(field);
  const now = box.join();
  if (before && now !== before) samenSay({ t: "box", n: samenVeiled.get(field).n, box });
  setTimeout(() => requestAnimationFrame(() => samenFollow(field, now)), 60);
}

/** A page that writes 1234 5678 for 12345678, or cuts it off, has added nothing. */
function samenOnlyFormed(value, typed) {
  const tight = (text) => text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  return value === typed || (value !== "" && tight(typed).startsWith(tight(value)));
}

function samenEdited(event) {
  const element = samenFocused();
  if (!element || !event.isTrusted) return;
  let field = samenField(element);
  if (!field && samenEditable(element)) {
    const kind = samenKindOfValue(samenValue(element));
    if (kind) samenVeil(element, kind);
    field = samenField(element);
  }
  if (!field) return;
  const known = samenVeiled.get(field);
  known.last = samenValue(field);
  known.empty ||= samenBefore === "";
  known.foreign ||= samenBefore === null;
  samenBefore = null;
  known.late ??= setTimeout(() => {
    // The page may have put it in form meanwhile; when it made something else of it, it is not what was typed.
    const value = samenValue(field);
    const foreign = known.foreign || !samenOnlyFormed(value, known.last);
    if (samenWatched !== field) samenFocusMoved();
    samenSay({ t: "edit", n: known.n, kind: known.kind, value, empty: known.empty, foreign });
    Object.assign(known, { last: value, empty: false, foreign: false, late: undefined });
  });
}

function samenWillEdit(event) {
  const field = event.isTrusted && samenField(samenFocused());
  if (!field) return;
  const value = samenValue(field);
  samenBefore = samenOnlyFormed(value, samenVeiled.get(field).last) ? value.trim() : null;
}

// Copying

function samenSelected() {
  const element = samenFocused();
  if (element && "selectionStart" in element && element.selectionStart !== null) {
    return element.value.slice(element.selectionStart, element.selectionEnd);
  }
  const selection = element?.getRootNode().getSelection?.() ?? getSelection();
  if (!selection || !selection.rangeCount) return "";
  // A selection's own text has dots where the page shows dots; its owner gets what is behind them.
  return element && samenField(element) ? selection.getRangeAt(0).toString() : String(selection);
}

function samenTouchesVeil() {
  const element = samenFocused();
  if (element && samenField(element)) return true;
  const selection = getSelection();
  if (!selection || selection.isCollapsed) return false;
  for (const covered of samenCovered) if (selection.containsNode(covered, true)) return true;
  for (const field of document.querySelectorAll("[contenteditable]")) {
    if (samenVeiled.has(field) && selection.containsNode(field, true)) return true;
  }
  let around = selection.anchorNode;
  if (around && !(around instanceof Element)) around = around.parentElement;
  for (; around; around = around.parentElement) if (samenCovered.has(around)) return true;
  return false;
}

function samenCopied(event) {
  if (!event.isTrusted) return;
  if (!samenTouchesVeil()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const field = samenField(samenFocused());
  if (field && !(field instanceof HTMLElement && samenCovered.has(field))) {
    const text = samenSelected().slice(0, SAMEN_MOST_COPIED);
    samenSay({ t: "copied", n: samenVeiled.get(field).n, text, cut: event.type === "cut" });
  } else samenSay({ t: "kept" });
}

function samenCopiedAtLast(event) {
  if (!event.isTrusted || samenTouchesVeil()) return;
  const own = event.defaultPrevented ? event.clipboardData?.getData("text/plain") : "";
  const text = (own || samenSelected()).slice(0, SAMEN_MOST_COPIED);
  if (text) samenSay({ t: "copied", n: 0, text, cut: event.type === "cut" });
}

// Lists and calendars: their windows take no clicks of ours, so the viewer draws them

function samenOpens(element) {
  if (element instanceof HTMLOptionElement || element instanceof HTMLOptGroupElement) element = element.closest("select");
  if (element instanceof HTMLSelectElement) {
    return !element.disabled && !element.multiple && element.size <= 1 && getComputedStyle(element).appearance !== "base-select" ? element : null;
  }
  const picks = element instanceof HTMLInputElement && SAMEN_PICKED.has(element.type) && !element.disabled && !element.readOnly;
  return picks ? element : null;
}

function samenPick(element) {
  const pick = ++samenCount;
  samenPicks.clear();
  samenPicks.set(pick, element);
  const message = { t: "pick", pick, box: samenBox(element), label: samenLabel(element) };
  if (element instanceof HTMLSelectElement) {
    message.options = Array.from(element.options).slice(0, 2000).map((option) => {
      const group = option.closest("optgroup");
      return { label: option.label, selected: option.selected, disabled: option.disabled || Boolean(group?.disabled), group: group?.label ?? "" };
    });
  } else Object.assign(message, { input: element.type, value: element.value, min: element.min, max: element.max, step: element.step });
  samenSay(message);
}

function samenLabel(element) {
  const text = element.getAttribute("aria-label") || Array.from(element.labels ?? [], samenWords).join(" ") || element.title;
  return String(text).replace(/\s+/g, " ").trim().slice(0, 200);
}

/** What a label says, without what is in the fields that it is around. */
function samenWords(label) {
  const words = label.cloneNode(true);
  for (const field of words.querySelectorAll("select,input,textarea")) field.remove();
  return words.textContent;
}

/** Whether a click on this field opens its calendar: the sign at its end does, its numbers do not. */
function samenOnSign(element, event) {
  if (element.type === "color") return true;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const inset = (side) => parseFloat(style[`padding${side}`]) + parseFloat(style[`border${side}Width`]);
  return style.direction === "rtl" ? event.clientX < box.left + inset("Left") + 22 : event.clientX > box.right - inset("Right") - 22;
}

function samenPressed(event) {
  if (!event.isTrusted || event.button !== 0) return;
  const element = samenOpens(samenTarget(event));
  if (!(element instanceof HTMLSelectElement)) return;
  event.preventDefault();
  element.focus();
  samenPick(element);
}

function samenClicked(event) {
  if (!event.isTrusted) return;
  const element = samenOpens(samenTarget(event));
  if (!(element instanceof HTMLInputElement) || !samenOnSign(element, event)) return;
  event.preventDefault();
  element.focus();
  samenPick(element);
}

function samenKeyed(event) {
  if (!event.isTrusted || event.ctrlKey || event.metaKey) return;
  const element = samenOpens(samenFocused());
  if (!element) return;
  const vertical = event.key === "ArrowDown" || event.key === "ArrowUp";
  const opens = element instanceof HTMLSelectElement
    ? event.key === " " || event.key === "F4" || (event.altKey && vertical)
    : event.key === "F4" || (event.altKey && event.key === "ArrowDown") || event.key === " " || (element.type === "color" && event.key === "Enter");
  if (!opens) return;
  event.preventDefault();
  samenPick(element);
}

function samenPicked(pick, chosen) {
  const element = samenPicks.get(pick);
  samenPicks.delete(pick);
  if (!element?.isConnected || chosen === null) return false;
  const before = element.value;
  if (element instanceof HTMLSelectElement) {
    const option = element.options[chosen[0]];
    if (!option || option.disabled || option.closest("optgroup")?.disabled) return false;
    element.selectedIndex = chosen[0];
  } else element.value = String(chosen);
  if (element.value !== before) {
    element.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return true;
}

// The pointer

function samenMoved(event) {
  if (!event.isTrusted) return;
  const now = performance.now();
  if (now - samenPointed < 60 && event.type !== "mouseover") return;
  samenPointed = now;
  const element = samenTarget(event);
  if (!(element instanceof Element) || element.matches("iframe,frame")) {
    samenPointer = "";
    return;
  }
  let name = getComputedStyle(element).cursor.split(",").pop().trim();
  if (name === "auto") name = samenOverText(element, event) ? "text" : "default";
  if (name === samenPointer && event.type !== "mouseover") return;
  samenPointer = name;
  samenSay({ t: "cursor", name });
}

function samenOverText(element, event) {
  if (element.matches("input,textarea")) return samenEditable(element) && !element.disabled;
  if (element.isContentEditable) return true;
  if (getComputedStyle(element).userSelect === "none") return false;
  const spot = document.caretRangeFromPoint(event.clientX, event.clientY);
  if (spot?.startContainer.nodeType !== Node.TEXT_NODE) return false;
  const range = document.createRange();
  range.selectNodeContents(spot.startContainer);
  for (const box of range.getClientRects()) {
    if (event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom) return true;
  }
  return false;
}

// What the server asks

function samenPaste(text) {
  const element = samenFocused();
  if (!document.hasFocus() || !element || element.matches("iframe,frame")) return false;
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true });
  if (element.dispatchEvent(event)) document.execCommand("insertText", false, text);
  return true;
}

function samenCut(n) {
  const field = samenField(samenFocused());
  if (field && samenVeiled.get(field).n === n) document.execCommand("delete");
}

/** Every veiled element of this frame, also in shadow trees; the outline leaves their values out. */
function samenHidden() {
  const found = [...samenCovered];
  const search = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (samenVeiled.has(element)) found.push(element);
      const inner = samenHosts(element) && samenRootOf(element);
      if (inner) search(inner);
    }
  };
  search(document);
  return found;
}

globalThis[`${SAMEN.binding}_`] = { paste: samenPaste, picked: samenPicked, cut: samenCut, hidden: samenHidden, count: () => document.getElementsByTagName("*").length, size: () => [innerWidth, innerHeight, window === top] };

for (const [name, listener] of Object.entries({
  focusin: samenFocusMoved,
  focusout: () => setTimeout(samenFocusMoved),
  beforeinput: samenWillEdit,
  input: samenEdited,
  copy: samenCopied,
  cut: samenCopied,
  mousedown: samenPressed,
  click: samenClicked,
  keydown: samenKeyed,
  mousemove: samenMoved,
  mouseover: samenMoved,
  blur: () => setTimeout(samenFocusMoved),
})) addEventListener(name, listener, true);
addEventListener("copy", samenCopiedAtLast);
addEventListener("cut", samenCopiedAtLast);
addEventListener("dragstart", (event) => {
  if (samenTouchesVeil() || samenField(samenTarget(event))) event.preventDefault(), event.stopImmediatePropagation();
}, true);
addEventListener(SAMEN.pick, (event) => {
  const element = samenOpens(event.composedPath()[0]);
  if (element) samenPick(element);
}, true);
