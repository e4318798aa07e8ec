"""What there is in a document that matters to signing it: pages, fields, signatures, programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Name

from signing.boxes import PageBox, page_box
from signing.intake.limits import DEEPEST, DRAWN, FARTHEST, LARGEST_SIDE, MOST_FIELDS, MOST_PAGES, SMALLEST_SIDE
from signing.model import PageSize, Refused

_ACTIVE = re.compile(rb"/JavaScript\b|/Launch\b|/JS\b")


@dataclass(frozen=True, slots=True)
class Findings:
    """`irregular`: the tree of pages has loops, repeats or depths in which readers count differently.

    `foreign_form`: fields that are not ours, `form_leftovers`: what makes viewers draw fields anew.
    """

    pages: tuple[PageSize, ...]
    irregular: bool
    signatures: int
    foreign_form: bool
    form_leftovers: bool
    pdfa: bool


def look(pdf: pikepdf.Pdf) -> Findings:
    """Everything at once. Raises Refused: no_pages, too_many_pages, page_box_unusable, xfa_dynamic, no_changes_allowed, active_content."""
    pages = list(pdf.pages)
    if not pages:
        raise Refused("no_pages")
    if len(pages) > MOST_PAGES:
        raise Refused("too_many_pages", pages=len(pages), limit=MOST_PAGES)
    sizes = tuple(_size(page.obj, number) for number, page in enumerate(pages, start=1))
    form = pdf.Root.get("/AcroForm")
    fields = list(fields_of(form)) if isinstance(form, Dictionary) else []
    _refuse_dynamic(pdf, form, fields)
    signatures = [signature for signature in map(_signature, fields) if signature is not None]
    for signature in [*signatures, *_certifying(pdf)]:
        _refuse_locked(signature)
    _refuse_active(pdf)
    return Findings(
        pages=sizes,
        irregular=_tree(pdf) != [page.obj.objgen for page in pages],
        signatures=len(signatures) or len(_certifying(pdf)),
        foreign_form=bool(fields) or any(_has_widgets(page.obj) for page in pages),
        form_leftovers=isinstance(form, Dictionary) and ("/NeedAppearances" in form or "/XFA" in form),
        pdfa=_is_pdfa(pdf),
    )


def _size(page: pikepdf.Object, number: int) -> PageSize:
    seen = box_of(page)
    size = seen.size
    sides = (size.width, size.height)
    far = max(abs(edge) for edge in seen.box) > FARTHEST
    if far or not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in sides):
        raise Refused("page_box_unusable", page=number)
    return size


def box_of(page: pikepdf.Object) -> PageBox:
    """What of the page is seen. Inherited entries stand on the page itself, since it was opened so."""
    return page_box(
        _numbers(page.get("/MediaBox")),
        _numbers(page.get("/CropBox")),
        _number(page.get("/Rotate")),
        _number(page.get("/UserUnit")),
    )


def _numbers(value: object) -> list[float] | None:
    if not isinstance(value, Array):
        return None
    numbers = [_number(item) for item in value]
    return [number for number in numbers if number is not None] if None not in numbers else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def says_yes(value: object) -> bool:
    """Whether a switch in a document is on."""
    return value is True


def _tree(pdf: pikepdf.Pdf) -> list[tuple[int, int]]:
    """The numbers of the pages in the order in which a plain reader meets them."""
    found: list[tuple[int, int]] = []
    waiting: list[tuple[object, int]] = [(pdf.Root.get("/Pages"), 0)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        node, depth = waiting.pop()
        if not isinstance(node, Dictionary) or not node.is_indirect or node.objgen in seen or depth > DEEPEST:
            continue
        seen.add(node.objgen)
        kids = node.get("/Kids")
        if isinstance(kids, Array) and node.get("/Type") != Name.Page:
            waiting.extend((kid, depth + 1) for kid in reversed(list(kids)))
        else:
            found.append(node.objgen)
    return found


@dataclass(frozen=True, slots=True)
class FormField:
    """A field at the end of its branch. `kind` and `value` may come from above; `node` is the dictionary itself."""

    node: Dictionary
    kind: object
    value: object


def fields_of(form: Dictionary) -> Iterator[FormField]:
    """Every field of a form; a tree that bites its own tail is not followed."""
    fields = form.get("/Fields")
    waiting: list[tuple[object, object, object, int]] = []
    if isinstance(fields, Array):
        waiting.extend((field, None, None, 0) for field in reversed(list(fields)))
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting and count < MOST_FIELDS:
        node, kind, value, depth = waiting.pop()
        if not isinstance(node, Dictionary) or depth > DEEPEST or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        kind, value = node.get("/FT", kind), node.get("/V", value)
        kids = node.get("/Kids")
        branches = [kid for kid in kids if isinstance(kid, Dictionary)] if isinstance(kids, Array) else []
        if any("/T" in kid for kid in branches):
            waiting.extend((kid, kind, value, depth + 1) for kid in reversed(branches))
        else:
            count += 1
            yield FormField(node, kind, value)


def _signature(field: FormField) -> Dictionary | None:
    if field.kind == Name.Sig and isinstance(field.value, Dictionary) and "/Contents" in field.value:
        return field.value
    return None


def _certifying(pdf: pikepdf.Pdf) -> list[Dictionary]:
    permissions = pdf.Root.get("/Perms")
    signature = permissions.get("/DocMDP") if isinstance(permissions, Dictionary) else None
    return [signature] if isinstance(signature, Dictionary) and "/Contents" in signature else []


def _refuse_locked(signature: Dictionary) -> None:
    """Whoever certified a document may have forbidden every change after theirs."""
    references = signature.get("/Reference")
    for reference in references if isinstance(references, Array) else ():
        if isinstance(reference, Dictionary) and reference.get("/TransformMethod") == Name.DocMDP:
            parameters = reference.get("/TransformParams")
            level = _number(parameters.get("/P", 2)) if isinstance(parameters, Dictionary) else 2
            if level == 1:
                raise Refused("no_changes_allowed", level=1)


def _refuse_dynamic(pdf: pikepdf.Pdf, form: object, fields: list[FormField]) -> None:
    """A form whose pages are made by a program while it is read: what is signed is not what is seen."""
    packets = form.get("/XFA") if isinstance(form, Dictionary) else None
    if packets is None:
        return
    if says_yes(pdf.Root.get("/NeedsRendering")) or not fields or b"dynamicRender>required" in _joined(packets):
        raise Refused("xfa_dynamic")


def _joined(packets: object) -> bytes:
    streams = list(packets) if isinstance(packets, Array) else [packets]
    content = b""
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            with suppress(pikepdf.PdfError):
                content += stream.read_bytes()
    return content


def _refuse_active(pdf: pikepdf.Pdf) -> None:
    """Programs inside a document can change what it shows after it was signed."""
    for thing in pdf.objects:
        if not isinstance(thing, Dictionary | Array | pikepdf.Stream):
            continue
        entries = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        # Most objects hold none of these words: reading them whole would take many times as long.
        if _ACTIVE.search(entries.unparse(resolved=True)) and (what := _active(entries, 0)):
            raise Refused("active_content", what=what)


def _active(thing: object, depth: int) -> str:
    """What kind of program stands in this object itself; objects that it names are looked at in their own turn."""
    if depth > DEEPEST:
        return ""
    inside: list[object] = []
    if isinstance(thing, Dictionary):
        kind = thing.get("/S")
        if kind in (Name.JavaScript, Name.Launch):
            return str(kind).lstrip("/")
        if "/JS" in thing:
            return "JavaScript"
        inside = [thing.get(key) for key in thing.keys()]  # noqa: SIM118  a pikepdf dictionary iterates over pairs
    elif isinstance(thing, Array):
        inside = list(thing)
    for part in inside:
        if isinstance(part, Dictionary | Array) and not part.is_indirect and (what := _active(part, depth + 1)):
            return what
    return ""


def check_drawings(pdf: pikepdf.Pdf) -> None:
    """Whether what the pages draw can be read, and within bounds. Raises Refused("document_broken")."""
    total = 0
    for number, page in enumerate(pdf.pages, start=1):
        contents = page.obj.get("/Contents")
        for stream in contents if isinstance(contents, Array) else (contents,):
            if isinstance(stream, pikepdf.Stream):
                try:
                    total += len(stream.read_bytes())
                except (pikepdf.PdfError, RuntimeError):
                    raise Refused("document_broken", page=number) from None
                if total > DRAWN:
                    raise Refused("document_broken", page=number)


def _has_widgets(page: pikepdf.Object) -> bool:
    return any(True for _ in widgets_of(page))


def widgets_of(page: pikepdf.Object) -> Iterator[Dictionary]:
    """The annotations of a page that belong to fields."""
    annotations = page.get("/Annots")
    for annotation in annotations if isinstance(annotations, Array) else ():
        if isinstance(annotation, Dictionary) and annotation.get("/Subtype") == Name.Widget:
            yield annotation


def _is_pdfa(pdf: pikepdf.Pdf) -> bool:
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return False
    with suppress(pikepdf.PdfError):
        return b"pdfaid:part" in metadata.read_bytes()
    return False
