/** The keys of the room, one each; letters without Ctrl or Alt, so that no browser or reader key is taken. */

export const SHORTCUTS = {
  participants: "P",
  inputRights: "I",
  blurScreen: "B",
  files: "F",
  shareScreen: "S",
  chat: "T",
  microphone: "M",
  camera: "C",
  sound: "G",
  outline: "O",
  diagnostics: "D",
  fullScreen: "V",
  list: "?",
} as const;

export type ShortcutName = keyof typeof SHORTCUTS;

/** The shortcut that this key press means; undefined while typing, with a modifier, or in a dialog. */
export function shortcutOf(event: KeyboardEvent): ShortcutName | undefined {
  if (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.repeat ||
    event.isComposing
  ) {
    return undefined;
  }
  if (event.target instanceof Element && isTyping(event.target)) return undefined;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return (Object.keys(SHORTCUTS) as ShortcutName[]).find((name) => SHORTCUTS[name] === key);
}

const TYPING =
  "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]:not([contenteditable=false])";

/** In menus and dialogs letters have a meaning of their own. */
function isTyping(element: Element): boolean {
  return element.closest(`${TYPING}, [role=dialog], [role=menu], [role=listbox], [role=radiogroup]`) !== null;
}
