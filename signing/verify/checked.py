"""Checking a file: its signatures, what came after each, and whom to believe."""

import hashlib
import mmap
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm

from signing.jobs import ArchiveStamp, CheckedSignature, Report, Verify
from signing.model import Level
from signing.verify.beliefs import Belief, Beliefs
from signing.verify.evidence import evidence_in
from signing.verify.names import email_of, name_of, organisation_of
from signing.verify.revisions import Step, steps_after, trailing_bytes
from signing.verify.signatures import MOST_SIGNATURES, Found, find

MOST_REVISIONS = 500
_OUR_FIELD = re.compile(r"samen(-\d+)?\.[^.]+\.signature")
Verdict = Literal["intact", "changed", "unknown_signer", "not_signed", "unreadable"]
_LEVELS: tuple[Level, ...] = ("B-B", "B-T", "B-LT", "B-LTA")


async def verify(job: Verify) -> Report:
    """The report on any file. What reading a hostile file raises is an answer: "unreadable"."""
    size, sha256 = _measured(job.source)
    nothing = Report("unreadable", False, (), None, "", 0, size, sha256, ())
    with job.source.open("rb") as stream:
        refused = _not_a_pdf(stream, size)
        if refused:
            return _with(nothing, refused)
        try:
            return await _Checked(job, stream, nothing).report()
        except Unreadable as error:
            return _with(nothing, error.args[0])
        except Exception:  # noqa: BLE001  # see above; RecursionError and KeyError are common in broken files
            return _with(nothing, "document_broken")


class Unreadable(Exception):
    """Nothing can be said about this file; the argument is a code."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A signature with what is believed of it."""

    found: Found
    belief: Belief
    stamped: Belief | None
    after: Literal["nothing", "allowed", "changed"]
    problem: str


