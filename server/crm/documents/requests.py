"""Requests: "please send us ...". Each has a link, and closes itself when what was asked for has come."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, insert, select, update

from server.accounts.refusals import LINK_UNKNOWN
from server.crm.documents.cabinet import Cabinet
from server.crm.documents.intake import Intake
from server.crm.documents.links import ASKED, LATE, Links
from server.crm.documents.refusals import CLIENTS_MISSING, REQUEST_CLOSED, REQUEST_UNKNOWN
from server.crm.documents.sharing import recipient
from server.crm.documents.tables import document_requests, documents
from server.crm.documents.wording import in_words
from server.crm.ports import Actor, Audit, Card, Clients, Events, Ground, Letters, Recipient, Rows, Timeline
from server.stores.database import uuid7
from server.stores.tables import metadata, users
from server.web import Member

R = document_requests.c
MOST_FILES = 30
"""What one request takes; nobody needs more, and somebody who has a link could fill the office's room."""

RequestState = Literal["open", "received", "closed", "expired"]


@dataclass(frozen=True, slots=True)
class RequestWish:
    """`emails`: the address chosen for a client, where it is not the preferred one. `notify` False: the link alone."""

    client_ids: tuple[str, ...]
    what: str
    subject: str
    text: str
    due: date | None = None
    notify: bool = True
    emails: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answering:
    """A request as its client sees it: what has come so far, and how large a file may be."""

    request: Row[Any]
    card: Card
    names: tuple[str, ...]
    max_bytes: int


def state_of(row: Row[Any], now: datetime) -> RequestState:
    return "expired" if row.state == "open" and row.expires_at <= now else row.state


