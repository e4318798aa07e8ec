"""A form's answers made part of its pages: what it showed stays, and nobody can fill it in any more."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from signing.intake.findings import says_yes, widgets_of
from signing.intake.written_in import appearance_of

_HIDDEN = 0x02 | 0x20  # hidden, or not shown on screens


def flatten(pdf: pikepdf.Pdf) -> None:
    """Draw every field on its page and remove the form. Raises Refused("form_unreadable")."""
    form = pdf.Root.get("/AcroForm")
    anew, resources = False, None
    if isinstance(form, Dictionary):
        anew, resources = says_yes(form.get("/NeedAppearances")), form.get("/DR")
    for page in pdf.pages:
        _flatten_page(pdf, page, resources, anew=anew)
    if "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]
    for key in ("/NeedsRendering", "/Perms"):
        if key in pdf.Root:
            del pdf.Root[key]


def _flatten_page(pdf: pikepdf.Pdf, page: pikepdf.Page, resources: object, *, anew: bool) -> None:
    widgets = list(widgets_of(page.obj))
    if not widgets:
        return
    drawn: list[bytes] = []
    for widget in widgets:
        look = None if int(widget.get("/F", 0)) & _HIDDEN else appearance_of(pdf, widget, resources, anew=anew)
        if look is not None and (placed := _placed(look, widget)) is not None:
            name = page.add_resource(look, Name.XObject)
            drawn.append(b"q %s cm %s Do Q" % (placed, str(name).encode()))
    page.obj.Annots = Array([each for each in page.obj.Annots if not _is_widget(each)])
    if drawn:
        # Whatever the page's own content does to the state of drawing ends before ours begins.
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"\n".join([b"Q", *drawn]))


def _is_widget(annotation: object) -> bool:
    return isinstance(annotation, Dictionary) and annotation.get("/Subtype") == Name.Widget


def _placed(look: pikepdf.Stream, widget: Dictionary) -> bytes | None:
    """The matrix that brings an appearance onto its rectangle (ISO 32000-1, 12.5.5); None when it covers nothing."""
    left, bottom, right, top = _edges(look.get("/BBox"))
    own = look.get("/Matrix")
    matrix = pikepdf.Matrix(own) if isinstance(own, Array) else pikepdf.Matrix()
    corners = [matrix.transform((x, y)) for x in (left, right) for y in (bottom, top)]
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    to_left, to_bottom, to_right, to_top = _edges(widget.get("/Rect"))
    if width <= 0 or height <= 0 or to_right <= to_left or to_top <= to_bottom:
        return None
    wide, tall = (to_right - to_left) / width, (to_top - to_bottom) / height
    numbers = (wide, 0, 0, tall, to_left - min(xs) * wide, to_bottom - min(ys) * tall)
    return b" ".join(b"%.5f" % number for number in numbers)


def _edges(box: object) -> tuple[float, float, float, float]:
    """Left, bottom, right, top; all zero when it is no box."""
    if not isinstance(box, Array) or len(box) != 4:
        return 0.0, 0.0, 0.0, 0.0
    numbers = [float(each) for each in box]
    left, right = sorted((numbers[0], numbers[2]))
    bottom, top = sorted((numbers[1], numbers[3]))
    return left, bottom, right, top
