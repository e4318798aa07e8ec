"""Signing inside a session: who may do what, what everybody hears, and how it ends."""

import pytest

from tests.signing.edges.desk import paper
from tests.signing.room.together import Table

pytestmark = pytest.mark.covers("F005", "D014", "D016", "D018")


async def test_two_clients_sign_at_their_own_screens_and_the_copies_come_to_the_files(table: Table):
    ids = await table.open(("bob", table.bob), ("cas", table.cas))
    assert (await table.hears("signing_opened", table.cas))["order"] == "sequential"
    status, view = await table.sign(table.bob, ids["bob"])
    assert status == 200, view
    assert (await table.hears("signer_signed", table.cas))["signer_id"] == ids["bob"]
    status, view = await table.sign(table.cas, ids["cas"])
    assert status == 200, view
    assert (await table.hears("signing_closed", table.bob))["outcome"] == "completed"
    names = {"Opdracht signed.pdf", "Opdracht signed log.pdf", "Opdracht signed log.jsonl"}
    await table.bob.until(lambda: names <= {one["name"] for one in table.told("file_added", table.bob)}, 60)
    made = [one for one in table.told("file_added", table.bob) if one["name"] in names]
    assert {one["participant_id"] for one in made} == {"system"}
    assert len(made) == 3, "each once"


@pytest.mark.covers("F040", "F031")
async def test_nobody_signs_at_anothers_screen_nor_before_their_turn(table: Table):
    ids = await table.open(("bob", table.bob), ("cas", table.cas))
    for who in (table.adviser, table.cas):
        for method, path in (("GET", "/envelope"), ("GET", "/document"), ("POST", "/viewed")):
            status, refused = await table.call(who, method, f"/{ids['bob']}{path}")
            assert (status, refused["code"]) == (403, "not_your_signer"), path
        assert (await table.sign(who, ids["bob"]))[1]["code"] == "not_your_signer"
        status, refused = await table.call(who, "POST", f"/{ids['bob']}/decline", {"reason": ""})
        assert refused["code"] == "not_your_signer"
    assert (await table.sign(table.cas, ids["cas"]))[1]["code"] == "not_your_turn"
    assert table.told("signer_signed") == []
    assert (await table.sign(table.bob, ids["bob"]))[0] == 200


@pytest.mark.covers("F040")
async def test_only_who_leads_the_session_opens_checks_and_stops(table: Table):
    status, refused = await table.call(table.bob, "POST", "", table.wish(("bob", table.bob)))
    assert (status, refused["code"]) == (403, "not_host")
    status, refused = await table.call(table.bob, "POST", "/check", {"file_id": table.file_id})
    assert (status, refused["code"]) == (403, "not_host")
    status, found = await table.call(table.adviser, "POST", "/check", {"file_id": table.file_id})
    assert (status, found["pages"], found["warnings"]) == (200, 2, [])
    await table.open(("bob", table.bob))
    status, refused = await table.call(table.bob, "DELETE", "?then=void")
    assert (status, refused["code"]) == (403, "not_host")
    status, refused = await table.call(table.adviser, "POST", "", table.wish(("bob", table.bob)))
    assert (status, refused["code"]) == (409, "signing_now")


@pytest.mark.covers("F020", "D032", "D033", "F032")
async def test_what_cannot_be_signed_is_refused_and_leaves_nothing(table: Table):
    text = await table.upload(table.adviser, b"geen pdf, maar tekst", "brief.docx")
    broken = await table.upload(table.adviser, b"%PDF-1.7\nkapot", "kapot.pdf")
    for file_id, code in ((text, "not_a_pdf"), (broken, "document_broken")):
        table.file_id, good = file_id, table.file_id
        assert (await table.call(table.adviser, "POST", "/check", {"file_id": file_id}))[1]["code"] == code
        assert (await table.call(table.adviser, "POST", "", table.wish(("bob", table.bob))))[1]["code"] == code
        table.file_id = good
    wish = table.wish(("bob", table.bob))
    wish["signers"][0]["email"] = "bob@"
    assert (await table.call(table.adviser, "POST", "", wish))[1]["code"] == "email_wrong"
    wish = table.wish(("bob", table.bob), fields=[])
    assert (await table.call(table.adviser, "POST", "", wish))[1]["code"] == "not_enough_fields"
    wish = table.wish(("zoe", None))
    assert (await table.call(table.adviser, "POST", "", wish))[1]["code"] == "screen_unknown"
    assert await table.envelopes() == 0
    assert table.told("signing_opened") == []


