"""The driver's hands on one page: events in, browser commands out; knows what is held and can let go of all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cobrowse.driving.events import (
    MOST_POINTS,
    Commit,
    Compose,
    Cut,
    Down,
    Event,
    Key,
    Modifiers,
    Move,
    Point,
    Text,
    Touch,
    Up,
    Wheel,
)
from cobrowse.driving.keys import MODIFIER_KEYS, belongs_to_browser, types, virtual_key

_BUTTONS: Final = ("left", "middle", "right")
_MASKS: Final = (1, 4, 2)
_NONE: Final = Modifiers()
# Chromium cuts the text of one key after four UTF-16 units; what is longer goes in as text.
_KEY_TEXT_UNITS: Final = 2
# A keyboard has about a hundred keys; who "holds" more sends no keyboard's events.
_MOST_HELD: Final = 64


PASTE: Final = "paste"  # no command of the browser: the script in the page does it


@dataclass(frozen=True, slots=True)
class Call:
    """One command for the browser; `droppable` may be left out when the page is slow."""

    method: str
    params: dict[str, Any]
    droppable: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    key: str
    code: str
    location: int
    number: int
    commanded: bool


@dataclass(slots=True)
class Hands:
    """Turns events into commands; `width` and `height` are the picture in the unit of the browser's input."""

    width: float
    height: float
    at: Point = Point(0.0, 0.0)
    _buttons: dict[int, Modifiers] = field(default_factory=dict)
    _keys: dict[str, _Held] = field(default_factory=dict)
    _fingers: dict[int, tuple[int, Point]] = field(default_factory=dict)
    _composing: bool = False
    _dragged: dict[str, Any] | None = None

    @property
    def holds(self) -> bool:
        """Whether anything is pressed, touched, dragged or being composed."""
        return bool(self._buttons or self._keys or self._fingers or self._composing or self._dragged is not None)

    @property
    def pressed(self) -> bool:
        """Whether a mouse button is down."""
        return bool(self._buttons)

    def take(self, event: Event) -> list[Call]:
        """The commands for one event, in order."""
        calls = self._reconcile(event)
        match event:
            case Move():
                calls += self._move(event)
            case Down():
                calls += self._down(event)
            case Up():
                calls += self._up(event)
            case Wheel():
                calls += self._wheel(event)
            case Touch():
                calls += self._touch(event)
            case Key():
                calls += self._key(event)
            case Text():
                calls += self._finish() + ([_insert(event.text, event.paste)] if event.text else [])
            case Compose():
                calls += self._compose(event)
            case Commit():
                calls += self._commit(event)
            case Cut():
                calls += self._finish() + command("x")
        return calls

    def dragging(self, data: dict[str, Any]) -> list[Call]:
        """The page began to drag something; what the browser said of it goes along to where it is dropped."""
        self._dragged = data
        calls = [self._drag("dragEnter"), self._drag("dragOver")]
        if 0 not in self._buttons:
            calls += self._drop()
        return calls

    def release(self) -> list[Call]:
        """Let go of everything; afterwards nothing is held.

        Buttons go up outside the page, so that letting go completes no click that the driver had only begun.
        """
        calls: list[Call] = []
        if self._dragged is not None:
            calls.append(self._drag("dragCancel"))
            self._dragged = None
        for button in sorted(self._buttons):
            del self._buttons[button]
            calls.append(self._mouse("mouseReleased", _NONE, button=button, outside=True))
        for name in sorted(self._keys, key=lambda name: self._keys[name].key in MODIFIER_KEYS):
            calls += self._lift(name)
        if self._fingers:
            self._fingers.clear()
            calls.append(Call("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": [], "modifiers": 0}))
        if self._composing:
            self._composing = False
            calls.append(Call("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0}))
        return calls

    # Pointer

    def _move(self, event: Move) -> list[Call]:
        self.at = event.at
        if self._dragged is not None:
            return [replace(self._drag("dragOver", self._modifiers(event.m)), droppable=True)]
        return [self._mouse("mouseMoved", self._modifiers(event.m), droppable=True)]

    def _down(self, event: Down) -> list[Call]:
        calls: list[Call] = []
        self.at = event.at
        m = self._modifiers(event.m)
        if event.button in self._buttons:  # its release was lost on the way
            del self._buttons[event.button]
            calls.append(self._mouse("mouseReleased", m, button=event.button))
        self._buttons[event.button] = m
        calls.append(self._mouse("mousePressed", m, button=event.button, clicks=event.clicks))
        return calls

    def _up(self, event: Up) -> list[Call]:
        if self._buttons.pop(event.button, None) is None:
            return []
        self.at = event.at
        if self._dragged is not None and event.button == 0:
            return self._drop()
        return [self._mouse("mouseReleased", self._modifiers(event.m), button=event.button, clicks=1)]

    def _wheel(self, event: Wheel) -> list[Call]:
        self.at = event.at
        wheel = {"deltaX": event.dx, "deltaY": event.dy}
        return [self._mouse("mouseWheel", self._modifiers(event.m), wheel=wheel, droppable=True)]

    def _mouse(
        self,
        kind: str,
        m: Modifiers,
        *,
        button: int | None = None,
        clicks: int = 0,
        outside: bool = False,
        wheel: dict[str, float] | None = None,
        droppable: bool = False,
    ) -> Call:
        x, y = (-1.0, -1.0) if outside else self.place(self.at)
        held = next((_BUTTONS[b] for b in self._buttons), "none") if kind == "mouseMoved" else "none"
        params: dict[str, Any] = {
            "type": kind,
            "x": x,
            "y": y,
            "modifiers": _bits(m),
            "button": held if button is None else _BUTTONS[button],
            "buttons": sum(_MASKS[b] for b in self._buttons),
            "pointerType": "mouse",
        }
        if button is not None:
            params["clickCount"] = clicks
        return Call("Input.dispatchMouseEvent", params | (wheel or {}), droppable)

    def place(self, point: Point) -> tuple[float, float]:
        """Where a fraction of the picture lies for the browser's input, always inside the page."""
        return min(point.x * self.width, self.width - 0.5), min(point.y * self.height, self.height - 0.5)

    def _drag(self, kind: str, m: Modifiers = _NONE) -> Call:
        x, y = self.place(self.at)
        params = {"type": kind, "x": x, "y": y, "data": self._dragged, "modifiers": _bits(m)}
        return Call("Input.dispatchDragEvent", params)

    def _drop(self) -> list[Call]:
        calls = [self._drag("dragOver"), self._drag("drop")]
        self._dragged = None
        return calls

    def _touch(self, event: Touch) -> list[Call]:
        m = {"modifiers": _bits(self._modifiers(event.m))}
        if event.phase == "cancel":
            if not self._fingers:
                return []
            self._fingers.clear()
            return [Call("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": [], **m})]
        if event.phase == "end":
            named = [point.i for point in event.points] or list(self._fingers)
            gone = [self._fingers.pop(i) for i in named if i in self._fingers]
            # Fingers that stay are not named: Chromium ends those that it is told, and all of them when told of none.
            points = self._touched(gone) if self._fingers else []
            return [Call("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": points, **m})] if gone else []
        changed = False
        for point in event.points:
            known = point.i in self._fingers
            if known == (event.phase == "move") and (known or len(self._fingers) < MOST_POINTS):
                taken = {slot for slot, _ in self._fingers.values()}
                slot = self._fingers[point.i][0] if known else min(set(range(MOST_POINTS)) - taken)
                self._fingers[point.i] = (slot, point)
                changed = True
        if not changed:
            return []
        kind = "touchStart" if event.phase == "start" else "touchMove"
        params = {"type": kind, "touchPoints": self._touched(self._fingers.values()), **m}
        return [Call("Input.dispatchTouchEvent", params, droppable=event.phase == "move")]

    def _touched(self, fingers: Iterable[tuple[int, Point]]) -> list[dict[str, float]]:
        places = [(slot, *self.place(point)) for slot, point in fingers]
        return [{"x": x, "y": y, "id": slot} for slot, x, y in places]

    # Keys and text

    def _key(self, event: Key) -> list[Call]:
        m = self._modifiers(event.m)
        name = event.code or event.key.lower()
        if event.phase == "up":
            return self._key_up(name, m)
        if event.key in ("Process", "Unidentified"):
            return []  # an input method has it; what it makes of it comes as composition or text
        if self._dragged is not None and event.key == "Escape":
            cancel = self._drag("dragCancel")
            self._dragged = None
            return [cancel]
        if belongs_to_browser(event.key, event.code, m) or (name not in self._keys and len(self._keys) >= _MOST_HELD):
            return []
        key, code, m = _as_command(event.key, event.code, m)
        return self._finish() + self._press(name, replace(event, key=key, code=code), m)

    def _press(self, name: str, event: Key, m: Modifiers) -> list[Call]:
        text = {"Enter": "\r"}.get(event.key, "") if not (m.ctrl or m.alt) else ""
        if types(event.key, m):
            text = event.key
            m = replace(m, ctrl=False, alt=False)  # AltGr and Option chose the character; they are no shortcut
        again = name in self._keys or self._presses(event.key, event.code)
        held = _Held(event.key, event.code, event.location, virtual_key(event.key, event.code), m.ctrl)
        self._keys[name] = held
        params = _key_params(held, m)
        params["autoRepeat"] = again or event.repeat
        long = len(text.encode("utf-16-le")) // 2 > _KEY_TEXT_UNITS
        if text and not long:
            params |= {"type": "keyDown", "text": text, "unmodifiedText": text}
            return [Call("Input.dispatchKeyEvent", params)]
        calls = [Call("Input.dispatchKeyEvent", params | {"type": "rawKeyDown"})]
        return [*calls, _insert(text)] if long else calls

    def _key_up(self, name: str, m: Modifiers) -> list[Call]:
        held = self._keys.get(name)
        if held is None:
            return []
        calls: list[Call] = []
        if held.key == "Control" and name.startswith("Meta"):
            # A Mac tells no release of the keys that were pressed with the command key.
            commanded = [other for other, key in self._keys.items() if key.commanded and other != name]
            calls = [call for other in commanded for call in self._lift(other)]
        return [*calls, *self._lift(name, m)]

    def _lift(self, name: str, m: Modifiers = _NONE) -> list[Call]:
        held = self._keys.pop(name)
        if self._presses(held.key, held.code):
            return []  # two keys of a Mac can be one here (Control and Command): it stays down for the other
        return [Call("Input.dispatchKeyEvent", _key_params(held, m) | {"type": "keyUp"})]

    def _presses(self, key: str, code: str) -> bool:
        return any(held.code == code and (code or held.key == key) for held in self._keys.values())

    def _compose(self, event: Compose) -> list[Call]:
        self._composing = bool(event.text)
        params = {"text": event.text, "selectionStart": event.start, "selectionEnd": event.end}
        return [Call("Input.imeSetComposition", params)]

    def _commit(self, event: Commit) -> list[Call]:
        if not event.text:
            was, self._composing = self._composing, False
            empty = {"text": "", "selectionStart": 0, "selectionEnd": 0}
            return [Call("Input.imeSetComposition", empty)] if was else []
        self._composing = False
        return [_insert(event.text)]

    def _finish(self) -> list[Call]:
        """Ends a composition that something else interrupts."""
        if not self._composing:
            return []
        self._composing = False
        return [Call("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})]

    def _modifiers(self, m: Modifiers | None) -> Modifiers:
        if m is not None:
            return m
        held = {key.key for key in self._keys.values()}
        return Modifiers("Alt" in held, "Control" in held, False, "Shift" in held, "AltGraph" in held)

    def _reconcile(self, event: Event) -> list[Call]:
        """Lifts modifier keys of which the sender's keyboard says that they are up: their release was lost."""
        m = event.m
        if m is None:
            return []
        down = {"Shift": m.shift, "Control": m.ctrl or m.meta or m.altgr, "Alt": m.alt or m.altgr, "AltGraph": m.altgr}
        mine = (event.code or event.key.lower()) if isinstance(event, Key) else ""
        lost = [name for name, held in self._keys.items() if name != mine and not down.get(held.key, True)]
        return [call for name in lost for call in self._key_up(name, _NONE)]


def _as_command(key: str, code: str, m: Modifiers) -> tuple[str, str, Modifiers]:
    """A Mac's command key is Control to the page's browser, and with arrows it goes to the ends."""
    if key == "Meta":
        return "Control", code.replace("Meta", "Control"), replace(m, meta=False, ctrl=True)
    if not m.meta:
        return key, code, m
    ends = {
        "ArrowLeft": ("Home", False),
        "ArrowRight": ("End", False),
        "ArrowUp": ("Home", True),
        "ArrowDown": ("End", True),
    }
    if key in ends and not m.ctrl:
        target, document = ends[key]
        return target, target, replace(m, meta=False, ctrl=document)
    return key, code, replace(m, meta=False, ctrl=True)


def _bits(m: Modifiers) -> int:
    return (1 if m.alt else 0) | (2 if m.ctrl or m.meta else 0) | (8 if m.shift else 0)


def _key_params(held: _Held, m: Modifiers) -> dict[str, Any]:
    return {
        "key": held.key,
        "code": held.code,
        "windowsVirtualKeyCode": held.number,
        "nativeVirtualKeyCode": held.number,
        "modifiers": _bits(m),
        "location": held.location if held.location in (1, 2) else 0,
        "isKeypad": held.location == 3,
    }


def _insert(text: str, paste: bool = False) -> Call:
    return Call(PASTE if paste else "Input.insertText", {"text": text})


def command(letter: str) -> list[Call]:
    """Control and a letter, pressed and released: c copies the selection, x cuts it."""
    held = _Held(letter, f"Key{letter.upper()}", 0, ord(letter.upper()), True)
    params = _key_params(held, Modifiers(ctrl=True)) | {"autoRepeat": False}
    return [
        Call("Input.dispatchKeyEvent", params | {"type": "rawKeyDown"}),
        Call("Input.dispatchKeyEvent", params | {"type": "keyUp"}),
    ]
