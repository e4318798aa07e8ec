"""Who works on what: leases of one process on envelopes.

A process holds its leases by a beat; one that died loses them when they run out, or at once, when it is started again
on the same machine (server/signing/documents.py finds the folders of the dead). Whatever is written under a lease is
written by a transaction that asks whether the lease is still held.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from sqlalchemy import or_, update

from server.signing.refusals import ENVELOPE_BUSY
from server.signing.tables import envelopes
from server.stores.database import Database

LEASE = timedelta(seconds=20)
BEAT = 5.0
PATIENCE = 45.0
"""How long somebody who signs waits for somebody else who does: longer than a dead one's lease."""
_LOOK = 0.15


class Leases:
    """Of one process. `owner` is known once the process has opened its folder."""

    def __init__(self, database: Database, now: Callable[[], datetime], owner: Callable[[], str]) -> None:
        self._database = database
        self._now = now
        self._owner = owner
        # Gone with the last who holds or awaits one.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._held = 0

    @property
    def owner(self) -> str:
        return self._owner()

    @asynccontextmanager
    async def envelope(self, organisation_id: str, envelope_id: str) -> AsyncIterator[str]:
        """Work on an envelope's next revision, alone; yields the token that the lease has. Raises a Problem."""
        lock = self._locks.setdefault(envelope_id, asyncio.Lock())
        try:
            async with asyncio.timeout(PATIENCE):
                await lock.acquire()
        except TimeoutError:
            raise ENVELOPE_BUSY.problem() from None
        try:
            async with self._leased(organisation_id, envelope_id):
                yield self.owner
        finally:
            lock.release()

    @asynccontextmanager
    async def _leased(self, organisation_id: str, envelope_id: str) -> AsyncIterator[None]:
        mine = (envelopes.c.organisation_id == organisation_id) & (envelopes.c.id == envelope_id)
        try:
            async with asyncio.timeout(PATIENCE):
                # Another process has it: its rows are all that tells when it has done.
                while not await self._take(organisation_id, envelope_id):  # noqa: ASYNC110 - see above
                    await asyncio.sleep(_LOOK)
        except TimeoutError:
            raise ENVELOPE_BUSY.problem() from None
        try:
            with self.working():
                yield
        finally:
            async with self._database.writing() as rows:
                ours = mine & (envelopes.c.lease_token == self.owner)
                await rows.execute(update(envelopes).where(ours).values(lease_until=None, lease_token=None))

    async def _take(self, organisation_id: str, envelope_id: str) -> bool:
        now = self._now()
        # One that is ours already was left by a failure of the database: in this process the lock says who works.
        free = or_(
            envelopes.c.lease_until.is_(None), envelopes.c.lease_until <= now, envelopes.c.lease_token == self.owner
        )
        mine = (envelopes.c.organisation_id == organisation_id) & (envelopes.c.id == envelope_id)
        async with self._database.writing() as rows:
            taken = await rows.execute(
                update(envelopes).where(mine & free).values(lease_until=now + LEASE, lease_token=self.owner)
            )
        return bool(taken.rowcount)

    def working(self) -> "_Working":
        """While this is entered, the leases of this process are held by its beat."""
        return _Working(self)

    async def run(self) -> None:
        """Beat for as long as the process lives."""
        while True:
            await asyncio.sleep(BEAT)
            await self.beat()

    async def beat(self) -> None:
        """Hold on to whatever this process has."""
        if not self._held:
            return
        until = self._now() + LEASE
        async with self._database.writing() as rows:
            await rows.execute(update(envelopes).where(envelopes.c.lease_token == self.owner).values(lease_until=until))

    async def bury(self, dead: Iterable[str]) -> None:
        """Free what processes held that are known to be gone."""
        gone = list(dead)
        if not gone:
            return
        async with self._database.writing() as rows:
            freed = {"lease_until": None, "lease_token": None}
            await rows.execute(update(envelopes).where(envelopes.c.lease_token.in_(gone)).values(**freed))


class _Working:
    def __init__(self, leases: Leases) -> None:
        self._leases = leases

    def __enter__(self) -> None:
        self._leases._held += 1

    def __exit__(self, *_: object) -> None:
        self._leases._held -= 1
