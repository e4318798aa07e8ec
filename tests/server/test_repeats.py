"""Requests with an Idempotency-Key: done once, answered twice; and versions that somebody has seen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from server.migrations import migrate
from server.repeats import SqlRepeats
from server.stores.database import Database
from server.web import Call, Input, Member, Output, Refusal, Role, Route
from server.web.api import Api
from server.web.problems import CHANGED_MEANWHILE
from server.web.security import Doorman
from tests.jobs.office import Clock, make_office
from tests.server.test_web import FakeTickets

FULL = Refusal(409, "full", "It is full.")


class Thing(Input):
    name: str


class Made(Output):
    number: int


class Things:
    """Makes things, counts them, and holds one that two people edit."""

    def __init__(self) -> None:
        self.made = 0
        self.waits: asyncio.Event | None = None
        self.begun = asyncio.Event()
        self.version = 3

    def routes(self) -> list[Route]:
        return [
            Route(
                "POST", "/api/v1/things", self.make, Role.ADVISER, "Make one", status=201, refuses=(FULL,), once=True
            ),
            Route("PUT", "/api/v1/thing", self.change, Role.ADVISER, "Change it", if_match=True),
        ]

    async def make(self, call: Call, body: Thing) -> Made:
        self.begun.set()
        if self.waits is not None:
            await self.waits.wait()
        if body.name == "full":
            raise FULL.problem()
        self.made += 1
        call.version = self.made
        return Made(number=self.made)

    async def change(self, call: Call, body: Thing) -> Made:
        if call.seen() != self.version:
            raise CHANGED_MEANWHILE.problem(current={"number": self.version})
        self.version += 1
        call.version = self.version
        return Made(number=self.version)


@pytest.fixture
def things() -> Things:
    return Things()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(database: Database, things: Things, clock: Clock) -> AsyncIterator[Any]:
    await migrate(database)
    office_id = await make_office(database)
    user_id = await _user(database, office_id, clock)

    class SignIns:
        async def member(self, token: str) -> Member | None:
            return Member(user_id, office_id, "Anna", "anna@kade.example", "adviser", "nl", "1") if token else None

    app = web.Application()
    door = Doorman((), "", own_tls=False)
    Api(things.routes(), door, SignIns(), FakeTickets(), lambda *_: None, repeats=SqlRepeats(database, clock)).attach(
        app
    )
    async with TestClient(TestServer(app), cookies={"samen_session": "anna"}) as opened:
        yield opened


async def _user(database: Database, office_id: str, clock: Clock) -> str:
    from server.accounts.entry import add_user

    async with database.writing() as rows:
        return str(await add_user(rows, clock(), office_id, "Anna", "anna@kade.example", "adviser", "nl", "none"))


def asked(client: Any, key: str, name: str = "stoel") -> Any:
    headers = {"Idempotency-Key": key, "Sec-Fetch-Site": "same-origin"}
    return client.post("/api/v1/things", json={"name": name}, headers=headers)


async def test_the_same_request_again_gets_the_first_answer(client: Any, things: Things) -> None:
    answers = [await asked(client, "k-1") for _ in range(3)]
    assert [(one.status, one.headers["ETag"], await one.json()) for one in answers] == [(201, '"1"', {"number": 1})] * 3
    assert things.made == 1
    assert (await asked(client, "k-2")).status == 201
    assert things.made == 2


async def test_the_same_key_with_another_request_is_refused(client: Any, things: Things) -> None:
    await asked(client, "k-1")
    answer = await asked(client, "k-1", "tafel")
    assert (answer.status, (await answer.json())["code"]) == (422, "repeated_differently")
    assert things.made == 1


async def test_what_was_refused_may_be_tried_again(client: Any, things: Things) -> None:
    for _ in range(2):
        answer = await asked(client, "k-1", "full")
        assert (answer.status, (await answer.json())["code"]) == (409, "full")
    assert (await asked(client, "k-1")).status == 201


async def test_two_at_once_make_one(client: Any, things: Things) -> None:
    things.waits = asyncio.Event()
    first = asyncio.create_task(asked(client, "k-1"))
    await things.begun.wait()
    second = await asked(client, "k-1")
    assert (second.status, (await second.json())["code"]) == (409, "repeated_too_soon")
    things.waits.set()
    assert (await first).status == 201
    assert (await asked(client, "k-1")).status == 201
    assert things.made == 1


async def test_one_that_was_cut_off_is_not_done_again_blindly(
    client: Any, things: Things, clock: Clock, database: Database
) -> None:
    things.waits = asyncio.Event()
    cut = asyncio.create_task(asked(client, "k-1"))
    await things.begun.wait()
    # As after kill -9: the row that promised an answer is there, and nobody is at it.
    clock.passes(minutes=3)
    answer = await asked(client, "k-1")
    assert (answer.status, (await answer.json())["code"]) == (409, "outcome_unknown")
    things.waits.set()
    await cut
    clock.passes(days=2)
    await SqlRepeats(database, clock).sweep()
    assert (await asked(client, "k-1")).status == 201


@pytest.mark.parametrize("key", ["a" * 65, "met spatie", "é"])
async def test_a_key_has_a_shape(client: Any, things: Things, key: str) -> None:
    answer = await asked(client, key)
    assert (answer.status, (await answer.json())["code"]) == (400, "bad_request")
    assert things.made == 0


async def test_over_a_version_that_was_not_seen_nothing_is_written(client: Any, things: Things) -> None:
    async def put(seen: str | None) -> tuple[int, Any, str | None]:
        headers = {"Sec-Fetch-Site": "same-origin"} | ({} if seen is None else {"If-Match": seen})
        answer = await client.put("/api/v1/thing", json={"name": "stoel"}, headers=headers)
        return answer.status, await answer.json(), answer.headers.get("ETag")

    assert await put('"3"') == (200, {"number": 4}, '"4"')
    status, problem, _ = await put('"3"')
    assert (status, problem["code"], problem["current"]) == (412, "changed_meanwhile", {"number": 4})
    for unreadable in (None, "", "*", '"x"', '"-1"', '"' + "9" * 12 + '"'):
        status, problem, _ = await put(unreadable)
        assert (status, problem["code"]) == (428, "if_match_missing")
    assert things.version == 4
