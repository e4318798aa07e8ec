"""Retention: a table of rules, carried out once a day, never over a hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from server.crm.privacy.retention import WORK
from server.jobs.tables import jobs
from server.stores.tables import metadata
from tests.crm.privacy.cabinet import PrivateOffice

YEARS = timedelta(days=365 * 6)


async def rules(office: PrivateOffice) -> dict[tuple[str, str], dict[str, Any]]:
    status, found = await office.call("GET", "/privacy/rules")
    assert status == 200, found
    return {(one["kind"], one["country"]): one for one in found["items"]}


async def long_ago(office: PrivateOffice) -> None:
    """Everything about the client happened six years ago."""
    back = office.house.clock() - YEARS
    async with office.house.database.writing() as rows:
        for name, columns in (
            ("clients", ("created_at", "updated_at")),
            ("timeline", ("at",)),
            ("messages", ("created_at",)),
            ("documents", ("created_at", "updated_at")),
            ("appointments", ("start_at",)),
            ("consents", ("at", "created_at")),
            ("sessions", ("started_at",)),
        ):
            await rows.execute(update(metadata.tables[name]).values(dict.fromkeys(columns, back)))
        table = metadata.tables["appointments"]
        await rows.execute(update(table).values(end_at=back + timedelta(hours=1)))


async def done(office: PrivateOffice) -> dict[tuple[str, str], dict[str, Any]]:
    report = await office.privacy.retention.round(office.id)
    return {(one["kind"], one["country"]): one for one in report}


async def switch_on(office: PrivateOffice, kind: str) -> None:
    rule = (await rules(office))[(kind, "NL")]
    status, changed = await office.call(
        "PATCH", f"/privacy/rules/{rule['id']}", {"active": True}, version=rule["version"]
    )
    assert (status, changed["active"]) == (200, True)


async def test_every_office_begins_with_the_rules_of_the_law(office: PrivateOffice) -> None:
    await office.privacy.retention.promise()
    found = await rules(office)
    assert found[("client", "NL")]["months"] == 60
    assert found[("client", "BE")]["months"] == 120
    assert not found[("client", "NL")]["active"], "whole files go only when somebody says so"
    assert all(one["reason"] for one in found.values())
    async with office.house.database.reading() as rows:
        promised = await rows.execute(select(jobs.c.run_at).where(jobs.c.kind == WORK))
        assert promised.all()


async def test_what_is_older_than_its_rule_goes(office: PrivateOffice) -> None:
    await long_ago(office)
    report = await done(office)
    assert report[("note", "NL")]["gone"] == 1
    assert report[("message", "NL")]["gone"] == 1
    assert await office.everything_that_says("twijfelt nog", "Beste Vermeulen") == []
    # A whole client is only reported, until the rule is switched on.
    assert (report[("client", "NL")]["due"], report[("client", "NL")]["gone"]) == (1, 0)
    assert (await office.call("GET", "/privacy/rules"))[1]["last"]["lines"]
    await switch_on(office, "client")
    assert (await done(office))[("client", "NL")]["gone"] == 1
    assert await office.everything_that_says("vermeulen") == []


async def test_what_is_held_is_never_touched(office: PrivateOffice) -> None:
    await long_ago(office)
    await switch_on(office, "client")
    await office.call("POST", f"/clients/{office.client_id}/holds", {"reason": "Claim"})
    report = await done(office)
    assert (report[("note", "NL")]["gone"], report[("note", "NL")]["held"]) == (0, 1)
    assert (report[("client", "NL")]["gone"], report[("client", "NL")]["held"]) == (0, 1)
    assert "timeline.detail" in await office.everything_that_says("twijfelt nog")


async def test_the_law_of_the_clients_country_counts(office: PrivateOffice) -> None:
    await long_ago(office)
    clients = metadata.tables["clients"]
    async with office.house.database.writing() as rows:
        await rows.execute(update(clients).values(country="BE"))
    report = await done(office)
    assert report[("note", "BE")]["gone"] == 0, "six years are not ten"
    assert report[("note", "NL")]["gone"] == 0
    assert "timeline.detail" in await office.everything_that_says("twijfelt nog")


async def test_a_client_with_whom_something_happened_lately_is_not_over(office: PrivateOffice) -> None:
    await long_ago(office)
    async with office.house.database.writing() as rows:
        timeline = metadata.tables["timeline"]
        its = timeline.c.kind == "consent_given"
        await rows.execute(update(timeline).where(its).values(at=office.house.clock()))
    assert (await done(office))[("client", "NL")]["due"] == 0


async def test_a_rule_is_changed_over_the_version_that_was_seen(simple: PrivateOffice) -> None:
    rule = (await rules(simple))[("note", "NL")]
    path = f"/privacy/rules/{rule['id']}"
    assert (await simple.call("PATCH", path, {"months": 24}, version=1))[1]["months"] == 24
    status, refused = await simple.call("PATCH", path, {"months": 12}, version=1)
    assert (status, refused["code"], refused["current"]["months"]) == (412, "changed_meanwhile", 24)
    assert (await simple.call("PATCH", path, {"months": 0}, version=2))[0] == 422
