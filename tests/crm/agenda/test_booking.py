"""Bookings by clients: what is free, who is booked, holds, seats; and many who want the same time at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from server.crm.agenda.slots import Wish
from server.crm.ports import Actor, Booking, FreeTime
from server.web import Problem
from tests.crm.agenda.office import AgendaOffice, hour
from tests.live.houses import own_house
from tests.services.stores import PostgresServer

CLIENT = Actor("client", name="Jan")


def booking(office: AgendaOffice, start: datetime, **given: Any) -> Booking:
    wanted = {"service_id": office.service["id"], "adviser_id": office.adviser.user_id, "client_id": office.client_id}
    return Booking(**{**wanted, "start": start, **given})


async def free(office: AgendaOffice, day: int, adviser_id: str | None = None, **given: Any) -> list[FreeTime]:
    window = (hour(day, 0), hour(day, 24))
    service_id = given.get("service_id", office.service["id"])
    async with office.house.database.reading() as rows:
        return await office.agenda.service.free_times(rows, office.id, service_id, adviser_id, *window)


@pytest.mark.covers("G006")
async def test_nobody_is_booked_until_it_is_switched_on(any_office: AgendaOffice) -> None:
    office = any_office
    status, refused = await office.ask("PUT", "/agenda-choices", {"booking": True}, who=office.admin)
    assert (status, refused["code"]) == (409, "slug_missing")
    assert await free(office, 1) == []
    with pytest.raises(Problem, match="adviser_unknown"):
        await office.agenda.service.book(office.id, booking(office, hour(1, 10)), CLIENT)
    await office.open_online()
    choices = await office.good("GET", "/agenda-choices")
    assert (choices["booking"], choices["my_booking"]) == (True, True)
    async with office.house.database.reading() as rows:
        page = await office.agenda.service.booking_page(rows, choices["slug"])
    assert page is not None
    assert page.advisers == ((office.adviser.user_id, "Anna de Wit"),)
    assert [one.name for one in page.services] == ["Hypotheekgesprek"]
    assert [one.start for one in await free(office, 1)][:3] == [hour(1, 9), hour(1, 9, 30), hour(1, 10)]
    await office.good("PUT", "/agenda-choices", {"booking": False}, who=office.admin)
    async with office.house.database.reading() as rows:
        assert await office.agenda.service.booking_page(rows, choices["slug"]) is None


async def test_what_was_booked_is_no_longer_free(any_office: AgendaOffice) -> None:
    office = any_office
    await office.open_online()
    made = await office.agenda.service.book(office.id, booking(office, hour(1, 10), description="Hoi"), CLIENT)
    assert (made.status, made.source, made.description, made.client_id) == (
        "scheduled",
        "booking",
        "Hoi",
        office.client_id,
    )
    starts = [one.start for one in await free(office, 1)]
    assert starts[:3] == [hour(1, 9), hour(1, 11), hour(1, 11, 30)]
    for start in (hour(1, 10), hour(1, 10, 30), hour(1, 9, 30)):
        with pytest.raises(Problem, match="slot_taken"):
            await office.agenda.service.book(office.id, booking(office, start), CLIENT)
    for start in (hour(1, 8), hour(1, 16, 30), hour(1, 12, 15), hour(0, 1, 30), hour(6, 10), hour(90, 10)):
        with pytest.raises(Problem, match="time_not_offered"):
            await office.agenda.service.book(office.id, booking(office, start), CLIENT)
    assert office.kinds() == ["booked"]


async def test_buffers_notice_and_horizon_hold_for_clients_and_not_for_advisers(office: AgendaOffice) -> None:
    await office.open_online()
    service = await office.new_service(
        minutes=30, buffer_before=15, buffer_after=15, steps=15, notice_hours=24, horizon_days=2
    )
    await office.planned(hour(1, 12), service_id=service["id"])
    starts = [one.start for one in await free(office, 1, service_id=service["id"])]
    assert starts[0] == hour(1, 9), "it is one o'clock at night on Monday, and a day before that is gone"
    assert hour(1, 11) in starts
    assert hour(1, 11, 15) not in starts, "its quarter after and the other's quarter before"
    assert hour(1, 13) in starts
    assert await free(office, 3, service_id=service["id"]) == []
    assert (await office.plan(hour(0, 2), service_id=service["id"]))[0] == 201


async def test_public_holidays_are_closed_unless_the_office_says_otherwise(office: AgendaOffice) -> None:
    await office.open_online()
    easter = 4 * 7  # Monday 29 March 2027
    assert await free(office, easter) == []
    await office.good("PUT", "/agenda-choices", {"closed_on_holidays": False}, who=office.admin)
    assert len(await free(office, easter)) == 15


async def test_without_a_wish_the_adviser_with_least_to_do_is_booked(any_office: AgendaOffice) -> None:
    office = any_office
    await office.open_online()
    await office.open_online(office.colleague)
    await office.planned(hour(1, 9))
    first = await office.agenda.service.book(office.id, booking(office, hour(2, 10), adviser_id=""), CLIENT)
    second = await office.agenda.service.book(office.id, booking(office, hour(2, 10), adviser_id=""), CLIENT)
    assert (first.adviser_id, second.adviser_id) == (office.colleague.user_id, office.adviser.user_id)
    with pytest.raises(Problem, match="slot_taken"):
        await office.agenda.service.book(office.id, booking(office, hour(2, 10), adviser_id=""), CLIENT)


async def test_a_hold_keeps_a_time_for_its_holder_until_it_runs_out(any_office: AgendaOffice) -> None:
    office, agenda = any_office, any_office.agenda.service
    await office.open_online()
    wanted = (office.id, office.service["id"], office.adviser.user_id, hour(1, 10))
    until = office.house.clock() + timedelta(minutes=5)
    key = await agenda.hold(*wanted, until)
    assert hour(1, 10) not in [one.start for one in await free(office, 1)]
    with pytest.raises(Problem, match="slot_taken"):
        await agenda.book(office.id, booking(office, hour(1, 10)), CLIENT)
    with pytest.raises(Problem, match="slot_taken"):
        await agenda.hold(*wanted, until)
    assert (await agenda.book(office.id, booking(office, hour(1, 10), hold=key), CLIENT)).start == hour(1, 10)
    await agenda.hold(*wanted[:3], hour(1, 14), until)
    office.house.clock.passes(minutes=5)
    assert (await agenda.book(office.id, booking(office, hour(1, 14)), CLIENT)).start == hour(1, 14)


async def test_seats_are_given_out_until_there_are_none(any_office: AgendaOffice) -> None:
    office, agenda = any_office, any_office.agenda.service
    await office.open_online()
    service = await office.new_service(name="Open spreekuur", seats=4)
    wish = booking(office, hour(1, 14), service_id=service["id"])
    found = await asyncio.gather(*(agenda.book(office.id, wish, CLIENT) for _ in range(12)), return_exceptions=True)
    made = [one for one in found if not isinstance(one, BaseException)]
    assert len(made) == 4
    assert {str(one) for one in found if isinstance(one, BaseException)} == {"slot_taken"}
    assert len({one.session_id for one in made}) == 4, "each client meets the adviser alone"
    view = await office.good("GET", f"/appointments/{made[0].id}")
    assert view["seats"] == {"taken": 4, "of": 4}
    await agenda.cancel(office.id, made[0].id, "", CLIENT)
    assert (await agenda.book(office.id, wish, CLIENT)).start == hour(1, 14)
    # Nothing else fits there, not even the same service half an hour later.
    for other in (booking(office, hour(1, 14)), booking(office, hour(1, 14, 30), service_id=service["id"])):
        with pytest.raises(Problem, match="slot_taken"):
            await agenda.book(office.id, other, CLIENT)


async def test_many_who_want_few_times_get_each_of_them_once(any_office: AgendaOffice) -> None:
    """400 attempts on 20 times of two advisers; the measurements make 10,000 on 100."""
    office, agenda = any_office, any_office.agenda.service
    for who in (office.adviser, office.colleague):
        await office.open_online(who)
    starts = [hour(day, at) for day in (1, 2) for at in (9, 10, 11, 13, 14)]
    wishes = [
        booking(office, start, adviser_id=who.user_id)
        for _ in range(20)
        for start in starts
        for who in (office.adviser, office.colleague)
    ]
    found = await asyncio.gather(*(agenda.book(office.id, each, CLIENT) for each in wishes), return_exceptions=True)
    made = [one for one in found if not isinstance(one, BaseException)]
    assert {repr(one) for one in found if isinstance(one, BaseException) and not isinstance(one, Problem)} == set()
    assert sorted((one.start, one.adviser_id) for one in made) == sorted(
        (start, who.user_id) for start in starts for who in (office.adviser, office.colleague)
    )
    assert len(office.heard) == 20


async def test_moving_booking_and_blocking_at_once_never_overlap(any_office: AgendaOffice) -> None:
    office, agenda = any_office, any_office.agenda.service
    await office.open_online()
    made = [await office.planned(hour(3, 9 + number)) for number in range(4)]
    target = hour(1, 10)
    block = {"title": "Vrij", "start": target.isoformat(), "end": hour(1, 11).isoformat()}
    work = [agenda.move(office.id, one["id"], target, Actor("user", office.adviser.user_id)) for one in made]
    work += [agenda.book(office.id, booking(office, target), CLIENT) for _ in range(4)]
    found = await asyncio.gather(*work, office.ask("POST", "/blocks", block), return_exceptions=True)
    done = [one for one in found[:-1] if not isinstance(one, BaseException)]
    blocked = found[-1][0] == 201  # type: ignore[index]  # a status and its answer
    assert len(done) + blocked == 1, found
    page = await office.good("GET", "/appointments?limit=200")
    spans = sorted((one["start"], one["end"]) for one in page["items"])
    assert all(one[1] <= two[0] for one, two in zip(spans, spans[1:], strict=False))


async def test_the_database_itself_refuses_two_that_overlap(any_office: AgendaOffice) -> None:
    """Whoever writes, past all that the service asks."""
    office, slots = any_office, any_office.agenda.service._slots
    one = Wish(office.id, office.adviser.user_id, hour(1, 10), hour(1, 11), 0, 0)
    other = Wish(office.id, office.adviser.user_id, hour(1, 10, 59), hour(1, 12), 0, 0)
    after = Wish(office.id, office.adviser.user_id, hour(1, 11), hour(1, 12), 0, 0)
    async with office.house.database.writing() as rows:
        await slots._insert(rows, one)
        await slots._insert(rows, after)
    with pytest.raises(IntegrityError, match="ex_taken_apart"):
        async with office.house.database.writing() as rows:
            await slots._insert(rows, other)
    with pytest.raises(IntegrityError, match="ex_taken_apart"):
        async with office.house.database.writing() as rows:
            await rows.execute(
                text("UPDATE taken SET start_at = :at WHERE start_at > :at"), {"at": _plain(office, hour(1, 10, 30))}
            )
    with pytest.raises(Problem, match="slot_taken"):
        async with slots.alone({office.adviser.user_id}) as rows:
            await slots._insert(rows, other)


def _plain(office: AgendaOffice, at: datetime) -> Any:
    return at.strftime("%Y-%m-%d %H:%M:%S.000000") if office.house.database.sqlite else at


@pytest.fixture
async def plain_office(postgres_server: PostgresServer, tmp_path: Path) -> AsyncIterator[AgendaOffice]:
    """On a PostgreSQL whose role may make tables, and no extensions."""
    address = postgres_server.database()
    name = address.rsplit("/", 1)[1]
    for line in (
        "DROP ROLE IF EXISTS plain",
        "CREATE ROLE plain LOGIN",
        f"REVOKE CREATE ON DATABASE {name} FROM PUBLIC",
    ):
        postgres_server.run(line)
    postgres_server.run("GRANT USAGE, CREATE ON SCHEMA public TO plain", name)
    async with own_house(tmp_path / "house", address.replace("//samen@", "//plain@")) as made:
        yield await AgendaOffice.open(made)
    postgres_server.run(f"DROP DATABASE {name} WITH (FORCE)")
    postgres_server.run("DROP ROLE plain")


async def test_without_the_extension_a_trigger_keeps_them_apart(plain_office: AgendaOffice) -> None:
    office = plain_office
    async with office.house.database.reading() as rows:
        assert await rows.scalar(text("SELECT count(*) FROM pg_extension WHERE extname = 'btree_gist'")) == 0
    await test_the_database_itself_refuses_two_that_overlap(office)
    slots = office.agenda.service._slots

    async def one(number: int) -> None:
        start = hour(2, 10) + timedelta(minutes=number)
        async with office.house.database.writing() as rows:
            await slots._insert(rows, Wish(office.id, office.adviser.user_id, start, start + timedelta(hours=1), 0, 0))

    found = await asyncio.gather(*(one(number) for number in range(12)), return_exceptions=True)
    assert [isinstance(each, IntegrityError) for each in found].count(False) == 1
