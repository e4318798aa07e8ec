"""What viewers of a page may say on its lane, and who of them: read once, before anything is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Who = Literal["viewer", "steering", "driver"]
"""Everybody who looks; the driver and the chairs; the driver alone."""

MAX_EVENTS = 480
"""Input events in one message: what may come at once."""


class BadRequest(Exception):
    """This is no message of the lane."""


@dataclass(frozen=True, slots=True)
class Request:
    """One message, with its fields checked."""

    type: str
    who: Who
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hello:
    """A viewer's first message. `width` and `height` are their stage in CSS pixels."""

    ticket: str
    instance: str
    h264: bool
    webrtc: bool
    pixel_ratio: float
    width: int
    height: int


Check = Callable[[Any], bool]


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _whole(low: int, high: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _number(low: float, high: float) -> Check:
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _text(low: int, high: int) -> Check:
    return lambda value: isinstance(value, str) and low <= len(value) <= high


def _some(each: Check, most: int) -> Check:
    return lambda value: isinstance(value, list) and len(value) <= most and all(map(each, value))


def _one_of(*names: str) -> Check:
    return lambda value: value in names


_SIDE = _whole(1, 8_192)
_RATIO = _number(0.25, 8)
_NUMBER = _whole(0, 0xFFFF_FFFF)
_ADDRESS = _text(0, 2_000)
_NAME = _text(1, 64)
_LONG = _text(0, 20_000)

# Fields that end in "?" may be left out.
_SHAPES: dict[str, tuple[Who, dict[str, Check]]] = {
    "ack": ("viewer", {"n": _NUMBER}),
    "need_key": ("viewer", {}),
    "hidden": ("viewer", {"on": _flag}),
    "outline": ("viewer", {"on": _flag}),
    "diagnostics": ("viewer", {"on": _flag}),
    "rtc": ("viewer", {"kind": _one_of("offer"), "sdp": _text(1, 60_000), "n?": _NUMBER}),
    "rtc_stop": ("viewer", {}),
    "size": ("viewer", {"width": _SIDE, "height": _SIDE, "pixel_ratio": _RATIO}),
    "visit": ("steering", {"address": _text(1, 2_000), "tab?": _NAME}),
    "back": ("steering", {}),
    "forward": ("steering", {}),
    "reload": ("steering", {}),
    "stop": ("steering", {}),
    "zoom": ("steering", {"factor": _number(0.25, 5)}),
    "new_tab": ("steering", {"address?": _ADDRESS}),
    "select_tab": ("steering", {"id": _NAME}),
    "close_tab": ("steering", {"id": _NAME}),
    "restart": ("steering", {}),
    "answer": (
        "steering",
        {
            "dialog": _NAME,
            "accept": _flag,
            "text?": _LONG,
            "file_ids?": _some(_NAME, 50),
            "index?": _whole(-1, 100_000),
            "indexes?": _some(_whole(0, 100_000), 1_000),
            "value?": _text(0, 200),
        },
    ),
    "copy": ("steering", {}),
    "input": ("driver", {"epoch": _NUMBER, "events": _some(lambda one: isinstance(one, dict), MAX_EVENTS)}),
    "act": (
        "driver",
        {"node": _NAME, "action": _one_of("click", "focus", "fill", "toggle", "choose"), "text?": _LONG},
    ),
}

_HELLO: dict[str, Check] = {
    "ticket": _text(1, 200),
    "instance": _text(1, 64),
    "h264": _flag,
    "webrtc": _flag,
    "pixel_ratio": _RATIO,
    "width": _whole(0, 8_192),
    "height": _whole(0, 8_192),
}

NAMES = frozenset(_SHAPES)


def read(raw: Any) -> Request:
    """Raises BadRequest. Fields that are not known are left out."""
    name = raw.get("type") if isinstance(raw, dict) else None
    if not isinstance(name, str) or name not in _SHAPES:
        raise BadRequest
    who, shape = _SHAPES[name]
    return Request(name, who, _fields(raw, shape))


def read_hello(raw: Any) -> Hello:
    """Raises BadRequest."""
    if not isinstance(raw, dict) or raw.get("type") != "hello":
        raise BadRequest
    return Hello(**_fields(raw, _HELLO))


def _fields(raw: dict[str, Any], shape: dict[str, Check]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for key, check in shape.items():
        name = key.removesuffix("?")
        if name not in raw or raw[name] is None:
            if key.endswith("?"):
                continue
            raise BadRequest
        if not check(raw[name]):
            raise BadRequest
        given[name] = raw[name]
    return given
