"""The audit: lines get their place, tampering is found, an erasure leaves the chain whole, and it can be searched."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

from sqlalchemy import delete, select, update

from server.crm.audit.chain import GENESIS, link, private, seal
from server.crm.audit.tables import audit_events, audit_heads
from tests.crm.privacy.cabinet import PrivateOffice

A = audit_events.c


async def verdict(office: PrivateOffice) -> dict[str, Any]:
    status, said = await office.call("GET", "/audit/verdict")
    assert status == 200, said
    return dict(said)


async def sealed(office: PrivateOffice) -> dict[str, Any]:
    while await office.chain.seal(office.id):
        continue
    return await verdict(office)


async def test_every_line_gets_its_place_and_the_chain_holds(office: PrivateOffice) -> None:
    said = await sealed(office)
    assert said["intact"]
    assert said["lines"] > 3
    assert said["head"] != GENESIS


async def test_lines_get_their_place_by_themselves(simple: PrivateOffice) -> None:
    async with asyncio.timeout(60):
        while (await verdict(simple))["unsealed"]:  # noqa: ASYNC110 - durable work, seen from outside
            await asyncio.sleep(0.2)
    assert (await verdict(simple))["lines"] > 3


async def test_two_who_seal_at_once_make_one_chain(office: PrivateOffice) -> None:
    await asyncio.gather(*(office.chain.round() for _ in range(6)))
    said = await verdict(office)
    assert said["intact"]
    assert said["unsealed"] == 0


async def test_a_changed_line_is_found_whatever_was_changed_in_it(office: PrivateOffice) -> None:
    await sealed(office)
    for column in ("actor_name", "detail", "address", "action", "subject_id", "actor_id", "private", "hash"):
        async with office.house.database.writing() as rows:
            before = await rows.scalar(select(A[column]).where(A.seq == 2))
            await rows.execute(update(audit_events).where(A.seq == 2).values({column: "gewist"}))
        said = await verdict(office)
        assert (said["intact"], said["problem"], said["wrong"]) == (False, "changed", 2), column
        async with office.house.database.writing() as rows:
            await rows.execute(update(audit_events).where(A.seq == 2).values({column: before}))
    assert (await verdict(office))["intact"]


async def test_a_line_that_was_taken_out_is_found(office: PrivateOffice) -> None:
    await sealed(office)
    async with office.house.database.writing() as rows:
        await rows.execute(delete(audit_events).where(A.seq == 2))
    said = await verdict(office)
    assert (said["problem"], said["wrong"]) == ("missing", 2)


async def test_lines_cut_off_the_end_are_found_even_when_the_head_is_set_back(office: PrivateOffice) -> None:
    last = (await sealed(office))["lines"]
    async with office.house.database.writing() as rows:
        await rows.execute(delete(audit_events).where(A.seq == last))
    assert (await verdict(office))["problem"] == "missing"
    async with office.house.database.writing() as rows:
        before = await rows.scalar(select(A.hash).where(A.seq == last - 1))
        await rows.execute(update(audit_heads).values(seq=last - 1, hash=before))
    assert (await verdict(office))["problem"] == "head"
    async with office.house.database.writing() as rows:
        await rows.execute(delete(audit_heads))
    assert (await verdict(office))["problem"] == "head"


async def test_a_chain_made_anew_without_the_key_is_found(office: PrivateOffice) -> None:
    await sealed(office)
    async with office.house.database.writing() as rows:
        head, last = GENESIS, 0
        for row in (await rows.execute(select(audit_events).order_by(A.seq))).all():
            line = {**row._mapping, "actor_name": "Iemand anders"}
            digest = private(row.salt, line)
            head, last = link(head, row.seq, digest, line), row.seq
            values = {"actor_name": "Iemand anders", "private": digest, "hash": head}
            await rows.execute(update(audit_events).where(A.id == row.id).values(**values))
        forged = seal(b"another key", office.id, last, head)
        await rows.execute(update(audit_heads).values(seq=last, hash=head, seal=forged))
    assert (await verdict(office))["problem"] == "head"


async def test_the_command_tells_of_every_office(simple: PrivateOffice, tmp_path: Any) -> None:
    """In a process of its own, with keys of its own: the head that another key sealed does not pass."""
    simple.house.parts.settings.data.joinpath("secrets.json").write_text('{"master": "' + "00" * 32 + '"}')
    await sealed(simple)
    environment = {**os.environ, "SAMEN_DATA": str(simple.house.parts.settings.data), "DATABASE_URL": ""}
    ran = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.crm.audit", "verify", env=environment, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await ran.communicate()
    assert b"BROKEN, the end of the chain was not written by this service" in told
    assert ran.returncode == 1


async def test_the_audit_is_searched_by_client_actor_and_action(office: PrivateOffice) -> None:
    await office.clients.one(office.client_id, office.clients.ann)
    status, found = await office.call("GET", f"/audit?client={office.client_id}&action=client.seen")
    assert status == 200
    assert [line["actor"]["name"] for line in found["items"]] == [found["items"][0]["actor"]["name"]]
    assert found["items"][0]["subject_name"] == "Jan Vermeulen"
    assert (await office.call("GET", "/audit?search=seen"))[1]["items"]
    assert not (await office.call("GET", "/audit?search=100%25"))[1]["items"]
    first = (await office.call("GET", "/audit?limit=1"))[1]
    second = (await office.call("GET", f"/audit?limit=1&after={first['next']}"))[1]
    assert first["items"][0]["id"] > second["items"][0]["id"]


async def test_only_administrators_read_the_audit(simple: PrivateOffice) -> None:
    for path in ("/audit", "/audit/verdict"):
        assert (await simple.call("GET", path, who=simple.clients.ann))[0] == 403
