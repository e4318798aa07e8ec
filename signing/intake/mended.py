"""A PDF made ready to receive fields: rewritten where that is needed and allowed, else byte for byte what it was."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.intake.dangling import refers_to_nothing
from signing.intake.earlier import all_intact
from signing.intake.findings import Findings, look
from signing.intake.flattened import flatten
from signing.intake.opened import Opened, opened
from signing.model import Refused

_READ = (
    "/Pages",
    "/Kids",
    "/Annots",
    "/AcroForm",
    "/Fields",
    "/Extensions",
    "/Perms",
    "/Names",
    "/Metadata",
    "/DR",
    "/T",
)


def normalise(source: Path, target: Path) -> None:
    """Write to `target` what fields can be added to: no password, no hybrid references, no foreign fields.

    A file that carries signatures, or needs nothing, is copied byte for byte. Raises Refused.
    """
    with opened(source) as document:
        findings = look(document.pdf)
        if not needed(source, document, findings):
            shutil.copyfile(source, target)
            return
        _rewrite(document.pdf, findings, target)
    if not _plain(target):
        target.unlink()
        raise Refused("document_broken")


def needed(source: Path, document: Opened, findings: Findings) -> frozenset[str]:
    """Why the file has to be rewritten, as codes of warnings; nothing when it can stay as it is.

    Raises Refused when it has to be, and carries signatures, which that would break.
    """
    signed = findings.signatures > 0
    reasons: set[str] = set()
    if document.pdf.is_encrypted:
        if signed:
            raise Refused("encrypted")
        reasons.add("rewritten")
    damaged = document.damaged or findings.irregular or bool(document.pdf.get_warnings())
    if signed:
        if document.damaged or findings.irregular or not _readable(source) or _loose(source) or not all_intact(source):
            raise Refused("signed_and_broken")
        return frozenset()
    if damaged or ("rewritten" not in reasons and (not _plain(source) or _loose(source))):
        reasons.add("repaired")
    if findings.foreign_form:
        reasons.add("forms_flattened")
    elif findings.form_leftovers:
        reasons.add("rewritten")
    return frozenset(reasons)


def _rewrite(pdf: pikepdf.Pdf, findings: Findings, target: Path) -> None:
    if findings.foreign_form or findings.form_leftovers:
        flatten(pdf)
    if findings.irregular:
        # Taking a page away and putting it back makes the tree one flat list.
        last = pdf.pages[-1]
        del pdf.pages[-1]
        pdf.pages.append(last)
    pdf.save(target, encryption=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _plain(path: Path) -> bool:
    """Whether the strictest of readers finds its way, and no second table hides beside the first."""
    try:
        with path.open("rb") as file:
            return not _walk(PdfFileReader(file, strict=True)).xrefs.hybrid_xrefs_present
    except Exception:  # noqa: BLE001  broken files raise far more than the reader promises
        return False


def _loose(path: Path) -> bool:
    """Whether something in it waits for an object that is not there: rewritten, it waits for nothing."""
    try:
        return refers_to_nothing(path)
    except Exception:  # noqa: BLE001  broken files raise far more than the reader promises
        return True


def _readable(path: Path) -> bool:
    """Whether a lenient reader can read all of it: what is signed cannot be mended, and later steps read every part."""
    try:
        with path.open("rb") as file:
            reader = _walk(PdfFileReader(file, strict=False))
            for number in range(reader.xrefs.total_revisions):
                for reference in reader.xrefs.explicit_refs_in_revision(number):
                    reader.get_object(reference, revision=number, transparent_decrypt=False)
            return True
    except Exception:  # noqa: BLE001  broken files raise far more than the reader promises
        return False


def _walk(reader: PdfFileReader) -> PdfFileReader:
    """Read what every later step reads: root, pages, form. Raises what broken files make a reader raise."""
    if reader.encrypted:
        raise PdfReadError("encrypted")
    waiting: list[Any] = [reader.root]
    seen: set[generic.Reference] = set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, generic.IndirectObject):
            if thing.reference in seen:
                continue
            seen.add(thing.reference)
            thing = thing.get_object()
        if isinstance(thing, generic.DictionaryObject):
            waiting.extend(thing.raw_get(key) for key in _READ if key in thing)
        elif isinstance(thing, generic.ArrayObject):
            waiting.extend(
                item for item in thing if isinstance(item, generic.IndirectObject | generic.DictionaryObject)
            )
    return reader
