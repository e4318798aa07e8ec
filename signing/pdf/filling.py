"""What one signer puts into their fields: values with what they look like, ink with its caption."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice

from signing.model import Field, Identity, Ink, Refused, Value
from signing.pdf import ink as pen
from signing.pdf.letters import Letters, Line
from signing.pdf.look import Look

_GREY = "0.42 0.44 0.47 rg"
_BLACK = "0.11 0.12 0.15 rg"
_SMALLEST_INK = 11.0  # points; ink that is lower than this gets no caption
_CAPTION_SHARE = 0.42  # of the field; the rest is for the ink
_CAPTION = (7.0, 4.6)  # points, largest and smallest
_TEXT = (11.0, 4.0)
_LEADING = 1.22


def text_of(field: Field, values: Mapping[str, Value], identity: Identity, at: datetime) -> str:
    """What is written in a field for text. Name, e-mail and date are known without having been typed.

    Raises Refused("value_missing", field=...).
    """
    value = values.get(field.id)
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        text = {"name": identity.name, "email": identity.email, "date": f"{at:%d-%m-%Y}"}.get(field.kind, "")
    if not text and field.required:
        raise Refused("value_missing", field=field.id)
    return text


def ticked(field: Field, values: Mapping[str, Value]) -> bool:
    """Raises Refused("value_missing", field=...) when it had to be ticked and is not."""
    value = values.get(field.id) is True
    if field.required and not value:
        raise Refused("value_missing", field=field.id)
    return value


def draw_text(look: Look, letters: Letters, text: str) -> None:
    """As large as it fits, on more lines where the field is tall; the smallest size is cut off at the edge."""
    inset = min(2.0, look.width / 10)
    width, height = look.width - 2 * inset, look.height
    size, lines = _fit(letters, text, width, height)
    block = size * (1 + _LEADING * (len(lines) - 1))
    # What does not fit is cut off at its end: people read from the beginning.
    base = (height + min(block, height)) / 2 - size * 0.82
    look.add(f"0 0 {look.width:.2f} {look.height:.2f} re W n")
    look.add(_BLACK)
    for at, line in enumerate(lines):
        look.text(letters, line, inset, base - at * size * _LEADING, size)


def draw_tick(look: Look, *, on: bool) -> None:
    """An empty square, or one with a tick."""
    side = max(min(look.width, look.height, 14.0) - 1.0, 1.0)
    x, y = (look.width - side) / 2, (look.height - side) / 2
    look.add(f"0.42 0.44 0.47 RG 0.7 w {x:.2f} {y:.2f} {side:.2f} {side:.2f} re S")
    if on:
        red, green, blue = pen.BLUE
        corners = ((0.2, 0.52), (0.42, 0.27), (0.82, 0.78))
        (x1, y1), (x2, y2), (x3, y3) = ((x + side * right, y + side * up) for right, up in corners)
        look.add(f"{red} {green} {blue} RG {side * 0.12:.2f} w 1 J 1 j")
        look.add(f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l {x3:.2f} {y3:.2f} l S")


def draw_ink(look: Look, letters: Letters, ink: Ink, caption: Sequence[str]) -> None:
    """Ink with as many lines of `caption` under it as there is room for. Raises Refused: ink_missing, ink_unusable."""
    size, lines = _caption(letters, caption, look.width, look.height)
    under = len(lines) * size * _LEADING + (size * 0.4 if lines else 0.0)
    area = pen.Area(0.0, under, look.width, look.height - under)
    if ink.how == "drawn":
        if not any(ink.strokes):
            raise Refused("ink_missing")
        look.add(pen.draw(ink, area))
    else:
        look.picture(ink.picture, area.x, area.y, area.width, area.height)
    if lines:
        look.add(_GREY)
    for at, line in enumerate(lines):
        look.text(letters, line, 0.0, under - size * 0.4 - size * 0.82 - at * size * _LEADING, size)


def _caption(letters: Letters, texts: Sequence[str], width: float, height: float) -> tuple[float, list[Line]]:
    texts = [text for text in texts if text.strip()]
    lines = [letters.line(text) for text in texts]
    while lines:
        room = min(height - _SMALLEST_INK, height * _CAPTION_SHARE) / (len(lines) * _LEADING + 0.4)
        broadest = max(line.width for line in lines)
        size = min(_CAPTION[0], room, width * 1000 / broadest if broadest else room)
        if size >= _CAPTION[1]:
            return size, lines
        if room >= _CAPTION[1]:
            return _CAPTION[1], [
                _shortened(letters, text, line, width) for text, line in zip(texts, lines, strict=False)
            ]
        lines = lines[:-1]
    return 0.0, []


def _shortened(letters: Letters, text: str, line: Line, width: float) -> Line:
    """Cut off so that it fits at the smallest size of a caption."""
    while line.width * _CAPTION[1] / 1000 > width and len(text) > 1:
        text = text[:-1].rstrip()
        line = letters.line(text + "\u2026")
    return line


def _fit(letters: Letters, text: str, width: float, height: float) -> tuple[float, list[Line]]:
    largest, smallest = _TEXT
    paragraphs = text.split("\n")
    if len(paragraphs) == 1:
        whole = letters.line(text)
        size = min(largest, height * 0.72, width * 1000 / whole.width if whole.width else largest)
        if size >= min(8.0, height * 0.6):
            return size, [whole]
    size = min(largest, height * 0.72)
    while True:
        # One line more than there is room for tells that it is too large; what nobody would see is not laid out.
        room = max(1, int((height / size - 1) / _LEADING) + 1)
        broken = chain.from_iterable(_wrapped(letters, each, width * 1000 / size) for each in paragraphs)
        lines = list(islice(broken, room + 1))
        if len(lines) <= room or size <= smallest:
            return size, lines
        size = max(size * 0.93, smallest)


def _wrapped(letters: Letters, text: str, width: float) -> Iterator[Line]:
    """Broken at spaces, and inside a word that is broader than the field. `width` in thousandths of the size."""
    current = ""
    for word in text.split():
        longer = f"{current} {word}".strip()
        fits = _beginning(letters, longer, width)
        if fits == len(longer):
            current = longer
            continue
        if current:
            yield letters.line(current)
        current = word
        while (fits := _beginning(letters, current, width)) < len(current):
            yield letters.line(current[:fits])
            current = current[fits:]
    yield letters.line(current)


def _beginning(letters: Letters, text: str, width: float) -> int:
    """How many characters from the start fit on a line; at least one.

    Tried on pieces that double until one is too broad: the rest of a long text is not measured for each of its lines.
    """
    fits, tried = 1, 2
    while tried < len(text) and letters.line(text[:tried]).width <= width:
        fits, tried = tried, tried * 2
    too_many = min(tried, len(text)) + 1
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if letters.line(text[:middle]).width <= width:
            fits = middle
        else:
            too_many = middle
    return fits
