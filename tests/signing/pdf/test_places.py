"""Ink lies where people put it, upright, whatever boxes a page has and however it is turned."""

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from signing.model import Ink, Place, Refused
from signing.trust.authority import Authority
from tests.signing.pdf.documents import Table, box, document, inked, picture, render

PLACE = Place(1, 0.2, 0.3, 0.4, 0.1)

SHAPES: dict[str, dict[str, Any]] = {
    "upright": {},
    "turned by 90": {"Rotate": 90},
    "turned by 180": {"Rotate": 180},
    "turned by 270": {"Rotate": 270},
    "turned back by 90": {"Rotate": -90},
    "cropped": {"CropBox": [100, 200, 500, 700]},
    "cropped and turned": {"CropBox": [100, 200, 500, 700], "Rotate": 90},
    "cropped beyond its edge": {"CropBox": [-100, 300, 800, 700]},
    "below zero": {"MediaBox": [-700, -900, -100, -100]},
    "below zero and turned": {"MediaBox": [-700, -900, -100, -100], "Rotate": 270},
    "far away": {"MediaBox": [100000, 200000, 100600, 200800]},
    "corners exchanged": {"MediaBox": [595, 842, 0, 0]},
    "large units": {"MediaBox": [0, 0, 300, 400], "UserUnit": 2},
}


def sign_at(folder: Path, authority: Authority, ink: Ink, source: Path) -> Path:
    table = Table(folder, authority, (box("anna", place=PLACE),), ("anna",))
    table.prepare(source)
    table.sign("anna", ink=ink, caption=(), stamper=None)
    return table.path


@pytest.mark.parametrize("shape", SHAPES)
def test_ink_fills_its_place_on_a_page_as_people_see_it(tmp_path: Path, authority: Authority, shape: str) -> None:
    path = sign_at(tmp_path, authority, picture(), document(tmp_path / "source.pdf", **SHAPES[shape]))
    image = render(path)
    found = inked(image)
    assert found is not None
    left, top = PLACE.x * image.width, PLACE.y * image.height
    width, height = PLACE.width * image.width, PLACE.height * image.height
    # The bar is 220 by 40: as large as it fits, to the left, in the middle of the height, and not stretched.
    scale = min(width / 220, height / 40)
    expected = (left, top + (height - 40 * scale) / 2, left + 220 * scale, top + (height + 40 * scale) / 2)
    assert found == pytest.approx(expected, abs=2.5)


def test_a_page_inherits_its_box_and_its_turn(tmp_path: Path, authority: Authority) -> None:
    source = document(tmp_path / "source.pdf")
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pdf.Root.Pages.MediaBox = [0, 0, 400, 600]
        pdf.Root.Pages.Rotate = 90
        del pdf.pages[0].obj["/MediaBox"]
        pdf.save(source)
    image = render(sign_at(tmp_path, authority, picture(), source))
    assert (image.width, image.height) == (600, 400)
    found = inked(image)
    assert found is not None
    assert found[:2] == pytest.approx((120, 120), abs=3)


def test_notes_that_two_pages_share_stay_and_ink_is_on_one_of_them(tmp_path: Path, authority: Authority) -> None:
    source = document(tmp_path / "source.pdf", pages=2)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], Border=[0, 0, 0]
        )
        shared = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
        for page in pdf.pages:
            page.obj["/Annots"] = shared
        pdf.save(source)
    path = sign_at(tmp_path, authority, picture(), source)
    assert inked(render(path, 1)) is not None
    assert inked(render(path, 2)) is None
    with pikepdf.open(path) as pdf:
        assert [len(page.Annots) for page in pdf.pages] == [2, 1]


@pytest.mark.parametrize(
    "place",
    [Place(2, 0.1, 0.1, 0.2, 0.1), Place(0, 0.1, 0.1, 0.2, 0.1), Place(1, 0.9, 0.1, 0.2, 0.1), Place(1, 0, 0, 0, 0.1)],
    ids=["no such page", "page zero", "over the edge", "no width"],
)
def test_a_field_off_its_page_is_refused_and_nothing_is_left(
    tmp_path: Path, authority: Authority, place: Place
) -> None:
    table = Table(tmp_path, authority, (box("anna", place=place),), ("anna",))
    source = document(tmp_path / "source.pdf")
    with pytest.raises(Refused) as refused:
        table.prepare(source)
    assert refused.value.code == "field_off_page"
    assert list(tmp_path.iterdir()) == [source]
