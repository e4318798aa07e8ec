"""Every public page behind a secret address: one that is dead answers like one that never was, and for the same work."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import event

from server.app import app_of
from server.crm.messages.unsubscribe import Unsubscribing
from server.throttle import MemoryThrottle
from tests.crm.agenda.office import MONDAY, AgendaOffice
from tests.crm.around.reading import sent, token_in
from tests.live.houses import OwnHouse, own_house

NOW = MONDAY + timedelta(hours=9)
AN_ID = "01a20212-8bb5-7f48-9d21-13d13410bfd3"
LATER = "2027-03-08T09:00:00Z"
DAYS = "from=2027-03-02&to=2027-03-03"
GUEST = {"service": AN_ID, "start": LATER, "name": "Jan", "email": "jan@kade.example"}

# What leads to something by its address alone: by the kind of its token, each way in with what it would take.
PLACES: dict[str, dict[tuple[str, str], Any]] = {
    "appointment": {
        ("GET", "/appointment/{token}"): None,
        ("GET", "/appointment/{token}/times"): DAYS,
        ("GET", "/appointment/{token}/calendar.ics"): None,
        ("POST", "/appointment/{token}/pick"): {"option_id": AN_ID},
        ("POST", "/appointment/{token}/counter"): {"starts": [LATER]},
        ("POST", "/appointment/{token}/move"): {"start": LATER},
        ("POST", "/appointment/{token}/cancel"): {},
        ("POST", "/appointment/{token}/review"): {"stars": 5},
    },
    "request": {
        ("GET", "/request/{token}"): None,
        ("POST", "/request/{token}"): "name=a.txt",
        ("POST", "/request/{token}/done"): None,
    },
    "shared": {
        ("GET", "/shared/{token}"): None,
        ("GET", "/shared/{token}/documents/{document_id}"): None,
    },
    "feed": {("GET", "/calendars/{token}.ics"): None},
    "unsubscribe": {
        ("GET", "/unsubscribe/{token}"): None,
        ("POST", "/unsubscribe/{token}"): None,
    },
    "booking": {
        ("GET", "/book/{slug}"): None,
        ("GET", "/book/{slug}/times"): f"service={AN_ID}&{DAYS}",
        ("POST", "/book/{slug}/holds"): {"service": AN_ID, "start": LATER},
        ("POST", "/book/{slug}"): GUEST,
    },
}
OF_OTHER_ROOMS = ("/sign/", "/setup/", "/invitations/", "/resets/", "/files/", "/join/", "/invite", "/reset")
"""Links to accounts, sessions and signing: each says what became of it to who held it, by design."""


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[AgendaOffice]:
    async with own_house(tmp_path / "house") as made:
        yield await AgendaOffice.open(made)


@contextmanager
def work_of_new_tasks(house: OwnHouse) -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile by whoever was not there before: each connection is a task of
    its own, without a name; what the house does in the background has one, or was there."""
    statements: list[str] = []
    engine, there = house.database.engine.sync_engine, asyncio.all_tasks()

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        task = asyncio.current_task()
        if task not in there and task is not None and task.get_name().startswith("Task-"):
            statements.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def knock(office: AgendaOffice, method: str, place: str, more: Any, token: str) -> tuple[Any, ...]:
    """Status, body and the names of the headers."""
    path = place.replace("{token}", token).replace("{slug}", token).replace("{document_id}", AN_ID)
    url = f"{office.house.url}/api/v1{path}" + (f"?{more}" if isinstance(more, str) else "")
    given: dict[str, Any] = {"json": more} if isinstance(more, dict) else {}
    if isinstance(more, str) and method == "POST":
        given = {"data": b"some text"}
    async with aiohttp.ClientSession() as http, http.request(method, url, **given) as answer:
        body = json.loads(await answer.text())
        told = {name: value for name, value in body.items() if name not in ("instance", "request_id")}
        return answer.status, answer.content_type, told, sorted(answer.headers)


async def knocked(office: AgendaOffice, method: str, place: str, more: Any, token: str) -> tuple[Any, list[str]]:
    """The answer, and the work of it."""
    with work_of_new_tasks(office.house) as statements:
        answer = await knock(office, method, place, more, token)
    return answer, statements


