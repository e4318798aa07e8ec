"""Teams and who is in them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Select, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.teams.tables import team_members, teams
from server.stores.database import Database, uuid7
from server.stores.tables import organisations
from server.web import Member

_FIRST = {"nl": "Iedereen", "en": "Everyone", "fr": "Tout le monde"}


class TeamStore:
    """Implements the port Teams."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def mine(self, member: Member) -> Select[tuple[str]]:
        """The ids of the teams that this member is in: those they were put in, and everybody's."""
        put_in = select(team_members.c.team_id).where(team_members.c.user_id == member.user_id)
        theirs = teams.c.organisation_id == member.organisation_id
        return select(teams.c.id).where(theirs, or_(teams.c.everyone, teams.c.id.in_(put_in)))

    async def everyone(self, rows: AsyncConnection, organisation_id: str) -> str:
        """The id of everybody's team, made at the first time that somebody asks."""
        its = select(teams.c.id).where(teams.c.organisation_id == organisation_id, teams.c.everyone)
        found = await rows.scalar(its)
        if found is not None:
            return str(found)
        await self._database.alone(rows, f"teams of {organisation_id}")
        found = await rows.scalar(its)
        if found is not None:
            return str(found)
        language = await rows.scalar(select(organisations.c.language).where(organisations.c.id == organisation_id))
        now, team_id = self._now(), uuid7()
        await rows.execute(
            insert(teams).values(
                id=team_id,
                organisation_id=organisation_id,
                name=_FIRST.get(language or "nl", _FIRST["en"]),
                everyone=True,
                created_at=now,
                updated_at=now,
            )
        )
        return team_id

    async def names(self, rows: AsyncConnection, organisation_id: str) -> dict[str, str]:
        """Of all teams of the office, by id."""
        query = select(teams.c.id, teams.c.name).where(teams.c.organisation_id == organisation_id)
        return {row.id: row.name for row in await rows.execute(query)}
