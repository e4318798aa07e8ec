"""How a field of a form looks: the appearance it brings, or one drawn from its value where it brings none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
from fpdf import FPDF
from pikepdf import Array, Dictionary, Name

from signing.intake.limits import DEEPEST
from signing.model import Refused

_MULTILINE, _PASSWORD, _COMB = 1 << 12, 1 << 13, 1 << 24
_SIZE = re.compile(rb"([\d.]+)\s+Tf")
_COLOUR = re.compile(rb"((?:[\d.]+\s+){1,4})(g|rg|k)\b")
_LARGEST, _SMALLEST = 12.0, 4.0
_MARGIN = 2.0
_LONGEST = 20_000


def appearance_of(pdf: pikepdf.Pdf, widget: Dictionary, resources: object, *, anew: bool) -> pikepdf.Stream | None:
    """What the widget shows, as a form to draw; None when it shows nothing.

    `anew`: the form says that what it brings is out of date. `resources`: the fonts that all its fields may use.
    Raises Refused("form_unreadable") when there is a value and no way to show it.
    """
    kind = _inherited(widget, "/FT")
    brought = _brought(widget)
    if kind in (Name.Tx, Name.Ch):
        text = _text(widget, kind)
        if text and (brought is None or anew):
            return _drawn(pdf, widget, text) or _or_refused(brought, widget)
    if brought is None:
        return None
    brought.Type, brought.Subtype = Name.XObject, Name.Form
    if "/Resources" not in brought and isinstance(resources, Dictionary):
        brought.Resources = resources
    return brought


def _or_refused(brought: pikepdf.Stream | None, widget: Dictionary) -> pikepdf.Stream:
    if brought is None:
        raise Refused("form_unreadable", field=str(_inherited(widget, "/T") or ""))
    return brought


def _brought(widget: Dictionary) -> pikepdf.Stream | None:
    looks = widget.get("/AP")
    look = looks.get("/N") if isinstance(looks, Dictionary) else None
    if isinstance(look, pikepdf.Stream):
        return look
    if isinstance(look, Dictionary):
        state = widget.get("/AS", _inherited(widget, "/V"))
        chosen = look.get(str(state)) if isinstance(state, Name) else None
        return chosen if isinstance(chosen, pikepdf.Stream) else None
    return None


def _inherited(widget: Dictionary, key: str) -> object:
    node: object = widget
    for _ in range(DEEPEST):
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node.get(key)
        node = node.get("/Parent")
    return None


def _number(value: object) -> int:
    return int(value) if isinstance(value, int) else 0


def _text(widget: Dictionary, kind: object) -> str:
    """What a field of text or choices says, in lines."""
    value = _inherited(widget, "/V")
    if _number(_inherited(widget, "/Ff")) & _PASSWORD:
        return ""
    if kind == Name.Tx:
        return _string(value)[:_LONGEST]
    options = _inherited(widget, "/Opt")
    shown: dict[str, str] = {}
    for option in options if isinstance(options, Array) else ():
        if isinstance(option, Array) and len(option) == 2:
            shown[_string(option[0])] = _string(option[1])
    chosen = list(value) if isinstance(value, Array) else [value]
    return "\n".join(shown.get(_string(each), _string(each)) for each in chosen)[:_LONGEST]


def _string(value: object) -> str:
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("utf-8", "replace")
    return str(value) if isinstance(value, str | pikepdf.String) else ""


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    colour: bytes
    alignment: int
    multiline: bool
    comb: int


def _style(widget: Dictionary, height: float) -> _Style:
    said = _inherited(widget, "/DA")
    default = bytes(said) if isinstance(said, pikepdf.String) else str(said or "").encode("latin-1", "replace")
    size = _SIZE.search(default)
    colours = _COLOUR.findall(default)
    flags = _number(_inherited(widget, "/Ff"))
    multiline = bool(flags & _MULTILINE)
    given = float(size[1].strip(b".") or 0) if size else 0.0
    return _Style(
        size=given or (_LARGEST if multiline else min(_LARGEST, max(_SMALLEST, height * 0.7))),
        colour=b" ".join(colours[-1]) if colours else b"0 g",
        alignment=_number(_inherited(widget, "/Q")),
        multiline=multiline,
        comb=_number(_inherited(widget, "/MaxLen")) if flags & _COMB else 0,
    )


def _drawn(pdf: pikepdf.Pdf, widget: Dictionary, text: str) -> pikepdf.Stream | None:
    """The value in Helvetica; None when it has letters that Helvetica lacks."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return None
    rectangle = [float(each) for each in widget.get("/Rect", ())]
    if len(rectangle) != 4:
        return None
    width, height = abs(rectangle[2] - rectangle[0]), abs(rectangle[3] - rectangle[1])
    turned = _number(_dictionary(widget.get("/MK")).get("/R", 0)) % 360
    if turned in (90, 270):
        width, height = height, width
    style = _style(widget, height)
    content = _content(style, text, width, height)
    look = pdf.make_stream(content)
    look.Type, look.Subtype = Name.XObject, Name.Form
    look.BBox = Array([0, 0, width, height])
    turns = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
    if turned in turns:
        look.Matrix = Array([*turns[turned], 0, 0])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    look.Resources = Dictionary(Font=Dictionary(Helv=pdf.make_indirect(font)))
    return look


def _dictionary(value: object) -> Dictionary:
    return value if isinstance(value, Dictionary) else Dictionary()


def _content(style: _Style, text: str, width: float, height: float) -> bytes:
    ruler = FPDF(unit="pt")
    ruler.core_fonts_encoding = "windows-1252"
    size = style.size

    def measure(line: str) -> float:
        ruler.set_font("helvetica", size=size)
        return ruler.get_string_width(line)

    lines = re.split(r"\r\n|\r|\n", text)
    room = max(1.0, width - 2 * _MARGIN)
    if style.multiline:
        lines = [part for line in lines for part in _wrapped(line, room, measure)]
    longest = max(map(measure, lines))
    # What is written must be seen: rather small than cut off.
    size *= min(1.0, 1.0 if style.comb else room / max(longest, 1e-6), max(1.0, height) / (1.15 * size * len(lines)))
    size = max(size, 1.0)
    first = height - _MARGIN - size * 0.8 if style.multiline or len(lines) > 1 else (height - size * 0.72) / 2
    parts = [b"/Tx BMC q 0 0 %.3f %.3f re W n BT %s /Helv %.3f Tf" % (width, height, style.colour, size)]
    for number, line in enumerate(lines):
        y = first - number * size * 1.15
        if style.comb:
            step = width / style.comb
            for place, letter in enumerate(line[: style.comb]):
                parts.append(_shown(letter, step * (place + 0.5) - measure(letter) / 2, y))
        else:
            left = {1: (width - measure(line)) / 2, 2: width - _MARGIN - measure(line)}.get(style.alignment, _MARGIN)
            parts.append(_shown(line, left, y))
    return b"\n".join([*parts, b"ET Q EMC"])


def _wrapped(line: str, room: float, measure: Callable[[str], float]) -> list[str]:
    lines, current = [], ""
    for word in line.split(" "):
        longer = f"{current} {word}" if current else word
        if current and measure(longer) > room:
            lines.append(current)
            current = word
        else:
            current = longer
    return [*lines, current]


def _shown(text: str, x: float, y: float) -> bytes:
    escaped = re.sub(rb"([\\()])", rb"\\\1", text.encode("cp1252"))
    return b"1 0 0 1 %.3f %.3f Tm (%s) Tj" % (x, y, escaped)
