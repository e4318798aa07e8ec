"""Keys: the number that Chromium expects for each, which make text, and which belong to the browser."""

from __future__ import annotations

import re
from typing import Final

from cobrowse.driving.events import Modifiers

_NAMED: Final[dict[str, int]] = {
    "Cancel": 3, "Backspace": 8, "Tab": 9, "Clear": 12, "Enter": 13, "Shift": 16, "Control": 17, "Alt": 18,
    "AltGraph": 225, "Pause": 19, "CapsLock": 20, "Escape": 27, "Convert": 28, "NonConvert": 29, "PageUp": 33,
    "PageDown": 34, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40,
    "PrintScreen": 44, "Insert": 45, "Delete": 46, "Meta": 91, "ContextMenu": 93, "NumLock": 144, "ScrollLock": 145,
}  # fmt: skip
_BY_CODE: Final[dict[str, int]] = {
    "Space": 32, "Semicolon": 186, "Equal": 187, "Comma": 188, "Minus": 189, "Period": 190, "Slash": 191,
    "Backquote": 192, "BracketLeft": 219, "Backslash": 220, "BracketRight": 221, "Quote": 222, "IntlBackslash": 226,
    "IntlRo": 193, "IntlYen": 255, "NumpadMultiply": 106, "NumpadAdd": 107, "NumpadSubtract": 109,
    "NumpadDecimal": 110, "NumpadDivide": 111, "NumpadComma": 194, "NumpadEqual": 187,
}  # fmt: skip
MODIFIER_KEYS: Final = frozenset({"Alt", "AltGraph", "Control", "Meta", "Shift"})

# These act on the browser around the page, which viewers do not see and must not reach: with the command key…
_COMMAND: Final = frozenset("tTwWnNlLoOsSpPjJhHuU") | {"Tab", "F4", "F5", "Escape", "PageUp", "PageDown"}
# …and these with Shift too (developer tools, private windows, clearing of data, task manager).
_COMMAND_SHIFT: Final = frozenset("iIcCqQ") | {"Delete"}
_ALT: Final = frozenset({"F4", "Tab", " ", "Escape", "Home"})
_ALWAYS: Final = re.compile(r"F11|F12|Browser.+|Launch.+|Media.+|Audio.+|PrintScreen|Power|Sleep|WakeUp|ZoomToggle")
_NAME = re.compile(r"[A-Z][A-Za-z0-9]+")


def is_text(key: str) -> bool:
    """Whether this `KeyboardEvent.key` is what the key types, not its name."""
    return len(key) == 1 or not (_NAME.fullmatch(key) and key.isascii())


def virtual_key(key: str, code: str) -> int:
    """The Windows key number, 0 where there is none.

    Latin letters go by what they type (so that Ctrl+A is A on an AZERTY keyboard too), other alphabets by where they
    lie (so that Ctrl+С on a Russian keyboard copies).
    """
    number = _NAMED.get(key)
    if number is not None:
        return number
    if re.fullmatch(r"F([1-9]|1\d|2[0-4])", key):
        return 111 + int(key[1:])
    if len(key) == 1 and key.isascii() and key.isalpha():
        return ord(key.upper())
    if found := re.fullmatch(r"(Digit|Numpad)(\d)", code):
        return (48 if found[1] == "Digit" else 96) + int(found[2])
    if found := re.fullmatch(r"Key([A-Z])", code):
        return ord(found[1])
    if code in _BY_CODE:
        return _BY_CODE[code]
    if len(key) == 1 and key.isdigit() and key.isascii():
        return ord(key)
    return 32 if key == " " else 0


def types(key: str, m: Modifiers) -> bool:
    """Whether the key types its text: no shortcut, and AltGr (on Windows Ctrl+Alt, on a Mac Option) counted as layout."""
    if not is_text(key):
        return False
    if m.altgr:
        return True
    if m.meta:
        return False
    plain = key.isascii() and (key.isalnum() or key == " ")
    if m.alt:
        return not plain
    return not m.ctrl


def belongs_to_browser(key: str, code: str, m: Modifiers) -> bool:
    """Whether this combination would act on the browser itself; those are swallowed."""
    if _ALWAYS.fullmatch(key):
        return True
    if types(key, m):
        return False
    if len(key) == 1 and not key.isascii():
        key = chr(virtual_key(key, code)).lower()  # as virtual_key: other alphabets go by where the key lies
    if m.ctrl or m.meta:
        return key in _COMMAND or (m.shift and key in _COMMAND_SHIFT) or (m.alt and key == "Delete")
    if m.alt:
        return key in _ALT
    return m.shift and key == "Escape"
