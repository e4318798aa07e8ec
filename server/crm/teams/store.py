"""Teams and who is in them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.teams.refusals import NOT_A_COLLEAGUE, TEAM_OF_ALL, TEAM_TAKEN, TOO_MANY_TEAMS
from server.crm.teams.tables import team_members, teams
from server.stores.database import Database, uuid7
from server.stores.tables import organisations, users
from server.web import Member

MOST = 200
"""Teams of one office."""
_FIRST = {"nl": "Iedereen", "en": "Everyone", "fr": "Tout le monde"}


@dataclass(frozen=True, slots=True)
class Team:
    """`members`: ids of users; none of everybody's team, in which everybody is."""

    id: str
    version: int
    name: str
    everyone: bool
    members: frozenset[str]


Removed = Callable[[AsyncConnection, str, str], Awaitable[None]]


class TeamStore:
    """Implements the port Teams. Each call in the caller's transaction."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._removed: list[Removed] = []

    def on_removed(self, told: Removed) -> None:
        """Called in the transaction in which a team goes, with (rows, office, team)."""
        self._removed.append(told)

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
        return await self._insert(rows, organisation_id, _FIRST.get(language or "nl", _FIRST["en"]), everyone=True)

    async def names(self, rows: AsyncConnection, organisation_id: str) -> dict[str, str]:
        """Of all teams of the office, by id."""
        query = select(teams.c.id, teams.c.name).where(teams.c.organisation_id == organisation_id)
        return {row.id: row.name for row in await rows.execute(query)}

    async def colleagues(self, rows: AsyncConnection, organisation_id: str) -> dict[str, str]:
        """The names of everybody who works here now, by id."""
        query = select(users.c.id, users.c.name).where(users.c.organisation_id == organisation_id, users.c.active)
        found = await rows.execute(query.order_by(func.lower(users.c.name), users.c.id))
        return {row.id: row.name for row in found}

    async def all(self, rows: AsyncConnection, organisation_id: str) -> list[Team]:
        """Everybody's first, the rest by name."""
        query = select(teams).where(teams.c.organisation_id == organisation_id)
        found = (await rows.execute(query.order_by(teams.c.everyone.desc(), func.lower(teams.c.name)))).all()
        inside = (
            await rows.execute(select(team_members).where(team_members.c.organisation_id == organisation_id))
        ).all()
        return [_team(row, inside) for row in found]

    async def one(self, rows: AsyncConnection, organisation_id: str, team_id: str) -> Team | None:
        """Held until the transaction ends."""
        its = (teams.c.organisation_id == organisation_id) & (teams.c.id == team_id)
        row = (await rows.execute(select(teams).where(its).with_for_update())).one_or_none()
        if row is None:
            return None
        inside = (await rows.execute(select(team_members).where(team_members.c.team_id == team_id))).all()
        return _team(row, inside)

    async def add(self, rows: AsyncConnection, organisation_id: str, name: str, members: Sequence[str]) -> str:
        """Raises TEAM_TAKEN, TOO_MANY_TEAMS or NOT_A_COLLEAGUE."""
        await self.everyone(rows, organisation_id)
        await self._database.alone(rows, f"teams of {organisation_id}")
        known = await self.names(rows, organisation_id)
        if len(known) >= MOST:
            raise TOO_MANY_TEAMS.problem()
        self._must_be_free(known, name)
        team_id = await self._insert(rows, organisation_id, name, everyone=False)
        await self._put(rows, organisation_id, team_id, members)
        return team_id

    async def change(
        self, rows: AsyncConnection, organisation_id: str, team_id: str, name: str | None, members: Sequence[str] | None
    ) -> None:
        """None leaves it as it is. Raises TEAM_OF_ALL when somebody would be outside of everybody's team."""
        if members is not None:
            if team_id == await self.everyone(rows, organisation_id):
                raise TEAM_OF_ALL.problem()
            await rows.execute(delete(team_members).where(team_members.c.team_id == team_id))
            await self._put(rows, organisation_id, team_id, members)
        values: dict[str, Any] = {"updated_at": self._now(), "version": teams.c.version + 1}
        if name is not None:
            known = await self.names(rows, organisation_id)
            self._must_be_free({one: known[one] for one in known if one != team_id}, name)
            values["name"] = name
        await rows.execute(update(teams).where(teams.c.id == team_id).values(**values))

    async def drop(self, rows: AsyncConnection, organisation_id: str, team_id: str) -> None:
        """Raises TEAM_OF_ALL."""
        if team_id == await self.everyone(rows, organisation_id):
            raise TEAM_OF_ALL.problem()
        await rows.execute(delete(teams).where(teams.c.id == team_id))
        for told in self._removed:
            await told(rows, organisation_id, team_id)

    async def _insert(self, rows: AsyncConnection, organisation_id: str, name: str, *, everyone: bool) -> str:
        now, team_id = self._now(), uuid7()
        of = {"organisation_id": organisation_id, "created_at": now, "updated_at": now}
        await rows.execute(insert(teams).values(id=team_id, name=name, everyone=everyone, **of))
        return team_id

    async def _put(self, rows: AsyncConnection, organisation_id: str, team_id: str, members: Sequence[str]) -> None:
        known = await self.colleagues(rows, organisation_id)
        wanted = sorted(set(members))
        if any(one not in known for one in wanted):
            raise NOT_A_COLLEAGUE.problem()
        listed = [{"team_id": team_id, "user_id": one, "organisation_id": organisation_id} for one in wanted]
        if listed:
            await rows.execute(insert(team_members), listed)

    @staticmethod
    def _must_be_free(known: dict[str, str], name: str) -> None:
        if name.casefold() in {each.casefold() for each in known.values()}:
            raise TEAM_TAKEN.problem()


def _team(row: Any, inside: Sequence[Any]) -> Team:
    members = frozenset(one.user_id for one in inside if one.team_id == row.id)
    return Team(row.id, row.version, row.name, row.everyone, members)
