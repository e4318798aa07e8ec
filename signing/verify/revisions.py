"""What was added to a file after it was first signed, revision by revision, and whether that is allowed.

Allowed is little: what proves the certificates, time stamps, and a further signature with the fields of that signer.
Everything a revision adds must be told by its own table and lie within its own bytes: what no table tells, one reader
skips and another finds. The comparison itself is pyHanko's; what may pass it is narrower here, because filling in a form
is how two of the known attacks replace what people read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.pdf_utils.xref import XRefSectionType, read_object_header
from pyhanko.sign.diff_analysis import ModificationLevel, StandardDiffPolicy, SuspiciousModification
from pyhanko.sign.diff_analysis.form_rules_api import FormUpdate, FormUpdatingRule
from pyhanko.sign.diff_analysis.policies import DEFAULT_DIFF_POLICY
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    GenericFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)

_SPACE = b" \t\r\n\f\x00"
_FORM_DEFAULTS = ("/DR", "/DA", "/Q", "/NeedAppearances")
"""With these, a reader draws fields anew, in letters that somebody else chose."""


@dataclass(frozen=True, slots=True)
class Step:
    """One revision after the first signature. `problem` is "" or a code; `fields` are those whose content it changed."""

    revision: int
    level: ModificationLevel
    fields: frozenset[str]
    problem: str

    @property
    def only_proof(self) -> bool:
        """Whether it added nothing that people see: certificates, lists, time stamps."""
        return not self.problem and self.level <= ModificationLevel.LTA_UPDATES and not self.fields


def steps_after(reader: PdfFileReader, signed: int, end: int, size: int) -> list[Step]:
    """Every revision after the revision `signed`, which ends at the byte `end`."""
    strays = _strays(reader, signed, end, size)
    policy, rule = _policy()
    base = HistoricalResolver(reader, signed)
    before = base
    steps: list[Step] = []
    for revision in range(signed + 1, reader.xrefs.total_revisions):
        after = HistoricalResolver(reader, revision)
        rule.watch(after)
        try:
            level = policy.apply(base, after).modification_level
            problem = "" if _defaults(before) == _defaults(after) else "form_changed"
        except SuspiciousModification:
            level, problem = ModificationLevel.OTHER, "content_changed"
        except Exception:  # noqa: BLE001  # what cannot be compared cannot be vouched for
            level, problem = ModificationLevel.OTHER, "content_changed"
        steps.append(Step(revision, level, frozenset(rule.fields), strays.get(revision, "") or problem))
        before = after
    return steps


class _Watched(FormUpdatingRule):
    """Remembers the fields that this very revision changed; pyHanko tells those changed since the first signature."""

    def __init__(self) -> None:
        super().__init__([SigFieldCreationRule(), SigFieldModificationRule(), GenericFieldModificationRule()])
        self.fields: set[str] = set()
        self._written: set[generic.Reference] = set()

    def watch(self, revision: HistoricalResolver) -> None:
        self.fields = set()
        self._written = revision.explicit_refs_in_revision()

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        for level, update in super().apply(old, new):
            if update.field_name and not update.valid_when_locked and update.updated_ref in self._written:
                self.fields.add(update.field_name)
            yield level, update


def _policy() -> tuple[StandardDiffPolicy, _Watched]:
    rule = _Watched()
    return StandardDiffPolicy(DEFAULT_DIFF_POLICY.global_rules, rule), rule


def _defaults(revision: HistoricalResolver) -> list[object]:
    if "/AcroForm" not in revision.root:
        return []
    form = revision.root["/AcroForm"]  # and not get(), which would give the reference
    if not isinstance(form, generic.DictionaryObject):
        return []
    return [form.raw_get(key) if key in form else None for key in _FORM_DEFAULTS]


# --- every byte told by its revision ------------------------------------------------------------------------------


def _strays(reader: PdfFileReader, signed: int, end: int, size: int) -> dict[int, str]:
    """The revisions that do not lie one after the other from `end` to the end of the file, or hold what none tells."""
    found: dict[int, str] = {}
    at, last = end, reader.xrefs.total_revisions - 1
    for revision in range(signed + 1, last + 1):
        try:
            finish = _finish(reader, revision)
            if not _is_told(reader, revision, at, finish):
                found[revision] = "bytes_unexplained"
            at = max(at, finish)
        except Exception:  # noqa: BLE001  # read leniently elsewhere; here anything odd is a stray
            found[revision] = "bytes_unexplained"
    if at < size and not _is_blank(reader.stream, at, size):
        # Bytes after the last revision: no table knows them, a reader that repairs files would use them.
        found[last] = "bytes_unexplained"
    return found


def trailing_bytes(reader: PdfFileReader, end: int, size: int) -> bool:
    """Whether something follows `end` that no revision tells."""
    return end < size and not _is_blank(reader.stream, end, size)


def _finish(reader: PdfFileReader, revision: int) -> int:
    """Where a revision's bytes end: after its end-of-file marker."""
    stream, info = reader.stream, reader.xrefs.get_xref_container_info(revision)
    stream.seek(info.end_location)
    if info.xref_section_type is XRefSectionType.STREAM:
        _expect(stream, b"endobj")
    else:
        generic.DictionaryObject.read_from_stream(stream, generic.TrailerReference(reader))
    _expect(stream, b"startxref")
    if _word(stream) != str(info.declared_startxref).encode():
        raise ValueError("startxref")
    _expect(stream, b"%%EOF")
    return int(stream.tell())


def _is_told(reader: PdfFileReader, revision: int, start: int, finish: int) -> bool:
    """Whether the bytes between are the revision's own objects and its table, with nothing but space around them."""
    stream, info = reader.stream, reader.xrefs.get_xref_container_info(revision)
    spans = [(info.declared_startxref, finish)]
    for ref in reader.xrefs.explicit_refs_in_revision(revision):
        place = reader.xrefs.get_historical_ref(ref, revision)
        if isinstance(place, int) and place != info.declared_startxref:
            spans.append((place, _object_end(reader, place)))
    at = start
    for begin, stop in sorted(spans):
        if begin < at or not _is_blank(stream, at, begin):
            return False
        at = stop
    return at == finish


def _object_end(reader: PdfFileReader, place: int) -> int:
    stream = reader.stream
    stream.seek(place)
    idnum, generation = read_object_header(stream, strict=True)
    generic.read_object(stream, generic.Reference(idnum, generation, reader))
    _expect(stream, b"endobj")
    return int(stream.tell())


def _is_blank(stream: IO[bytes], start: int, end: int) -> bool:
    """Space, or comments: lines that begin with "%"."""
    if end - start > 1 << 16:
        return False
    stream.seek(start)
    lines = stream.read(end - start).replace(b"\r", b"\n").split(b"\n")
    return all(not line.strip(_SPACE) or line.lstrip(_SPACE).startswith(b"%") for line in lines)


def _expect(stream: IO[bytes], word: bytes) -> None:
    if _word(stream) != word:
        raise ValueError(word.decode())


def _word(stream: IO[bytes]) -> bytes:
    """The next bytes up to space. Leaves the stream right behind them."""
    byte = stream.read(1)
    while byte and byte in _SPACE:
        byte = stream.read(1)
    word = b""
    while byte and byte not in _SPACE and len(word) < 32:
        word += byte
        byte = stream.read(1)
    if byte:
        stream.seek(-1, 1)
    return word
