"""The adapter to a CRM of someone else: it keeps the contract, and says in the contract's words what went wrong."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from crm_adapter.conformance import CHECKS, Broken, Subject, name_of
from crm_adapter.conformance.checks import Check
from crm_adapter.contract import AdapterDown, AdapterSlow, Asker, Denied, Entry, Failure, NotOffered, NotThere, Refused
from crm_adapter.foreign import ForeignCrm, plain
from crm_adapter.foreign.heard import Garbled, Unsigned, read, sign
from tests.crm.foreign_crm import SECRET, ForeignServer, problem, running

ANN = Asker("u1", "ann@office.example", "Ann de Wit")


@pytest.fixture
async def crm() -> AsyncIterator[ForeignServer]:
    async with running() as server:
        server.party("Jan Smit", "jan@client.example")
        server.appointments["s-1"] = {
            "id": "a1",
            "party_id": "P/1",
            "title": "Gesprek",
            "start": "2026-12-01T09:00:00Z",
            "end": "2026-12-01T10:00:00Z",
            "status": "scheduled",
        }
        yield server


def adapter(crm: ForeignServer, read_s: float = 5) -> ForeignCrm:
    return ForeignCrm(crm.url, SECRET, plain, read_s)


@pytest.mark.parametrize("check", CHECKS, ids=name_of)
async def test_the_foreign_adapter_keeps_the_contract(crm: ForeignServer, check: Check) -> None:
    async def lines(party_id: str, entry_id: str) -> int:
        return len([one for one in crm.of(party_id) if one["id"] == entry_id])

    await check(Subject(adapter(crm), ANN, "P/1", "s-1", lines))


async def test_the_command_says_what_holds(crm: ForeignServer) -> None:
    command = ["-m", "crm_adapter.conformance", "--url", crm.url, "--secret", SECRET, "--asker", ANN.email]
    done = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    out, _ = await done.communicate()
    assert done.returncode == 0, out.decode()
    assert f"{len(CHECKS)} of {len(CHECKS)} hold." in out.decode()


async def test_a_crm_that_doubles_lines_or_shows_what_is_internal_is_found_out(crm: ForeignServer) -> None:
    async def doubled(_party_id: str, _entry_id: str) -> int:
        return 2

    checks = {name_of(one): one for one in CHECKS}
    with pytest.raises(Broken, match="there 2 times"):
        await checks["a_line_said_twice_is_there_once"](Subject(adapter(crm), ANN, "P/1", lines=doubled))

    crm.refuses = lambda asked: (
        web.json_response({"items": [one.about for one in crm.documents.values()]})
        if asked.method == "GET" and asked.path.endswith("/documents")
        else None
    )
    with pytest.raises(Broken, match="it is listed"):
        await checks["what_is_internal_stays_inside"](Subject(adapter(crm), ANN, "P/1"))


def _always(answer: web.Response) -> Callable[[web.Request], web.Response | None]:
    return lambda _: answer


def _garbled(text: str) -> Callable[[web.Request], web.Response | None]:
    return lambda _: web.Response(text=text, content_type="application/json")


async def test_what_goes_wrong_has_a_word_each(crm: ForeignServer) -> None:
    async def get(read_s: float = 5) -> Failure:
        with pytest.raises(Failure) as caught:
            await adapter(crm, read_s).parties.get(ANN, "P/1")
        return caught.value

    crm.down = True
    assert isinstance(await get(), AdapterDown)
    crm.down, crm.slow = False, 3
    assert isinstance(await get(0.2), AdapterSlow)
    crm.slow = 0
    with pytest.raises(Denied):
        await ForeignCrm(crm.url, "another secret", plain).parties.get(ANN, "P/1")
    with pytest.raises(AdapterDown):
        await ForeignCrm("http://127.0.0.1:9/v1", SECRET, plain).parties.get(ANN, "P/1")
    for status, kind in ((404, NotThere), (422, Refused), (429, AdapterDown), (302, AdapterDown)):
        crm.refuses = _always(problem(status, "No."))
        assert isinstance(await get(), kind), status
    for garbage in ("{", "[]", '{"id": "P/1"}', '{"contract": "2"}', "9" * 5_000_000, "[" * 100_000):
        crm.refuses = _garbled(garbage)
        assert isinstance(await get(), AdapterDown), garbage[:20]


async def test_what_it_does_not_offer_is_not_asked_for(crm: ForeignServer) -> None:
    crm.offers = ["parties", "timeline"]
    foreign = adapter(crm)
    with pytest.raises(NotOffered):
        await foreign.documents.of(ANN, "P/1")
    assert crm.requests == ["GET /v1/capabilities"]


async def test_a_document_that_comes_shorter_than_it_was_said_is_not_taken_for_whole(crm: ForeignServer) -> None:
    document_id = crm.has("P/1", "offerte.txt", b"the whole offer")
    crm.documents[document_id].raw = b"the whole"
    content = await adapter(crm).documents.open(ANN, document_id)
    with pytest.raises(AdapterDown):
        _ = [piece async for piece in content.pieces]


async def test_an_id_with_signs_stays_one_part_of_the_path(crm: ForeignServer) -> None:
    await adapter(crm).timeline.add(Entry("e1", "P/1", "note", datetime.now(UTC)))
    assert [one["id"] for one in crm.of("P/1")] == ["e1"]


# --- what it tells us ---


def message(
    kind: str, *, secret: str = SECRET, at: datetime | None = None, **data: object
) -> tuple[dict[str, str], bytes]:
    body = json.dumps({"type": kind, "timestamp": "2026-11-22T08:00:00Z", "data": data}).encode()
    seconds = int((at or datetime.now(UTC)).timestamp())
    stamps = {"webhook-id": "m1", "webhook-timestamp": str(seconds)}
    return stamps | {"webhook-signature": sign(secret, "m1", seconds, body)}, body


def test_a_signed_message_is_heard() -> None:
    headers, body = message("party.merged", party_id="P/1", into_id="P/2")
    heard = read(SECRET, headers, body, datetime.now(UTC))
    assert (heard.id, heard.kind, heard.party_id, heard.into_id) == ("m1", "party.merged", "P/1", "P/2")
    other = base64.b64encode(b"x" * 32).decode()
    both = {**headers, "webhook-signature": f"v1,{other} {headers['webhook-signature']}"}
    assert read(SECRET, both, body, datetime.now(UTC)) == heard, "while a secret changes there are two signatures"


def test_a_message_that_is_not_signed_now_and_with_our_secret_is_not_heard() -> None:
    now = datetime.now(UTC)
    headers, body = message("party.erased", party_id="P/1")
    wrong: tuple[tuple[dict[str, str], bytes], ...] = (
        (headers, body.replace(b"P/1", b"P/2")),
        (message("party.erased", party_id="P/1", secret="another")[0], body),
        ({**headers, "webhook-id": "m2"}, body),
        ({**headers, "webhook-timestamp": "soon"}, body),
        ({}, body),
        message("party.erased", party_id="P/1", at=now - timedelta(minutes=6)),
        message("party.erased", party_id="P/1", at=now + timedelta(minutes=6)),
    )
    for given, raw in wrong:
        with pytest.raises(Unsigned):
            read(SECRET, given, raw, now)


def test_a_signed_message_of_another_shape_is_garbled_and_of_an_unknown_kind_is_taken() -> None:
    now = datetime.now(UTC)
    for data in ({}, {"party_id": 7}, {"party_id": "P/1"}, {"party_id": "P/1", "into_id": "x" * 300}):
        with pytest.raises(Garbled):
            read(SECRET, *message("party.merged", **data), now)
    assert read(SECRET, *message("party.waved", hand="left"), now).kind is None
