"""What clients allow: proofs, withdrawals, blocked addresses, and what other systems hear of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from server.crm.ports import SYSTEM, ConsentGiven
from tests.crm.clients.office import CLIENTS, ClientOffice, email


class Heard:
    """Stands where the feed of events stands, and keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    async def tell(self, _rows: Any, _office: str, kind: str, subject_id: str, _data: Mapping[str, Any]) -> None:
        self.told.append((kind, subject_id))


@pytest.mark.covers("C012", "C013")
async def test_consent_keeps_its_proof_and_the_newest_word_counts(any_office: ClientOffice) -> None:
    office = any_office
    made = await office.made()
    path = f"{CLIENTS}/{made['id']}/consents"
    yes = {"given": True, "text": "Houd mij op de hoogte.", "source": "formulier", "at": "2026-01-05T10:00:00Z"}
    status, view = await office.call("POST", path, yes)
    assert (status, view["unsubscribed"], view["version"]) == (201, False, 2)
    assert await office.names("?consent=yes") == ["Jan Vermeulen"]
    no = {"given": False, "text": "Afgemeld onder een brief.", "source": "brief", "at": "2026-02-01T10:00:00Z"}
    view = (await office.call("POST", path, no))[1]
    assert (view["unsubscribed"], await office.names("?consent=yes")) == (True, [])
    late = {**yes, "text": "Stond nog op papier.", "at": "2026-01-20T10:00:00Z"}
    view = (await office.call("POST", path, late))[1]
    assert view["unsubscribed"] is True, "an older yes that comes later does not undo a newer no"
    assert [(one["given"], one["source"], one["by"]) for one in view["consents"]] == [
        (False, "brief", "Anna de Wit"),
        (True, "formulier", "Anna de Wit"),
        (True, "formulier", "Anna de Wit"),
    ]
    phoned = (await office.call("POST", path, {**yes, "channel": "phone"}))[1]
    assert phoned["unsubscribed"] is True, "the phone is another channel"
    kinds = [line["kind"] for line in await office.timeline(made["id"])]
    assert (kinds.count("consent_given"), kinds.count("consent_withdrawn")) == (3, 1)
    assert (await office.call("POST", path, {**yes, "at": "2999-01-01T00:00:00Z"}))[1]["code"] == "consent_in_future"


async def test_the_same_proof_told_again_is_one(any_office: ClientOffice) -> None:
    office, book = any_office, any_office.module.book
    made = await office.made()
    proof = ConsentGiven("marketing", "email", True, "Ja", "boeking", office.house.clock(), "booking 1")
    async with office.house.database.writing() as rows:
        once = await book.consent(rows, office.id, made["id"], proof, SYSTEM)
        twice = await book.consent(rows, office.id, made["id"], proof, SYSTEM)
    assert once == twice
    assert (once.version, dict(once.given)) == (1, {"marketing/email": True})


@pytest.mark.covers("C014")
async def test_a_client_is_blocked_once_no_address_takes_mail(any_office: ClientOffice) -> None:
    office, book = any_office, any_office.module.book
    couple = await office.made("Jan Paar", contacts=[email("samen@paar.example"), email("jan@paar.example")])
    other = await office.made("Els Paar", contacts=[email("samen@paar.example")])
    async with office.house.database.writing() as rows:
        assert await book.block(rows, office.id, "Samen@Paar.example", "bounced") == sorted([couple["id"], other["id"]])
        assert await book.block(rows, office.id, "samen@paar.example", "bounced") == []
    jan, els = await office.one(couple["id"]), await office.one(other["id"])
    assert [one["blocked"] for one in jan["contacts"]] == ["bounced", ""]
    assert (jan["email_blocked"], els["email_blocked"]) == (False, True)
    assert await office.names("?blocked=yes") == ["Els Paar"]
    path = f"{CLIENTS}/{els['id']}"
    status, changed = await office.call("PUT", path, {"number": "7"}, version=els["version"])
    assert (status, changed["email_blocked"]) == (200, True), "changing something else does not let mail through"
    status, free = await office.call("POST", f"{path}/unblock", {"email": "samen@paar.example"})
    assert (status, free["email_blocked"], free["contacts"][0]["blocked"]) == (200, False, "")
    assert (await office.call("POST", f"{path}/unblock", {"email": "x@y.example"}))[1]["code"] == "address_unknown"


async def test_other_systems_hear_what_happens_to_clients(
    office: ClientOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Heard()
    for one in (type(office.module.book.tools.events),):
        monkeypatch.setattr(one, "tell", lambda _self, *told: heard.tell(*told))
    first = await office.made("Jan Een")
    second = await office.made("Piet Twee")
    await office.call("PUT", f"{CLIENTS}/{first['id']}", {"number": "1"}, version=1)
    await office.call("POST", f"{CLIENTS}/{first['id']}/consents", {"given": True, "text": "Ja", "source": "x"})
    await office.call("POST", f"{CLIENTS}/bulk", {"action": "tag", "ids": [second["id"]], "tags": ["A"]})
    await office.call("POST", f"{CLIENTS}/merge", {"into": first["id"], "from": second["id"]})
    assert heard.told == [
        ("client.created", first["id"]),
        ("client.created", second["id"]),
        ("client.changed", first["id"]),
        ("consent.changed", first["id"]),
        ("client.changed", second["id"]),
        ("party.merged", first["id"]),
    ]
    refused = await office.call("PUT", f"{CLIENTS}/{first['id']}", {"number": "2"}, version=1)
    assert (refused[0], len(heard.told)) == (412, 6), "what is refused did not happen"