class _Checked:
    def __init__(self, job: Verify, stream: IO[bytes], nothing: Report) -> None:
        self._job = job
        self._nothing = nothing
        self._size = nothing.size
        self._stream = stream
        self._reader, self._irregular = _open(stream)
        self._brings_proof = False
        self._problems: list[str] = ["irregular_file"] if self._irregular else []

    async def report(self) -> Report:
        found = find(self._reader, self._size)
        pages = _pages(self._reader)
        if not found:
            problems = ("signature_removed",) if _has_traces(self._stream, self._size) else ()
            return Report(
                "not_signed", False, (), None, "", pages, self._size, self._nothing.sha256, (*self._problems, *problems)
            )
        evidence = evidence_in(self._reader)
        self._brings_proof = bool(evidence.lists or evidence.answers)
        beliefs = Beliefs(self._job.proofs, evidence)
        archives = [one for one in found if one.archive]
        believed = await self._archives(beliefs, archives)
        judged = [await self._judge(beliefs, one, believed) for one in found if not one.archive]
        judged = self._after(found, judged)
        if len(found) >= MOST_SIGNATURES:
            raise Unreadable("too_many_signatures")
        archive = self._archive(judged, believed)
        return Report(
            verdict=self._verdict(judged, archives),
            ours=bool(judged) and all(one.belief.own for one in judged),
            signatures=tuple(_told(one) for one in judged),
            archive=archive,
            level=self._level(judged, archive),
            pages=pages,
            size=self._size,
            sha256=self._nothing.sha256,
            problems=tuple(dict.fromkeys([*(one.problem for one in judged if one.problem), *self._problems])),
        )

    # --- time ---------------------------------------------------------------------------------------------------

    async def _archives(self, beliefs: Beliefs, archives: list[Found]) -> list[tuple[Found, Belief]]:
        """The archive stamps that are believed, newest first: each newer one proves that an older one was there."""
        believed: list[tuple[Found, Belief]] = []
        horizon = self._job.now
        for one in reversed(archives):
            if not one.intact or one.token is None:
                self._problems.append("stamp_broken")
                continue
            belief = await beliefs.certificate(one.token.certificate, one.others, one.token.at, horizon)
            if not belief.trusted:
                self._problems.append("stamp_expired" if belief.problem == "certificate_expired" else "stamp_unknown")
                continue
            horizon = min(horizon, one.token.at)
            believed.append((one, belief))
        return believed

    async def _judge(self, beliefs: Beliefs, one: Found, believed: list[tuple[Found, Belief]]) -> _Judged:
        unknown = Belief(trusted=False, own=False, proved=False, problem=one.problem)
        if not one.intact or one.certificate is None:
            return _Judged(one, unknown, None, "changed", one.problem or "signature_broken")
        later = [archive.token.at for archive, _ in believed if archive.token and archive.revision > one.revision]
        proved_by = min(later, default=self._job.now)
        stamped: Belief | None = None
        if one.token is not None:
            stamped = await beliefs.certificate(one.token.certificate, one.token.certificates, one.token.at, proved_by)
            if stamped.trusted:
                proved_by = min(proved_by, one.token.at)
        belief = await beliefs.certificate(one.certificate, one.others, proved_by, proved_by)
        problem = one.problem or belief.problem
        if not belief.trusted and belief.problem == "certificate_expired" and proved_by == self._job.now:
            own = await beliefs.one_day(one.certificate, one.others, one.claimed, self._job.now)
            if own.trusted:
                belief, problem = own, one.problem or "no_proof_of_time"
        if one.problem == "algorithm_weak":
            belief = Belief(trusted=False, own=belief.own, proved=belief.proved, problem="algorithm_weak")
        if belief.trusted and not problem and (stamped is None or not stamped.trusted) and not later:
            problem = "no_proof_of_time"
        return _Judged(one, belief, stamped, "nothing", problem)

    def _archive(self, judged: list[_Judged], believed: list[tuple[Found, Belief]]) -> ArchiveStamp | None:
        """The first one that covers every signature."""
        last = max((one.found.revision for one in judged), default=-1)
        for one, belief in reversed(believed):
            if one.revision > last and one.token is not None:
                own = one.token.own_clock or belief.own
                return ArchiveStamp(one.token.at, name_of(one.token.certificate.subject), own)
        return None

    # --- what came after ----------------------------------------------------------------------------------------

    def _after(self, found: list[Found], judged: list[_Judged]) -> list[_Judged]:
        first = next((one for one in found if one.intact), None)
        if first is None:
            return judged
        if self._reader.xrefs.total_revisions > MOST_REVISIONS:
            raise Unreadable("too_many_revisions")
        steps = steps_after(self._reader, first.revision, first.end, self._size)
        stray = not steps and trailing_bytes(self._reader, first.end, self._size)
        if stray:
            self._problems.append("bytes_unexplained")
        bad = {step.revision: problem for step in steps if (problem := _wrong(step, judged, found))}
        result: list[_Judged] = []
        for one in judged:
            if not one.found.intact:
                result.append(one)
                continue
            problem = "bytes_unexplained" if stray else _wrong_for(one.found, steps, bad)
            kept: Literal["nothing", "allowed"] = "nothing" if one.found.whole_file else "allowed"
            result.append(replace(one, after="changed" if problem else kept, problem=problem or one.problem))
        self._problems += bad.values()
        return result

    # --- in one word --------------------------------------------------------------------------------------------

    def _verdict(self, judged: list[_Judged], archives: list[Found]) -> Verdict:
        problems = [one.found.problem for one in judged] + [one.problem for one in archives]
        if "signature_kind_unknown" in problems or self._irregular:
            return "unreadable"
        if any(not one.found.intact or one.after == "changed" for one in judged):
            return "changed"
        if "bytes_unexplained" in self._problems or any(not one.intact for one in archives):
            return "changed"
        if not judged:
            return "not_signed"
        return "intact" if all(one.belief.trusted for one in judged) else "unknown_signer"

    def _level(self, judged: list[_Judged], archive: ArchiveStamp | None) -> Level | Literal[""]:
        """The lowest of all signatures: a document is proved as long as its weakest signature is."""
        lowest = len(_LEVELS)
        for one in judged:
            stamped = one.stamped is not None and one.stamped.trusted
            proved = one.belief.proved and self._brings_proof and (one.stamped is None or one.stamped.proved)
            if proved and archive is not None:
                level = 3
            elif proved and stamped:
                level = 2
            else:
                level = 1 if stamped else 0
            lowest = min(lowest, level)
        return _LEVELS[lowest] if judged else ""


