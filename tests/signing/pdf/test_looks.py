"""What people see in the fields: ink of every kind, captions, text of every script."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import PdfFileWriter

from signing.model import Field, Ink, Place, Point, Refused
from signing.pdf.ink import Area, draw
from signing.pdf.letters import open_letters
from signing.trust.authority import Authority
from tests.signing.pdf.documents import FONTS, Table, box, document, drawn, inked, picture, render, run

NAMES = {
    "Latin": "Zoë Müller-Çelik",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Анна Жукова",
    "Arabic": "محمد أحمد",
    "Hebrew": "שלמה כהן",
    "Devanagari": "अनीता शर्मा",
}


@contextmanager
def field_of(path: Path, name: str) -> Iterator[pikepdf.Object]:
    with pikepdf.open(path) as pdf:
        yield next(
            each for node in pdf.Root.AcroForm.Fields for signer in node.Kids for each in signer.Kids if name == each.T
        )


@pytest.mark.parametrize("ink", [drawn(), drawn(dots=True), picture("uploaded"), picture("typed")], ids=lambda i: i.how)
@pytest.mark.covers("D010")
def test_ink_of_every_kind_is_seen_in_its_place(table: Table, ink: Ink) -> None:
    table.sign("anna", ink=ink)
    found = inked(render(table.path, resolution=100))
    assert found is not None
    left, top, right, bottom = found
    assert left >= 0.1 * 827 - 2
    assert right <= 0.4 * 827 + 2
    assert top >= 0.6 * 1169 - 2
    assert bottom <= 0.68 * 1169 + 2


def test_drawn_ink_stays_lines_that_are_sharp_at_any_size(table: Table) -> None:
    table.sign("anna")
    with field_of(table.path, "signature") as field:
        look = field.AP.N
        assert "/XObject" not in look.Resources
        assert look.read_bytes().count(b" c\n") > 100
        assert b" re" not in look.read_bytes()  # no frame, no ground


def test_a_picture_keeps_its_transparency_at_full_strength(table: Table) -> None:
    table.sign("anna", ink=picture())
    with field_of(table.path, "signature") as field:
        image = field.AP.N.Resources.XObject.I0
        assert [int(image.Width), int(image.Height)] == [220, 40]
        assert "/SMask" in image
        assert "/ExtGState" not in field.AP.N.Resources


def test_a_line_is_broader_where_the_pen_was_pressed() -> None:
    light = Ink("drawn", (tuple(Point(step / 20, 0.5, 0.1 + 0.8 * (step > 10), 0) for step in range(21)),))
    breadths = [float(line.split()[0]) for line in draw(light, Area(0, 0, 200, 40)).splitlines() if " w " in line]
    assert breadths[-1] > 1.5 * breadths[0]


def test_a_line_from_a_mouse_is_thinner_where_it_went_fast() -> None:
    points = [Point(step / 40, 0.5, 0.5, step * 20) for step in range(21)]
    points += [Point(0.5 + step / 40, 0.5, 0.5, 400 + step * 4) for step in range(1, 21)]
    mouse = Ink("drawn", (tuple(points),))
    breadths = [float(line.split()[0]) for line in draw(mouse, Area(0, 0, 200, 40)).splitlines() if " w " in line]
    assert breadths[-1] < breadths[0]


def test_the_caption_is_under_the_ink_in_letters_that_can_be_copied(table: Table) -> None:
    table.sign("anna", name="Jan Jansen")
    text = run("pdftotext", "-layout", table.path, "-")
    assert "Jan Jansen" in text
    assert "verzegeld met Samen" in text


def test_a_low_field_has_ink_and_no_caption(tmp_path: Path, authority: Authority) -> None:
    table = Table(tmp_path, authority, (box("anna", place=Place(1, 0.1, 0.6, 0.3, 0.015)),), ("anna",))
    table.prepare(document(tmp_path / "source.pdf"))
    table.sign("anna", stamper=None)
    with field_of(table.path, "signature") as field:
        assert "/Font" not in field.AP.N.Resources
    assert inked(render(table.path, resolution=144)) is not None


def test_a_long_caption_is_cut_off_inside_its_field(tmp_path: Path, authority: Authority) -> None:
    table = Table(tmp_path, authority, (box("anna", place=Place(1, 0.1, 0.6, 0.1, 0.08)),), ("anna",))
    table.prepare(document(tmp_path / "source.pdf"))
    table.sign("anna", stamper=None, caption=("Wilhelmina Alexandra van den Heuvel-Oosterveld",))
    assert "\u2026" in run("pdftotext", table.path, "-")


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_any_script_is_drawn_with_letters_of_its_own(
    tmp_path: Path, authority: Authority, script: str
) -> None:
    name = NAMES[script]
    fields = (box("anna"), box("anna", "text", Place(1, 0.1, 0.4, 0.5, 0.03)))
    table = Table(tmp_path, authority, fields, ("anna",))
    table.prepare(document(tmp_path / "source.pdf"))
    table.sign("anna", values={"anna-text": name}, stamper=None, caption=(name,))
    with field_of(table.path, "anna-text") as field:
        assert str(field.V) == name
    line = open_letters(PdfFileWriter(), FONTS).line(name)
    assert all(glyph.number for glyph in line.glyphs)  # 0 is the box for what a font has not got
    fonts = run("pdffonts", table.path)
    # Either line: the document's own, or one of ours, embedded, a subset, with a way back to Unicode.
    ours = [each for each in fonts.splitlines() if "+Samen" in each]
    assert ours
    assert all(each.split()[-5:-2] == ["yes", "yes", "yes"] for each in ours)


def test_joined_letters_are_joined_and_right_to_left_is_laid_out_from_the_right() -> None:
    letters = open_letters(PdfFileWriter(), FONTS)
    joined = letters.line("\u0633\u0644\u0627\u0645")  # salam: four letters, two of which make one shape
    assert len(joined.glyphs) == 3
    assert [glyph.text for glyph in joined.glyphs][-1] == "\u0633"
    mixed = letters.line("Jan \u05d0\u05d1")
    assert "".join(glyph.text for glyph in mixed.glyphs) == "Jan \u05d1\u05d0"


def test_what_no_font_draws_becomes_a_square_and_not_nothing() -> None:
    line = open_letters(PdfFileWriter(), FONTS).line("a\U0001f9ffb")
    assert [glyph.text for glyph in line.glyphs][1] in {"\u25a1", "\U0001f9ff"}
    assert len(line.glyphs) == 3


def test_a_font_that_cannot_be_embedded_is_drawn_as_lines() -> None:
    letters = open_letters(PdfFileWriter(), FONTS[:1])
    letters = replace(letters, faces=tuple(replace(face, embeds=False) for face in letters.faces))
    fonts = generic.DictionaryObject()
    drawn_as = letters.draw(letters.line("Åb"), 10, 20, 9, fonts)
    assert not fonts
    assert "Tj" not in drawn_as
    assert drawn_as.count("\nf") == 2
    letters.finish()


def test_only_the_letters_used_go_into_the_document(table: Table) -> None:
    table.sign("anna", caption=("Anna",), stamper=None)
    with field_of(table.path, "signature") as field:
        file = field.AP.N.Resources.Font.F0.DescendantFonts[0].FontDescriptor.FontFile2
        (table.folder / "font.ttf").write_bytes(file.read_bytes())
        assert len(file.read_raw_bytes()) < 8_000
    with TTFont(table.folder / "font.ttf") as font:
        drawn_ones = [name for name in font.getGlyphOrder() if font["glyf"][name].numberOfContours]
    assert len(drawn_ones) <= 4  # A, n, a and the box for what is missing


def test_what_is_no_font_is_refused(table: Table) -> None:
    (table.folder / "no.ttf").write_bytes(b"no font")
    with pytest.raises(Refused) as refused:
        table.sign("anna", fonts=(table.folder / "no.ttf",))
    assert refused.value.code == "font_unreadable"
    assert not (table.folder / "signed-1.pdf").exists()


def test_a_long_text_is_broken_into_lines_that_stay_in_their_field(tmp_path: Path, authority: Authority) -> None:
    words = "Wij verklaren dat wij deze overeenkomst hebben gelezen en begrepen. " * 6
    place = Place(1, 0.1, 0.3, 0.3, 0.1)
    fields: tuple[Field, ...] = (box("anna"), box("anna", "text", place))
    table = Table(tmp_path, authority, fields, ("anna",))
    table.prepare(document(tmp_path / "source.pdf", text=""))
    table.sign("anna", values={"anna-text": words}, stamper=None)
    text = run("pdftotext", "-x", "55", "-y", "250", "-W", "185", "-H", "90", table.path, "-")
    assert text.split().count("overeenkomst") == 6
    assert len([line for line in text.splitlines() if line.strip()]) > 4
