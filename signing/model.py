"""What everybody who deals with a signature speaks of: fields, places on a page, ink. Plain values, no IO."""

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["signature", "initials", "name", "email", "date", "text", "checkbox"]
Order = Literal["parallel", "sequential"]
How = Literal["drawn", "typed", "uploaded"]
Level = Literal["B-B", "B-T", "B-LT", "B-LTA"]
"""How long a signature can be proved (ETSI EN 319 142-1): without proof of time, with it, with the proof of every
certificate inside, and with an archive time stamp over all of it."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page as people see it: CropBox and rotation are worked in. Points, 1/72 inch."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page as people see it. `page` counts from 1; the rest are fractions, from the left and the top."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Field:
    """Something a signer fills in. Every signer has at least one of the kind "signature"."""

    id: str
    signer_id: str
    kind: FieldKind
    place: Place
    required: bool = True
    label: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """`x` and `y` are fractions of the pad, `pressure` 0 to 1, `at` milliseconds since the first point."""

    x: float
    y: float
    pressure: float
    at: int


@dataclass(frozen=True, slots=True)
class Ink:
    """A handwritten mark. Drawn: `strokes` on a pad of `aspect` (width : height). Else `picture`: a PNG that was vetted.

    `text` is what was typed, when it was.
    """

    how: How
    strokes: tuple[tuple[Point, ...], ...] = ()
    aspect: float = 3.0
    picture: bytes = b""
    text: str = ""


Value = str | bool
"""A text, or whether a box is ticked."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signs, as the certificate says it."""

    name: str
    email: str
    organisation: str


class Refused(Exception):
    """A document, a picture or an ink that is not taken. `code` is stable, `details` are for the sentence."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        # It travels from the process that reads documents.
        return _refused, (self.code, self.details)


def _refused(code: str, details: dict[str, str | int]) -> Refused:
    return Refused(code, **details)