def _told(one: _Judged) -> CheckedSignature:
    found, certificate = one.found, one.found.certificate
    stamped = found.token if one.stamped is not None and one.stamped.trusted else None
    own_clock = stamped is not None and one.stamped is not None and (stamped.own_clock or one.stamped.own)
    return CheckedSignature(
        name=name_of(certificate.subject) if certificate else "",
        email=email_of(certificate) if certificate else "",
        organisation=organisation_of(certificate.subject) if certificate else "",
        issuer=name_of(certificate.issuer) if certificate else "",
        signed_at=stamped.at if stamped else found.claimed,
        time="claimed" if stamped is None else "own_clock" if own_clock else "authority",
        intact=found.intact,
        trusted=one.belief.trusted,
        after=one.after,
        problem=one.problem,
    )


def _wrong(step: Step, judged: list[_Judged], found: list[Found]) -> str:
    """A code when nobody may have added this revision to a signed file, else ""."""
    if step.problem:
        return step.problem
    if step.only_proof:
        return ""
    if step.level > ModificationLevel.FORM_FILLING:
        return "content_changed"
    here = [one for one in judged if one.found.revision == step.revision and one.found.intact]
    if len(here) != 1 or any(one.archive and one.revision == step.revision for one in found):
        return "filled_in_after"
    name = here[0].found.field_name
    # A further signature may bring its own field, and with us the other fields of that signer: all is signed at once.
    # By whom is another question, which the verdict answers too.
    others = name.removesuffix("signature") if _OUR_FIELD.fullmatch(name) else name
    strange = {field for field in step.fields if field != name and not (others != name and field.startswith(others))}
    return "filled_in_after" if strange else ""


def _wrong_for(one: Found, steps: list[Step], bad: dict[int, str]) -> str:
    """A code when something after this signature is not allowed, or not allowed by this one."""
    for step in steps:
        if step.revision <= one.revision:
            continue
        if step.revision in bad:
            return bad[step.revision]
        if one.lock is not None and any(one.lock.is_locked(field) for field in step.fields):
            return "field_locked"
        if one.permission is MDPPerm.NO_CHANGES and not step.only_proof:
            return "changes_forbidden"
    return ""


# --- opening -----------------------------------------------------------------------------------------------------


def _measured(path: Path) -> tuple[int, str]:
    with path.open("rb") as stream:
        return path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()


def _not_a_pdf(stream: IO[bytes], size: int) -> str:
    if size == 0:
        return "empty_file"
    return "" if b"%PDF-" in stream.read(1024) else "not_a_pdf"


def _open(stream: IO[bytes]) -> tuple[PdfFileReader, bool]:
    """The reader, and whether it had to be lenient: two readers may then see two documents."""
    try:
        reader, irregular = PdfFileReader(stream, strict=True), False
        irregular = reader.xrefs.hybrid_xrefs_present
        _ = reader.root
    except Exception:  # noqa: BLE001  # whatever the strict reader minds; the lenient one has the last word
        reader, irregular = PdfFileReader(stream, strict=False), True
    if reader.encrypted and reader.decrypt("").status is AuthStatus.FAILED:
        raise Unreadable("encrypted")
    return reader, irregular


def _pages(reader: PdfFileReader) -> int:
    try:
        return max(0, int(reader.root["/Pages"]["/Count"]))
    except (KeyError, TypeError, ValueError, PdfError):
        return 0


def _has_traces(stream: IO[bytes], size: int) -> bool:
    """Whether the bytes look as if there once was a signature."""
    if not size:
        return False
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
        return view.find(b"/ByteRange") >= 0 and view.find(b"/Contents") >= 0


def _with(nothing: Report, problem: str) -> Report:
    return replace(nothing, problems=(problem,))
