"""The seven statuses, exact at their edges; the same in SQL; told once when the clock or somebody changes them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from crm_adapter.agenda.status import STATUSES, Facts, live, needs_outcome, next_edge, status
from server.crm.agenda.states import facts, rank_sql, status_of, status_sql
from server.crm.agenda.tables import appointments
from server.crm.ports import Actor
from server.web import Problem
from tests.crm.agenda.office import AgendaOffice, hour

START = datetime(2027, 3, 2, 9, tzinfo=UTC)
END = START + timedelta(hours=1)
MOMENT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)


def fact(**given: Any) -> Facts:
    return Facts(**{"start": START, "end": END, "planned": True, "video": True, **given})


@pytest.mark.covers("A022", "A023", "X012")
def test_within_an_hour_of_its_start_it_is_starting_soon() -> None:
    assert status(fact(), START - HOUR - MOMENT) == "scheduled"
    assert status(fact(), START - HOUR) == "starting_soon"
    assert status(fact(), START - MOMENT) == "starting_soon"
    # At its start it stays so, until somebody joins or the hour is over.
    assert status(fact(), START) == "starting_soon"
    assert status(fact(), END - MOMENT) == "starting_soon"
    assert status(fact(guest_seen=True), START) == "scheduled"
    assert status(fact(host_seen=True), START - MOMENT) == "starting_soon"


@pytest.mark.covers("X013")
def test_a_running_meeting_has_a_flag_and_no_status_of_its_own() -> None:
    both = fact(host_seen=True, guest_seen=True, host_inside=True, guest_inside=True)
    assert (status(both, START + MOMENT), live(both)) == ("scheduled", True)
    assert (status(both, END + 3 * HOUR), live(both)) == ("scheduled", True), "it runs late"
    assert not live(fact(guest_seen=True, guest_inside=True)), "somebody waits"
    assert not live(fact(host_inside=True, guest_inside=True, ended_at=START))


@pytest.mark.covers("A024")
def test_it_is_being_planned_until_a_time_is_chosen() -> None:
    for now in (START - 100 * HOUR, START, END + HOUR):
        assert status(fact(planned=False), now) == "planning"


@pytest.mark.covers("A021", "A027", "A028", "X014")
def test_after_it_both_were_there_or_one_was_missing() -> None:
    both = fact(host_seen=True, guest_seen=True)
    assert status(both, END - MOMENT) == "scheduled"
    assert status(both, END) == "completed"
    ended = fact(host_seen=True, guest_seen=True, ended_at=START + HOUR / 4)
    assert status(ended, START + HOUR / 4) == "completed", "it ended early"
    for missing in (fact(), fact(host_seen=True), fact(guest_seen=True), fact(guest_seen=True, guest_inside=True)):
        assert status(missing, END - MOMENT) != "missed"
        assert status(missing, END) == "missed"
    left = fact(host_seen=True, guest_seen=True, host_inside=True)
    assert status(left, END + HOUR) == "scheduled", "one of them is about to come back"


@pytest.mark.covers("G015", "X014")
def test_what_no_room_can_tell_waits_for_a_hand() -> None:
    visit = fact(video=False)
    assert (status(visit, END + HOUR), needs_outcome(visit, END)) == ("scheduled", True)
    assert not needs_outcome(visit, END - MOMENT)
    assert not needs_outcome(fact(), END)
    assert status(fact(video=False, done_at=END), END + HOUR) == "completed"
    assert status(fact(video=False, missed_at=END), END + HOUR) == "missed"
    assert status(fact(missed_at=END, host_seen=True, guest_seen=True), END) == "missed", "a hand overrules the room"


@pytest.mark.covers("A029", "X015")
def test_cancelled_before_its_start_and_missed_from_then_on() -> None:
    assert status(fact(cancelled_at=START - MOMENT), START + HOUR) == "cancelled"
    assert status(fact(cancelled_at=START), START + HOUR) == "missed"
    assert status(fact(cancelled_at=END, planned=False), END) == "cancelled", "nothing was planned to be missed"


@pytest.mark.covers("A030", "X016")
def test_it_failed_when_both_came_and_nothing_of_them_reached_the_other() -> None:
    failed = fact(host_seen=True, guest_seen=True, failed_reason="ice_failed")
    assert status(failed, END) == "failed"
    assert status(fact(host_seen=True, failed_reason="ice_failed"), END) == "missed", "nobody else tried"


def test_the_next_edge_is_when_the_clock_alone_changes_it() -> None:
    assert next_edge(fact(), START - 3 * HOUR) == START - HOUR
    assert next_edge(fact(), START - HOUR) == START
    assert next_edge(fact(), START) == END
    assert next_edge(fact(), END) is None
    for still in (fact(planned=False), fact(cancelled_at=START), fact(done_at=START), fact(missed_at=START)):
        assert next_edge(still, START - 3 * HOUR) is None


_times = st.sampled_from([START - HOUR - MOMENT, START - HOUR, START - MOMENT, START, END - MOMENT, END, END + HOUR])
_maybe = st.none() | _times
_any_facts = st.builds(
    Facts,
    start=st.just(START),
    end=st.just(END),
    planned=st.booleans(),
    video=st.booleans(),
    cancelled_at=_maybe,
    done_at=_maybe,
    missed_at=_maybe,
    host_seen=st.booleans(),
    guest_seen=st.booleans(),
    host_inside=st.booleans(),
    guest_inside=st.booleans(),
    failed_reason=st.sampled_from(["", "ice_failed"]),
    ended_at=_maybe,
)


@given(_any_facts, st.integers(0, 240), st.integers(1, 240))
def test_between_two_edges_the_clock_changes_nothing(known: Facts, first: int, more: int) -> None:
    now = START - 2 * HOUR + timedelta(minutes=first)
    later = now + timedelta(minutes=more)
    edge = next_edge(known, now)
    if edge is None or later < edge:
        assert status(known, later) == status(known, now)


def _columns(known: Facts) -> dict[str, Any]:
    return {
        "start_at": known.start,
        "end_at": known.end,
        "planned_at": START - 9 * HOUR if known.planned else None,
        "kind": "video" if known.video else "visit",
        "cancelled_at": known.cancelled_at,
        "done_at": known.done_at,
        "missed_at": known.missed_at,
        "host_seen_at": START if known.host_seen else None,
        "guest_seen_at": START if known.guest_seen else None,
        "host_inside": known.host_inside,
        "guest_inside": known.guest_inside,
        "failed_reason": known.failed_reason,
        "ended_at": known.ended_at,
    }


async def test_sql_says_the_same_status_of_every_combination_of_facts(any_office: AgendaOffice) -> None:
    """3,000 rows of the product of all facts at all edges, each at seven moments."""
    office, store = any_office, any_office.agenda.service._store
    made = await office.planned(hour(4, 10))
    base = {column.name: None for column in appointments.columns}
    async with office.house.database.writing() as rows:
        row = await store.row(rows, office.id, made["id"])
        assert row is not None
        base = dict(row._mapping) | {"session_id": None, "taken_id": None}
        await rows.execute(delete(appointments))
        kept = []
        for number in range(3_000):
            known = _drawn(number)
            kept.append(base | _columns(known) | {"id": f"{number:036}", "uid": str(number)})
        await rows.execute(appointments.insert(), kept)
    for now in (START - HOUR - MOMENT, START - HOUR, START - MOMENT, START, END - MOMENT, END, END + HOUR):
        query = select(appointments, status_sql(now).label("said"), rank_sql(now).label("in_lists"))
        async with office.house.database.reading() as rows:
            for row in await rows.execute(query):
                assert row.said == status_of(row, now), facts(row)
                assert STATUSES[row.in_lists] == row.said
    async with office.house.database.reading() as rows:
        said = set((await rows.execute(select(status_sql(START)))).scalars())
    assert said == set(STATUSES), "all seven are among them"


def _drawn(number: int) -> Facts:
    """The digits of a number in mixed bases choose each fact."""
    times = (None, START - HOUR, START - MOMENT, START, END)
    digits = number * 2_654_435_761 % 2**32

    def choose(*among: Any) -> Any:
        nonlocal digits
        digits, at = divmod(digits, len(among))
        return among[at]

    rarely = (None, None, None, None)
    return Facts(
        start=START,
        end=END,
        planned=choose(True, True, True, False),
        video=choose(True, True, False),
        cancelled_at=choose(*rarely, *times),
        done_at=choose(*rarely, START, END),
        missed_at=choose(*rarely, *rarely, END),
        host_seen=choose(True, False),
        guest_seen=choose(True, False),
        host_inside=choose(True, False),
        guest_inside=choose(True, False),
        failed_reason=choose("", "ice_failed"),
        ended_at=choose(None, None, START),
    )


# --- told ---


async def run_due(office: AgendaOffice) -> None:
    """The durable work that is due by the clock of the house, now."""
    crm = office.house.parts.crm
    assert crm is not None
    async with asyncio.timeout(20):
        while await crm.ground.jobs.do_one():
            pass


async def told(office: AgendaOffice) -> list[str]:
    feed = await office.good("GET", "/events", who=office.admin)
    return [one["data"]["status"] for one in feed["items"] if one["type"] == "appointment.status_changed"]


async def shown(office: AgendaOffice, appointment_id: str) -> dict[str, Any]:
    found: dict[str, Any] = await office.good("GET", f"/appointments/{appointment_id}")
    return found


@pytest.mark.covers("A021", "A028")
async def test_the_clock_alone_tells_what_it_changes_once(any_office: AgendaOffice) -> None:
    office = any_office
    made = await office.planned(hour(0, 10))
    office.at(hour(0, 9, 1))
    await run_due(office)
    assert (await shown(office, made["id"]))["status"] == "starting_soon"
    office.at(hour(0, 10, 1))
    await run_due(office)
    office.at(hour(0, 11, 1))
    await run_due(office)
    await run_due(office)
    assert (await shown(office, made["id"]))["status"] == "missed"
    assert await told(office) == ["scheduled", "starting_soon", "missed"]
    assert office.kinds() == ["planned", "missed"]


@pytest.mark.covers("A027", "X013", "X014")
async def test_presence_makes_it_live_and_then_completed(any_office: AgendaOffice) -> None:
    office, agenda = any_office, any_office.agenda.service
    made = await office.planned(hour(0, 10))
    office.at(hour(0, 10, 2))

    async def seen(**given: Any) -> dict[str, Any]:
        async with office.house.database.writing() as rows:
            await agenda.seen(rows, office.id, made["id"], **given)
        return await shown(office, made["id"])

    waits = await seen(guest_at=hour(0, 10, 1), guest_inside=True)
    assert (waits["status"], waits["live"], waits["inside"]) == ("scheduled", False, ["guest"])
    both = {"host_at": hour(0, 10, 2), "guest_at": hour(0, 10, 1)}
    meets = await seen(**both, host_inside=True, guest_inside=True)
    assert (meets["status"], meets["live"]) == ("scheduled", True)
    office.at(hour(0, 10, 50))
    over = await seen(**both, over=True)
    assert (over["status"], over["live"], over["inside"]) == ("completed", False, [])
    await seen(**both, over=True)
    assert office.kinds() == ["planned", "completed"], "told once"


@pytest.mark.covers("A030", "X016")
async def test_a_call_that_never_came_about_keeps_its_reason(office: AgendaOffice) -> None:
    made = await office.planned(hour(0, 10))
    at, agenda = hour(0, 10, 1), office.agenda.service
    async with office.house.database.writing() as rows:
        await agenda.seen(rows, office.id, made["id"], host_at=at, guest_at=at, failed_reason="ice_failed", over=True)
    found = await shown(office, made["id"])
    assert (found["status"], found["failed_reason"]) == ("failed", "ice_failed")
    assert office.kinds() == ["planned", "failed"]
    # Whoever tries again in the same hour meets in the session that is still open.
    again = await office.good("POST", f"/appointments/{made['id']}/start", {})
    assert again["session_id"] == made["session_id"]


@pytest.mark.covers("G015", "X014")
async def test_marked_by_hand_and_logged(office: AgendaOffice) -> None:
    service = await office.new_service(kind="visit")
    made = await office.planned(hour(0, 10), service_id=service["id"])
    path = f"/appointments/{made['id']}"
    status_code, refused = await office.ask("POST", f"{path}/no-show", {})
    assert (status_code, refused["code"]) == (409, "appointment_not_begun")
    office.at(hour(0, 11, 30))
    assert (await shown(office, made["id"]))["needs_outcome"] is True
    assert (await office.good("POST", f"{path}/complete", {}))["status"] == "completed"
    assert (await office.good("POST", f"{path}/no-show", {}))["status"] == "missed", "somebody clicked the wrong one"
    lines = await office.good("GET", f"/clients/{office.client_id}/timeline", who=office.admin)
    marked = [(one["kind"], one["actor"]["name"]) for one in lines["items"] if one["kind"].startswith("appointment")]
    assert marked[:2] == [("appointment_missed", "Anna de Wit"), ("appointment_completed", "Anna de Wit")]


@pytest.mark.covers("X015")
async def test_calling_off_after_the_start_is_missing_it(office: AgendaOffice) -> None:
    made = await office.planned(hour(0, 10))
    office.at(hour(0, 10))
    late = await office.good("POST", f"/appointments/{made['id']}/cancel", {"reason": "Vergeten"})
    assert (late["status"], late["cancelled"]["reason"]) == ("missed", "Vergeten")
    assert office.kinds() == ["planned", "missed"]
    with pytest.raises(Problem, match="appointment_over"):
        await office.agenda.service.move(office.id, made["id"], hour(2, 10), Actor("user", office.adviser.user_id))


async def test_who_came_to_the_old_time_was_not_at_the_new_one(office: AgendaOffice) -> None:
    made = await office.planned(hour(0, 10))
    office.at(hour(0, 10, 5))
    guest_at = office.house.clock()
    async with office.house.database.writing() as rows:
        await office.agenda.service.seen(rows, office.id, made["id"], guest_at=guest_at)
    body = {"start": hour(1, 10).isoformat()}
    moved = await office.good("POST", f"/appointments/{made['id']}/reschedule", body)
    assert moved["status"] == "scheduled"
    async with office.house.database.writing() as rows:
        await office.agenda.service.seen(rows, office.id, made["id"], guest_at=guest_at, host_at=hour(1, 10))
    office.at(hour(1, 11))
    assert (await office.now(made["id"])).status == "missed"
