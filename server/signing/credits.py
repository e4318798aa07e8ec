"""Credits: what an envelope costs an office that has switched metering on. Reserved, then captured or released."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from server.signing.refusals import CREDITS_NOT_ALLOWED, NO_CREDITS
from server.signing.settings import read_choices
from server.signing.tables import credit_accounts, credit_ledger
from server.signing.turns import Turn
from server.stores.database import Database, uuid7

PAGE = 50


@dataclass(frozen=True, slots=True)
class Balance:
    """`reserved`: of envelopes that were sent and have not ended."""

    available: int
    reserved: int


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """`available` and `reserved` are the balance after it. `consent` is the sentence that a buyer agreed to."""

    id: str
    at: datetime
    kind: str
    number: int
    available: int
    reserved: int
    envelope_id: str | None
    by: str
    consent: str


class Credits:
    """The accounts of all offices. What belongs to an envelope happens in that envelope's own transaction."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def balance(self, organisation_id: str) -> Balance:
        async with self._database.reading() as rows:
            return await _balance(rows, organisation_id)

    async def ledger(self, organisation_id: str, before: str | None = None) -> tuple[list[LedgerLine], str | None]:
        """Newest first; and where the next page begins (`before`), None after the last."""
        query = select(credit_ledger).where(credit_ledger.c.organisation_id == organisation_id)
        if before is not None:
            query = query.where(credit_ledger.c.id < before)
        async with self._database.reading() as rows:
            found = (await rows.execute(query.order_by(credit_ledger.c.id.desc()).limit(PAGE + 1))).all()
        lines = [
            LedgerLine(
                one.id,
                one.at,
                one.kind,
                one.number,
                one.available,
                one.reserved,
                one.envelope_id,
                one.by,
                one.consent,
            )
            for one in found[:PAGE]
        ]
        return lines, lines[-1].id if len(found) > PAGE else None

    async def buy(
        self, organisation_id: str, number: int, by: str, consent: str, action_key: str | None = None
    ) -> Balance:
        """Add credits; `consent` is the sentence that `by` agreed to. Raises a Problem where credits are not allowed.

        `action_key` is of the click: the same one again buys nothing more.
        """
        async with self._database.writing() as rows:
            await self._database.alone(rows, f"credits of {organisation_id}")
            if not (await read_choices(rows, organisation_id)).credits_allowed:
                raise CREDITS_NOT_ALLOWED.problem()
            if action_key is not None:
                same = (credit_ledger.c.organisation_id == organisation_id) & (credit_ledger.c.action_key == action_key)
                if await rows.scalar(select(credit_ledger.c.id).where(same)) is not None:
                    return await _balance(rows, organisation_id)
            await self._open(rows, organisation_id)
            await self._move(rows, organisation_id, number, 0)
            return await self._note(rows, organisation_id, "bought", number, None, by, consent, action_key)

    async def needed(self, organisation_id: str, number: int = 1) -> None:
        """Asked before anything is made: whether so many envelopes could be sent now. Raises a Problem."""
        async with self._database.reading() as rows:
            if not (await read_choices(rows, organisation_id)).metered:
                return
            balance = await _balance(rows, organisation_id)
        if balance.available < number:
            raise NO_CREDITS.problem(available=balance.available, needed=number)

    async def reserve(self, turn: Turn, by: str) -> str:
        """For an envelope that is sent; returns its `credit`: "reserved", or "none" without metering. Raises a Problem."""
        organisation_id = turn.envelope.organisation_id
        if not (await read_choices(turn.rows, organisation_id)).metered:
            return "none"
        if not await self._move(turn.rows, organisation_id, -1, 1, credit_accounts.c.available >= 1):
            raise NO_CREDITS.problem(available=0, needed=1)
        await self._note(turn.rows, organisation_id, "reserved", 1, turn.envelope.id, by, "")
        return "reserved"

    async def capture(self, turn: Turn) -> str:
        """For an envelope that is completed; returns its `credit`."""
        return await self._end(turn, "captured", 0)

    async def release(self, turn: Turn) -> str:
        """For an envelope that ended otherwise; returns its `credit`."""
        return await self._end(turn, "released", 1)

    async def _end(self, turn: Turn, kind: str, back: int) -> str:
        envelope = turn.envelope
        if envelope.credit != "reserved":
            return envelope.credit
        await self._move(turn.rows, envelope.organisation_id, back, -1)
        await self._note(turn.rows, envelope.organisation_id, kind, 1, envelope.id, "", "")
        return kind

    async def _open(self, rows: AsyncConnection, organisation_id: str) -> None:
        now = self._now()
        try:
            async with rows.begin_nested():
                await rows.execute(
                    insert(credit_accounts).values(
                        organisation_id=organisation_id, available=0, reserved=0, created_at=now, updated_at=now
                    )
                )
        except IntegrityError:
            return  # there is one

    async def _move(
        self,
        rows: AsyncConnection,
        organisation_id: str,
        available: int,
        reserved: int,
        *conditions: ColumnElement[bool],
    ) -> bool:
        mine = (credit_accounts.c.organisation_id == organisation_id, *conditions)
        values: dict[str, Any] = {
            "available": credit_accounts.c.available + available,
            "reserved": credit_accounts.c.reserved + reserved,
            "updated_at": self._now(),
            "version": credit_accounts.c.version + 1,
        }
        moved = await rows.execute(update(credit_accounts).where(*mine).values(**values))
        return bool(moved.rowcount)

    async def _note(
        self,
        rows: AsyncConnection,
        organisation_id: str,
        kind: str,
        number: int,
        envelope_id: str | None,
        by: str,
        consent: str,
        action_key: str | None = None,
    ) -> Balance:
        balance = await _balance(rows, organisation_id)
        await rows.execute(
            insert(credit_ledger).values(
                id=uuid7(),
                organisation_id=organisation_id,
                at=self._now(),
                kind=kind,
                number=number,
                available=balance.available,
                reserved=balance.reserved,
                envelope_id=envelope_id,
                by=by,
                consent=consent,
                action_key=action_key,
            )
        )
        return balance


async def _balance(rows: AsyncConnection, organisation_id: str) -> Balance:
    query = select(credit_accounts.c.available, credit_accounts.c.reserved)
    found = (await rows.execute(query.where(credit_accounts.c.organisation_id == organisation_id))).one_or_none()
    return Balance(0, 0) if found is None else Balance(found.available, found.reserved)