async def upload(office: AgendaOffice) -> str:
    headers = {"Cookie": f"samen_session={office.adviser.cookie}"}
    url = f"{office.house.url}/api/v1/documents?name=a.txt&client={office.client_id}"
    async with aiohttp.ClientSession() as http, http.post(url, data=b"some text", headers=headers) as answer:
        return str((await answer.json())["id"])


async def living(office: AgendaOffice) -> dict[str, str]:
    """A token of each kind, as it was given to somebody."""
    await office.planned(MONDAY + timedelta(days=1, hours=9))
    (mail,) = await sent(office)
    document, clients = await upload(office), [office.client_id]
    wish = {"document_ids": [document], "client_ids": clients, "notify": False}
    share = (await office.good("POST", "/documents/share", wish))["items"][0]["link"]
    wish = {"client_ids": clients, "what": "Loonstrook", "subject": "Graag", "text": "Dank.", "notify": False}
    request = (await office.good("POST", "/document-requests", wish))["items"][0]["link"]
    feed = (await office.good("POST", "/calendar-feed"))["url"]
    crm = office.house.parts.crm
    assert crm is not None
    leave = Unsubscribing(crm.ground.key("unsubscribe links"), lambda: "")
    await office.open_online()
    return {
        "appointment": token_in(mail),
        "request": request.rpartition("/")[2],
        "shared": share.rpartition("/")[2],
        "feed": feed.rpartition("/")[2].removesuffix(".ics"),
        "unsubscribe": leave.link(office.id, office.client_id, "jan@vermeulen.example").rpartition("/")[2],
        "booking": (await office.good("GET", "/agenda-choices"))["slug"],
    }


async def killed(office: AgendaOffice, tokens: dict[str, str]) -> dict[str, str]:
    """The same, when their time has come or they were taken back. A link to unsubscribe never dies: this one has a mark
    of another key."""
    await office.good("DELETE", "/calendar-feed")
    await office.good("PUT", "/agenda-choices", {"booking": False}, who=office.admin)
    forged = Unsubscribing(secrets.token_bytes(32), lambda: "").link(office.id, office.client_id, "jan@v.example")
    office.at(NOW + timedelta(days=200))
    return tokens | {"unsubscribe": forged.rpartition("/")[2]}


async def test_the_table_has_every_way_in_that_there_is(office: AgendaOffice) -> None:
    listed = {(method, f"/api/v1{place}") for places in PLACES.values() for method, place in places}
    found = set()
    for route in app_of(office.house.parts).router.routes():
        place = "" if route.resource is None else route.resource.canonical
        secret = "{token}" in place or "{slug}" in place
        other = any(f"/api/v1{part}" in place for part in OF_OTHER_ROOMS)
        if isinstance(route, web.ResourceRoute) and place.startswith("/api/") and secret and not other:
            found.add((route.method, place))
    assert {one for one in found if one[0] != "HEAD"} == listed


@pytest.mark.parametrize("kind", PLACES)
async def test_whatever_leads_nowhere_answers_the_same_for_the_same_work(
    office: AgendaOffice, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def allowed(*_asked: Any) -> float:
        return 0.0

    # Every way in counts its guesses (test_links.py): here there are more of them than anybody may make.
    monkeypatch.setattr(MemoryThrottle, "take", allowed)
    tokens = await living(office)
    (method, place), more = next(iter(PLACES[kind].items()))
    async with aiohttp.ClientSession() as http:
        alive = f"{office.house.url}/api/v1{place}".replace("{token}", tokens[kind]).replace("{slug}", tokens[kind])
        async with http.request(method, alive) as answer:
            assert answer.status == 200, "it leads somewhere while it is alive"
    dead = await killed(office, tokens)
    foreign = dead["shared" if kind != "shared" else "request"]
    for (method, place), more in PLACES[kind].items():
        never, work = await knocked(office, method, place, more, secrets.token_urlsafe(32))
        assert never[0] == 404, (method, place, never)
        for what, token in {"dead": dead[kind], "of another page": foreign, "no token at all": "x"}.items():
            answer, spent = await knocked(office, method, place, more, token)
            assert answer == never, (method, place, what)
            assert spent == work, (method, place, what)
        assert work or kind == "unsubscribe", "it was looked up"
