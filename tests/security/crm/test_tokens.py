"""Addresses that open something by themselves: who hears of them, what is kept of them, and what is said of dead ones."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import update

from server.app import app_of
from server.stores.tables import metadata
from tests.crm.documents.archive import Archive
from tests.live.houses import OwnHouse, own_house
from tests.server.harness import serving
from tests.signing.edges.desk import RunningClock, desk_of


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[OwnHouse]:
    async with own_house(tmp_path / "house") as made:
        yield made


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    async with serving(tmp_path / "data", RunningClock()) as service:
        yield Archive(await desk_of(service))


def _with_tokens(house: OwnHouse) -> list[tuple[str, str]]:
    """Every route that has a token in its address."""
    found = set()
    for route in app_of(house.parts).router.routes():
        place = "" if route.resource is None else route.resource.canonical
        if isinstance(route, web.ResourceRoute) and "{token}" in place and route.method != "HEAD":
            found.add((route.method, place))
    return sorted(found)


def _address(place: str) -> str:
    address = place.replace("{token}", secrets.token_urlsafe(32))
    while "{" in address:
        start = address.index("{")
        address = f"{address[:start]}01a20212-8bb5-7f48-9d21-13d13410bfd3{address[address.index('}') + 1 :]}"
    return address


async def test_no_answer_behind_a_token_is_kept_or_tells_its_address_to_another(house: OwnHouse) -> None:
    routes = _with_tokens(house)
    assert len(routes) > 25, routes
    async with aiohttp.ClientSession() as http:
        for method, place in routes:
            async with http.request(method, house.url + _address(place), json={}) as answer:
                assert answer.headers["Referrer-Policy"] == "no-referrer", (method, place)
                kept = answer.headers.get("Cache-Control", "")
                # A page is the same for everybody; what it shows comes from the API.
                page = not place.startswith("/api/") and answer.content_type == "text/html"
                assert "no-store" in kept or (page and kept == "no-cache"), (method, place, answer.status, kept)


async def test_a_dead_link_answers_like_one_that_never_was(archive: Archive) -> None:
    jan = await archive.client("Jan Vermeulen", "jan@klant.example")
    one = await archive.added("Rapport.pdf", client=jan)
    [share] = await archive.shared([one["id"]], [jan])
    asked = (await archive.ask([jan]))["items"][0]
    browser = archive.desk.service.browser()
    alive = {"shared": share["link"].rpartition("/")[2], "request": asked["link"].rpartition("/")[2]}
    for kind, token in alive.items():
        assert (await browser.get(f"/{kind}/{token}")).status == 200, kind
    past = archive.desk.service.clock() - timedelta(days=1)
    async with archive.desk.service.parts.database.writing() as rows:
        for name in ("document_shares", "document_requests"):
            await rows.execute(update(metadata.tables[name]).values(expires_at=past))
    for kind, token in alive.items():
        dead, never = await browser.get(f"/{kind}/{token}"), await browser.get(f"/{kind}/{secrets.token_urlsafe(32)}")
        assert (dead.status, _told(dead.body)) == (never.status, _told(never.body)), kind
        assert dead.headers.keys() == never.headers.keys(), kind


def _told(body: Any) -> Any:
    return {name: value for name, value in body.items() if name not in ("instance", "request_id")}
