"""Codes of nine digits."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.live.tables import sessions

CODE_RESTS = timedelta(days=30)
"""A code is not given out again so soon that an old mail could lead into somebody else's session."""
_TRIES = 20


async def fresh_code(rows: AsyncConnection, now: datetime) -> str:
    """One that no session has, nor had lately. Another transaction may take it first: the column is unique."""
    for _ in range(_TRIES):
        code = f"{secrets.randbelow(900_000_000) + 100_000_000}"
        resting = (sessions.c.past_code == code) & (sessions.c.ended_at > now - CODE_RESTS)
        taken = select(sessions.c.id).where(or_(sessions.c.code == code, resting)).limit(1)
        if (await rows.execute(taken)).first() is None:
            return code
    raise RuntimeError("no free session code was found")
