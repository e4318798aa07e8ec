"""Blocks that come again, by the wall clock; rules that are none; and blocks against appointments."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_adapter.agenda.repeats import last_end, normalised, occurrences
from crm_adapter.agenda.zones import zone
from tests.crm.agenda.office import AgendaOffice, hour

FIRST = datetime.combine(date(2027, 3, 22), time(9))  # a Monday, the week before the clock changes
AMSTERDAM = zone("Europe/Amsterdam")


def window(first: date, last: date) -> tuple[datetime, datetime]:
    return datetime.combine(first, time(), UTC), datetime.combine(last, time(), UTC)


def test_a_weekly_block_keeps_to_the_clock_when_it_changes() -> None:
    rule = normalised("RRULE:FREQ=WEEKLY;BYDAY=MO", FIRST)
    asked = window(date(2027, 3, 22), date(2027, 4, 6))
    found = occurrences(rule, FIRST, timedelta(hours=1), "Europe/Amsterdam", asked)
    assert [span[0].hour for _, span in found] == [8, 7, 7]
    assert [span[0].astimezone(AMSTERDAM).hour for _, span in found] == [9, 9, 9]


def test_one_in_the_hour_that_is_skipped_begins_when_the_clock_has_jumped() -> None:
    first = datetime.combine(date(2027, 3, 27), time(2, 30))
    asked = window(date(2027, 3, 27), date(2027, 3, 30))
    found = occurrences(normalised("FREQ=DAILY", first), first, timedelta(hours=1), "Europe/Amsterdam", asked)
    spans = [span for day, span in found if day == date(2027, 3, 28)]
    assert spans == [(datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC))]


def test_times_that_were_taken_out_are_left_out() -> None:
    rule, skip = normalised("FREQ=DAILY;COUNT=4", FIRST), {date(2027, 3, 23)}
    asked = window(date(2027, 3, 1), date(2027, 5, 1))
    found = occurrences(rule, FIRST, timedelta(hours=1), "Europe/Amsterdam", asked, skip)
    assert [day.day for day, _ in found] == [22, 24, 25]
    end = last_end(rule, FIRST, timedelta(hours=1), AMSTERDAM)
    assert end == datetime(2027, 3, 25, 9, tzinfo=UTC)
    assert last_end("FREQ=DAILY", FIRST, timedelta(hours=1), AMSTERDAM) is None


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "FREQ=SECONDLY", "FREQ=HOURLY;COUNT=2", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=99999999"),
        *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "FREQ=WEEKLY;BYDAY=XX"),
        *("FREQ=WEEKLY;BYDAY=1MO", "FREQ=WEEKLY;UNTIL=20200101", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;UNTIL=soon"),
        *("FREQ=DAILY;COUNT=2;UNTIL=20280101", "FREQ=DAILY\nDTSTART:20200101", "FREQ=DAILY;INTERVAL=0", "X" * 500),
    ],
)
def test_rules_that_are_none_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="."):
        normalised(wrong, FIRST)


@given(
    st.text(max_size=60)
    | st.from_regex(r"FREQ=(DAILY|WEEKLY|MONTHLY)(;[A-Z]{1,8}=[A-Z0-9,+-]{0,9}){0,3}", fullmatch=True)
)
def test_whatever_somebody_types_is_a_rule_or_a_value_error(text: str) -> None:
    try:
        rule = normalised(text, FIRST)
    except ValueError:
        return
    assert normalised(rule, FIRST) == rule
    asked = window(date(2027, 3, 1), date(2027, 5, 1))
    for day, (start, end) in occurrences(rule, FIRST, timedelta(minutes=30), "Europe/Amsterdam", asked):
        assert start < end
        assert start.astimezone(AMSTERDAM).date() == day


# --- in the house ---


def block(start: datetime, end: datetime, **given: Any) -> dict[str, Any]:
    return {"title": "Vrij", "start": start.isoformat(), "end": end.isoformat(), **given}


async def drawn(office: AgendaOffice, who: Any = None, advisers: str = "") -> list[tuple[str, str, str]]:
    query = f"from={hour(0, 1):%Y-%m-%dT%H:%M:%SZ}&to={hour(21, 1):%Y-%m-%dT%H:%M:%SZ}&advisers={advisers}"
    found = await office.good("GET", f"/calendar?{query}", who=who)
    return [(one["title"], one["day"], one["start"][11:16]) for one in found["blocks"]]


@pytest.mark.covers("G004", "G005")
async def test_own_blocks_are_drawn_and_keep_the_time_free(any_office: AgendaOffice) -> None:
    office = any_office
    await office.good("POST", "/blocks", block(hour(1, 9), hour(1, 10), repeats="FREQ=WEEKLY", title="Teamoverleg"))
    whole = await office.good("POST", "/blocks", block(hour(2, 12), hour(2, 13), all_day=True))
    assert (whole["start"], whole["end"]) == ("2027-03-02T23:00:00Z", "2027-03-03T23:00:00Z"), "midnight there"
    assert await drawn(office) == [
        ("Teamoverleg", "2027-03-02", "08:00"),
        ("Teamoverleg", "2027-03-09", "08:00"),
        ("Teamoverleg", "2027-03-16", "08:00"),
        ("Vrij", "2027-03-03", "23:00"),
    ]
    status, refused = await office.plan(hour(8, 9, 30))
    assert (status, refused["code"]) == (409, "time_blocked")
    assert (await office.plan(hour(8, 9, 30), anyway=True))[0] == 201
    assert (await office.plan(hour(8, 10, 30), anyway=True))[0] == 201
    free = await office.good(
        "GET",
        f"/free-times?service={office.service['id']}&from={hour(2, 1):%Y-%m-%dT%H:%M:%SZ}&to={hour(3, 1):%Y-%m-%dT%H:%M:%SZ}",
    )
    assert free["items"] == [], "a day off"


async def test_one_time_of_a_block_is_taken_out_or_the_whole_block(office: AgendaOffice) -> None:
    made = await office.good("POST", "/blocks", block(hour(1, 9), hour(1, 10), repeats="FREQ=WEEKLY;COUNT=3"))
    path = f"/blocks/{made['id']}"
    await office.good("DELETE", f"{path}?day=2027-03-09", seen=made["version"])
    assert [day for _, day, _ in await drawn(office)] == ["2027-03-02", "2027-03-16"]
    status, refused = await office.ask("DELETE", path, seen=made["version"])
    assert (status, refused["code"]) == (412, "changed_meanwhile")
    assert refused["current"]["except_dates"] == ["2027-03-09"]
    await office.good("DELETE", path, seen=refused["current"]["version"])
    assert await drawn(office) == []


async def test_a_block_over_appointments_names_them_and_goes_there_when_told_again(office: AgendaOffice) -> None:
    made = await office.planned(hour(8, 10))
    wish = block(hour(1, 9), hour(1, 11), repeats="FREQ=WEEKLY")
    status, refused = await office.ask("POST", "/blocks", wish)
    assert (status, refused["code"], refused["appointments"]) == (409, "block_over_appointments", [made["id"]])
    assert await drawn(office) == []
    await office.good("POST", "/blocks", {**wish, "anyway": True})
    assert len(await drawn(office)) == 3
    assert (await office.good("GET", f"/appointments/{made['id']}"))["status"] == "scheduled"


async def test_blocks_are_their_advisers_own(office: AgendaOffice) -> None:
    made = await office.good("POST", "/blocks", block(hour(1, 9), hour(1, 10), private=True, title="Tandarts"))
    for method in ("GET", "PATCH", "DELETE"):
        body = {"title": "Gekaapt"} if method == "PATCH" else None
        status, _ = await office.ask(method, f"/blocks/{made['id']}", body, who=office.colleague, seen=1)
        assert status == 404, method
    theirs = {**block(hour(1, 9), hour(1, 10)), "adviser_id": office.colleague.user_id}
    assert (await office.ask("POST", "/blocks", theirs))[0] == 403
    assert (await office.ask("GET", f"/blocks?adviser={office.colleague.user_id}"))[0] == 403
    await office.good("POST", "/blocks", theirs, who=office.admin)
    titles = sorted(title for title, _, _ in await drawn(office, office.admin, "all"))
    assert titles == ["", "Vrij"], "colleagues see that there is something, not what"


@pytest.mark.parametrize("wrong", ["FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "nonsense"])
async def test_a_wrong_rule_is_refused_with_its_reason(office: AgendaOffice, wrong: str) -> None:
    status, refused = await office.ask("POST", "/blocks", block(hour(1, 9), hour(1, 10), repeats=wrong))
    assert (status, refused["code"]) == (422, "repeats_wrong")
    assert refused["detail"]


async def test_a_block_and_a_booking_at_once_never_both_stand(any_office: AgendaOffice) -> None:
    """Whichever comes first keeps the other out; thirty times over."""
    office = any_office
    for number in range(15):
        start = hour(number // 5, 9 + number % 5)
        planned, blocked = await asyncio.gather(
            office.plan(start), office.ask("POST", "/blocks", block(start, start + timedelta(hours=1)))
        )
        codes = {planned[0], blocked[0]}
        assert codes == {201, 409}, (planned, blocked)