async def test_everybody_inside_follows_and_learns_no_address(table: Table):
    ids = await table.open(("bob", table.bob), ("cas", table.cas))
    status, view = await table.call(table.cas, "GET", "/envelope")
    assert (status, view["self"]) == (200, None)
    assert "klant.example" not in str(view)
    assert (await table.call(table.cas, "GET", f"/ink/{ids['bob']}"))[0] == 404
    await table.sign(table.bob, ids["bob"])
    assert (await table.call(table.cas, "GET", f"/ink/{ids['bob']}"))[0] == 200
    status, view = await table.call(table.bob, "GET", f"/{ids['bob']}/envelope")
    assert (status, view["self"]["email"]) == (200, "bob@klant.example")


@pytest.mark.covers("D007")
async def test_two_people_sign_at_one_screen_and_one_is_moved_to_the_advisers(table: Table):
    ids = await table.open(("bob", table.bob), ("els", table.bob))
    assert (await table.sign(table.bob, ids["bob"]))[0] == 200
    moved = await table.adviser.command(
        "move_signer", signer_id=ids["els"], participant_id=table.adviser.participant_id
    )
    assert moved["ok"]
    assert (await table.sign(table.bob, ids["els"]))[1]["code"] == "not_your_signer"
    assert (await table.sign(table.adviser, ids["els"]))[0] == 200
    assert (await table.hears("signing_closed"))["outcome"] == "completed"


async def test_the_same_click_again_signs_once(table: Table):
    ids = await table.open(("bob", table.bob), ("cas", table.cas))
    first = await table.sign(table.bob, ids["bob"], "one-click")
    again = await table.sign(table.bob, ids["bob"], "one-click")
    assert (first[0], again[0]) == (200, 200)
    other = await table.sign(table.bob, ids["bob"], "another")
    assert other[1]["code"] == "already_signed"
    assert len(table.told("signer_signed")) == 1


@pytest.mark.covers("D008")
async def test_stopped_here_it_goes_on_by_mail(table: Table):
    ids = await table.open(("bob", table.bob), ("cas", table.cas))
    await table.sign(table.bob, ids["bob"])
    assert await table.letters("signing_request") == []
    assert (await table.call(table.adviser, "DELETE", "?then=mail"))[0] == 204
    assert (await table.hears("signing_closed", table.cas))["outcome"] == "mailed"
    assert await table.letters("signing_request") == ["cas@klant.example"]
    assert (await table.sign(table.cas, ids["cas"]))[1]["code"] == "no_signing"
    assert (await table.envelope())["status"] == "sent"


async def test_stopped_for_good_nobody_can_sign_any_more(table: Table):
    ids = await table.open(("bob", table.bob))
    assert (await table.call(table.adviser, "DELETE", "?then=void"))[0] == 204
    assert (await table.hears("signing_closed", table.bob))["outcome"] == "stopped"
    assert (await table.envelope())["status"] == "voided"
    assert (await table.sign(table.bob, ids["bob"]))[1]["code"] == "no_signing"
    assert (await table.call(table.adviser, "DELETE", "?then=void"))[1]["code"] == "no_signing"


