"""Sessions that wait for their hour. They are rows alone: their log begins when somebody comes."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.crm.ports import PlannedSession, Rows
from server.live.codes import fresh_code
from server.live.tables import sessions
from server.stores.database import uuid7
from server.stores.tables import users

AFTER = timedelta(hours=12)
"""A code works for so long after the end of its appointment: talks run late, and people come back."""
_TRIES = 5


class PlannedSessions:
    """Implements the port Meetings."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    async def plan(
        self,
        rows: Rows,
        organisation_id: str,
        host_user_id: str,
        title: str,
        *,
        until: datetime,
        appointment_id: str = "",
        client_id: str = "",
    ) -> PlannedSession:
        """`until`: the end of the appointment. The session of a client stands ready with the client's page."""
        now, session_id = self._now(), uuid7()
        values = {
            "id": session_id,
            "organisation_id": organisation_id,
            **await _host(rows, organisation_id, host_user_id),
            "host_participant_id": uuid7(),
            "title": title[:120],
            "started_at": now,
            "people": "[]",
            "planned": True,
            "open_until": until + AFTER,
            "appointment_id": appointment_id or None,
            "client_id": client_id or None,
            "client_page": bool(client_id),
            "created_at": now,
            "updated_at": now,
        }
        for _ in range(_TRIES):
            code = await fresh_code(rows, now)
            try:
                # A savepoint: a code that somebody else took at this moment must not cost the whole appointment.
                async with rows.begin_nested():
                    await rows.execute(insert(sessions).values(**values, code=code))
            except IntegrityError:
                continue
            return PlannedSession(session_id, code)
        raise RuntimeError("no free session code was found")

    async def change(
        self,
        rows: Rows,
        session_id: str,
        *,
        until: datetime | None = None,
        host_user_id: str | None = None,
        title: str | None = None,
        client_id: str | None = None,
    ) -> None:
        """What is None stays as it is."""
        row = await self._open(rows, session_id)
        if row is None:
            return
        values: dict[str, Any] = {"updated_at": self._now()}
        if until is not None:
            values["open_until"] = until + AFTER
        if title is not None:
            values["title"] = title[:120]
        if client_id is not None:
            values |= {"client_id": client_id or None, "client_page": bool(client_id)}
        if host_user_id is not None and row.planned:
            values |= await _host(rows, row.organisation_id, host_user_id)
        await rows.execute(update(sessions).where(sessions.c.id == session_id).values(**values))

    async def code(self, rows: Rows, session_id: str) -> str | None:
        code: str | None = await rows.scalar(select(sessions.c.code).where(sessions.c.id == session_id))
        return code

    async def codes(self, rows: Rows, session_ids: Sequence[str]) -> dict[str, str]:
        """Of those that have not ended."""
        query = select(sessions.c.id, sessions.c.code).where(
            sessions.c.id.in_(list(session_ids)), sessions.c.code.is_not(None)
        )
        return {each.id: each.code for each in await rows.execute(query)} if session_ids else {}

    async def release(self, rows: Rows, session_id: str) -> None:
        """One that nobody has come to ends here; one that has begun ends by itself once everybody is gone."""
        row = await self._open(rows, session_id)
        if row is None:
            return
        now = self._now()
        values: dict[str, Any] = {"open_until": now, "updated_at": now}
        if row.planned:
            values |= {"ended_at": now, "end_reason": "empty", "past_code": row.code, "code": None}
        await rows.execute(update(sessions).where(sessions.c.id == session_id).values(**values))

    async def _open(self, rows: Rows, session_id: str) -> Row[Any] | None:
        # Locked: somebody may come in at this moment, and then it is no plan any more.
        query = select(sessions).where(sessions.c.id == session_id, sessions.c.ended_at.is_(None)).with_for_update()
        return (await rows.execute(query)).one_or_none()


async def _host(rows: Rows, organisation_id: str, user_id: str) -> dict[str, Any]:
    theirs = (users.c.id == user_id) & (users.c.organisation_id == organisation_id)
    return {"host_user_id": user_id, "host_name": await rows.scalar(select(users.c.name).where(theirs)) or ""}
