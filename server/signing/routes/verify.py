"""The public check: who signed this PDF, when, and was it changed since? Nothing of it is kept."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

from server import throttle
from server.signing.documents import MEGABYTE, Documents, Works
from server.signing.refusals import DOCUMENT_BROKEN, EMPTY_FILE, TOO_LARGE, TOOK_TOO_LONG
from server.signing.routes.downloads import arriving
from server.signing.routes.refusals import UPLOAD_BROKEN, UPLOAD_STALLED
from server.signing.trust import Trust
from server.throttle import Rate, Throttle
from server.web import Call, Output, Problem, Raw, Role, Route
from server.web.problems import BUSY, TOO_MANY_ATTEMPTS, too_many_attempts
from signing.jobs import CheckedSignature, Report, Verify
from signing.model import Refused

MOST_BYTES = 100 * MEGABYTE
CHECKS = Rate(20, 15)
"""Of one network: an office checks a folder full now and then."""

_AT_ONCE = 8
_AT_ONCE_EACH = 3
_COMING = 300.0
_CHECKING = 60.0


class SignatureReport(Output):
    """`time`: whose word `signed_at` is; "claimed" is the signer's own. `after`: what was added to the file later.

    `intact`: what it covers is as it was signed. `trusted`: we know who made the certificate. `problem`: a code, or "".
    """

    name: str
    email: str
    organisation: str
    issuer: str
    signed_at: datetime | None
    time: Literal["authority", "own_clock", "claimed"]
    intact: bool
    trusted: bool
    after: Literal["nothing", "allowed", "changed"]
    problem: str


class ArchiveReport(Output):
    at: datetime
    by: str
    own_clock: bool


class DocumentReport(Output):
    """`ours`: all signatures were made with certificates of this installation. `problems`: codes, the weightiest first."""

    verdict: Literal["intact", "changed", "unknown_signer", "not_signed", "unreadable"]
    ours: bool
    signatures: list[SignatureReport]
    archive: ArchiveReport | None
    level: str
    pages: int
    size: int
    sha256: str
    problems: list[str]


class VerifyRoutes:
    def __init__(
        self, documents: Documents, works: Works, trust: Trust, throttle_: Throttle, now: Callable[[], datetime]
    ) -> None:
        self._documents = documents
        self._works = works
        self._trust = trust
        self._throttle = throttle_
        self._now = now
        self._busy: Counter[str] = Counter()

    def routes(self) -> list[Route]:
        return [
            Route(
                "POST",
                "/api/v1/verify",
                self.verify,
                Role.PUBLIC,
                "Who signed a PDF, when, and whether it was changed since; nothing of it is kept",
                takes=Raw(
                    ("application/pdf", "application/octet-stream"), "The document, byte for byte, at most 100 MB"
                ),
                refuses=(
                    EMPTY_FILE,
                    TOO_LARGE,
                    UPLOAD_STALLED,
                    UPLOAD_BROKEN,
                    DOCUMENT_BROKEN,
                    TOOK_TOO_LONG,
                    BUSY,
                    TOO_MANY_ATTEMPTS,
                ),
                tag="verify",
            )
        ]

    async def verify(self, call: Call) -> DocumentReport:
        if (call.request.content_length or 0) > MOST_BYTES:
            raise TOO_LARGE.problem(max_bytes=MOST_BYTES)
        network = throttle.network_of(call.address)
        if (wait := await self._throttle.take(throttle.key("verify", network), CHECKS)) > 0:
            raise too_many_attempts(wait)
        with self._turn(network):
            async with self._documents.desk() as place:
                given = await self._documents.arrive(place / "given.pdf", arriving(call.request, _COMING), MOST_BYTES)
                if given.size == 0:
                    raise EMPTY_FILE.problem()
                job = Verify(given.path, await self._trust.proofs(), self._now())
                try:
                    report = await self._works.run(job, _CHECKING)
                except Refused as wrong:
                    raise _refused(wrong) from None
        assert isinstance(report, Report)  # noqa: S101 - the answer to this job
        return _view(report)

    @contextmanager
    def _turn(self, network: str) -> Iterator[None]:
        """Few at once, and fewer of one caller: each may hold a file of 100 MB and a process."""
        if self._busy.total() >= _AT_ONCE or self._busy[network] >= _AT_ONCE_EACH:
            raise BUSY.problem(headers={"Retry-After": "5"}, retry_after=5)
        self._busy[network] += 1
        try:
            yield
        finally:
            self._busy[network] -= 1
            if not self._busy[network]:
                del self._busy[network]


def _refused(wrong: Refused) -> Problem:
    match wrong.code:
        case "took_too_long":
            return TOOK_TOO_LONG.problem()
        case "document_broken":
            return DOCUMENT_BROKEN.problem()
        case _:
            return BUSY.problem(headers={"Retry-After": "5"}, retry_after=5)


def _view(report: Report) -> DocumentReport:
    archive = report.archive
    return DocumentReport(
        verdict=report.verdict,
        ours=report.ours,
        signatures=[_signature(one) for one in report.signatures],
        archive=None if archive is None else ArchiveReport(at=archive.at, by=archive.by, own_clock=archive.own_clock),
        level=report.level,
        pages=report.pages,
        size=report.size,
        sha256=report.sha256,
        problems=list(report.problems),
    )


def _signature(one: CheckedSignature) -> SignatureReport:
    return SignatureReport(**{name: getattr(one, name) for name in SignatureReport.model_fields})
