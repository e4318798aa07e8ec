"""How long an office waits for the preview of a large file of clients, and for their coming in, on both databases."""

import asyncio
import csv
import io
import random
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import aiohttp

from bench.crm_clients import fill, invented
from bench.offices import with_parts
from bench.report import measured
from bench.surroundings import folder, samen, stores
from server.crm.ports import ClientDraft

ROWS, COLUMNS = 50_000, 20
GOAL_S = 10.0
_PATIENCE_S = 900.0
_ASK_S = 0.25
"""How often it is asked whether it is ready: more often than the page does, and seldom enough to take no time from it."""
_HEADER = [
    *("Klantnummer", "Voornaam", "Tussenvoegsel", "Achternaam", "Geboortedatum", "E-mailadres", "E-mail 2", "Mobiel"),
    *("Telefoon", "Straat", "Huisnummer", "Postcode", "Woonplaats", "Land", "Taal", "Bedrijfsnaam", "Tags", "Bron"),
    *("Branche", "Status"),
]


def table(rows: int = ROWS) -> bytes:
    """A file as a program of before would write it: twenty columns, one in a hundred rows twice, one not right."""
    chance = random.Random(3)
    out = io.StringIO()
    write = csv.writer(out, delimiter=";").writerow
    write(_HEADER)
    listed: list[ClientDraft] = []
    for number in range(rows):
        told = listed[-50] if number % 100 == 99 else invented(chance, number)
        listed.append(told)
        one = told.people[0]
        mail, mobile = told.contacts[0].value, told.contacts[1].value
        birthday = "-".join(reversed(one.birthday.split("-")))
        if number % 100 == 51:
            mail = "geen"
        write(
            [
                *(number, one.given, one.prefix, one.family, birthday, mail, "", mobile, ""),
                *("Lindelaan", number % 300, told.postcode, told.city, "Nederland", "nl", told.name),
                *(",".join(told.tags), "beurs", "zorg", "actief"),
            ]
        )
    return out.getvalue().encode("cp1252", "replace")


async def _until(http: aiohttp.ClientSession, address: str, *states: str) -> tuple[float, dict[str, Any]]:
    begin = time.perf_counter()
    while time.perf_counter() - begin < _PATIENCE_S:
        async with http.get(address) as answer:
            view: dict[str, Any] = await answer.json()
        if view["state"] in states:
            return time.perf_counter() - begin, view
        await asyncio.sleep(_ASK_S)
    raise RuntimeError(f"the import is still {view['state']}")


async def _measure(name: str, url: str, cookie: str, content: bytes) -> None:
    async with aiohttp.ClientSession(headers={"Cookie": f"samen_session={cookie}"}) as http:
        begin = time.perf_counter()
        async with http.post(f"{url}/api/v1/imports?name=bench.csv", data=content) as answer:
            view = await answer.json()
            assert answer.status == 201, view
        address = f"{url}/api/v1/imports/{view['id']}"
        _, view = await _until(http, address, "ready", "failed")
        preview = time.perf_counter() - begin
        assert (view["state"], view["total"], len(view["columns"])) == ("ready", ROWS, COLUMNS), view
        goal = f"preview of {ROWS:,} x {COLUMNS} <= {GOAL_S:.0f} s"
        measured(f"import preview, {name}", "s", [preview], goal=goal, met=preview <= GOAL_S)
        print(
            f"  {view['counts']['new']:,} new, {view['counts']['double']:,} double, {view['counts']['wrong']:,} wrong"
        )
        async with http.post(f"{address}/bring") as answer:
            assert answer.status == 200, await answer.text()
        took, view = await _until(http, address, "done", "failed")
        assert view["state"] == "done", view
        assert view["counts"]["added"] > ROWS * 0.9, view
        measured(f"import commit, {name}", "s", [took])
        async with http.post(f"{address}/undo") as answer:
            assert answer.status == 200, await answer.text()
        took, view = await _until(http, address, "undone", "failed")
        assert view["counts"]["gone"] == view["counts"]["added"], view
        measured(f"import undo, {name}", "s", [took])


def _run(name: str, database: str, place: Path, content: bytes) -> None:
    (place / name).mkdir()
    own = {"SAMEN_DATA": str(place / name), "SAMEN_PORT": "0", "DATABASE_URL": database}
    cookie = asyncio.run(with_parts(own, lambda parts: fill(parts, 0)))
    with samen({"DATABASE_URL": database}) as (node,):
        asyncio.run(_measure(name, node.url, cookie, content))


def main() -> None:
    content = table()
    with ExitStack() as stack:
        place = stack.enter_context(folder())
        _run("sqlite", f"sqlite:///{place / 'bench.db'}", place, content)
        found = stack.enter_context(stores())
        _run("postgresql", found["DATABASE_URL"], place, content)
