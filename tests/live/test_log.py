"""The log: appended by one, read by all, chained; and what the service prints."""

import asyncio

import pytest
from sqlalchemy import select, update

from server.live.log import Line, MemoryLog, SqlLog
from server.live.tables import session_log
from server.record.chain import GENESIS, canonical, entry_hash
from server.stores.database import uuid7
from signalling import events as ev
from signalling.events import Entry

EVENTS = (ev.ChatSent("m", "p", "hello"),)


def line(session_id: str, office: str, seq: int, previous: str = GENESIS, events=EVENTS) -> Line:
    return Line.follow(previous, session_id, office, Entry(seq, 1_000, "p", f"cause-{seq}", events))


@pytest.fixture(params=["memory", "sql"])
async def place(request, any_house):
    office = await any_house.office()
    return (MemoryLog() if request.param == "memory" else any_house.live.session_log), office


async def test_a_seq_is_taken_once_and_read_back_in_order(place):
    log, office = place
    session_id = uuid7()
    lines = [line(session_id, office, seq) for seq in (1, 2, 3)]
    assert [await log.append(one) for one in lines] == [True, True, True]
    assert not await log.append(line(session_id, office, 2, events=(ev.ChatSwitched(False),)))
    assert list(await log.read(session_id)) == lines
    assert list(await log.read(session_id, 2)) == lines[2:]
    assert list(await log.read(uuid7())) == []


async def test_of_many_who_race_for_a_seq_one_wins(place):
    log, office = place
    session_id = uuid7()
    won = await asyncio.gather(*(log.append(line(session_id, office, 1)) for _ in range(20)))
    assert won.count(True) == 1


async def test_a_line_that_the_database_does_not_take_fails_alone(any_house):
    office, log = await any_house.office(), any_house.live.session_log
    assert isinstance(log, SqlLog)
    good = [line(uuid7(), office, 1) for _ in range(5)]
    outcomes = await asyncio.gather(
        log.append(line(uuid7(), "no such office", 1)), *map(log.append, good), return_exceptions=True
    )
    assert isinstance(outcomes[0], Exception)
    assert outcomes[1:] == [True] * 5


async def chain_of(house, session_id: str) -> bool:
    """Whether the stored chain holds, computed anew from what is stored."""
    previous = GENESIS
    for one in await house.live.session_log.read(session_id):
        if entry_hash(previous, canonical(session_id, one.body)) != one.hash:
            return False
        previous = one.hash
    return True


@pytest.mark.covers("F028")
async def test_the_chain_of_a_real_session_is_whole_and_shows_any_tampering(any_house):
    meeting, host, guest = await any_house.room("Bob")
    await asyncio.gather(*(page.says(f"from {page.instance} é \u2028") for page in (host, guest) for _ in range(5)))
    await host.command("end_session")
    assert await chain_of(any_house, meeting.id)
    where = (session_log.c.session_id == meeting.id, session_log.c.seq == 7)
    async with any_house.database.reading() as rows:
        stored = (await rows.execute(select(session_log).where(*where))).one()
    for column, value in (("events", stored.events.replace("from", "frum")), ("at", stored.at + 1), ("actor", "eve")):
        async with any_house.database.writing() as rows:
            await rows.execute(update(session_log).where(*where).values({column: value}))
        assert not await chain_of(any_house, meeting.id), column
        async with any_house.database.writing() as rows:
            await rows.execute(update(session_log).where(*where).values({column: getattr(stored, column)}))
    assert await chain_of(any_house, meeting.id)


async def test_what_the_service_prints_holds_no_names_codes_chat_or_tickets(house, capfd):
    meeting, host, guest = await house.room("Zebedeus")
    await guest.says("mijn pincode is 8152")
    await guest.command("rename", participant_id=host.participant_id, name="Kwaadaardig")
    await guest.ask("nonsense", {"text": "geheim-1"})
    await house.call("GET", "/api/v1/join/000000017")
    await house.call("POST", "/api/v1/join", {"code": meeting.code, "name": ["Zebedeus"]})
    await guest.socket.send_str('42["command",{"geheim-2"')
    await guest.until(lambda: guest.closed)
    await host.command("end_session")
    printed = "".join(capfd.readouterr())
    secrets = ("Zebedeus", "8152", "Kwaadaardig", "geheim", "000000017", meeting.code, "Anna", "127.0.0.1")
    tickets = [page.ticket.split(".")[1] for page in (host, guest)]
    assert not [secret for secret in (*secrets, *tickets) if secret in printed]
