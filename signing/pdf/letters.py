"""Text of any script as operators of a PDF: shaped, in reading order, with only the letters used embedded."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb  # type: ignore[import-untyped]  # it ships no types
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from signing.model import Refused
from signing.pdf import fontfile

_MARKS = ("\u25a1", "?")  # stand for a letter that no font has


@dataclass(frozen=True, slots=True)
class Glyph:
    """One shape to draw: `x`, `y` and `advance` in thousandths of the font's size; `text` is what it stands for."""

    font: "Typeface"
    number: int
    x: float
    y: float
    advance: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs from left to right. `width` in thousandths of the size."""

    glyphs: tuple[Glyph, ...]
    width: float


@dataclass(eq=False, slots=True)
class Typeface:
    """A font file that was opened. `embeds`: its outlines can go into a PDF as they are (TrueType)."""

    path: Path
    face: hb.Face
    font: hb.Font
    letters: frozenset[int]
    embeds: bool


@lru_cache(maxsize=16)
def open_font(path: Path) -> Typeface:
    """Raises Refused("font_unreadable") when there is no font in it."""
    try:
        face = hb.Face(hb.Blob.from_file_path(path))
        font = hb.Font(face)
        tables = set(face.table_tags)
        drawable = bool(tables & {"glyf", "CFF ", "CFF2"})
        letters = frozenset(face.unicodes) if drawable else frozenset[int]()
    except (hb.HarfBuzzError, OSError) as problem:
        raise Refused("font_unreadable", font=path.name) from problem
    return Typeface(path, face, font, letters, "glyf" in tables and "fvar" not in tables)


@dataclass(slots=True)
class Letters:
    """The fonts of one revision. Call `finish` when all is drawn: then each is embedded, once, with what was used."""

    writer: BasePdfFileWriter
    faces: tuple[Typeface, ...]
    _used: dict[Typeface, dict[int, str]] = field(default_factory=dict)
    _references: dict[Typeface, generic.IndirectObject] = field(default_factory=dict)

    def line(self, text: str) -> Line:
        """Lay out one line. What no font draws becomes a white square."""
        glyphs: list[Glyph] = []
        at = 0.0
        for part, direction in _in_reading_order(text):
            runs = list(self._runs(part))
            for face, run in reversed(runs) if direction == "rtl" else runs:
                for glyph in _shape(face, run, direction):
                    glyphs.append(Glyph(face, glyph.number, at + glyph.x, glyph.y, glyph.advance, glyph.text))
                    at += glyph.advance
        return Line(tuple(glyphs), at)

    def draw(self, line: Line, x: float, y: float, size: float, fonts: generic.DictionaryObject) -> str:
        """Operators that draw `line` from `x`, `y`; the fonts they need are added to the resources `fonts`."""
        operators: list[str] = []
        outlines: list[str] = []
        current: Typeface | None = None
        for glyph in line.glyphs:
            left, base = x + glyph.x * size / 1000, y + glyph.y * size / 1000
            if not glyph.font.embeds:
                outlines.append(fontfile.outline(glyph.font.font, glyph.number, left, base, size))
                continue
            if glyph.font is not current:
                name = self._name(glyph.font)
                fonts[pdf_name(name)] = self._references[glyph.font]
                operators.append(f"{name} {size:.2f} Tf")
                current = glyph.font
            self._used[glyph.font].setdefault(glyph.number, glyph.text)
            operators.append(f"1 0 0 1 {left:.2f} {base:.2f} Tm <{glyph.number:04X}> Tj")
        return "\n".join([*(["BT", *operators, "ET"] if operators else []), *outlines])

    def finish(self) -> None:
        """Embed what was used. Nothing can be drawn after this."""
        for face, used in self._used.items():
            fontfile.embed(self.writer, self._references[face], face.face, face.font, used)

    def _name(self, face: Typeface) -> str:
        if face not in self._references:
            self._references[face] = self.writer.allocate_placeholder()
            self._used[face] = {}
        return f"/F{list(self._references).index(face)}"

    def _runs(self, text: str) -> Iterator[tuple[Typeface, str]]:
        """`text` in pieces that one font draws."""
        piece, face = "", None
        for char in text:
            if face is not None and (
                _stays(char) or (ord(char) in face.letters and unicodedata.category(char) == "Zs")
            ):
                piece += char
                continue
            char, found = self._face(char)
            if found is face or face is None:
                piece, face = piece + char, found
                continue
            yield face, piece
            piece, face = char, found
        if face is not None and piece:
            yield face, piece

    def _face(self, char: str) -> tuple[str, Typeface]:
        for face in self.faces:
            if ord(char) in face.letters:
                return char, face
        for mark in _MARKS:
            for face in self.faces:
                if ord(mark) in face.letters:
                    return mark, face
        raise Refused("font_unreadable", font=self.faces[0].path.name if self.faces else "")


def open_letters(writer: BasePdfFileWriter, fonts: Sequence[Path]) -> Letters:
    """Raises Refused("font_unreadable") when one is no font."""
    return Letters(writer, tuple(open_font(path) for path in fonts))


def _stays(char: str) -> bool:
    """Whether a character belongs to the one before it, or shows nothing by itself."""
    return unicodedata.category(char) in {"Mn", "Me", "Cf"} or unicodedata.name(char, "").startswith("VARIATION")


def _in_reading_order(text: str) -> list[tuple[str, str]]:
    """Pieces from left to right, each with its direction."""
    clean = "".join(char if char.isprintable() or unicodedata.category(char) == "Cf" else " " for char in text)
    if clean.isascii():
        return [(clean, "ltr")]
    fragments = BidiParagraph(clean).get_bidi_fragments()
    return [(part, "rtl" if direction == TextDirection.RTL else "ltr") for part, direction in fragments]


@dataclass(frozen=True, slots=True)
class _Shaped:
    number: int
    x: float
    y: float
    advance: float
    text: str


def _shape(face: Typeface, text: str, direction: str) -> list[_Shaped]:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = direction
    hb.shape(face.font, buffer, {})
    per_mille = 1000 / face.face.upem
    starts = sorted({info.cluster for info in buffer.glyph_infos}) + [len(text)]
    ends = dict(zip(starts, starts[1:], strict=False))
    shaped = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True):
        stands_for = text[info.cluster : ends[info.cluster]]
        shaped.append(
            _Shaped(
                info.codepoint,
                position.x_offset * per_mille,
                position.y_offset * per_mille,
                position.x_advance * per_mille,
                stands_for,
            )
        )
    return shaped
