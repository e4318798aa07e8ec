"""Ten thousand who book a hundred times at once, an overview of ten thousand appointments, and 50,000 nights on which
the clock is changed; on both databases."""

import asyncio
import random
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import orjson
from sqlalchemy import func, insert, select

from bench.offices import staffed, with_parts
from bench.report import measured
from bench.surroundings import folder, samen, stores
from server.crm.agenda.tables import appointments, taken
from server.crm.ports import Actor, Booking, NewClient
from server.stores.database import uuid7
from server.web import Member, Problem
from server.wiring import Parts
from tests.crm.agenda import nights
from tools.steps import ROOT

SLOTS, ATTEMPTS, ADVISERS = 100, 10_000, 4
APPOINTMENTS, _ROUNDS = 10_000, 30
GOAL_MS = 300.0
NIGHTS = 50_000


@dataclass(frozen=True, slots=True)
class Office:
    """What those who book have to know."""

    id: str
    advisers: tuple[str, ...]
    service_id: str
    client_id: str
    starts: tuple[str, ...]
    cookie: str


async def _open(parts: Parts) -> Office:
    made = await staffed(parts, [f"Adviser {number}" for number in range(ADVISERS)], "admin")
    office_id, ids, now = made.office_id, made.user_ids, datetime.now(UTC)
    assert parts.crm is not None
    crm = parts.crm
    async with parts.database.writing() as rows:
        new = NewClient("Jan Vermeulen", "jan@bench.example", adviser_id=ids[0])
        card = await crm.clients.book.make(rows, office_id, new, Actor("system"))
        for user_id in ids:
            member = Member(user_id, office_id, "Adviser", "a@bench.example", "admin", "nl", "")
            await crm.agenda.setup.switch_online(rows, member, online=True)
    member = Member(ids[0], office_id, "Adviser", "a@bench.example", "admin", "nl", "")
    wanted = {"name": "Gesprek", "minutes": 60, "bookable": True, "kind": "office", "notice_hours": 0}
    service = await crm.agenda.setup.add_service(member, wanted | {"horizon_days": 365, "step_minutes": 60})
    async with parts.database.reading() as rows:
        window = (now + timedelta(days=1), now + timedelta(days=30))
        free = await crm.agenda.service.free_times(rows, office_id, service.id, ids[0], *window)
    starts = tuple(each.start.isoformat() for each in free[: SLOTS // ADVISERS])
    return Office(office_id, ids, service.id, card.id, starts, made.cookie)


# --- the race ---


async def _storm(parts: Parts, office: Office, attempts: int, seed: int) -> dict[str, Any]:
    """So many attempts, all begun at once; what became of them, and how long each took in ms."""
    assert parts.crm is not None
    agenda, chance = parts.crm.agenda.service, random.Random(seed)
    slots = [(start, user_id) for start in office.starts for user_id in office.advisers]
    wishes = [slots[number % len(slots)] for number in range(attempts)]
    chance.shuffle(wishes)
    outcomes: dict[str, int] = {}
    times: list[float] = []

    async def attempt(start: str, user_id: str) -> None:
        wish = Booking(office.service_id, user_id, datetime.fromisoformat(start), office.client_id)
        begin = time.perf_counter()
        try:
            await agenda.book(office.id, wish, Actor("client", name="Jan"))
            outcome = "booked"
        except Problem as refused:
            outcome = refused.refusal.code
        except Exception as wrong:  # noqa: BLE001 - whatever it is, the result is to name it
            outcome = repr(wrong)[:200]
        times.append((time.perf_counter() - begin) * 1000)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1

    await asyncio.gather(*(attempt(*each) for each in wishes))
    return {"outcomes": outcomes, "times": times}


def _one_node() -> None:
    """A process of its own: settings, office, attempts and seed by its input, what became of them by its output."""
    told = orjson.loads(sys.stdin.buffer.read())
    given = told["office"] | {name: tuple(told["office"][name]) for name in ("advisers", "starts")}
    office = Office(**given)

    async def work(parts: Parts) -> Any:
        return await _storm(parts, office, told["attempts"], told["seed"])

    print(orjson.dumps(asyncio.run(with_parts(told["settings"], work))).decode())


def _race(name: str, settings: dict[str, str], office: Office, nodes: int) -> None:
    begin = time.perf_counter()
    processes = []
    for node in range(nodes):
        told = {
            "settings": settings,
            "office": {each: getattr(office, each) for each in Office.__slots__},
            "attempts": ATTEMPTS // nodes,
            "seed": node,
        }
        child = subprocess.Popen(
            [sys.executable, "-m", "bench.crm_agenda"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert child.stdin is not None
        child.stdin.write(orjson.dumps(told))
        child.stdin.close()
        processes.append(child)
    outcomes: dict[str, int] = {}
    times: list[float] = []
    for child in processes:
        assert child.stdout is not None
        found = orjson.loads(child.stdout.read().splitlines()[-1])
        child.wait()
        times += found["times"]
        for outcome, number in found["outcomes"].items():
            outcomes[outcome] = outcomes.get(outcome, 0) + number
    took = time.perf_counter() - begin
    booked, rows_of, overlapping = asyncio.run(with_parts(settings, lambda parts: _count(parts, office)))
    slots = len(office.starts) * len(office.advisers)
    print(f"  {outcomes}; {booked} appointments, {rows_of} hours taken, {overlapping} overlap", flush=True)
    exactly = booked == rows_of == outcomes.get("booked", 0) == slots and overlapping == 0
    exactly = exactly and outcomes == {"booked": slots, "slot_taken": ATTEMPTS - slots}
    goal = f"exactly {slots} of {ATTEMPTS:,}"
    where = f"crm.{name}, {nodes} node{'s' if nodes > 1 else ''}"
    measured(f"{where}: booking race", "bookings", [booked], goal=goal, met=exactly)
    measured(f"{where}: attempts a second", "/s", [ATTEMPTS / took])
    measured(f"{where}: wait of one among all", "ms", times)


async def _count(parts: Parts, office: Office) -> tuple[int, int, int]:
    async with parts.database.reading() as rows:
        booked = await rows.scalar(select(func.count()).select_from(appointments))
        spans = (await rows.execute(select(taken.c.user_id, taken.c.start_at, taken.c.end_at).order_by(*taken.c))).all()
    overlapping = sum(
        one.user_id == two.user_id and one.start_at < two.end_at and two.start_at < one.end_at
        for at, one in enumerate(spans)
        for two in spans[at + 1 :]
    )
    return int(booked or 0), len(spans), overlapping


# --- the overview ---


async def _fill(parts: Parts, office: Office) -> None:
    """Appointments of two years in every state."""
    chance, now = random.Random(5), datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    async with parts.database.writing() as rows:
        base = dict((await rows.execute(select(appointments).limit(1))).one()._mapping)
        made = []
        for number in range(APPOINTMENTS - SLOTS):
            start = now + timedelta(hours=chance.randrange(-365 * 24, 365 * 24))
            called_off = chance.random() < 0.15
            made.append(
                base
                | {
                    "id": uuid7(),
                    "uid": str(number),
                    "taken_id": None,
                    "kind": chance.choice(("video", "video", "office")),
                    "adviser_id": chance.choice(office.advisers),
                    "start_at": start,
                    "end_at": start + timedelta(hours=1),
                    "planned_at": chance.choice((now, now, now, None)),
                    "cancelled_at": start - timedelta(hours=2) if called_off else None,
                    "cancelled_by": "client" if called_off else "",
                    "host_seen_at": chance.choice((None, start)),
                    "guest_seen_at": chance.choice((None, start)),
                    "search": f"jan vermeulen {number}",
                }
            )
        await rows.execute(insert(appointments), made)


async def _overview(name: str, url: str, cookie: str) -> None:
    now = datetime.now(UTC)
    week = f"from={now:%Y-%m-%dT%H:%M:%SZ}&to={now + timedelta(days=7):%Y-%m-%dT%H:%M:%SZ}"
    asked = {
        "overview, everybody's": "/appointments?scope=all",
        "overview, one's own": "/appointments",
        "overview, one status": "/appointments?scope=all&status=missed",
        "overview, by status": "/appointments?scope=all&sort=status",
        "overview, searched": "/appointments?scope=all&search=vermeulen+77",
        "calendar of a week, everybody's": f"/calendar?{week}&advisers=all",
    }
    async with aiohttp.ClientSession(headers={"Cookie": f"samen_session={cookie}"}) as http:
        for what, path in asked.items():
            times: list[float] = []
            for _ in range(_ROUNDS + 2):
                begin = time.perf_counter()
                async with http.get(f"{url}/api/v1{path}") as answer:
                    page = await answer.json()
                    assert answer.status == 200, page
                    assert page.get("items") or page.get("appointments"), path
                times.append((time.perf_counter() - begin) * 1000)
            times = times[2:]  # the first ones warm it
            met = sorted(times)[int(0.95 * len(times))] <= GOAL_MS
            measured(f"crm.{name}: {what}", "ms", times, goal=f"p95 <= {GOAL_MS:.0f} ms", met=met)


def _run(name: str, settings: dict[str, str], place: Path, nodes: int) -> None:
    (place / name).mkdir()
    if name == "sqlite":
        settings = {**settings, "DATABASE_URL": f"sqlite:///{place / name / 'bench.db'}"}
    own = {"SAMEN_DATA": str(place / name), "SAMEN_PORT": "0", **settings}
    office: Office = asyncio.run(with_parts(own, _open))
    _race(name, own, office, nodes)
    asyncio.run(with_parts(own, lambda parts: _fill(parts, office)))
    with samen(settings) as (node,):
        asyncio.run(_overview(name, node.url, office.cookie))


def main() -> None:
    begin = time.perf_counter()
    offered = nights.check(NIGHTS, seed=2027)
    print(f"  {NIGHTS:,} generated agendas, {offered:,} times offered, each as the clock shows it", flush=True)
    measured("crm.rules: generated nights", "cases/s", [NIGHTS / (time.perf_counter() - begin)])
    with ExitStack() as stack:
        place = stack.enter_context(folder())
        _run("sqlite", {}, place, nodes=1)
        found = stack.enter_context(stores())
        _run("postgresql", {"DATABASE_URL": found["DATABASE_URL"]}, place, nodes=2)


if __name__ == "__main__":
    _one_node()
