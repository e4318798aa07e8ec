"""What a viewer's hand may send: input events, checked one by one before anything reaches the browser."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Final, Literal

from cobrowse.ports import BadInput

MOST_EVENTS: Final = 256
MOST_TEXT: Final = 20_000
MOST_POINTS: Final = 10
MOST_WHEEL: Final = 20_000.0

Phase = Literal["down", "up"]
TouchPhase = Literal["start", "move", "end", "cancel"]


@dataclass(frozen=True, slots=True)
class Modifiers:
    """The modifier keys as the sender's keyboard says them at that moment."""

    alt: bool = False
    ctrl: bool = False
    meta: bool = False
    shift: bool = False
    altgr: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A finger or a pointer; x and y are fractions of the picture, 0 to 1."""

    x: float
    y: float
    i: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """The pointer moved."""

    at: Point
    m: Modifiers | None = None


@dataclass(frozen=True, slots=True)
class Down:
    """A button (0 left, 1 middle, 2 right) went down; `clicks` is 1 to 3."""

    at: Point
    button: int
    clicks: int = 1
    m: Modifiers | None = None


@dataclass(frozen=True, slots=True)
class Up:
    """A button went up."""

    at: Point
    button: int
    m: Modifiers | None = None


@dataclass(frozen=True, slots=True)
class Wheel:
    """The wheel turned by dx, dy CSS pixels; positive is right and down."""

    at: Point
    dx: float
    dy: float
    m: Modifiers | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """Fingers: on start and move those that changed, on end those that left (none: all)."""

    phase: TouchPhase
    points: tuple[Point, ...]
    m: Modifiers | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A key as KeyboardEvent tells it: `key`, `code`, `location`, `repeat`."""

    phase: Phase
    key: str
    code: str
    location: int = 0
    repeat: bool = False
    m: Modifiers | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Text without keys: from a phone's keyboard, or (paste) from the sender's clipboard."""

    text: str
    paste: bool = False
    m: Modifiers | None = None


@dataclass(frozen=True, slots=True)
class Compose:
    """An input method is composing `text`; start and end of its selection in UTF-16 units."""

    text: str
    start: int
    end: int
    m: Modifiers | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """The input method is done: `text` takes the composition's place."""

    text: str
    m: Modifiers | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Cut the selection."""

    m: Modifiers | None = None


Event = Move | Down | Up | Wheel | Touch | Key | Text | Compose | Commit | Cut

_CODE = re.compile(r"[A-Za-z0-9]{0,32}")
# What a text may not hold: control characters other than tab and line feed.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_FIELDS: Final[dict[str, frozenset[str]]] = {
    "move": frozenset("xy"),
    "down": frozenset("xybn"),
    "up": frozenset("xyb"),
    "wheel": frozenset({"x", "y", "dx", "dy"}),
    "touch": frozenset("pt"),
    "key": frozenset({"p", "key", "code", "loc", "rep"}),
    "text": frozenset({"text", "paste"}),
    "compose": frozenset({"text", "a", "b"}),
    "commit": frozenset({"text"}),
    "cut": frozenset(),
}


def parse(raw: object) -> tuple[Event, ...]:
    """The events of one message; raises BadInput("bad_message") at the first that is not one, and takes none then."""
    if not isinstance(raw, list) or len(raw) > MOST_EVENTS:
        raise BadInput("bad_message")
    return tuple(_event(one) for one in raw)


def _event(raw: object) -> Event:
    if not isinstance(raw, dict):
        raise BadInput("bad_message")
    kind = raw.get("k")
    fields = _FIELDS.get(kind) if isinstance(kind, str) else None
    if fields is None or any(name not in fields and name not in ("k", "m") for name in raw):
        raise BadInput("bad_message")
    m = _modifiers(raw["m"]) if raw.get("m") is not None else None
    match kind:
        case "move":
            return Move(_point(raw), m)
        case "down":
            return Down(_point(raw), _whole(raw.get("b", 0), 0, 2), _whole(raw.get("n", 1), 1, 3), m)
        case "up":
            return Up(_point(raw), _whole(raw.get("b", 0), 0, 2), m)
        case "wheel":
            return Wheel(_point(raw), _number(raw.get("dx", 0), MOST_WHEEL), _number(raw.get("dy", 0), MOST_WHEEL), m)
        case "touch":
            return Touch(_touch_phase(raw.get("p")), _points(raw.get("t", [])), m)
        case "key":
            return _key(raw, m)
        case "text":
            return Text(_text(raw.get("text")), _flag(raw.get("paste", False)), m)
        case "compose":
            return _compose(raw, m)
        case "commit":
            return Commit(_text(raw.get("text")), m)
        case _:
            return Cut(m)


def _number(raw: object, bound: float) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or abs(raw) > bound or math.isnan(raw):
        raise BadInput("bad_message")
    return float(raw)


def _whole(raw: object, low: int, high: int) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not low <= raw <= high:
        raise BadInput("bad_message")
    return raw


def _flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise BadInput("bad_message")
    return raw


def _fraction(raw: object) -> float:
    value = _number(raw, 1.0)
    if value < 0:
        raise BadInput("bad_message")
    return value


def _point(raw: dict[str, Any]) -> Point:
    return Point(_fraction(raw.get("x")), _fraction(raw.get("y")))


def _points(raw: object) -> tuple[Point, ...]:
    if not isinstance(raw, list) or len(raw) > MOST_POINTS:
        raise BadInput("bad_message")
    points = []
    for one in raw:
        if not isinstance(one, dict) or any(name not in ("i", "x", "y") for name in one):
            raise BadInput("bad_message")
        points.append(Point(_fraction(one.get("x")), _fraction(one.get("y")), _whole(one.get("i", 0), 0, 2**53)))
    if len({point.i for point in points}) != len(points):
        raise BadInput("bad_message")
    return tuple(points)


def _touch_phase(raw: object) -> TouchPhase:
    match raw:
        case "start" | "move" | "end" | "cancel":
            return raw
        case _:
            raise BadInput("bad_message")


def _string(raw: object, most: int) -> str:
    if not isinstance(raw, str) or len(raw) > most or any("\ud800" <= character <= "\udfff" for character in raw):
        raise BadInput("bad_message")
    return raw


def _text(raw: object) -> str:
    text = _string(raw, MOST_TEXT).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text)


def _key(raw: dict[str, Any], m: Modifiers | None) -> Key:
    phase = raw.get("p")
    if phase not in ("down", "up"):
        raise BadInput("bad_message")
    key = _string(raw.get("key"), 32)
    code = _string(raw.get("code", ""), 32)
    if not key or _CONTROL.search(key) or "\n" in key or "\t" in key or not _CODE.fullmatch(code):
        raise BadInput("bad_message")
    return Key(phase, key, code, _whole(raw.get("loc", 0), 0, 3), _flag(raw.get("rep", False)), m)


def _compose(raw: dict[str, Any], m: Modifiers | None) -> Compose:
    text = _text(raw.get("text"))
    units = len(text.encode("utf-16-le")) // 2
    start = min(_whole(raw.get("a", units), 0, MOST_TEXT), units)
    end = min(_whole(raw.get("b", units), 0, MOST_TEXT), units)
    return Compose(text, min(start, end), max(start, end), m)


def _modifiers(raw: object) -> Modifiers:
    if not isinstance(raw, dict):
        raise BadInput("bad_message")
    names = ("alt", "ctrl", "meta", "shift", "altgr")
    if any(name not in names for name in raw):
        raise BadInput("bad_message")
    return Modifiers(*(_flag(raw.get(name, False)) for name in names))
