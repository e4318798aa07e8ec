"""What the revisions after a certain one changed: a strict list of what we ourselves change, and nothing besides.

A validator lets anybody fill in any form field after a signature, and redraw what a field shows. This does not: in a
document of ours only our own fields change, each once, and only to something new. An object that was there before is
left alone unless it is on the list; one that was not is harmless, because only what is on the list can refer to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.pdf.form import ARCHIVE, form_of, our_fields
from signing.pdf.pages import entry

_ROOT = frozenset({"/AcroForm", "/DSS", "/Perms"})
_FORM = frozenset({"/Fields", "/SigFlags"})
_STORE = frozenset({"/Type", "/Certs", "/CRLs", "/OCSPs", "/VRI"})
_LISTS = ("/Certs", "/CRLs", "/OCSPs")

_Dictionary = generic.DictionaryObject


@dataclass(frozen=True, slots=True)
class Changes:
    """`fields`: names of our fields that were filled or signed. `archives`: of the archive stamps that were added.

    `other`: what should not have been touched, in words for a log; empty in a document that is as we left it.
    """

    fields: frozenset[str]
    archives: frozenset[str]
    other: tuple[str, ...]


def changes_since(reader: PdfFileReader, revision: int) -> Changes:
    """What the revisions after `revision` (counted from 0) changed. Reads only what they touch."""
    fields: set[str] = set()
    archives: set[str] = set()
    other: list[str] = []
    for number in range(revision + 1, reader.xrefs.total_revisions):
        step = _Step(reader, number)
        try:
            other += [f"revision {number}: {what}" for what in step.review()]
        except (misc.PdfError, KeyError, ValueError, TypeError, AttributeError, IndexError) as problem:
            # Whatever cannot be followed was not written by us.
            other.append(f"revision {number}: {type(problem).__name__} while reading it")
        fields |= step.fields
        archives |= step.archives
    return Changes(frozenset(fields), frozenset(archives), tuple(other))


class _Step:
    """One revision, held against the one before it."""

    def __init__(self, reader: PdfFileReader, number: int) -> None:
        self._reader = reader
        self._number = number
        self._old = reader.get_historical_resolver(number - 1)
        self._new = reader.get_historical_resolver(number)
        self._explained: set[generic.Reference] = set()
        self.fields: set[str] = set()
        self.archives: set[str] = set()

    def review(self) -> Iterator[str]:
        """Whatever is wrong with it."""
        if self._new.refs_freed_in_revision():
            yield "objects were removed"
        if self._reader.xrefs.get_xref_data(self._number).hybrid is not None:
            yield "it has two tables of objects"
        if self._old.root_ref != self._new.root_ref:
            yield "the catalogue was exchanged"
            return
        yield from self._root()
        touched = {each for each in self._new.explicit_refs_in_revision() if self._existed(each)}
        yield from self._our_fields(touched)
        for reference in sorted(touched - self._explained, key=lambda each: each.idnum):
            if not same(self._old(reference), self._new(reference)):
                yield f"object {reference.idnum} was changed"

    def _existed(self, reference: generic.Reference) -> bool:
        # pyHanko's name for it means: the number was not given out yet.
        return not self._old.is_ref_unassignable(reference)

    def _root(self) -> Iterator[str]:
        old, new = self._old.root, self._new.root
        self._explained.add(self._old.root_ref)
        if not same_but(old, new, _ROOT):
            yield "the catalogue was changed"
        yield from self._permissions(entry(old, "/Perms"), entry(new, "/Perms"))
        if not self._goes_on(old, new, "/DSS"):
            yield "the store of proofs was exchanged"
        elif isinstance(store := entry(new, "/DSS"), _Dictionary):
            before = entry(old, "/DSS")
            yield from self._store(before if isinstance(before, _Dictionary) else _Dictionary(), store)
        yield from self._form()

    def _permissions(self, old: object, new: object) -> Iterator[str]:
        if old is not None:
            if not isinstance(old, _Dictionary) or not isinstance(new, _Dictionary) or not same(old, new):
                yield "what may be changed was changed"
        elif new is not None and not (
            isinstance(new, _Dictionary) and set(new) == {"/DocMDP"} and self._is_fresh(new.raw_get("/DocMDP"))
        ):
            yield "what may be changed was set"

    def _store(self, old: _Dictionary, new: _Dictionary) -> Iterator[str]:
        if not set(new) <= _STORE:
            yield "the store of proofs holds something else"
        for key in _LISTS:
            if not self._goes_on(old, new, key):
                yield "a list of proofs was exchanged"
            before = {each.reference for each in _items(old, key) if isinstance(each, generic.IndirectObject)}
            for each in _items(new, key):
                if not (
                    isinstance(each, generic.IndirectObject) and (each.reference in before or self._is_fresh(each))
                ):
                    yield "something of the document was made a proof"
        if not same(entry(old, "/VRI"), entry(new, "/VRI")):
            yield "proofs were bound to a signature"

    def _form(self) -> Iterator[str]:
        old, new = form_of(self._old), form_of(self._new)
        if old is None or new is None:
            if old is not new:
                yield "the form came or went"
            return
        if not self._goes_on(self._old.root, self._new.root, "/AcroForm") or not same_but(old, new, _FORM):
            yield "the form was changed"
        before, after = _items(old, "/Fields"), _items(new, "/Fields")
        if not self._goes_on(old, new, "/Fields") or not _alike(before, after[: len(before)]):
            yield "fields were exchanged"
            return
        for added in after[len(before) :]:
            yield from self._archive(added)

    def _archive(self, added: object) -> Iterator[str]:
        """A field that was added at the top: only an archive stamp's, which nobody sees."""
        if not self._is_fresh(added):
            yield "something of the document was made a field"
            return
        field = added.get_object()  # type: ignore[attr-defined]  # a reference, or it was not fresh
        name = str(field["/T"])
        stamp = field["/V"]
        seen = any(float(edge) for edge in field["/Rect"])
        if not ARCHIVE.match(name) or "/Kids" in field or entry(stamp, "/Type") != "/DocTimeStamp" or seen:
            yield f"the field {name} was added"
            return
        self.archives.add(name)
        yield from self._page(field.raw_get("/P").reference, added)

    def _page(self, reference: generic.Reference, added: object) -> Iterator[str]:
        old, new = self._old(reference), self._new(reference)
        self._explained.add(reference)
        if entry(old, "/Type") != "/Page" or not same_but(old, new, frozenset({"/Annots"})):
            yield "a page was changed"
        ours = [*_items(old, "/Annots"), added]
        if not self._goes_on(old, new, "/Annots") or not _alike(ours, _items(new, "/Annots")):
            yield "notes were added to a page"

    def _our_fields(self, touched: set[generic.Reference]) -> Iterator[str]:
        for field in our_fields(self._old):
            if field.reference not in touched:
                continue
            new = self._new(field.reference)
            self._explained.add(field.reference)
            if same(field.entries, new):
                continue
            self.fields.add(field.name)
            if not self._filled_well(field.entries, new):
                yield f"the field {field.name} was changed"

    def _filled_well(self, old: _Dictionary, new: _Dictionary) -> bool:
        """Whether an empty field of ours was filled, and nothing else happened to it."""
        match entry(old, "/FT"):
            case "/Sig":
                may = {"/V", "/AP"}
                value = "/V" not in old and self._is_fresh(new.raw_get("/V"))
            case "/Tx":
                may = {"/V", "/AP"}
                value = "/V" not in old and isinstance(new.raw_get("/V"), generic.TextStringObject)
            case "/Btn" if "/V" in old:
                may = {"/V", "/AS"}
                value = old["/V"] == "/Off" and new.raw_get("/V") == new.raw_get("/AS") == "/Yes"
            case "/Btn":
                may, value = {"/AP"}, True
            case _:
                return False
        return value and same_but(old, new, frozenset(may)) and self._new_look(old, new)

    def _new_look(self, old: _Dictionary, new: _Dictionary) -> bool:
        before, after = old.raw_get("/AP"), new.raw_get("/AP")
        if same(before, after):
            return True
        return isinstance(after, _Dictionary) and set(after) == {"/N"} and self._is_fresh(after.raw_get("/N"))

    def _goes_on(self, old: _Dictionary, new: _Dictionary, key: str) -> bool:
        """Whether the value of `key` is where it was, or is at a new place of its own; what it holds is not looked at."""
        before = old.raw_get(key) if key in old else None
        after = new.raw_get(key) if key in new else None
        if not isinstance(after, generic.IndirectObject):
            return after is not None or before is None
        if isinstance(before, generic.IndirectObject) and before.reference == after.reference:
            self._explained.add(after.reference)
            return True
        return self._is_fresh(after)

    def _is_fresh(self, value: object) -> bool:
        return isinstance(value, generic.IndirectObject) and not self._existed(value.reference)


