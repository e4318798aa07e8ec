"""Messages on their way: stored with the event that they tell, sent in order, tried again, given up, sent again."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.hooks import messages
from server.hooks.tables import events, webhook_deliveries, webhook_tries, webhooks
from server.hooks.targets import Outcome
from server.signing.envelopes import Envelope, Event
from server.stores.database import Database, uuid7

LEASE = timedelta(seconds=30)
"""Longer than a try may take: a sender that died is followed by another after this."""
PAUSES = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds before each next try; the whole takes about three days."""
GIVE_UP = timedelta(days=3)
"""A webhook that fails for so long without one success is switched off."""
KEPT = timedelta(days=30)

_waiting = webhook_deliveries.c.status == "queued"


SwitchedOff = Callable[[AsyncConnection, Row[Any], datetime, str], Awaitable[None]]
"""Told which webhook, failing since when, and why ("failures" or "gone")."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery, taken by a sender together with its webhook."""

    delivery: Row[Any]
    webhook: Row[Any]
    lease: str


class Outgoing:
    """The queue of all webhooks. `switched_off` is told, inside the transaction, which webhook failed for too long."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        switched_off: SwitchedOff,
    ) -> None:
        self._database = database
        self._now = now
        self._switched_off = switched_off

    async def on_event(self, rows: AsyncConnection, envelope: Envelope, event: Event) -> None:
        """Queue what this event is to be told; part of the transaction of the event."""
        kind = messages.kind_of(event)
        if kind is None:
            return
        body = messages.of_event(kind, envelope, event)
        await self._tell(rows, envelope.organisation_id, kind, envelope.id, event.seq, body)
        if kind == "envelope.completed":
            body = messages.of_event("signature.completed", envelope, event)
            await self._tell(rows, envelope.organisation_id, "signature.completed", envelope.id, event.seq, body)

    async def tell(
        self, rows: AsyncConnection, organisation_id: str, kind: str, subject_id: str, data: Mapping[str, Any]
    ) -> None:
        """Implements the port Events: into the feed, and to the webhooks that ask for this kind.

        `data` becomes JSON; times in it may be datetimes. Raises ValueError for a kind that nobody could ask for.
        """
        if kind not in messages.KINDS:
            raise ValueError(f"no event is called {kind}")
        its = (events.c.organisation_id == organisation_id) & (events.c.subject_id == subject_id)
        seq = int(await rows.scalar(select(func.coalesce(func.max(events.c.seq), 0)).where(its)) or 0) + 1
        body = messages.of_subject(kind, self._now(), subject_id, seq, data)
        await self._tell(rows, organisation_id, kind, subject_id, seq, body)

    async def _tell(
        self, rows: AsyncConnection, organisation_id: str, kind: str, subject_id: str, seq: int, body: str
    ) -> None:
        values = {"organisation_id": organisation_id, "kind": kind, "subject_id": subject_id, "seq": seq, "body": body}
        await rows.execute(insert(events).values(id=uuid7(), **values, created_at=self._now()))
        # What happens while a webhook was switched off for failing is held for it; switched off by hand is off.
        theirs = (webhooks.c.organisation_id == organisation_id) & (webhooks.c.off_reason != "admin")
        for webhook in (await rows.execute(select(webhooks).where(theirs).order_by(webhooks.c.id))).all():
            if kind in json.loads(webhook.kinds):
                await self._put(rows, webhook, kind, body, subject_id=subject_id, seq=seq)

    async def test(self, webhook: Row[Any]) -> str:
        """Queue a test message, also for a webhook that is off; its id."""
        async with self._database.writing() as rows:
            return await self._put(rows, webhook, messages.TEST, messages.of_test(webhook.id, self._now()))

    async def _put(
        self,
        rows: AsyncConnection,
        webhook: Row[Any],
        kind: str,
        body: str,
        *,
        subject_id: str | None = None,
        seq: int = 0,
    ) -> str:
        now, delivery_id = self._now(), uuid7()
        await rows.execute(
            insert(webhook_deliveries).values(
                id=delivery_id,
                organisation_id=webhook.organisation_id,
                webhook_id=webhook.id,
                kind=kind,
                subject_id=subject_id,
                seq=seq,
                body=body,
                status="queued" if webhook.active or kind == messages.TEST else "held",
                aside=False,
                tries=0,
                run_at=now,
                created_at=now,
                updated_at=now,
            )
        )
        return delivery_id

    # --- sending ---

    async def claim(self) -> Parcel | None:
        """The next delivery that is due, with its webhook leased to the caller."""
        now, lease = self._now(), uuid7()
        free = or_(webhooks.c.lease_until.is_(None), webhooks.c.lease_until <= now)
        due = _due(now)
        wanted = (
            select(webhooks.c.id)
            .join(webhook_deliveries, webhook_deliveries.c.webhook_id == webhooks.c.id)
            .where(free, due)
            .group_by(webhooks.c.id)
            .order_by(func.min(webhook_deliveries.c.run_at))
            .limit(1)
        )
        async with self._database.reading() as rows:
            webhook_id = await rows.scalar(wanted)
        if webhook_id is None:
            return None
        async with self._database.writing() as rows:
            taken = update(webhooks).where(webhooks.c.id == webhook_id, free)
            if not (await rows.execute(taken.values(lease_until=now + LEASE, lease_token=lease))).rowcount:
                return None
            webhook = (await rows.execute(select(webhooks).where(webhooks.c.id == webhook_id))).one()
            next_one = (
                select(webhook_deliveries)
                .join(webhooks, webhooks.c.id == webhook_deliveries.c.webhook_id)
                .where(webhook_deliveries.c.webhook_id == webhook_id, due)
                .order_by(webhook_deliveries.c.id)
                .limit(1)
            )
            delivery = (await rows.execute(next_one)).one_or_none()
            if delivery is None:
                await self._release(rows, webhook_id, lease)
                return None
            # Counted beforehand: a try during which we die was one.
            mine = webhook_deliveries.c.id == delivery.id
            counted = {"tries": webhook_deliveries.c.tries + 1, "updated_at": now}
            await rows.execute(update(webhook_deliveries).where(mine).values(**counted))
            delivery = (await rows.execute(select(webhook_deliveries).where(mine))).one()
        return Parcel(delivery, webhook, lease)

    async def note(self, parcel: Parcel, outcome: Outcome) -> str:
        """Write down what came of a try, and let go of the webhook. The new status; "" when the lease was lost."""
        now = self._now()
        async with self._database.writing() as rows:
            ours = (webhooks.c.id == parcel.webhook.id) & (webhooks.c.lease_token == parcel.lease)
            webhook = (await rows.execute(select(webhooks).where(ours).with_for_update())).one_or_none()
            if webhook is None:
                return ""
            same = select(webhook_deliveries).where(webhook_deliveries.c.id == parcel.delivery.id)
            delivery = (await rows.execute(same)).one_or_none()
            if delivery is None:
                await self._release(rows, webhook.id, parcel.lease)
                return ""
            await self._note_try(rows, parcel, outcome, now)
            status, run_at = _next(delivery, outcome, now)
            values: dict[str, Any] = {"status": status, "run_at": run_at, "updated_at": now}
            if status == "delivered":
                values |= {"delivered_at": now, "aside": False}
            await rows.execute(
                update(webhook_deliveries).where(webhook_deliveries.c.id == delivery.id).values(**values)
            )
            if delivery.kind != messages.TEST or status == "delivered":
                await self._judge(rows, webhook, outcome, now)
            await self._release(rows, webhook.id, parcel.lease)
        return status

    async def _note_try(self, rows: AsyncConnection, parcel: Parcel, outcome: Outcome, now: datetime) -> None:
        last = select(func.coalesce(func.max(webhook_tries.c.number), 0)).where(
            webhook_tries.c.delivery_id == parcel.delivery.id
        )
        await rows.execute(
            insert(webhook_tries).values(
                delivery_id=parcel.delivery.id,
                number=int(await rows.scalar(last) or 0) + 1,
                organisation_id=parcel.delivery.organisation_id,
                at=now,
                error=outcome.error,
                status=outcome.status,
                millis=outcome.millis,
                answer=outcome.answer,
            )
        )

    async def _judge(self, rows: AsyncConnection, webhook: Row[Any], outcome: Outcome, now: datetime) -> None:
        """Whether the webhook as a whole still does."""
        mine = webhooks.c.id == webhook.id
        if not outcome.error:
            await rows.execute(update(webhooks).where(mine).values(failing_since=None, delivered_at=now))
            return
        since = webhook.failing_since or now
        reason = "gone" if outcome.status == 410 else "failures" if now - since >= GIVE_UP else ""
        if not reason or not webhook.active:
            await rows.execute(update(webhooks).where(mine).values(failing_since=since))
            return
        values = {"active": False, "off_reason": reason, "failing_since": since, "updated_at": now}
        await rows.execute(update(webhooks).where(mine).values(**values, version=webhooks.c.version + 1))
        await self.hold(rows, webhook.id)
        await self._switched_off(rows, webhook, since, reason)

    async def _release(self, rows: AsyncConnection, webhook_id: str, lease: str) -> None:
        mine = (webhooks.c.id == webhook_id) & (webhooks.c.lease_token == lease)
        await rows.execute(update(webhooks).where(mine).values(lease_until=None, lease_token=None))

    # --- switching, and sending again ---

    async def hold(self, rows: AsyncConnection, webhook_id: str) -> None:
        """Keep what waits until the webhook is on again."""
        theirs = (webhook_deliveries.c.webhook_id == webhook_id) & _waiting
        theirs &= webhook_deliveries.c.kind != messages.TEST
        await rows.execute(update(webhook_deliveries).where(theirs).values(status="held", updated_at=self._now()))

    async def let_go(self, rows: AsyncConnection, webhook_id: str) -> None:
        """Send what was held, in its order."""
        theirs = (webhook_deliveries.c.webhook_id == webhook_id) & (webhook_deliveries.c.status == "held")
        await self._queue(rows, theirs, aside=False)

    async def again(self, delivery: Row[Any]) -> None:
        """Send one message again, now. What still waits for its next try keeps its place."""
        mine = webhook_deliveries.c.id == delivery.id
        async with self._database.writing() as rows:
            await self._queue(rows, mine & ~_waiting, aside=True)
            await rows.execute(update(webhook_deliveries).where(mine & _waiting).values(run_at=self._now()))

    async def failed_again(self, webhook_id: str) -> int:
        """Send everything again that was given up, in its order; how many that is."""
        theirs = (webhook_deliveries.c.webhook_id == webhook_id) & (webhook_deliveries.c.status == "failed")
        async with self._database.writing() as rows:
            return await self._queue(rows, theirs & (webhook_deliveries.c.kind != messages.TEST), aside=False)

    async def _queue(self, rows: AsyncConnection, which: ColumnElement[bool], *, aside: bool) -> int:
        now = self._now()
        values = {"status": "queued", "aside": aside, "tries": 0, "run_at": now, "updated_at": now}
        return (await rows.execute(update(webhook_deliveries).where(which).values(**values))).rowcount

    # --- reading ---

    async def page(self, webhook_id: str, before: str | None, most: int) -> Sequence[Row[Any]]:
        """The newest first, one more than a page holds."""
        query = select(webhook_deliveries).where(webhook_deliveries.c.webhook_id == webhook_id)
        if before is not None:
            query = query.where(webhook_deliveries.c.id < before)
        async with self._database.reading() as rows:
            return (await rows.execute(query.order_by(webhook_deliveries.c.id.desc()).limit(most + 1))).all()

    async def one(self, webhook_id: str, delivery_id: str) -> Row[Any] | None:
        mine = (webhook_deliveries.c.webhook_id == webhook_id) & (webhook_deliveries.c.id == delivery_id)
        async with self._database.reading() as rows:
            return (await rows.execute(select(webhook_deliveries).where(mine))).one_or_none()

    async def tries(self, delivery_ids: Sequence[str]) -> Sequence[Row[Any]]:
        """Of these deliveries, the first try first."""
        query = select(webhook_tries).where(webhook_tries.c.delivery_id.in_(delivery_ids))
        async with self._database.reading() as rows:
            return (await rows.execute(query.order_by(webhook_tries.c.delivery_id, webhook_tries.c.number))).all()

    async def sweep(self) -> None:
        """Forget what is old: messages after a month, secrets that were replaced."""
        now = self._now()
        async with self._database.writing() as rows:
            await rows.execute(delete(webhook_deliveries).where(webhook_deliveries.c.created_at <= now - KEPT))
            outdated = webhooks.c.secret_before_until <= now
            gone = {"secret_before": None, "secret_before_until": None}
            await rows.execute(update(webhooks).where(outdated).values(**gone))


def _due(now: datetime) -> ColumnElement[bool]:
    """Deliveries that may be sent now: on time, to a webhook that is on, and none before it about the same."""
    earlier = webhook_deliveries.alias("earlier")
    before = or_(
        earlier.c.seq < webhook_deliveries.c.seq,
        and_(earlier.c.seq == webhook_deliveries.c.seq, earlier.c.id < webhook_deliveries.c.id),
    )
    blocked = exists().where(
        earlier.c.webhook_id == webhook_deliveries.c.webhook_id,
        earlier.c.subject_id == webhook_deliveries.c.subject_id,
        before,
        earlier.c.status == "queued",
        earlier.c.aside.is_(False),
    )
    return and_(
        _waiting,
        webhook_deliveries.c.run_at <= now,
        or_(webhooks.c.active, webhook_deliveries.c.kind == messages.TEST),
        or_(webhook_deliveries.c.aside, webhook_deliveries.c.subject_id.is_(None), ~blocked),
    )


def _next(delivery: Row[Any], outcome: Outcome, now: datetime) -> tuple[str, datetime]:
    """What becomes of a delivery after this try, and when it is tried again."""
    if not outcome.error:
        return "delivered", now
    if delivery.kind == messages.TEST or outcome.status == 410 or delivery.tries > len(PAUSES):
        return "failed", now
    return "queued", now + timedelta(seconds=max(PAUSES[delivery.tries - 1], outcome.wait))