class Requests:
    """All methods raise a Problem."""

    def __init__(
        self,
        ground: Ground,
        intake: Intake,
        cabinet: Cabinet,
        clients: Clients,
        timeline: Timeline,
        audit: Audit,
        events: Events,
        letters: Letters,
        links: Links,
    ) -> None:
        self._ground = ground
        self._intake = intake
        self._cabinet = cabinet
        self._clients = clients
        self._timeline = timeline
        self._audit = audit
        self._events = events
        self._letters = letters
        self._links = links

    # --- the office's side ---

    async def ask(self, member: Member, wish: RequestWish) -> list[Row[Any]]:
        """One request for each client, all or none."""
        if not wish.client_ids:
            raise CLIENTS_MISSING.problem()
        made, chosen = [], dict(wish.emails)
        async with self._ground.database.writing() as rows:
            for client_id in dict.fromkeys(wish.client_ids):
                card = await self._clients.seen(rows, member, client_id)
                to = recipient(card, chosen.get(client_id, ""))
                row = await self._made(rows, member, card, wish, to.email if wish.notify else "")
                if wish.notify:
                    await self._mail(rows, row, "document_request", to, member.user_id)
                made.append(row)
        self._ground.outbox.wake()
        return made

    async def page(
        self, rows: Rows, member: Member, client_id: str, state: RequestState | None, after: str | None, limit: int
    ) -> Sequence[Row[Any]]:
        """The newest first, one more than the page holds."""
        query = select(document_requests).where(self._mine(member))
        if client_id:
            query = query.where(R.client_id == client_id)
        if state is not None:
            now = self._ground.now()
            late = (R.state == "open") & (R.expires_at <= now)
            query = query.where(late if state == "expired" else (R.state == state) & ~late)
        if after is not None:
            query = query.where(R.id < after)
        found: Sequence[Row[Any]] = (await rows.execute(query.order_by(R.id.desc()).limit(limit + 1))).all()
        return found

    async def found(self, rows: Rows, member: Member, request_id: str) -> Row[Any]:
        query = select(document_requests).where(self._mine(member), R.id == request_id)
        row = (await rows.execute(query)).one_or_none()
        if row is None:
            raise REQUEST_UNKNOWN.problem()
        return row

    async def remind(self, member: Member, request_id: str) -> Row[Any]:
        """The mail once more, with the link it had. One that has run out is open for another while."""
        now = self._ground.now()
        async with self._ground.database.writing() as rows:
            row = await self.found(rows, member, request_id)
            if row.state != "open":
                raise REQUEST_CLOSED.problem()
            card = await self._clients.seen(rows, member, row.client_id)
            to = recipient(card, row.email)
            values = {"reminded_at": now, "reminders": row.reminders + 1, "email": to.email}
            if row.expires_at <= now:
                values["expires_at"] = now + LATE
            await self._set(rows, request_id, **values)
            await self._mail(rows, row, "document_reminder", to, member.user_id)
            row = await self.found(rows, member, request_id)
        self._ground.outbox.wake()
        return row

    async def close(self, member: Member, request_id: str) -> None:
        """It is not needed any more: the link is dead. Again changes nothing."""
        async with self._ground.database.writing() as rows:
            row = await self.found(rows, member, request_id)
            if row.state == "open":
                await self._set(rows, request_id, state="closed", closed_at=self._ground.now())
                await self._audit.note(
                    rows, row.organisation_id, Actor.of(member), "document_request.closed", "request", request_id
                )

    def link(self, row: Row[Any]) -> str:
        """Where its client answers it; "" when nobody can any more."""
        if state_of(row, self._ground.now()) != "open":
            return ""
        return f"{self._ground.own_url()}/request/{self._links.token('request', row.id, row.generation)}"

    # --- the client's side ---

    async def answering(self, token: str) -> Answering:
        """What a link asks for. One that was answered says so for as long as it would have been open."""
        async with self._ground.database.reading() as rows:
            row, card = await self._asked(rows, token)
            names = await self._names(rows, row)
            return Answering(row, card, names, await self._intake.most_bytes(rows, row.organisation_id))

    async def opened(self, token: str) -> None:
        """Its client has looked at it."""
        async with self._ground.database.writing() as rows:
            await rows.execute(
                update(document_requests)
                .where(R.token_hash == Links.hash(token), R.seen_at.is_(None))
                .values(seen_at=self._ground.now())
            )

    async def receive(
        self, token: str, raw_name: str, content: AsyncIterator[bytes], length: int | None, *, more: bool, address: str
    ) -> Answering:
        """A file from a client. `more`: others follow; after the last one the request is closed."""
        async with self._ground.database.reading() as rows:
            row, _ = await self._asked(rows, token)
            if row.state != "open" or len(await self._names(rows, row)) >= MOST_FILES:
                raise REQUEST_CLOSED.problem()
        async with (
            self._intake.arriving(row.organisation_id, raw_name, content, length) as (stored, claim),
            self._ground.database.writing() as rows,
        ):
            await self._ground.database.alone(rows, f"document request {row.token_hash}")
            row, card = await self._asked(rows, token, stay=True)
            if row.state != "open":
                raise REQUEST_CLOSED.problem()
            actor = Actor("client", card.id, card.name)
            document_id = await self._cabinet.put(
                rows,
                row.organisation_id,
                stored,
                actor,
                client_id=card.id,
                source="request",
                from_client=True,
                request_id=row.id,
            )
            await self._cabinet.tell(
                rows, row.organisation_id, card.id, "document_received", actor, document_id, stored.name
            )
            await self._audit.note(
                rows,
                row.organisation_id,
                actor,
                "document.received",
                "document",
                document_id,
                {"name": stored.name, "request_id": row.id},
                address=address,
            )
            data = {"document_id": document_id, "client_id": card.id, "request_id": row.id, "name": stored.name}
            data |= {"size": stored.size, "media_type": stored.media_type}
            await self._events.tell(rows, row.organisation_id, "document.received", document_id, data)
            if not more:
                await self._closed(rows, row, card)
            await self._ground.keeper.keep(rows, claim)
        self._ground.jobs.wake()
        self._ground.outbox.wake()
        return await self.answering(token)

    async def done(self, token: str) -> Answering:
        """The client has sent all there is."""
        async with self._ground.database.writing() as rows:
            await self._ground.database.alone(rows, f"document request {Links.hash(token)}")
            row, card = await self._asked(rows, token)
            if row.state == "open":
                if not await self._names(rows, row):
                    raise REQUEST_CLOSED.problem()
                await self._closed(rows, row, card)
        self._ground.outbox.wake()
        return await self.answering(token)

    # --- how ---

    def _mine(self, member: Member) -> ColumnElement[bool]:
        clients = metadata.tables["clients"]
        visible = select(clients.c.id).where(self._clients.visible(member))
        return (R.organisation_id == member.organisation_id) & R.client_id.in_(visible)

    async def _made(self, rows: Rows, member: Member, card: Card, wish: RequestWish, email: str) -> Row[Any]:
        now, request_id = self._ground.now(), uuid7()
        until = now + ASKED
        if wish.due is not None:
            until = max(until, datetime.combine(wish.due, time(23, 59), UTC) + LATE)
        await rows.execute(
            insert(document_requests).values(
                id=request_id,
                organisation_id=member.organisation_id,
                client_id=card.id,
                what=wish.what,
                subject=wish.subject,
                text=wish.text,
                due=wish.due,
                state="open",
                token_hash=Links.hash(self._links.token("request", request_id)),
                sender_id=member.user_id,
                sender_name=member.name[:120],
                email=email,
                expires_at=until,
                created_at=now,
                updated_at=now,
            )
        )
        await self._timeline.add(
            rows,
            member.organisation_id,
            card.id,
            "document_requested",
            Actor.of(member),
            subject_kind="request",
            subject_id=request_id,
            detail={"name": wish.what},
        )
        return await self.found(rows, member, request_id)

    async def _mail(self, rows: Rows, row: Row[Any], kind: str, to: Recipient, sender: str) -> None:
        values = {
            "request_link": f"{self._ground.own_url()}/request/{self._links.token('request', row.id, row.generation)}",
            "request_what": row.what,
            "request_due": "" if row.due is None else in_words(row.due, to.language),
            "request_subject": row.subject,
            "request_text": row.text,
        }
        await self._letters.send(
            rows, row.organisation_id, kind, to, values, adviser_id=sender, subject_kind="request", subject_id=row.id
        )

    async def _asked(self, rows: Rows, token: str, *, stay: bool = False) -> tuple[Row[Any], Card]:
        """`stay`: the client is there until the transaction ends."""
        alive = (R.token_hash == Links.hash(token)) & (R.state != "closed") & (R.expires_at > self._ground.now())
        row = (await rows.execute(select(document_requests).where(alive))).one_or_none()
        if stay and row is not None:
            await self._clients.stay(rows, row.organisation_id, row.client_id)
            # Whom we waited for may have been merged or erased.
            row = (await rows.execute(select(document_requests).where(alive))).one_or_none()
        card = None if row is None else await self._clients.card(rows, row.organisation_id, row.client_id)
        if row is None or card is None:
            raise LINK_UNKNOWN.problem()
        return row, card

    async def _names(self, rows: Rows, row: Row[Any]) -> tuple[str, ...]:
        d = documents.c
        query = select(d.name).where(d.organisation_id == row.organisation_id, d.request_id == row.id).order_by(d.id)
        return tuple((await rows.execute(query)).scalars().all())

    async def _closed(self, rows: Rows, row: Row[Any], card: Card) -> None:
        """It was answered: closed, and whoever asked hears of it."""
        now = self._ground.now()
        await self._set(rows, row.id, state="received", received_at=now, closed_at=now)
        query = select(users.c.email, users.c.name, users.c.language).where(users.c.id == row.sender_id, users.c.active)
        sender = (await rows.execute(query)).one_or_none()
        if sender is None:
            return
        values = {
            "client_name": card.name,
            "request_what": row.what,
            "document_names": ", ".join(await self._names(rows, row)),
            "document_link": f"{self._ground.own_url()}/adviser/clients/{card.id}/documents",
        }
        await self._letters.send(
            rows,
            row.organisation_id,
            "document_received",
            Recipient(sender.email, sender.name, sender.language),
            values,
            adviser_id=row.sender_id,
            subject_kind="request",
            subject_id=row.id,
        )

    async def _set(self, rows: Rows, request_id: str, **values: Any) -> None:
        row = update(document_requests).where(R.id == request_id)
        await rows.execute(row.values(updated_at=self._ground.now(), version=R.version + 1, **values))
