"""Links, codes and passes: who comes in, how often they may try, and what ends."""

from __future__ import annotations

import asyncio
import secrets

import pytest
from sqlalchemy import select, update

from server.signing.tables import signing_codes, signing_links, signing_passes
from tests.signing.edges.desk import ELS, JAN, Desk, RunningClock, Signer


async def state(signer: Signer) -> str:
    return str((await signer.call("GET"))["state"])


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_a_link_shows_whose_it_is_and_nothing_of_the_document(desk: Desk) -> None:
    sent = await desk.sent(message="Graag voor vrijdag.")
    jan = await desk.signer(JAN["email"])
    look = await jan.call("GET")
    assert look["state"] == "code_needed"
    assert (look["email_hint"], look["sender"], look["kind"]) == ("j•••@klant.example", "Ann de Wit", "mail")
    assert JAN["email"] not in str(look.body)
    assert sent["id"] not in str(look.body)
    for path in ("/envelope", "/document", "/files/signed", f"/ink/{sent['signers'][0]['id']}"):
        assert (await jan.call("GET", path)).code == "pass_unknown"
    for path in ("/viewed", "/sign", "/decline", "/delegate"):
        assert (await jan.call("POST", path, None if path == "/viewed" else {"name": "x"})).status in (401, 422)
    assert (await jan.open()).code == "code_needed"


async def test_wrong_ended_and_revoked_links_look_exactly_alike(desk: Desk, clock: RunningClock) -> None:
    sent = await desk.sent()
    revoked = await desk.signer(JAN["email"])
    signer_id = sent["signers"][0]["id"]
    assert (await desk.adviser.post(f"/envelopes/{sent['id']}/signers/{signer_id}/resend")).status == 200
    here = await desk.adviser.post(f"/envelopes/{sent['id']}/signers/{signer_id}/here")
    ended = Signer(desk.service.browser(), here["url"].rpartition("/")[2])
    assert await state(ended) == "open"
    clock.move(minutes=16)
    never = Signer(desk.service.browser(), secrets.token_urlsafe(32))
    odd = Signer(desk.service.browser(), "x")
    answers = [await one.call("GET") for one in (never, revoked, ended, odd)]
    assert {answer.status for answer in answers} == {404}
    assert len({str(answer.body) for answer in answers}) == 1, "the same words"
    assert answers[0].code == "link_unknown"
    for answer in answers:
        assert {name for name in answer.headers if name != "Date"} == {
            name for name in answers[0].headers if name != "Date"
        }


async def test_every_kind_of_bad_link_costs_the_same_questions(desk: Desk) -> None:
    """Equal in time: the database is asked once, with the same question, whatever is wrong with the link."""
    from sqlalchemy import event

    sent = await desk.sent()
    revoked = await desk.signer(JAN["email"])
    await desk.adviser.post(f"/envelopes/{sent['id']}/signers/{sent['signers'][0]['id']}/resend")
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "signing_" in statement or "envelopes" in statement:
            asked.append(statement)

    engine = desk.service.parts.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        found = []
        for token in (revoked.token, secrets.token_urlsafe(32), "x"):
            asked.clear()
            assert (await Signer(desk.service.browser(), token).call("GET")).status == 404
            found.append(list(asked))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 1


async def test_five_wrong_tries_end_a_code_and_a_new_one_works(desk: Desk, clock: RunningClock) -> None:
    await desk.sent()
    jan = await desk.signer(JAN["email"])
    assert (await jan.open("123456")).code == "code_expired", "none was asked for"
    await jan.call("POST", "/code")
    code = (await desk.letter(JAN["email"], "signing_code")).code
    for left in (4, 3, 2, 1, 0):
        tried = await jan.open(wrong(code))
        assert (tried.code, tried.body["tries"]) == ("code_wrong", left)
    assert (await jan.open(code)).code == "code_expired", "even the right one is worth nothing now"
    assert (await jan.call("POST", "/code")).status == 202
    assert (await jan.open(code)).code in ("code_wrong", "code_expired")
    fresh = (await desk.letter(JAN["email"], "signing_code")).code
    assert (await jan.open(f"{fresh[:3]} {fresh[3:]}")).status == 201, "as it stands in the mail, with its space"
    assert (await jan.open(fresh)).code == "code_expired", "a code works once"


async def test_of_many_tries_at_the_same_moment_no_more_than_five_count(desk: Desk) -> None:
    await desk.sent()
    jan = await desk.signer(JAN["email"])
    await jan.call("POST", "/code")
    code = (await desk.letter(JAN["email"], "signing_code")).code
    answers = await asyncio.gather(*(jan.open(wrong(code)) for _ in range(15)))
    codes = sorted(str(answer.code) for answer in answers)
    assert codes.count("code_wrong") == 5
    assert (await jan.open(code)).code == "code_expired"


