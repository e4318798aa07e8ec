"""The part of a font that a document needs, as PDF objects."""

import hashlib
from collections.abc import Mapping

import uharfbuzz as hb  # type: ignore[import-untyped]  # it ships no types
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter

_KEPT = frozenset({"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep"})
_SYMBOLIC = 4


def embed(
    writer: BasePdfFileWriter,
    reference: generic.IndirectObject,
    face: hb.Face,
    font: hb.Font,
    used: Mapping[int, str],
) -> None:
    """Write a composite font at `reference` with the glyphs `used`: number to the text that it stands for."""
    content = _subset(face, used)
    digest = hashlib.sha256(content).digest()
    name = "/" + "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+Samen"
    widths = generic.ArrayObject()
    for number in sorted(used):
        width = font.get_glyph_h_advance(number) * 1000 / face.upem
        widths += [generic.NumberObject(number), _numbers(width)]
    system = {"/Registry": generic.pdf_string("Adobe"), "/Ordering": generic.pdf_string("Identity")}
    descendant = _dictionary(
        {
            "/Type": pdf_name("/Font"),
            "/Subtype": pdf_name("/CIDFontType2"),
            "/BaseFont": pdf_name(name),
            "/CIDSystemInfo": _dictionary(system | {"/Supplement": generic.NumberObject(0)}),
            "/FontDescriptor": writer.add_object(_descriptor(writer, name, content, face, font)),
            "/DW": generic.NumberObject(0),
            "/W": widths,
            "/CIDToGIDMap": pdf_name("/Identity"),
        }
    )
    whole = _dictionary(
        {
            "/Type": pdf_name("/Font"),
            "/Subtype": pdf_name("/Type0"),
            "/BaseFont": pdf_name(name),
            "/Encoding": pdf_name("/Identity-H"),
            "/DescendantFonts": generic.ArrayObject([writer.add_object(descendant)]),
            "/ToUnicode": writer.add_object(_stream(_meanings(used))),
        }
    )
    writer.add_object(whole, idnum=reference.idnum)


def _descriptor(
    writer: BasePdfFileWriter, name: str, content: bytes, face: hb.Face, font: hb.Font
) -> generic.DictionaryObject:
    per_mille = 1000 / face.upem
    extents = font.get_font_extents("ltr")
    top, bottom = extents.ascender * per_mille, extents.descender * per_mille
    file = _stream(content)
    file[pdf_name("/Length1")] = generic.NumberObject(len(content))
    return _dictionary(
        {
            "/Type": pdf_name("/FontDescriptor"),
            "/FontName": pdf_name(name),
            "/Flags": generic.NumberObject(_SYMBOLIC),
            "/FontBBox": _numbers(-500, bottom, 1500, top),
            "/ItalicAngle": generic.NumberObject(0),
            "/Ascent": generic.NumberObject(round(top)),
            "/Descent": generic.NumberObject(round(bottom)),
            "/CapHeight": generic.NumberObject(700),
            "/StemV": generic.NumberObject(80),
            "/FontFile2": writer.add_object(file),
        }
    )


def _dictionary(entries: Mapping[str, generic.PdfObject]) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(key): value for key, value in entries.items()})


def _stream(content: bytes) -> generic.StreamObject:
    stream = generic.StreamObject(stream_data=content)
    stream.compress()
    return stream


def outline(font: hb.Font, number: int, x: float, y: float, size: float) -> str:
    """One glyph as a filled path with its origin at `x`, `y`: for fonts that cannot be embedded as they are."""
    pen = _Pen(x, y, size / font.face.upem)
    font.draw_glyph_with_pen(number, pen)
    return "\n".join([*pen.lines, "f"]) if pen.lines else ""


class _Pen:
    """Takes down a glyph's outline as operators. The names of its methods are those of fontTools' pens."""

    def __init__(self, x: float, y: float, scale: float) -> None:
        self.lines: list[str] = []
        self._x, self._y, self._scale = x, y, scale
        self._last = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - called by this name
        self._add("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - called by this name
        self._add("l", point)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 - called by this name
        self._add("c", *points)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 - called by this name
        (control, end), start = points, self._last
        first = start[0] + (control[0] - start[0]) * 2 / 3, start[1] + (control[1] - start[1]) * 2 / 3
        second = end[0] + (control[0] - end[0]) * 2 / 3, end[1] + (control[1] - end[1]) * 2 / 3
        self._add("c", first, second, end)

    def closePath(self) -> None:  # noqa: N802 - called by this name
        self.lines.append("h")

    def endPath(self) -> None:  # noqa: N802 - called by this name
        return

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self._last = points[-1]
        numbers = (f"{self._x + x * self._scale:.3f} {self._y + y * self._scale:.3f}" for x, y in points)
        self.lines.append(f"{' '.join(numbers)} {operator}")


def _subset(face: hb.Face, used: Mapping[int, str]) -> bytes:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(used)
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("latin-1")) for tag in set(face.table_tags) - _KEPT)
    return bytes(hb.subset(face, wanted).blob.data)


def _meanings(used: Mapping[int, str]) -> bytes:
    """The CMap from glyphs to Unicode: what copying and searching give."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    rows = [f"<{number:04X}> <{text.encode('utf-16-be').hex()}>" for number, text in sorted(used.items()) if text]
    for at in range(0, len(rows), 100):
        chunk = rows[at : at + 100]
        lines += [f"{len(chunk)} beginbfchar", *chunk, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def _numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject(generic.NumberObject(round(value)) for value in values)
