"""REST of the teams, and the names of colleagues."""

from sqlalchemy.ext.asyncio import AsyncConnection

from server.accounts.fields import Name
from server.crm.ports import Actor, Audit
from server.crm.teams.refusals import NOT_A_COLLEAGUE, TEAM_MISSING, TEAM_OF_ALL, TEAM_TAKEN, TOO_MANY_TEAMS
from server.crm.teams.store import Team, TeamStore
from server.stores.database import Database
from server.web import Call, Id, Input, Output, Role, Route
from server.web.problems import CHANGED_MEANWHILE


class NewTeam(Input):
    name: Name
    members: list[Id] = []


class TeamChange(Input):
    name: Name | None = None
    members: list[Id] | None = None


class Colleague(Output):
    id: Id
    name: str


class Colleagues(Output):
    items: list[Colleague]


class TeamView(Output):
    """`first`: everybody's team, in which everybody of the office is."""

    id: Id
    version: int
    name: str
    first: bool
    members: list[Colleague]


class TeamList(Output):
    items: list[TeamView]


class TeamRoutes:
    def __init__(self, database: Database, store: TeamStore, audit: Audit) -> None:
        self._database = database
        self._store = store
        self._audit = audit

    def routes(self) -> list[Route]:
        path, one = "/api/v1/teams", "/api/v1/teams/{team_id}"
        wrong = (TEAM_TAKEN, NOT_A_COLLEAGUE)
        return [
            Route("GET", "/api/v1/colleagues", self.colleagues, Role.ADVISER, "Names of colleagues", keys=True),
            Route("GET", path, self.list, Role.ADVISER, "Teams, everybody's first", keys=True),
            Route(
                "POST",
                path,
                self.add,
                Role.ADMIN,
                "Add a team",
                status=201,
                refuses=(*wrong, TOO_MANY_TEAMS),
                once=True,
                keys=True,
            ),
            Route(
                "PATCH",
                one,
                self.change,
                Role.ADMIN,
                "Rename a team or say who is in it",
                refuses=(*wrong, TEAM_MISSING, TEAM_OF_ALL),
                if_match=True,
                keys=True,
            ),
            Route(
                "DELETE",
                one,
                self.drop,
                Role.ADMIN,
                "Remove a team; its clients stay with their advisers",
                status=204,
                refuses=(TEAM_MISSING, TEAM_OF_ALL),
                if_match=True,
                keys=True,
            ),
        ]

    async def colleagues(self, call: Call) -> Colleagues:
        async with self._database.reading() as rows:
            found = await self._store.colleagues(rows, call.member.organisation_id)
        return Colleagues(items=[Colleague(id=one, name=name) for one, name in found.items()])

    async def list(self, call: Call) -> TeamList:
        office = call.member.organisation_id
        async with self._database.writing() as rows:
            # An office that nobody has looked at yet has no team of everybody.
            await self._store.everyone(rows, office)
            people = await self._store.colleagues(rows, office)
            found = await self._store.all(rows, office)
        return TeamList(items=[_view(one, people) for one in found])

    async def add(self, call: Call, body: NewTeam) -> TeamView:
        office = call.member.organisation_id
        async with self._database.writing() as rows:
            team_id = await self._store.add(rows, office, body.name, body.members)
            await self._audit.note(rows, office, Actor.of(call.member), "team.created", "team", team_id)
            return await self._left(rows, call, team_id)

    async def change(self, call: Call, team_id: Id, body: TeamChange) -> TeamView:
        office = call.member.organisation_id
        async with self._database.writing() as rows:
            await self._held(rows, call, team_id)
            await self._store.change(rows, office, team_id, body.name, body.members)
            note = {"members": body.members} if body.members is not None else {}
            await self._audit.note(rows, office, Actor.of(call.member), "team.changed", "team", team_id, note)
            return await self._left(rows, call, team_id)

    async def drop(self, call: Call, team_id: Id) -> None:
        office = call.member.organisation_id
        async with self._database.writing() as rows:
            await self._held(rows, call, team_id)
            await self._store.drop(rows, office, team_id)
            await self._audit.note(rows, office, Actor.of(call.member), "team.deleted", "team", team_id)

    async def _held(self, rows: AsyncConnection, call: Call, team_id: str) -> None:
        team = await self._store.one(rows, call.member.organisation_id, team_id)
        if team is None:
            raise TEAM_MISSING.problem()
        if team.version != call.seen():
            people = await self._store.colleagues(rows, call.member.organisation_id)
            raise CHANGED_MEANWHILE.problem(current=_view(team, people).model_dump(mode="json"))

    async def _left(self, rows: AsyncConnection, call: Call, team_id: str) -> TeamView:
        team = await self._store.one(rows, call.member.organisation_id, team_id)
        if team is None:
            raise TEAM_MISSING.problem()
        call.version = team.version
        return _view(team, await self._store.colleagues(rows, call.member.organisation_id))


def _view(team: Team, people: dict[str, str]) -> TeamView:
    inside = people if team.everyone else {one: people[one] for one in people if one in team.members}
    members = [Colleague(id=one, name=name) for one, name in inside.items()]
    return TeamView(id=team.id, version=team.version, name=team.name, first=team.everyone, members=members)
