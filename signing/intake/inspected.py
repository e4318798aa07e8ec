"""Whether a PDF can be signed: its pages, its warnings, or the reason why not."""

from __future__ import annotations

import hashlib

from signing.intake.findings import check_drawings, look
from signing.intake.mended import needed
from signing.intake.opened import opened
from signing.jobs import Inspect, Inspected


def inspect(job: Inspect) -> Inspected:
    """Look at a stranger's file without changing it.

    Raises Refused: empty_file, too_large{limit}, not_a_pdf, encrypted, document_broken{page}, signed_and_broken, no_pages,
    too_many_pages{pages, limit}, page_box_unusable{page}, xfa_dynamic, no_changes_allowed{level}, active_content{what}.
    """
    with opened(job.source) as document:
        findings = look(document.pdf)
        check_drawings(document.pdf)
        warnings = set(needed(job.source, document, findings))
    if findings.signatures:
        warnings.add("already_signed")
    if findings.pdfa:
        warnings.add("pdfa")
    with job.source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        size = file.tell()
    return Inspected(findings.pages, digest.hexdigest(), size, findings.signatures, tuple(sorted(warnings)))
