"""Time that is taken: what makes sure that nobody is in two places, however many ask at once."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from crm_adapter.agenda.free import in_the_way
from crm_adapter.agenda.zones import Span
from server.crm.agenda.refusals import SLOT_TAKEN
from server.crm.agenda.tables import taken
from server.crm.ports import Rows
from server.stores.database import Database, uuid7

_CONSTRAINT = "ex_taken_apart"
_LOOKERS = 4
"""How many connections those may use at once who only look whether a time is still there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A time of one adviser. `seats` of a `service_id`: others may have the very same time."""

    organisation_id: str
    user_id: str
    start: datetime
    end: datetime
    before: int  # minutes
    after: int
    service_id: str | None = None
    seats: int = 1

    @property
    def span(self) -> Span:
        return in_the_way(self.start, self.end, self.before, self.after)


class Slots:
    """Of one process; the constraint of the database holds between all of them."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._lookers = asyncio.Semaphore(_LOOKERS)

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[Rows]:
        """A reading transaction for the crowd that wants to book; they wait for one another, and for nobody else."""
        async with self._lookers, self._database.reading() as rows:
            yield rows

    @asynccontextmanager
    async def alone(self, user_ids: Collection[str]) -> AsyncIterator[Rows]:
        """A transaction in which nobody else changes these calendars. Raises SLOT_TAKEN when the database says so.

        Those who want the same adviser queue here, so that they do not use up the connections that others need.
        """
        try:
            async with AsyncExitStack() as stack:
                wanted = sorted(set(user_ids))
                for each in wanted:
                    await stack.enter_async_context(self._queues.setdefault(each, asyncio.Lock()))
                rows = await stack.enter_async_context(self._database.writing())
                for each in wanted:
                    await self._database.alone(rows, f"agenda of {each}")
                yield rows
        except IntegrityError as wrong:
            if _CONSTRAINT in str(wrong.orig):
                raise SLOT_TAKEN.problem() from None
            raise

    async def take(self, rows: Rows, wish: Wish) -> str:
        """Returns the id of what is taken now. Raises SLOT_TAKEN."""
        await self._drop_old_holds(rows, wish.user_id)
        start, end = wish.span
        if wish.seats > 1:
            seated = await self._sit_down(rows, wish)
            if seated is not None:
                return seated
        over = (taken.c.user_id == wish.user_id) & (taken.c.start_at < end) & (taken.c.end_at > start)
        if await rows.scalar(select(taken.c.id).where(over).limit(1)) is not None:
            raise SLOT_TAKEN.problem()
        return await self._insert(rows, wish)

    async def _sit_down(self, rows: Rows, wish: Wish) -> str | None:
        """A seat beside others who have the same hour."""
        start, end = wish.span
        same = (
            (taken.c.user_id == wish.user_id)
            & (taken.c.service_id == wish.service_id)
            & (taken.c.start_at == start)
            & (taken.c.end_at == end)
            & taken.c.held_until.is_(None)
        )
        found = (await rows.execute(select(taken.c.id, taken.c.used).where(same).with_for_update())).one_or_none()
        if found is None:
            return None
        if found.used >= wish.seats:
            raise SLOT_TAKEN.problem()
        more = {"used": taken.c.used + 1, "seats": wish.seats}
        await rows.execute(update(taken).where(taken.c.id == found.id).values(**more))
        return str(found.id)

    async def _insert(self, rows: Rows, wish: Wish, **more: Any) -> str:
        start, end = wish.span
        taken_id = uuid7()
        await rows.execute(
            insert(taken).values(
                id=taken_id,
                organisation_id=wish.organisation_id,
                user_id=wish.user_id,
                service_id=wish.service_id if wish.seats > 1 else None,
                start_at=start,
                end_at=end,
                seats=wish.seats,
                used=1,
                created_at=self._now(),
                **more,
            )
        )
        return taken_id

    async def leave(self, rows: Rows, taken_id: str | None) -> None:
        """Give it back: a seat, or with the last one the hour."""
        if taken_id is None:
            return
        its = taken.c.id == taken_id
        fewer = await rows.execute(update(taken).where(its, taken.c.used > 1).values(used=taken.c.used - 1))
        if not fewer.rowcount:
            await rows.execute(delete(taken).where(its))

    # --- holds: an hour kept for somebody who is filling in the booking page ---

    async def hold(self, rows: Rows, wish: Wish, until: datetime) -> str:
        """Returns its key. Of seats none is held: several people share them, and a full hour says so. Raises
        SLOT_TAKEN."""
        key = secrets.token_urlsafe(24)
        if wish.seats > 1:
            return key
        await self._drop_old_holds(rows, wish.user_id)
        start, end = wish.span
        over = (taken.c.user_id == wish.user_id) & (taken.c.start_at < end) & (taken.c.end_at > start)
        if await rows.scalar(select(taken.c.id).where(over).limit(1)) is not None:
            raise SLOT_TAKEN.problem()
        await self._insert(rows, wish, held_until=until, hold_hash=_hash(key))
        return key

    async def let_go(self, rows: Rows, key: str) -> None:
        """Whoever has the key of a hold gives it back, to book what it held."""
        if key:
            await rows.execute(delete(taken).where(taken.c.hold_hash == _hash(key)))

    async def _drop_old_holds(self, rows: Rows, user_id: str) -> None:
        await rows.execute(delete(taken).where(taken.c.user_id == user_id, taken.c.held_until <= self._now()))

    # --- what is taken ---

    async def between(
        self, rows: Rows, user_ids: Collection[str], window: Span, *, hold: str = "", without: str | None = None
    ) -> list[Row[Any]]:
        """Neither holds that have run out, nor one's own, nor an hour `without` which one would be, alone in it."""
        query = select(taken).where(
            taken.c.user_id.in_(list(user_ids)),
            taken.c.start_at < window[1],
            taken.c.end_at > window[0],
            or_(taken.c.held_until.is_(None), taken.c.held_until > self._now()),
        )
        if hold:
            query = query.where(or_(taken.c.hold_hash.is_(None), taken.c.hold_hash != _hash(hold)))
        if without is not None:
            query = query.where(or_(taken.c.id != without, taken.c.used > 1))
        return list((await rows.execute(query)).all())

    async def load(self, rows: Rows, user_ids: Collection[str], since: datetime) -> dict[str, int]:
        """How many hours of each are taken from then on."""
        query = (
            select(taken.c.user_id, func.count())
            .where(taken.c.user_id.in_(list(user_ids)), taken.c.end_at > since)
            .group_by(taken.c.user_id)
        )
        return {each[0]: each[1] for each in await rows.execute(query)}


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
