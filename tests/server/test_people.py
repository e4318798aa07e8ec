"""Set-up, colleagues, invitations, forgotten passwords; and that two offices never see each other."""

import asyncio
import re
from pathlib import Path

import pytest

from server.web.routing import Role
from tests.server.harness import OTHER_PASSWORD, PASSWORD, Browser, Clock, Service, link, serving

ANN = "ann@lindelaan.example"
NEW_OFFICE = {"organisation": "Lindelaan", "name": "Ann de Wit", "email": ANN, "password": PASSWORD, "language": "fr"}


def setup_token(service: Service) -> str:
    found = re.search(r"/setup/(\S+)", "\n".join(service.parts.greeting))
    assert found is not None
    return found.group(1)


async def test_the_setup_link_makes_the_first_administrator_once(any_service: Service) -> None:
    service = any_service
    token = setup_token(service)
    browser = service.browser()
    assert (await browser.get(f"/setup/{token}"))["ready"] is True
    made = await browser.post(f"/setup/{token}", NEW_OFFICE)
    assert made["user"]["role"] == "admin"
    assert made["organisation"]["language"] == "fr"
    assert (await browser.get("/me")).status == 200
    again = await service.browser().post(f"/setup/{token}", {**NEW_OFFICE, "email": "eve@x.example"})
    assert (again.status, again.code) == (410, "link_used")
    assert (await service.browser().get(f"/setup/{token}")).code == "link_used"


async def test_two_people_with_the_setup_link_make_one_office(any_service: Service) -> None:
    token = setup_token(any_service)
    bodies = [{**NEW_OFFICE, "email": f"ann{number}@x.example"} for number in range(4)]
    answers = await asyncio.gather(*(any_service.browser().post(f"/setup/{token}", body) for body in bodies))
    assert sorted(answer.status for answer in answers) == [200, 410, 410, 410]


async def test_a_wrong_setup_link_makes_nobody_administrator(service: Service) -> None:
    answer = await service.browser().post(f"/setup/{'x' * 43}", NEW_OFFICE)
    assert (answer.status, answer.code) == (404, "link_unknown")
    weak = await service.browser().post(f"/setup/{setup_token(service)}", {**NEW_OFFICE, "password": "welkom12345"})
    assert weak.code == "weak_password"
    made = await service.browser().post(f"/setup/{setup_token(service)}", NEW_OFFICE)
    assert made.status == 200, "a refusal must not spend the link"


async def test_a_setup_link_wears_out(service: Service) -> None:
    service.clock.move(days=31)
    assert (await service.browser().get(f"/setup/{setup_token(service)}")).code == "link_expired"


async def test_the_first_administrator_comes_from_the_settings_only_when_there_is_none(tmp_path: Path) -> None:
    first = {"SAMEN_ADMIN_EMAIL": "Jan.Bos@office.test", "SAMEN_ADMIN_PASSWORD": PASSWORD}
    async with serving(tmp_path / "data", None, **first) as service:
        answer = await service.browser().sign_in("jan.bos@office.test")
        assert answer["user"]["name"] == "Jan Bos"
        assert not any("/setup/" in line for line in service.parts.greeting)
    second = {"SAMEN_ADMIN_EMAIL": "eve@office.test", "SAMEN_ADMIN_PASSWORD": OTHER_PASSWORD}
    async with serving(tmp_path / "data", None, **second) as service:
        assert (await service.browser().sign_in("eve@office.test", OTHER_PASSWORD)).code == "wrong_credentials"
        assert (await service.browser().sign_in("jan.bos@office.test")).status == 200


async def test_the_sample_office_is_made_on_request_and_says_what_it_is(tmp_path: Path) -> None:
    from server.accounts.first import DEMO_PASSWORD

    async with serving(tmp_path / "data", SAMEN_DEMO="1") as service:
        answer = await service.browser().sign_in("marieke@lindelaan.example", DEMO_PASSWORD)
        assert answer["organisation"]["demo"] is True
        assert (await service.browser().get("/office"))["name"] == "Lindelaan Advies"
        assert any(DEMO_PASSWORD in line for line in service.parts.greeting)
    async with serving(tmp_path / "other") as service:
        assert (await service.browser().sign_in("marieke@lindelaan.example", DEMO_PASSWORD)).status == 401


