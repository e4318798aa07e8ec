"""Pages of a document by their number, with what of them is seen."""

from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.rw_common import PdfHandler

from signing.boxes import PageBox, page_box
from signing.model import Refused

_DEEPEST = 100  # levels of a page tree; real ones have a handful


def find_pages(pdf: PdfHandler, wanted: set[int]) -> dict[int, tuple[generic.Reference, PageBox]]:
    """The pages of these numbers, from 1, with what of them is seen. Raises Refused when one is not there."""
    found: dict[int, tuple[generic.Reference, PageBox]] = {}
    for number, (reference, inherited) in enumerate(_leaves(pdf), start=1):
        if number in wanted:
            found[number] = reference, _box_of(inherited)
        if len(found) == len(wanted):
            return found
    raise Refused("field_off_page")


def entry(node: generic.DictionaryObject, key: str) -> object:
    """The value of a key, references followed; None when it is not there. pyHanko's `get` does not follow them."""
    try:
        value: object = node[key]
    except KeyError:
        return None
    return value


_INHERITED = ("/MediaBox", "/CropBox", "/Rotate")


def _leaves(pdf: PdfHandler) -> Iterator[tuple[generic.Reference, dict[str, object]]]:
    """Every page in order, with its boxes; a tree that bites its own tail is not followed."""
    root = pdf.root.raw_get("/Pages")
    waiting: list[tuple[object, dict[str, object], int]] = [(root, {}, 0)]
    seen: set[generic.Reference] = set()
    while waiting:
        raw, above, depth = waiting.pop()
        if not isinstance(raw, generic.IndirectObject) or raw.reference in seen or depth > _DEEPEST:
            continue
        seen.add(raw.reference)
        node = raw.get_object()
        if not isinstance(node, generic.DictionaryObject):
            continue
        entries = {**above, **{key: node[key] for key in _INHERITED if key in node}}
        kids = entry(node, "/Kids")
        if isinstance(kids, generic.ArrayObject) and entry(node, "/Type") != "/Page":
            waiting.extend((kid, entries, depth + 1) for kid in reversed(kids))
        else:
            yield raw.reference, {**entries, "/UserUnit": entry(node, "/UserUnit")}


def _box_of(entries: dict[str, object]) -> PageBox:
    return page_box(
        _numbers(entries.get("/MediaBox")),
        _numbers(entries.get("/CropBox")),
        _number(entries.get("/Rotate")),
        _number(entries.get("/UserUnit")),
    )


def _numbers(value: object) -> list[float] | None:
    if not isinstance(value, generic.ArrayObject):
        return None
    numbers = [_number(item.get_object()) for item in value]
    return [number for number in numbers if number is not None] if None not in numbers else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, generic.NumberObject | generic.FloatObject) else None