async def test_one_who_declines_ends_it_for_all(table: Table):
    ids = await table.open(("bob", table.bob), ("cas", table.cas), order="parallel")
    status, _ = await table.call(table.cas, "POST", f"/{ids['cas']}/decline", {"reason": "Eerst lezen"})
    assert status == 200
    await table.hears("signer_declined", table.bob)
    assert (await table.hears("signing_closed", table.bob))["outcome"] == "declined"
    assert (await table.envelope())["status"] == "declined"


@pytest.mark.parametrize(("after", "status"), [("mail", "sent"), ("void", "voided")])
async def test_a_session_that_ends_leaves_the_document_as_was_chosen(table: Table, after: str, status: str):
    await table.open(("bob", table.bob), after=after)
    await table.adviser.command("end_session")
    await table.until_status(status)
    await table.until_letters("signing_request", ["bob@klant.example"] if after == "mail" else [])


@pytest.mark.covers("D008")
async def test_who_has_no_screen_here_gets_a_letter_when_it_is_their_turn(table: Table):
    ids = await table.open(("bob", table.bob), ("zoe", None))
    assert await table.letters("signing_request") == []
    await table.sign(table.bob, ids["bob"])
    assert (await table.hears("signing_closed"))["outcome"] == "mailed"
    assert await table.letters("signing_request") == ["zoe@klant.example"]


async def test_a_file_that_is_being_signed_is_not_withdrawn(table: Table):
    await table.open(("bob", table.bob))
    refused = await table.adviser.command("withdraw_file", file_id=table.file_id)
    assert refused["code"] == "signing_now"
    other = await table.upload(table.adviser, paper(1, "Bijlage"), "bijlage.pdf")
    assert (await table.adviser.command("withdraw_file", file_id=other))["ok"]


async def test_a_session_that_was_not_told_of_a_signature_hears_of_it(table: Table, monkeypatch: pytest.MonkeyPatch):
    ids = await table.open(("bob", table.bob), ("cas", table.cas))
    desk = table.house.parts.signing
    assert desk is not None
    # As if the process had died between the signature and the word to the session.
    monkeypatch.setattr(desk.tools.turns, "_after_event", [])
    monkeypatch.setattr(table.house.parts.signing_in_sessions, "tell", _nothing)
    assert (await table.sign(table.bob, ids["bob"]))[0] == 200
    assert table.told("signer_signed") == []
    monkeypatch.undo()
    await table.put_right()
    assert (await table.hears("signer_signed", table.cas))["signer_id"] == ids["bob"]
    assert (await table.sign(table.cas, ids["cas"]))[0] == 200


async def test_an_envelope_whose_session_ended_unheard_still_goes_on_by_mail(
    table: Table, monkeypatch: pytest.MonkeyPatch
):
    await table.open(("bob", table.bob))
    room = table.house.parts.signing_in_sessions
    monkeypatch.setattr(room, "_closed", _nothing)
    await table.adviser.command("end_session")
    await table.hears("session_ended")
    assert await table.letters("signing_request") == []
    monkeypatch.undo()
    await table.put_right()
    assert await table.letters("signing_request") == ["bob@klant.example"]
    await table.put_right()
    assert len(await table.letters("signing_request")) == 1, "once"


async def test_an_envelope_that_never_came_into_its_session_is_taken_back(
    table: Table, monkeypatch: pytest.MonkeyPatch
):
    async def dies(*_: object, **__: object) -> None:
        raise RuntimeError("the process ends here")

    monkeypatch.setattr(table.house.live.sessions, "handle", dies)
    assert (await table.call(table.adviser, "POST", "", table.wish(("bob", table.bob))))[0] == 500
    monkeypatch.undo()
    await table.put_right()
    assert (await table.envelope())["status"] == "sent", "it may be on its way yet"
    table.house.clock.passes(minutes=10)
    await table.put_right()
    assert (await table.envelope())["status"] == "voided"
    assert await table.letters("signing_request") == []


async def _nothing(*_: object) -> None:
    return None