def _items(node: _Dictionary, key: str) -> list[object]:
    """What a list holds, references not followed."""
    return list(value) if isinstance(value := entry(node, key), generic.ArrayObject) else []


def _alike(old: list[object], new: list[object]) -> bool:
    return len(old) == len(new) and all(same(before, after) for before, after in zip(old, new, strict=True))


def same_but(old: object, new: object, ignored: frozenset[str]) -> bool:
    """Whether two dictionaries are the same but for some keys."""
    if not isinstance(old, _Dictionary) or not isinstance(new, _Dictionary):
        return False
    keys = set(old) - ignored
    return keys == set(new) - ignored and all(same(old.raw_get(key), new.raw_get(key)) for key in keys)


def same(old: object, new: object) -> bool:
    """Whether two objects are written the same, references not followed."""
    if isinstance(old, generic.IndirectObject) or isinstance(new, generic.IndirectObject):
        return (
            isinstance(old, generic.IndirectObject)
            and isinstance(new, generic.IndirectObject)
            and old.reference == new.reference
        )
    if isinstance(old, generic.ArrayObject):
        return isinstance(new, generic.ArrayObject) and _alike(list(old), list(new))
    if isinstance(old, generic.StreamObject) and not (
        isinstance(new, generic.StreamObject) and old.encoded_data == new.encoded_data
    ):
        return False
    if isinstance(old, _Dictionary):
        return (
            isinstance(new, _Dictionary)
            and isinstance(old, generic.StreamObject) == isinstance(new, generic.StreamObject)
            and same_but(old, new, frozenset())
        )
    return type(old) is type(new) and old == new
