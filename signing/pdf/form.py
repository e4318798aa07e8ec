"""Our fields in a document's form: one node `samen`, a node for each signer in it, and their fields in that."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import enumerate_sig_fields

from signing.model import Refused
from signing.pdf.pages import entry

OURS = re.compile(r"samen(-\d+)?\Z")
"""Names of our node. A document that we signed before gets another one: the first is locked."""

ARCHIVE = re.compile(r"samen-archive(-\d+)?\Z")
"""Names of the fields of archive time stamps."""

SIGNATURE = "signature"
"""The name of the one field of a signer that holds their signature."""


@dataclass(frozen=True, slots=True)
class Found:
    """A field of ours. `name`: the whole of it, with the names of the nodes above."""

    name: str
    reference: generic.Reference
    entries: generic.DictionaryObject

    @property
    def signer_id(self) -> str:
        return self.name.split(".")[1]


def form_of(pdf: PdfHandler) -> generic.DictionaryObject | None:
    """The document's form; None when it has none."""
    form = entry(pdf.root, "/AcroForm")
    return form if isinstance(form, generic.DictionaryObject) else None


def top_names(pdf: PdfHandler) -> set[str]:
    """The names that are taken at the top of the form."""
    return {name for name, _ in _named(_kids(form_of(pdf), "/Fields"))}


def free_name(pdf: PdfHandler, name: str) -> str:
    """`name`, or with a number behind it when that is taken."""
    taken = top_names(pdf)
    names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)


def our_nodes(pdf: PdfHandler) -> Iterator[tuple[str, generic.IndirectObject]]:
    """Our node at the top, or our nodes."""
    for name, node in _named(_kids(form_of(pdf), "/Fields")):
        if OURS.match(name):
            yield name, node


def our_fields(pdf: PdfHandler) -> Iterator[Found]:
    """Every field of ours that holds something."""
    for top, node in our_nodes(pdf):
        for signer, inner in _named(_kids(node.get_object(), "/Kids")):
            for own, leaf in _named(_kids(inner.get_object(), "/Kids")):
                entries = leaf.get_object()
                if isinstance(entries, generic.DictionaryObject):
                    yield Found(f"{top}.{signer}.{own}", leaf.reference, entries)


def fields_of(pdf: PdfHandler, signer_id: str) -> dict[str, Found]:
    """The fields of one signer by the last part of their name. Raises Refused("fields_missing")."""
    found = {field.name.split(".")[2]: field for field in our_fields(pdf) if field.signer_id == signer_id}
    if SIGNATURE not in found:
        raise Refused("fields_missing")
    return found


def is_signed(pdf: PdfHandler) -> bool:
    """Whether the document carries a signature, of whoever."""
    return any(True for _ in enumerate_sig_fields(pdf, filled_status=True))


def checked_name(identifier: str) -> str:
    """One part of a field's name. Raises ValueError when it would be read as two."""
    if not identifier or "." in identifier or not identifier.isprintable():
        raise ValueError(f"no part of a field's name: {identifier!r}")
    return identifier


def _kids(node: generic.PdfObject | None, key: str) -> list[generic.IndirectObject]:
    if not isinstance(node, generic.DictionaryObject):
        return []
    kids = entry(node, key)
    if not isinstance(kids, generic.ArrayObject):
        return []
    return [kid for kid in kids if isinstance(kid, generic.IndirectObject)]


def _named(nodes: list[generic.IndirectObject]) -> Iterator[tuple[str, generic.IndirectObject]]:
    for node in nodes:
        entries = node.get_object()
        if isinstance(entries, generic.DictionaryObject) and pdf_name("/T") in entries:
            yield str(entries["/T"]), node
