"""Planned sessions: a code that is good before anybody comes, and dies when nobody may come any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from server.accounts.sign_ins import SignInStore
from server.crm.meetings.service import AFTER, PlannedSessions
from server.crm.ports import PlannedSession
from server.live.tables import session_log, sessions
from tests.live.houses import Meeting, OwnHouse, Person


async def planned(house: OwnHouse, adviser: Person, *, office: str, hours: float = 1) -> PlannedSession:
    """For an appointment that ends in so many hours."""
    until = house.clock() + timedelta(hours=hours)
    async with house.database.writing() as rows:
        return await PlannedSessions(house.clock).plan(rows, office, adviser.user_id, "Hypotheekgesprek", until=until)


async def office_of(house: OwnHouse, **settings: Any) -> tuple[str, Person]:
    office = await house.office(**settings)
    return office, await house.member(office)


async def signed_in(house: OwnHouse, office: str, adviser: Person) -> Person:
    """The same adviser, signed in anew after days."""
    async with house.database.writing() as rows:
        return Person(
            adviser.user_id, await SignInStore(house.database, house.clock).open(rows, adviser.user_id, office)
        )


async def lines(house: OwnHouse, session_id: str) -> int:
    async with house.database.reading() as rows:
        return len((await rows.execute(select(session_log).where(session_log.c.session_id == session_id))).all())


@pytest.mark.covers("F012")
async def test_the_code_of_an_appointment_lets_a_client_in_before_the_adviser_is_there(any_house: OwnHouse) -> None:
    office, adviser = await office_of(any_house)
    plan = await planned(any_house, adviser, office=office, hours=24 * 20)
    assert await lines(any_house, plan.session_id) == 0, "nothing runs until somebody comes"
    any_house.clock.passes(days=19)
    adviser = await signed_in(any_house, office, adviser)
    await any_house.round()
    status, found = await any_house.call("GET", f"/api/v1/join/{plan.code}")
    assert status == 200, found
    assert found["adviser"] == {"name": "Anna de Wit", "present": False}

    guest = await any_house.page(await any_house.guest(Meeting(plan.session_id, plan.code, ""), "Jan Smit")).open()
    host = await any_house.page(await any_house.ticket(adviser, plan.session_id)).open()
    await guest.says("Dag!")
    await host.sees("chat_sent", text="Dag!")
    _, view = await any_house.call("GET", f"/api/v1/sessions/{plan.session_id}", who=adviser)
    began = any_house.clock() - timedelta(minutes=5)
    assert view["started_at"] > began.isoformat(), "it began when somebody came, not when it was planned"


async def test_who_comes_early_and_goes_again_does_not_end_a_planned_session(any_house: OwnHouse) -> None:
    office, adviser = await office_of(any_house, empty_after_minutes=5)
    plan = await planned(any_house, adviser, office=office)
    guest = await any_house.page(await any_house.guest(Meeting(plan.session_id, plan.code, ""))).open()
    await guest.close()
    await any_house.empty(Meeting(plan.session_id, plan.code, ""))
    any_house.clock.passes(hours=2)
    await any_house.round()
    assert (await any_house.call("GET", f"/api/v1/join/{plan.code}"))[0] == 200
    any_house.clock.passes(hours=12)
    await any_house.round()
    assert (await any_house.call("GET", f"/api/v1/join/{plan.code}"))[1]["code"] == "session_ended"


async def test_the_code_of_an_appointment_to_which_nobody_came_dies_half_a_day_later(any_house: OwnHouse) -> None:
    office, adviser = await office_of(any_house)
    plan = await planned(any_house, adviser, office=office)
    any_house.clock.passes(hours=1 + AFTER.total_seconds() / 3600 - 0.1)
    await any_house.round()
    assert (await any_house.call("GET", f"/api/v1/join/{plan.code}"))[0] == 200
    any_house.clock.passes(hours=0.2)
    adviser = await signed_in(any_house, office, adviser)
    await any_house.round()
    status, refusal = await any_house.call("GET", f"/api/v1/join/{plan.code}")
    assert (status, refusal["code"]) == (410, "session_ended")
    status, refusal = await any_house.call("POST", f"/api/v1/sessions/{plan.session_id}/enter", who=adviser)
    assert (status, refusal["code"]) == (410, "session_ended")
    assert await lines(any_house, plan.session_id) == 0


async def test_a_cancelled_appointment_closes_its_door_and_one_that_runs_goes_on(any_house: OwnHouse) -> None:
    office, adviser = await office_of(any_house, empty_after_minutes=5)
    meetings = PlannedSessions(any_house.clock)
    cancelled = await planned(any_house, adviser, office=office)
    running = await planned(any_house, adviser, office=office)
    host = await any_house.page(await any_house.ticket(adviser, running.session_id)).open()
    async with any_house.database.writing() as rows:
        await meetings.release(rows, cancelled.session_id)
        await meetings.release(rows, running.session_id)
        assert await meetings.code(rows, cancelled.session_id) is None
        assert await meetings.code(rows, running.session_id) == running.code
    assert (await any_house.call("POST", "/api/v1/join", {"code": cancelled.code, "name": "Bob"}))[0] == 410
    await any_house.round()
    assert (await host.command("set_chat", on=False))["ok"]


async def test_a_moved_appointment_keeps_its_code_and_may_get_another_host(any_house: OwnHouse) -> None:
    office, adviser = await office_of(any_house)
    colleague = await any_house.member(office, "Bas Kok")
    meetings = PlannedSessions(any_house.clock)
    plan = await planned(any_house, adviser, office=office)
    later = any_house.clock() + timedelta(days=3)
    async with any_house.database.writing() as rows:
        await meetings.change(rows, plan.session_id, until=later, host_user_id=colleague.user_id)
    any_house.clock.passes(days=2)
    colleague = await signed_in(any_house, office, colleague)
    await any_house.round()
    status, found = await any_house.call("GET", f"/api/v1/join/{plan.code}")
    assert (status, found["adviser"]["name"]) == (200, "Bas Kok")
    host = await any_house.page(await any_house.ticket(colleague, plan.session_id)).open()
    assert (await host.command("end_session"))["ok"], "the colleague is the host now"


async def test_the_list_of_sessions_shows_what_began_and_when_and_not_what_is_planned(any_house: OwnHouse) -> None:
    office, adviser = await office_of(any_house)
    early = await planned(any_house, adviser, office=office, hours=48)
    other = await any_house.meeting(adviser)
    _, page = await any_house.call("GET", "/api/v1/sessions", who=adviser)
    assert [one["id"] for one in page["items"]] == [other.id]
    await any_house.ticket(adviser, early.session_id)
    _, page = await any_house.call("GET", "/api/v1/sessions", who=adviser)
    assert [one["id"] for one in page["items"]] == [early.session_id, other.id], "the one that began last comes first"
    _, rest = await any_house.call("GET", f"/api/v1/sessions?cursor={early.session_id}", who=adviser)
    assert [one["id"] for one in rest["items"]] == [other.id]


async def test_an_appointment_that_is_not_made_after_all_leaves_no_session(any_house: OwnHouse) -> None:
    office, adviser = await office_of(any_house)

    async def make() -> None:
        async with any_house.database.writing() as rows:
            until = any_house.clock() + timedelta(hours=1)
            await PlannedSessions(any_house.clock).plan(rows, office, adviser.user_id, "Gesprek", until=until)
            raise RuntimeError("the agenda changed its mind")

    with pytest.raises(RuntimeError, match="the agenda changed its mind"):
        await make()
    async with any_house.database.reading() as rows:
        assert (await rows.execute(select(sessions))).all() == []


async def test_two_who_come_at_the_same_moment_begin_one_session(any_house: OwnHouse) -> None:
    import asyncio

    office, adviser = await office_of(any_house)
    plan = await planned(any_house, adviser, office=office)
    meeting = Meeting(plan.session_id, plan.code, "")
    async with asyncio.TaskGroup() as both:
        guest = both.create_task(any_house.guest(meeting, "Jan"))
        host = both.create_task(any_house.ticket(adviser, plan.session_id))
    pages = [await any_house.page(one.result()).open() for one in (guest, host)]
    assert all([event["type"] for event in page.events].count("session_opened") == 1 for page in pages)
