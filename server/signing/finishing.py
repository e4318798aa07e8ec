"""The end of an envelope that everybody has signed: the archive stamp, the log, the copies.

It is durable work: done once, by whichever process has the lease, and begun again by another when that one dies. All it
makes is stored by one transaction, so that there is never a signed document without its log, its letters, or the
credit that it cost.

Without an answer of the time-stamp authority nothing is made up: the work waits, and after an hour people get their
copies as they are, marked; the stamped ones follow.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import delete, select

from server.jobs import Later
from server.signing import store
from server.signing.envelopes import By, Envelope
from server.signing.means import Tools
from server.signing.recording import record
from server.signing.refusals import ENVELOPE_NOT_FAILED
from server.signing.tables import envelope_files
from server.signing.turns import Turn
from server.stores.tables import organisations, users
from signing.jobs import LogMade, MakeLog, Seal, Sealed, Written
from signing.log.records import PersonRecord
from signing.model import Identity, Level, Refused

log = structlog.get_logger(__name__)

UNSTAMPED_AFTER = timedelta(hours=1)
"""How long people wait for an archive stamp before they get copies without one."""

_AWAY = frozenset({"tsa_away", "tsa_wrong", "tsa_untrusted"})
"""No stamp that proves anything, whether there was no answer or a useless one: that ends when somebody mends it."""
_SEALING = 120.0


@dataclass(frozen=True, slots=True)
class _Result:
    """The document at its end, in a file. `stamped`: with the archive stamp; `clock`: whose time it says."""

    path: Path
    file: Written
    level: Level | str
    stamped: bool
    clock: str
    clock_name: str


class Finishing:
    """What the durable work of the kind "seal" does."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def run(self, organisation_id: str, envelope_id: str) -> None:
        """Raises Later where it has to be tried again. Done already is done."""
        tools = self._tools
        envelope = await tools.turns.get(organisation_id, envelope_id, events=True)
        if envelope.status != "sent" or envelope.seal != "pending":
            return
        async with tools.documents.desk() as place:
            before = envelope.file("revision")
            assert before is not None  # noqa: S101 - everybody has signed
            source = await tools.documents.fetch(organisation_id, before.sha256, place / "before.pdf")
            result = await self._sealed(envelope, source, place / "signed.pdf")
            if result is None:
                if not self._overdue(envelope):
                    await self._waiting(envelope)
                    raise Later("tsa_away", patient=True)
                if envelope.file("signed") is not None:
                    raise Later("tsa_away", patient=True)  # copies went out already
                written = Written(before.sha256, before.size)
                result = _Result(source, written, envelope.level, False, tools.trust.clock, "")
            await self._store(envelope, result, place)
        if not result.stamped:
            raise Later("tsa_away", patient=True)

    async def _sealed(self, envelope: Envelope, source: Path, target: Path) -> _Result | None:
        """None: no stamp from the authority for time, or none that is of use."""
        means = await self._tools.trust.means(_service(envelope))
        job = Seal(source, target, tuple(one.id for one in envelope.signers), means.stamper, means.proofs)
        try:
            sealed = await self._tools.works.run(job, _SEALING)
        except Refused as wrong:
            if wrong.code in _AWAY:
                if wrong.code != "tsa_away":
                    log.warning("The authority for time stamps gives none that can be used.", code=wrong.code)
                return None
            raise Later(wrong.code) from None
        assert isinstance(sealed, Sealed)  # noqa: S101 - the answer to this job
        return _Result(target, sealed.file, sealed.level, True, self._tools.trust.clock, sealed.stamped_by)

    async def _store(self, envelope: Envelope, result: _Result, place: Path) -> None:
        tools, at = self._tools, self._tools.now()
        made = await self._logged(envelope, result, place, at)
        files = {
            result.path: result.file,
            place / "log.pdf": made.pdf,
            place / "log.jsonl": made.jsonl,
        }
        async with (
            tools.documents.stored(envelope.organisation_id, files) as claims,
            tools.turns.turn(envelope.organisation_id, envelope.id) as turn,
        ):
            if turn.envelope.status != "sent" or turn.envelope.seal != "pending":
                return  # another process was quicker; what this one made goes with its claims
            await turn.file("signed", result.file.sha256, result.file.size)
            await turn.file("log", made.pdf.sha256, made.pdf.size)
            await turn.file("log_data", made.jsonl.sha256, made.jsonl.size)
            for claim in claims:
                await tools.keeper.keep(turn.rows, claim)
            if result.stamped:
                await self._complete(turn, result)
            else:
                await turn.set(level=result.level)
                await turn.event("stamp_pending", level=str(result.level))
        tools.wake()

    async def _complete(self, turn: Turn, result: _Result) -> None:
        credit = await self._tools.credits.capture(turn)
        await turn.set(
            status="completed",
            seal="done",
            level=result.level,
            clock=result.clock,
            credit=credit,
            completed_at=turn.now,
            problem=None,
        )
        await self._let_go_between(turn)
        await turn.event("sealed", level=str(result.level), stamped_by=result.clock_name, sha256=result.file.sha256)
        await turn.event("completed", level=str(result.level))
        await turn.job("file", turn.now)

    async def _let_go_between(self, turn: Turn) -> None:
        """The signed document begins with every revision before it, byte for byte; the log has their hashes."""
        between = [one for one in turn.envelope.files if one.kind in ("prepared", "revision")]
        mine = envelope_files.c.envelope_id == turn.envelope.id
        await turn.rows.execute(delete(envelope_files).where(mine, envelope_files.c.kind.in_(("prepared", "revision"))))
        for one in between:
            await self._tools.keeper.let_go(turn.rows, turn.envelope.organisation_id, one.sha256)

    async def _logged(self, envelope: Envelope, result: _Result, place: Path, at: datetime) -> LogMade:
        tools = self._tools
        async with tools.database.reading() as rows:
            inks = await store.inks(rows, envelope.organisation_id, envelope.id)
            office = await rows.scalar(
                select(organisations.c.name).where(organisations.c.id == envelope.organisation_id)
            )
            email = await rows.scalar(select(users.c.email).where(users.c.id == envelope.created_by))
        facts = record(
            envelope,
            inks,
            office=office or "",
            sender=PersonRecord(name=envelope.created_by_name, email=email or ""),
            result=result.file,
            level=result.level,
            clock={"own": result.clock == "own", "name": result.clock_name},
            at=at,
            zone=str(tools.zone),
        )
        means = await tools.trust.means(_service(envelope, office or ""))
        job = MakeLog(
            target_pdf=place / "log.pdf",
            target_jsonl=place / "log.jsonl",
            record=facts,
            language=envelope.language,
            fonts=tools.font_folders,
            key=means.key,
            stamper=means.stamper if result.stamped else None,
            proofs=means.proofs,
        )
        try:
            made = await tools.works.run(job, _SEALING)
        except Refused as wrong:
            raise Later(wrong.code) from None
        assert isinstance(made, LogMade)  # noqa: S101 - the answer to this job
        return made

    async def _waiting(self, envelope: Envelope) -> None:
        if envelope.problem == "tsa_away":
            return
        async with self._tools.turns.turn(envelope.organisation_id, envelope.id) as turn:
            await turn.set(problem="tsa_away")

    def _overdue(self, envelope: Envelope) -> bool:
        signed = [one.signed_at for one in envelope.signers if one.signed_at is not None]
        return bool(signed) and self._tools.now() - max(signed) >= UNSTAMPED_AFTER

    async def gave_up(self, organisation_id: str, envelope_id: str, code: str) -> None:
        """The document cannot be finished: people see that, and the credit comes back. What was signed stays."""
        async with self._tools.turns.turn(organisation_id, envelope_id) as turn:
            if turn.envelope.status != "sent" or turn.envelope.seal != "pending":
                return
            await turn.set(status="failed", problem=code, credit=await self._tools.credits.release(turn))
            await turn.event("failed", code=code)

    async def again(self, organisation_id: str, envelope_id: str, by: By) -> Envelope:
        """Somebody asks for the end of a failed envelope once more; only where everybody has signed. Raises a Problem."""
        async with self._tools.turns.turn(organisation_id, envelope_id) as turn:
            if turn.envelope.status != "failed" or turn.envelope.seal != "pending":
                raise ENVELOPE_NOT_FAILED.problem(status=turn.envelope.status)
            await turn.set(status="sent", problem=None)
            await turn.event("retried", by=by.name)
            await turn.job("seal", turn.now)
        self._tools.wake()
        return await self._tools.turns.get(organisation_id, envelope_id, events=True)


def _service(envelope: Envelope, office: str = "") -> Identity:
    """Who seals a log: the service, in the office's name."""
    return Identity(office or "Samen", "", office)