async def test_the_sample_office_is_not_put_into_a_real_one(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as service:
        await service.office("Echt kantoor")
    async with serving(tmp_path / "data", SAMEN_DEMO="1") as service:
        assert (await service.browser().get("/office"))["name"] == "Echt kantoor"
        assert any("SAMEN_DEMO" in line for line in service.parts.greeting)


# --- invitations ---


async def test_a_colleague_is_invited_by_mail_and_makes_the_account(any_service: Service) -> None:
    admin = await any_service.office()
    invited = await admin.post("/invitations", {"email": "Bob@Lindelaan.example", "role": "adviser", "language": "en"})
    assert invited.status == 201
    assert invited["email"] == "bob@lindelaan.example"
    assert invited["mail"] == "kept"
    mail = await admin.get(f"/outbox/{invited['mail_id']}")
    assert "Ann de Wit has prepared an account" in mail["text"]
    browser = any_service.browser()
    seen = await browser.get(f"/invitations/{link(mail)}")
    assert (seen["email"], seen["organisation"], seen["role"]) == ("bob@lindelaan.example", "Lindelaan", "adviser")
    me = await browser.post(f"/invitations/{link(mail)}", {"name": "Bob Smit", "password": OTHER_PASSWORD})
    assert me["user"]["language"] == "en"
    assert (await browser.get("/me"))["user"]["name"] == "Bob Smit"
    assert (await admin.get("/invitations"))["items"] == []
    twice = await any_service.browser().post(f"/invitations/{link(mail)}", {"name": "Eve", "password": PASSWORD})
    assert (twice.status, twice.code) == (410, "link_used")


async def test_an_invitation_wears_out_is_withdrawn_or_replaced(service: Service) -> None:
    admin = await service.office()

    async def invite() -> tuple[str, str]:
        invited = await admin.post("/invitations", {"email": "bob@lindelaan.example", "role": "adviser"})
        return invited["id"], link(await admin.get(f"/outbox/{invited['mail_id']}"))

    _, first = await invite()
    second_id, second = await invite()
    assert (await service.browser().get(f"/invitations/{first}")).code == "link_unknown"
    assert (await service.browser().get(f"/invitations/{second}")).status == 200
    assert (await admin.delete(f"/invitations/{second_id}")).status == 204
    assert (await service.browser().get(f"/invitations/{second}")).code == "link_unknown"
    assert (await admin.delete(f"/invitations/{second_id}")).status == 404
    _, third = await invite()
    service.clock.move(days=7, seconds=1)
    late = await service.browser().post(f"/invitations/{third}", {"name": "Bob", "password": PASSWORD})
    assert (late.status, late.code) == (410, "link_expired")


async def test_nobody_is_invited_twice_into_one_office(service: Service) -> None:
    admin = await service.office()
    await service.colleague(admin)
    answer = await admin.post("/invitations", {"email": "BOB@lindelaan.example", "role": "admin"})
    assert (answer.status, answer.code) == (409, "email_taken")


async def test_one_address_has_one_account(any_service: Service) -> None:
    admin = await any_service.office()
    other = await any_service.office("Andere", "zoe@andere.example")
    await any_service.colleague(admin)
    invited = await other.post("/invitations", {"email": "bob@lindelaan.example", "role": "adviser"})
    token = link(await other.get(f"/outbox/{invited['mail_id']}"))
    answer = await any_service.browser().post(f"/invitations/{token}", {"name": "Bob", "password": PASSWORD})
    assert (answer.status, answer.code) == (409, "email_taken")


@pytest.mark.parametrize("email", ["bob@x.nl\nBcc: all@x.nl", "bob@x.nl\r\nX: y", "bob", "@x.nl", "a@b", "<bob@x.nl>"])
async def test_an_address_that_could_carry_headers_is_refused(service: Service, email: str) -> None:
    admin = await service.office()
    answer = await admin.post("/invitations", {"email": email, "role": "adviser"})
    assert (answer.status, answer.code) == (422, "invalid_input")


# --- roles ---


async def test_an_adviser_may_not_do_what_an_administrator_does(service: Service) -> None:
    admin = await service.office()
    adviser = await service.colleague(admin)
    assert (await adviser.get("/me")).status == 200
    calls = [
        ("GET", "/users", None),
        ("GET", "/invitations", None),
        ("POST", "/invitations", {"email": "eve@x.example", "role": "admin"}),
        ("GET", "/organisation", None),
        ("PATCH", "/organisation", {"name": "Mine"}),
        ("GET", "/outbox", None),
    ]
    for method, path, body in calls:
        refused = await adviser.call(method, path, body)
        assert (refused.status, refused.code) == (403, "not_allowed"), path
        assert (await admin.call(method, path, body)).status < 300, path


async def test_the_last_administrator_stays_one(any_service: Service) -> None:
    admin = await any_service.office()
    ann_id = (await admin.get("/me"))["user"]["id"]
    for change in ({"role": "adviser"}, {"active": False}):
        answer = await admin.patch(f"/users/{ann_id}", change)
        assert (answer.status, answer.code) == (409, "last_admin")
    bob = await any_service.colleague(admin)
    bob_id = (await bob.get("/me"))["user"]["id"]
    assert (await admin.patch(f"/users/{bob_id}", {"role": "admin"}))["role"] == "admin"
    assert (await bob.get("/users")).status == 200, "a new role counts at once"
    assert (await admin.patch(f"/users/{ann_id}", {"role": "adviser"}))["role"] == "adviser"
    assert (await admin.get("/users")).status == 403


async def test_two_administrators_cannot_demote_each_other_at_once(any_service: Service) -> None:
    admin = await any_service.office()
    bob = await any_service.colleague(admin, role="admin")
    ann_id, bob_id = (await admin.get("/me"))["user"]["id"], (await bob.get("/me"))["user"]["id"]
    people = any_service.parts.accounts.people
    office_id = (await admin.get("/me"))["organisation"]["id"]
    from server.accounts.models import UserChange
    from server.web import Problem

    async def demote(user_id: str) -> str:
        try:
            await people.change(office_id, user_id, UserChange(role="adviser"), by=user_id)
        except Problem as problem:
            return problem.refusal.code
        return "done"

    assert sorted(await asyncio.gather(demote(ann_id), demote(bob_id))) == ["done", "last_admin"]


# --- a forgotten password ---


async def reset_token(service: Service, admin: Browser) -> str:
    await service.parts.tasks.settled("reset mail")
    items = (await admin.get("/outbox"))["items"]
    newest = next(item for item in items if item["kind"] == "reset")
    return link(await admin.get(f"/outbox/{newest['id']}"))


async def test_a_forgotten_password_is_set_anew_by_mail_once(any_service: Service) -> None:
    service = any_service
    admin = await service.office()
    bob = await service.colleague(admin)
    answer = await service.browser().post("/auth/forgot", {"email": "bob@lindelaan.example"})
    assert answer.status == 202
    token = await reset_token(service, admin)
    browser = service.browser()
    assert (await browser.post("/auth/reset", {"token": token, "password": "welkom12345"})).code == "weak_password"
    assert (await browser.post("/auth/reset", {"token": token, "password": OTHER_PASSWORD})).status == 204
    assert (await bob.get("/me")).status == 401, "signed out everywhere"
    assert (await browser.sign_in("bob@lindelaan.example")).status == 401
    assert (await browser.sign_in("bob@lindelaan.example", OTHER_PASSWORD)).status == 200
    again = await browser.post("/auth/reset", {"token": token, "password": PASSWORD})
    assert (again.status, again.code) == (410, "link_used")


async def test_a_reset_link_lasts_an_hour_and_only_one_works(service: Service) -> None:
    admin = await service.office()
    await service.browser().post("/auth/forgot", {"email": ANN})
    first = await reset_token(service, admin)
    await service.browser().post("/auth/forgot", {"email": ANN})
    second = await reset_token(service, admin)
    assert first != second
    assert (await service.browser().post("/auth/reset", {"token": second, "password": OTHER_PASSWORD})).status == 204
    assert (await service.browser().post("/auth/reset", {"token": first, "password": PASSWORD})).status == 404
    admin = service.browser()
    await admin.sign_in(ANN, OTHER_PASSWORD)
    await service.browser().post("/auth/forgot", {"email": ANN})
    third = await reset_token(service, admin)
    service.clock.move(hours=1, seconds=1)
    assert (await service.browser().post("/auth/reset", {"token": third, "password": PASSWORD})).code == "link_expired"


async def test_forgot_password_answers_the_same_for_every_address(service: Service) -> None:
    admin = await service.office()
    known = await service.browser().post("/auth/forgot", {"email": ANN})
    unknown = await service.browser().post("/auth/forgot", {"email": "nobody@x.example"})
    assert (known.status, known.body) == (unknown.status, unknown.body) == (202, {"accepted": True})
    await reset_token(service, admin)
    assert len((await admin.get("/outbox"))["items"]) == 1


async def test_a_mailbox_is_not_filled_by_asking_again_and_again(service: Service) -> None:
    admin = await service.office()
    for _ in range(8):
        await service.browser().post("/auth/forgot", {"email": ANN})
        await reset_token(service, admin)
    assert len((await admin.get("/outbox"))["items"]) == 3


# --- two offices ---


async def test_a_second_office_is_invisible(any_service: Service) -> None:
    """Every address with an id in it answers 404 for the ids of the other office, and 2xx for one's own."""
    service = any_service
    ann, zoe = await service.office(), await service.office("Andere", "zoe@andere.example")
    ids = {}
    for name, admin in (("ann", ann), ("zoe", zoe)):
        invited = await admin.post("/invitations", {"email": f"new-{name}@x.example", "role": "adviser"})
        ids[name] = {
            "user_id": (await admin.get("/me"))["user"]["id"],
            "invitation": invited["id"],
            "mail_id": invited["mail_id"],
        }
    calls = [
        ("PATCH", "/users/{user_id}", {"name": "Changed"}),
        ("GET", "/outbox/{mail_id}", None),
        ("POST", "/outbox/{mail_id}/again", None),
        ("DELETE", "/invitations/{invitation}", None),
    ]
    declared = {
        (each.route.method, each.route.path.removeprefix("/api/v1"))
        for each in _endpoints(service)
        # Those of other rooms are held to the same by tests/security/test_every_route.py.
        if each.parts and set(each.parts) <= set(ids["ann"]) and each.route.role is Role.ADMIN
    }
    assert declared == {(method, path) for method, path, _ in calls}, "a new address with an id belongs in this test"
    for method, path, body in calls:
        foreign = await zoe.call(method, path.format(**ids["ann"]), body)
        assert (foreign.status, foreign.code) == (404, "not_found"), path
        assert (await zoe.call(method, path.format(**ids["zoe"]), body)).status < 300, path
    for path in ("/users", "/invitations", "/outbox"):
        assert "lindelaan" not in repr((await zoe.get(path)).body), path
    assert (await ann.get("/me"))["user"]["name"] == "Ann de Wit"


def _endpoints(service: Service) -> list:
    from server.web.routing import endpoint

    return [endpoint(route) for route in service.parts.routes]


async def test_with_several_offices_the_join_page_is_neutral(service: Service) -> None:
    assert (await service.browser().get("/office"))["name"] == "Samen"
    await service.office()
    assert (await service.browser().get("/office"))["name"] == "Lindelaan"
    await service.office("Andere", "zoe@andere.example")
    assert (await service.browser().get("/office"))["name"] == "Samen"


async def test_other_secrets_than_the_databases_are_refused_unless_accepted(tmp_path: Path, clock: Clock) -> None:
    from server.keys import StartError

    async with serving(tmp_path / "data", clock) as service:
        await service.office()
    (tmp_path / "data" / "secrets.json").unlink()
    with pytest.raises(StartError, match="secrets.json"):
        async with serving(tmp_path / "data", clock):
            pass
    async with serving(tmp_path / "data", clock, SAMEN_ACCEPT_NEW_SECRETS="1") as service:
        assert (await service.browser().sign_in(ANN)).status == 200
    async with serving(tmp_path / "data", clock) as service:
        assert (await service.browser().sign_in(ANN)).status == 200
