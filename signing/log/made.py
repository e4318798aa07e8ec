"""Making a log: the lines, the document around them, and the seal over both."""

import hashlib
from pathlib import Path
from typing import cast

from signing.jobs import LogMade, MakeLog, Written
from signing.log import chain
from signing.log.records import Record
from signing.log.render import render
from signing.log.sealing import seal
from signing.log.words import Words


async def make(job: MakeLog) -> LogMade:
    """Writes both files. Raises Refused (see seal()); then neither is there."""
    record = cast(Record, job.record)
    data = chain.lines(job.record)
    sha256 = hashlib.sha256(data).hexdigest()
    pdf = render(record, Words.of(job.language), job.fonts, data, sha256)
    report = await seal(pdf, job.target_pdf, job.key, job.stamper, job.proofs)
    job.target_jsonl.write_bytes(data)
    first = report.signatures[0]
    at, by = (None if first.time == "claimed" else first.signed_at), ""
    if report.archive is not None:
        at, by = report.archive.at, report.archive.by
    return LogMade(
        pdf=_written(job.target_pdf),
        jsonl=Written(sha256, len(data)),
        level=report.level or "B-B",
        stamped_at=at,
        stamped_by=by,
    )


def _written(path: Path) -> Written:
    content = path.read_bytes()
    return Written(hashlib.sha256(content).hexdigest(), len(content))
