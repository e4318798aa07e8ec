"""Consents: proofs that are only added, of which the newest counts."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.clients import store
from server.crm.clients.tables import clients, consents
from server.crm.ports import Actor, ConsentGiven, ConsentsHeld, Events, Timeline
from server.stores.database import uuid7


class ConsentBook:
    """What clients said yes and no to."""

    def __init__(self, timeline: Timeline, events: Events, now: Callable[[], datetime]) -> None:
        self._timeline = timeline
        self._events = events
        self._now = now

    async def all(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> Sequence[Row[Any]]:
        """Every proof, the newest first."""
        its = (consents.c.organisation_id == organisation_id) & (consents.c.client_id == client_id)
        query = select(consents).where(its).order_by(consents.c.at.desc(), consents.c.id.desc())
        return (await rows.execute(query)).all()

    async def held(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> ConsentsHeld:
        proofs = await self.all(rows, organisation_id, client_id)
        newest = {f"{one.purpose}/{one.channel}": one.given for one in reversed(proofs)}
        return ConsentsHeld(len(proofs), newest)

    async def note(
        self, rows: AsyncConnection, organisation_id: str, client_id: str, given: ConsentGiven, actor: Actor
    ) -> ConsentsHeld:
        """Add a proof. The marks of the client follow the newest word on marketing by mail."""
        # Whoever says it twice at the same time waits here: the client's row is held until the end.
        mine = select(clients.c.id).where(clients.c.id == client_id, clients.c.organisation_id == organisation_id)
        await rows.execute(mine.with_for_update())
        if given.key:
            known = select(consents.c.id).where(consents.c.client_id == client_id, consents.c.key == given.key)
            if await rows.scalar(known) is not None:
                return await self.held(rows, organisation_id, client_id)
        now = self._now()
        await rows.execute(
            insert(consents).values(
                id=uuid7(),
                organisation_id=organisation_id,
                client_id=client_id,
                purpose=given.purpose,
                channel=given.channel,
                given=given.given,
                text=given.text,
                source=given.source[:200],
                at=given.at,
                by_kind=actor.kind,
                by_id=actor.id,
                by_name=actor.name[:120],
                key=given.key or None,
                created_at=now,
            )
        )
        held = await self.held(rows, organisation_id, client_id)
        if (given.purpose, given.channel) == ("marketing", "email"):
            said = held.given["marketing/email"]
            await store.bump(rows, client_id, now, consent=said, unsubscribed=not said)
        told = {"purpose": given.purpose, "channel": given.channel, "given": given.given}
        kind = "consent_given" if given.given else "consent_withdrawn"
        detail = {**told, "source": given.source[:200]}
        await self._timeline.add(rows, organisation_id, client_id, kind, actor, detail=detail, at=given.at)
        await self._events.tell(rows, organisation_id, "consent.changed", client_id, {"client_id": client_id, **told})
        return held
