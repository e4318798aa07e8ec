"""Links of clients: they cannot be guessed, run out, and are the same in every mail about one appointment."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, insert, select, update

from server.accounts.tokens import token_hash
from server.crm.appointments_public.tables import appointment_links as table
from server.crm.ports import Appointment, AppointmentChange, Rows
from server.stores.database import uuid7

LATE = timedelta(days=30)
"""A link outlives its appointment by so much: for the review, the summary, and to say what has become of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """Which appointment a link leads to."""

    organisation_id: str
    appointment_id: str


class AppointmentLinks:
    """Implements the port Links. `key` makes the addresses of the seeds in the database."""

    def __init__(self, key: bytes, own_url: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._key = key
        self._own_url = own_url
        self._now = now

    async def address(self, rows: Rows, appointment: Appointment) -> str:
        return f"{self._own_url()}/appointment/{await self.token(rows, appointment)}"

    async def token(self, rows: Rows, appointment: Appointment) -> str:
        """In the caller's transaction, which must be a writing one."""
        now, until = self._now(), _end(appointment) + LATE
        its = (table.c.organisation_id == appointment.organisation_id) & (table.c.appointment_id == appointment.id)
        row = (await rows.execute(select(table).where(its))).one_or_none()
        if row is not None:
            if row.expires_at != until:
                await rows.execute(update(table).where(its).values(expires_at=until, updated_at=now))
            return self._made_of(row.seed)
        seed = secrets.token_bytes(32)
        token = self._made_of(seed)
        await rows.execute(
            insert(table).values(
                id=uuid7(),
                organisation_id=appointment.organisation_id,
                appointment_id=appointment.id,
                seed=seed,
                token_hash=token_hash(token),
                expires_at=until,
                created_at=now,
                updated_at=now,
            )
        )
        return token

    async def on_change(self, rows: Rows, change: AppointmentChange) -> None:
        """In the transaction of the change: whoever it was with comes in no more; the next client gets another link."""
        if change.kind == "handed_over":
            office = table.c.organisation_id == change.after.organisation_id
            await rows.execute(delete(table).where(office, table.c.appointment_id == change.after.id))

    async def find(self, rows: Rows, token: str) -> Found | None:
        """None for one that was never made, and for one that has run out."""
        query = select(table).where(table.c.token_hash == token_hash(token), table.c.expires_at > self._now())
        row = (await rows.execute(query)).one_or_none()
        return None if row is None else Found(row.organisation_id, row.appointment_id)

    async def sweep(self, rows: Rows) -> None:
        """Links that have run out go."""
        await rows.execute(delete(table).where(table.c.expires_at <= self._now()))

    def _made_of(self, seed: bytes) -> str:
        return urlsafe_b64encode(hmac.new(self._key, seed, sha256).digest()).rstrip(b"=").decode()


def _end(appointment: Appointment) -> datetime:
    """When it is over at the latest, as far as anybody knows."""
    ends = [one.end for one in appointment.options if one.state == "open"]
    if appointment.end is not None:
        ends.append(appointment.end)
    return max(ends, default=appointment.created_at)
