"""Rows of what people were told, and are to be told."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from server.crm.notices.tables import notices as table
from server.crm.ports import Appointment, Rows
from server.stores.database import uuid7


class NoticeStore:
    """All offices' notices. A key is told once, whoever tries it again."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    async def note(
        self,
        rows: Rows,
        appointment: Appointment,
        key: str,
        kind: str,
        told: str,
        *,
        state: str,
        at: datetime | None = None,
        reason: str = "",
        mail_id: str = "",
    ) -> str:
        """A new row; its id. One that is there with this key is overwritten: the caller has seen that it may be."""
        now, notice_id = self._now(), uuid7()
        its = (table.c.appointment_id == appointment.id) & (table.c.key == key)
        await rows.execute(delete(table).where(its))
        await rows.execute(
            insert(table).values(
                id=notice_id,
                organisation_id=appointment.organisation_id,
                appointment_id=appointment.id,
                key=key,
                kind=kind,
                told=told,
                at=at or now,
                state=state,
                reason=reason[:64],
                mail_id=mail_id,
                created_at=now,
                updated_at=now,
            )
        )
        return notice_id

    async def one(self, rows: Rows, appointment_id: str, key: str) -> Row[Any] | None:
        query = select(table).where(table.c.appointment_id == appointment_id, table.c.key == key)
        return (await rows.execute(query)).one_or_none()

    async def planned(self, rows: Rows, appointment_id: str) -> list[Row[Any]]:
        query = select(table).where(table.c.appointment_id == appointment_id, table.c.state == "planned")
        return list((await rows.execute(query)).all())

    async def forget_planned(self, rows: Rows, appointment_id: str) -> None:
        await rows.execute(delete(table).where(table.c.appointment_id == appointment_id, table.c.state == "planned"))

    async def take(self, rows: Rows, notice_id: str, state: str, reason: str = "", mail_id: str = "") -> bool:
        """Turn what was planned into what became of it; False when somebody else has done so."""
        values = {
            "state": state,
            "reason": reason[:64],
            "mail_id": mail_id,
            "at": self._now(),
            "updated_at": self._now(),
        }
        mine = (table.c.id == notice_id) & (table.c.state == "planned")
        return bool((await rows.execute(update(table).where(mine).values(**values))).rowcount)

    async def amend(self, rows: Rows, notice_id: str, **values: str) -> None:
        await rows.execute(update(table).where(table.c.id == notice_id).values(**values, updated_at=self._now()))

    async def of(self, rows: Rows, organisation_id: str, ids: Sequence[str]) -> list[Row[Any]]:
        """Those of these appointments, in order of time."""
        theirs = (table.c.organisation_id == organisation_id) & table.c.appointment_id.in_(ids)
        return list((await rows.execute(select(table).where(theirs).order_by(table.c.at, table.c.id))).all())