async def test_a_code_ends_after_ten_minutes_and_the_newest_alone_counts(desk: Desk, clock: RunningClock) -> None:
    await desk.sent()
    jan = await desk.signer(JAN["email"])
    await jan.call("POST", "/code")
    first = (await desk.letter(JAN["email"], "signing_code")).code
    await jan.call("POST", "/code")
    second = (await desk.letter(JAN["email"], "signing_code")).code
    if first != second:
        assert (await jan.open(first)).code == "code_wrong"
    clock.move(minutes=11)
    assert (await jan.open(second)).code == "code_expired"


async def test_wrong_codes_are_bounded_over_all_codes_together(desk: Desk, clock: RunningClock) -> None:
    await desk.sent()
    jan = await desk.signer(JAN["email"])
    outcomes: list[str | None] = []
    for _ in range(8):
        clock.move(minutes=3)
        if (await jan.call("POST", "/code")).status != 202:
            continue
        code = (await desk.letter(JAN["email"], "signing_code")).code
        outcomes += [(await jan.open(wrong(code))).code for _ in range(5)]
    assert 20 <= outcomes.count("code_wrong") <= 22
    assert outcomes[-1] == "too_many_attempts"


@pytest.mark.parametrize("by", ["one link", "one mailbox", "one network"])
async def test_codes_by_mail_are_throttled(desk: Desk, clock: RunningClock, by: str) -> None:
    twice = by != "one link"
    links = []
    for _ in range(4 if twice else 1):
        await desk.sent(JAN)
        links.append(await desk.signer(JAN["email"]))
    answers = [(await link.call("POST", "/code")) for link in links for _ in range(3 if twice else 5)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert all(answer.body["retry_after"] > 0 for answer in refused)
    mailed = len(await desk.letters(JAN["email"], "signing_code"))
    assert mailed == (6 if twice else 3), "one mailbox hears of six, one link of three"
    clock.move(minutes=6)
    assert (await links[0].call("POST", "/code")).status == 202, "it is not for ever"


async def test_guessing_links_is_slowed_down_and_a_good_link_is_not(desk: Desk) -> None:
    await desk.sent()
    jan = await desk.signer(JAN["email"])
    for _ in range(80):
        assert (await jan.call("GET")).status == 200
    stranger = [Signer(jan.browser, secrets.token_urlsafe(32)) for _ in range(70)]
    answers = [await one.call("GET") for one in stranger]
    assert {answer.status for answer in answers} == {404, 429}


async def test_a_link_for_one_screen_opens_once_and_whoever_came_in_reads_in_peace(
    desk: Desk, clock: RunningClock
) -> None:
    sent = await desk.sent()
    made = await desk.adviser.post(f"/envelopes/{sent['id']}/signers/{sent['signers'][0]['id']}/here")
    token = made["url"].rpartition("/")[2]
    here, elsewhere = Signer(desk.service.browser(), token), Signer(desk.service.browser(), token)
    assert (await here.open()).status == 201
    assert (await elsewhere.open()).code == "link_unknown"
    clock.move(minutes=30)
    assert (await here.call("GET", "/envelope")).status == 200
    clock.move(minutes=100)
    assert (await here.call("GET", "/envelope")).code == "link_unknown"


async def test_a_pass_ends_after_two_hours(desk: Desk, clock: RunningClock) -> None:
    await desk.sent()
    jan = await desk.inside(JAN["email"])
    assert (await jan.call("GET", "/envelope")).status == 200
    clock.move(hours=2, minutes=1)
    assert (await jan.call("GET", "/envelope")).code == "pass_unknown"
    assert (await jan.sign_blindly()).code == "pass_unknown"


async def test_a_pass_of_one_link_opens_no_other(desk: Desk) -> None:
    await desk.sent(JAN)
    await desk.sent(ELS)
    jan, els = await desk.inside(JAN["email"]), await desk.inside(ELS["email"])
    crossed = Signer(jan.browser, els.token)
    crossed.headers = jan.headers
    assert (await crossed.call("GET", "/envelope")).code == "pass_unknown"
    # A second link of the very same signer is another link as well.
    second = await desk.sent(JAN)
    again = await desk.signer(JAN["email"])
    again.headers = jan.headers
    assert (await again.call("GET", "/document")).code == "pass_unknown"
    assert (await jan.call("GET", "/envelope"))["envelope_id"] != second["id"]


async def test_a_code_of_one_envelope_opens_no_other(desk: Desk) -> None:
    await desk.sent(JAN)
    first = await desk.signer(JAN["email"])
    await first.call("POST", "/code")
    code = (await desk.letter(JAN["email"], "signing_code")).code
    await desk.sent(JAN)
    second = await desk.signer(JAN["email"])
    assert (await second.open(code)).code == "code_expired"
    await second.call("POST", "/code")
    own = (await desk.letter(JAN["email"], "signing_code")).code
    if own != code:
        assert (await second.open(code)).code == "code_wrong"
    assert (await second.open(own)).status == 201


async def test_a_link_opened_twice_is_open_twice(desk: Desk) -> None:
    await desk.sent()
    first = await desk.inside(JAN["email"])
    second = await desk.inside(JAN["email"])
    assert (await first.call("GET", "/envelope")).status == 200
    assert (await second.call("GET", "/envelope")).status == 200


async def test_who_passes_it_on_is_out_and_who_gets_it_is_verified_anew(desk: Desk) -> None:
    await desk.sent()
    jan = await desk.inside(JAN["email"])
    assert (await jan.call("POST", "/delegate", {"name": "Piet", "email": "geen adres"})).code == "email_wrong"
    assert (await jan.call("POST", "/delegate", {"name": " ", "email": "piet@x.example"})).code == "name_missing"
    passed = await jan.call("POST", "/delegate", {"name": "Piet Pauw", "email": "piet@klant.example"})
    assert passed.status == 200, passed
    assert (await jan.call("GET", "/envelope")).code == "link_unknown"
    assert (await jan.call("GET")).code == "link_unknown"
    piet = await desk.inside("piet@klant.example")
    view = await piet.call("GET", "/envelope")
    assert view["self"]["name"] == "Piet Pauw"
    letter = await desk.letter("piet@klant.example", "signing_request")
    assert "Jan Jansen" in letter.text
    notice = await desk.letter("ann@lindelaan.example", "signing_passed_on")
    assert "Piet Pauw (piet@klant.example)" in notice.text


@pytest.mark.covers("D009", "D029")
async def test_an_address_that_was_put_right_ends_the_links_to_the_wrong_one(desk: Desk) -> None:
    sent = await desk.sent()
    wrong_one = await desk.inside(JAN["email"])
    path = f"/envelopes/{sent['id']}/signers/{sent['signers'][0]['id']}"
    changed = await desk.adviser.call("PUT", path, {"name": "Jan Jansen", "email": "JAN@goed.example"})
    assert changed["signers"][0]["email"] == "jan@goed.example"
    assert (await wrong_one.call("GET", "/envelope")).code == "link_unknown"
    assert (await (await desk.inside("jan@goed.example")).call("GET", "/envelope")).status == 200
    assert (await desk.adviser.call("PUT", path, {"name": "Jan", "email": "jan"})).code == "email_wrong"


async def test_whoever_comes_late_hears_what_became_of_it(desk: Desk, clock: RunningClock) -> None:
    sent = await desk.sent(JAN, ELS, order="sequential")
    jan = await desk.inside(JAN["email"])
    voided = await desk.adviser.post(f"/envelopes/{sent['id']}/void", {"reason": "Er komt een nieuwe versie."})
    assert voided["status"] == "voided"
    assert await state(jan) == "voided"
    assert (await jan.call("GET", "/document")).code == "envelope_closed"
    assert (await jan.call("POST", "/code")).code == "envelope_closed"
    assert (await jan.sign()).code == "envelope_closed"
    other = await desk.sent(JAN, expires_in_days=2)
    late = await desk.signer(JAN["email"])
    clock.move(days=2, minutes=1)
    assert await state(late) == "expired", "also before the durable work has said so"
    assert (await late.call("POST", "/code")).body["status"] == "expired"
    assert other["id"] != sent["id"]


async def test_who_declines_says_why_and_ends_it(desk: Desk) -> None:
    sent = await desk.sent(JAN, ELS)
    jan, els = await desk.inside(JAN["email"]), await desk.inside(ELS["email"])
    declined = await jan.call("POST", "/decline", {"reason": "Het bedrag klopt niet.\nGraag overleg."})
    assert declined["status"] == "declined"
    assert await state(els) == "declined"
    notice = await desk.letter("ann@lindelaan.example", "signing_declined")
    assert "Het bedrag klopt niet." in notice.text
    stopped = await desk.letter(ELS["email"], "signing_stopped")
    assert "bedrag" not in stopped.text, "why is between him and the sender"
    assert (await desk.letters(JAN["email"], "signing_stopped")) == []
    events = [one["kind"] for one in (await desk.envelope(sent["id"]))["events"]]
    assert events[-1] == "declined"


async def test_secrets_are_kept_as_hashes_only(desk: Desk) -> None:
    await desk.sent()
    jan = await desk.signer(JAN["email"])
    await jan.call("POST", "/code")
    code = (await desk.letter(JAN["email"], "signing_code")).code
    assert (await jan.open(code)).status == 201
    kept = ""
    async with desk.service.parts.database.reading() as rows:
        for table in (signing_links, signing_codes, signing_passes):
            kept += str((await rows.execute(select(table))).all())
    for secret in (jan.token, jan.headers["Samen-Pass"]):
        assert secret not in kept


async def test_what_is_over_is_swept(desk: Desk, clock: RunningClock) -> None:
    sent = await desk.sent()
    jan = await desk.inside(JAN["email"])
    edges = desk.service.parts.edges
    assert edges is not None
    await edges._sweep()
    assert (await jan.call("GET", "/envelope")).status == 200
    async with desk.service.parts.database.writing() as rows:
        await rows.execute(update(signing_links).values(expires_at=clock()))
    clock.move(days=40)
    await edges._sweep()
    async with desk.service.parts.database.reading() as rows:
        for table in (signing_links, signing_codes, signing_passes):
            assert (await rows.execute(select(table))).all() == []
    assert sent["id"]
