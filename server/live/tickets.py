"""Tickets: what a browser shows to be its participant. `<participant_id>.<secret>`; only a hash is stored."""

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update

from server.live.sessions import Sessions, UnknownSession
from server.live.tables import sessions, tickets
from server.stores.database import Database
from server.stores.tables import users
from server.web import TicketHolder

AFTER_THE_END = timedelta(hours=24)
"""How long a ticket of an ended session still opens what follows it: evaluation, own files."""

_KNOWN_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class _Known:
    session_id: str
    participant_id: str
    organisation_id: str


class LiveTickets:
    """Issues and checks. A removed participant's tickets are worth nothing from that moment on."""

    def __init__(self, database: Database, sessions: Sessions) -> None:
        self._database = database
        self._sessions = sessions
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def issue(self, organisation_id: str, session_id: str, participant_id: str, user_id: str | None) -> str:
        secret = secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        async with self._database.writing() as rows:
            await rows.execute(
                insert(tickets).values(
                    secret_hash=_hash(secret),
                    organisation_id=organisation_id,
                    session_id=session_id,
                    participant_id=participant_id,
                    user_id=user_id,
                    created_at=now,
                    updated_at=now,
                )
            )
        return f"{participant_id}.{secret}"

    async def participant_of(self, session_id: str, user_id: str) -> str | None:
        """The participant that a signed-in user already is in this session."""
        query = (
            select(tickets.c.participant_id)
            .where(tickets.c.session_id == session_id, tickets.c.user_id == user_id)
            .order_by(tickets.c.created_at)
            .limit(1)
        )
        async with self._database.reading() as rows:
            return (await rows.execute(query)).scalar_one_or_none()

    async def user_of(self, session_id: str, participant_id: str) -> str | None:
        """The user that a participant has signed in as; None for clients."""
        query = (
            select(tickets.c.user_id)
            .where(tickets.c.session_id == session_id, tickets.c.participant_id == participant_id)
            .where(tickets.c.user_id.is_not(None))
            .limit(1)
        )
        async with self._database.reading() as rows:
            return (await rows.execute(query)).scalar_one_or_none()

    async def revoke(self, user_id: str) -> list[tuple[str, str]]:
        """Every ticket of a signed-in user is worth nothing from now on. Returns (session, participant) of each.

        The rows stay: by them the user is the same participant again, if they may come back.
        """
        theirs = (
            select(tickets.c.secret_hash, tickets.c.session_id, tickets.c.participant_id)
            .join(sessions, sessions.c.id == tickets.c.session_id)
            .where(tickets.c.user_id == user_id)
            .where(sessions.c.ended_at.is_(None) | (sessions.c.ended_at > datetime.now(UTC) - AFTER_THE_END))
        )
        async with self._database.writing() as rows:
            found = (await rows.execute(theirs)).all()
            for row in found:
                # The hash of a secret that nobody has.
                nobodys = _hash(secrets.token_urlsafe(32))
                await rows.execute(
                    update(tickets)
                    .where(tickets.c.secret_hash == row.secret_hash)
                    .values(secret_hash=nobodys, updated_at=datetime.now(UTC))
                )
        return sorted({(row.session_id, row.participant_id) for row in found})

    async def check(self, token: str) -> TicketHolder | None:
        """Who holds this ticket, or None: unknown, removed, or too long after the end."""
        known = await self._find(token)
        if known is None:
            return None
        try:
            live = await self._sessions.live(known.session_id)
        except UnknownSession:
            return None
        person = live.session.participants.get(known.participant_id)
        if person is None or person.status == "removed":
            return None
        if live.session.ended is not None:
            ended_at = datetime.fromtimestamp(live.last_at / 1000, UTC)
            if datetime.now(UTC) - ended_at > AFTER_THE_END:
                return None
        return TicketHolder(known.session_id, known.participant_id, known.organisation_id, person.role)

    async def was_removed(self, token: str) -> bool:
        """Whether a refused ticket once was good and its participant has been taken out."""
        known = await self._find(token)
        if known is None:
            return False
        try:
            session = await self._sessions.get(known.session_id)
        except UnknownSession:
            return False
        person = session.participants.get(known.participant_id)
        return person is not None and person.status == "removed"

    async def _find(self, token: str) -> _Known | None:
        participant_id, dot, secret = token.partition(".")
        if not dot or len(token) > 200:
            return None
        hashed = _hash(secret)
        known = self._known.get(hashed)
        if known is None:
            query = (
                select(tickets, users.c.active)
                .outerjoin(users, users.c.id == tickets.c.user_id)
                .where(tickets.c.secret_hash == hashed)
            )
            async with self._database.reading() as rows:
                row = (await rows.execute(query)).one_or_none()
            if row is None or (row.user_id is not None and not row.active):
                return None
            known = _Known(row.session_id, row.participant_id, row.organisation_id)
            # Of a colleague it is asked anew each time: accounts are closed on any node, at any moment.
            if row.user_id is None:
                self._known[hashed] = known
            if len(self._known) > _KNOWN_KEPT:
                self._known.popitem(last=False)
        return known if known.participant_id == participant_id else None


def _hash(secret: str) -> str:
    # The secret has 256 random bits: a plain hash is enough, and quick at every connect.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
