"""Rules that hold for every declared route, those of tomorrow too: offices apart, no request from other websites."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import aiohttp
import pytest
from sqlalchemy import insert, select

from server.crm.contract.tables import crm_writes
from server.mail.letters import reset
from server.mail.page import Sender
from server.signing.tables import envelope_files
from server.stores.database import uuid7
from server.stores.tables import invitations
from server.web import Role
from server.web.routing import Route
from tests.live.houses import Meeting, OwnHouse, Person
from tests.signing.edges.desk import INK, field, paper

SIGNED_IN = (Role.ADVISER, Role.ADMIN)
SAFE = ("GET", "HEAD", "OPTIONS")
REFUSED = (401, 403, 404, 410)

# What a part of a path stands for. A new name has to be added here: then the rules below hold for it as well.
OF_AN_OFFICE = (
    *(
        "session_id",
        "file_id",
        "user_id",
        "asker_id",
        "mail_id",
        "invitation",
        "favourite_id",
        "key_id",
        "webhook_id",
        "delivery_id",
    ),
    *("organisation_id", "write_id"),
    *("hold_id", "rule_id", "export_id"),
    *("appointment_id", "service_id", "block_id"),
    *("sheet_id", "message_id", "mailing_id"),
    *("envelope_id", "signer_id", "template_id", "screen_signer", "marked"),
    *("document_id", "request_id", "sharing_id"),
    *("client_id", "entry_id", "change_id", "tag_id", "field_id", "filter_id", "team_id", "import_id"),
)
SECRETS_THEMSELVES = ("token", "code", "logo_hash", "slug")
"""Whoever has one of these may use it, whoever they are: they cannot be guessed, and are not listed anywhere else."""

OF_THE_HOST = ("/api/v1/room/client",)
"""What a guest's ticket does not open, though it is in a room."""

OF_NOBODY = {"kind": "invite", "language": "nl"}
"""The same in every office: whoever names one gets their own."""


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff56c72f0d"
    "0000000049454e44ae426082"
)


SIGNATURE = {"key": "one-click", "consent": "2026-11", "name": "Iemand", "ink": INK, "values": {}}


def parts_of(route: Route) -> list[str]:
    return re.findall(r"\{(\w+)\}", route.path)


def filled(route: Route, ids: dict[str, str]) -> str:
    path = re.sub(r"\{(\w+)\}", lambda found: (OF_NOBODY | ids)[found[1]], route.path)
    days = "from=2100-01-04T00:00:00Z&to=2100-01-05T00:00:00Z"
    asked = {"/api/v1/calendar": days, "/api/v1/free-times": f"service={ids.get('service_id')}&{days}"}
    if path in asked:
        return f"{path}?{asked[path]}"
    return path + ("?name=a.txt" if path.endswith(("/files", "/replace")) else "")


def body_of(route: Route, mine: dict[str, str]) -> Any:
    """A body that the route would take, so that nothing but the id can be the reason for its refusal."""
    if route.method == "GET" or route.takes is not None:
        return None
    return {
        "/api/v1/room/signing/{screen_signer}/sign": SIGNATURE,
        "/api/v1/users/{user_id}": {"name": "Gekaapt"},
        "/api/v1/favourites/{favourite_id}": {"title": "Gekaapt"},
        "/api/v1/webhooks/{webhook_id}": {"name": "Gekaapt"},
        "/api/v1/envelopes/{envelope_id}": draft_of(mine["signer_id"]),
        "/api/v1/envelopes/{envelope_id}/send": {"deliver": "mail"},
        "/api/v1/envelopes/{envelope_id}/signers/{signer_id}": {"name": "Gekaapt", "email": "gekaapt@b.example"},
        "/api/v1/envelopes/{envelope_id}/signers/{signer_id}/embed": {"origin": "https://evil.example"},
        "/api/v1/signing-templates/{template_id}/envelopes": {"signers": []},
        "/api/v1/sessions/{session_id}/code-mail": {"email": "a@b.example"},
        "/api/v1/sessions/{session_id}/files/{file_id}/links": {"disposition": "attachment"},
        "/api/v1/sessions/{session_id}/evaluation": {"stars": 1, "text": "gekaapt"},
        "/api/v1/appointments/{appointment_id}/summary": {"text": "Gekaapt"},
        **agenda_bodies(mine["appointment_id"]),
        **client_bodies(),
        "/api/v1/documents/{document_id}": {"name": "Gekaapt"},
        "/api/v1/help/threads/{asker_id}/seen": {"message_id": mine["message_id"]},
        "/api/v1/message-templates/own/{sheet_id}": {"name": "Gekaapt", "subject": "Gekaapt", "blocks": []},
        "/api/v1/clients/{client_id}/messages": {"subject": "Gekaapt", "text": "Gekaapt"},
    }.get(route.path, {})


def client_bodies() -> dict[str, Any]:
    one = "/api/v1/clients/{client_id}"
    return {
        one: {"number": "Gekaapt"},
        f"{one}/timeline": {"text": "Gekaapt"},
        one + "/timeline/{entry_id}": {"text": "Gekaapt"},
        f"{one}/consents": {"given": True, "text": "Gekaapt", "source": "x"},
        f"{one}/unblock": {"email": "a@b.example"},
        f"{one}/holds": {"reason": "Gekaapt"},
        f"{one}/erasure": {"name": "Gekaapt", "digest": "0" * 64},
        "/api/v1/privacy/rules/{rule_id}": {"months": 1},
        "/api/v1/tags/{tag_id}": {"name": "Gekaapt"},
        "/api/v1/imports/{import_id}/columns": {"columns": ["name"]},
        "/api/v1/imports/{import_id}/choices": {"doubles": "add"},
        "/api/v1/client-fields/{field_id}": {"label": "Gekaapt"},
        "/api/v1/teams/{team_id}": {"name": "Gekaapt"},
    }


def agenda_bodies(option_id: str) -> dict[str, Any]:
    one, later = "/api/v1/appointments/{appointment_id}", "2100-01-04T10:00:00Z"
    return {
        one: {"title": "Gekaapt"},
        f"{one}/reschedule": {"start": later},
        f"{one}/propose": {"options": [{"start": later}]},
        f"{one}/cancel": {"reason": "Gekaapt"},
        f"{one}/pick": {"option_id": option_id},
        "/api/v1/services/{service_id}": {"name": "Gekaapt"},
        "/api/v1/blocks/{block_id}": {"title": "Gekaapt"},
        "/api/v1/availability/{user_id}": {"weekly": {}},
    }


def headers_of(route: Route) -> dict[str, str]:
    """The type that a body which is no JSON must have, and the version that a change says it has seen."""
    seen = {"If-Match": '"1"'} if route.if_match else {}
    return seen | ({"Content-Type": route.takes.types[0]} if route.takes is not None and route.takes.types else {})


def draft_of(signer_id: str, title: str = "Gekaapt") -> dict[str, Any]:
    return {
        "version": 1,
        "title": title,
        "order": "parallel",
        "language": "nl",
        "expires_in_days": 3,
        "remind_every_days": 0,
        "verification": "code",
        "signers": [{"id": signer_id, "name": "Jan", "email": "jan@klant.example"}],
        "fields": [],
    }


async def something_to_sign(house: OwnHouse, name: str, office_id: str, adviser: Person) -> dict[str, str]:
    """An envelope with everything that can be downloaded of one, and a template."""
    headers = {"Content-Type": "application/pdf", "Cookie": f"samen_session={adviser.cookie}"}
    address = f"{house.url}/api/v1/envelopes?name={name}.pdf"
    async with aiohttp.ClientSession() as http, http.post(address, data=paper(1, name), headers=headers) as answer:
        envelope = await answer.json()
        assert answer.status == 201, envelope
    signer_id, path = uuid7(), f"/api/v1/envelopes/{envelope['id']}"
    status, changed = await house.call("PUT", path, draft_of(signer_id, name), who=adviser)
    assert status == 200, changed
    status, template = await house.call(
        "POST", "/api/v1/signing-templates", {"envelope_id": envelope["id"], "name": name}, who=adviser
    )
    assert status == 201, template
    async with house.database.writing() as rows:
        for kind in ("signed", "log", "log_data"):
            await rows.execute(
                insert(envelope_files).values(
                    envelope_id=envelope["id"],
                    kind=kind,
                    seq=1,
                    organisation_id=office_id,
                    sha256=envelope["document"]["sha256"],
                    size=envelope["document"]["size"],
                    created_at=house.clock(),
                )
            )
    return {
        "envelope_id": envelope["id"],
        "signer_id": signer_id,
        "template_id": template["id"],
    }


async def something_signed_together(house: OwnHouse, meeting: Meeting, guest: str, name: str) -> dict[str, str]:
    """A document that the host has signed in the session, and that the guest is to sign next."""
    room = "/api/v1/room/signing"
    headers = {"Authorization": f"Bearer {meeting.host_ticket}"}
    address = f"{house.url}/api/v1/sessions/{meeting.id}/files?name={name}.pdf"
    async with aiohttp.ClientSession() as http, http.post(address, data=paper(1, name), headers=headers) as answer:
        file = await answer.json()
        assert answer.status == 201, file
    screens = {"host": meeting.host_ticket, "guest": guest}
    wish = {
        "file_id": file["file_id"],
        "signers": [
            {"id": who, "name": who, "email": f"{who}@{name.lower()}.example", "participant_id": ticket.split(".")[0]}
            for who, ticket in screens.items()
        ],
        "fields": [field(who, number=at) for at, who in enumerate(screens)],
    }
    status, view = await house.call("POST", room, wish, who=meeting.host_ticket)
    assert status == 201, view
    marked, waits = (one["id"] for one in view["signers"])
    status, signed = await house.call("POST", f"{room}/{marked}/sign", SIGNATURE, who=meeting.host_ticket)
    assert status == 200, signed
    return {"screen_signer": waits, "marked": marked}


async def something_in_the_agenda(house: OwnHouse, name: str, admin: Person, adviser: Person) -> dict[str, str]:
    """A service, an appointment of the adviser with somebody, and a block of theirs."""
    made: dict[str, str] = {}
    start, end = "2100-01-04T09:00:00Z", "2100-01-04T10:00:00Z"
    guest = {"name": f"Klant van {name}", "email": f"klant@{name.lower()}.example"}
    for what, path, who, body in (
        ("service_id", "services", admin, {"name": f"Gesprek van {name}", "minutes": 60}),
        ("appointment_id", "appointments", adviser, {"guest": guest, "start": start}),
        ("block_id", "blocks", adviser, {"title": f"Vrij van {name}", "start": end, "end": "2100-01-04T11:00:00Z"}),
    ):
        extra = {"service_id": made["service_id"], "notify": False} if what == "appointment_id" else {}
        status, answer = await house.call("POST", f"/api/v1/{path}", body | extra, who=who)
        assert status == 201, answer
        made[what] = answer["id"]
    return made


async def something_said(house: OwnHouse, name: str, adviser: Person) -> dict[str, str]:
    """A template, a message to a client, and one to many."""
    said = {"subject": f"Bericht van {name}", "text": "Dag"}
    person = {"id": "p", "role": "applicant", "given": "Klant", "family": f"van {name}"}
    email = {"kind": "email", "value": f"post@{name.lower()}.example", "label": "", "person_id": "p"}
    template = {"kind": "client_message", "language": "nl", "name": name, "subject": name, "blocks": []}
    made: dict[str, str] = {}
    for what, path, body in (
        ("client", "clients", {"kind": "person", "people": [person], "contacts": [email], "anyway": True}),
        ("sheet_id", "message-templates", template),
        ("message_id", "clients/{client}/messages", said),
        ("mailing_id", "messages/bulk", said),
    ):
        extra = {"ids": [made["client"]]} if what == "mailing_id" else {}
        status, answer = await house.call("POST", f"/api/v1/{path}".format(**made), body | extra, who=adviser)
        assert status in (201, 202), answer
        made[what] = answer["id"]
    del made["client"]
    return made


async def something_for_the_crm(house: OwnHouse, office_id: str) -> str:
    """A line that waits for the office's CRM."""
    write_id, now = uuid7(), house.clock()
    entry = {"id": write_id, "party_id": "p", "kind": "note", "at": now.isoformat()}
    async with house.database.writing() as rows:
        await rows.execute(
            insert(crm_writes).values(
                id=write_id,
                organisation_id=office_id,
                key=write_id,
                kind="entry",
                about="p",
                party_id="p",
                body=json.dumps(entry),
                status="failed",
                created_at=now,
                updated_at=now,
            )
        )
    return write_id


async def something_about_clients(house: OwnHouse, name: str, admin: Person, adviser: Person) -> dict[str, str]:
    """A client with a photo, a note and a tag; a field, a team, a saved filter, a change of many."""

    async def made(path: str, body: Any, who: Person) -> Any:
        status, answer = await house.call("POST", f"/api/v1/{path}", body, who=who)
        assert status in (200, 201), answer
        return answer

    people = [{"given": "Jan", "family": name}]
    client = await made("clients", {"people": people, "tags": [name]}, adviser)
    note = await made(f"clients/{client['id']}/timeline", {"text": name}, adviser)
    field = await made("client-fields", {"label": name, "kind": "text"}, admin)
    team = await made("teams", {"name": name}, admin)
    saved = await made("saved-filters", {"name": name, "filter": {"search": name}, "shared": True}, adviser)
    change = await made("clients/bulk", {"action": "tag", "ids": [client["id"]], "tags": [f"{name} 2"]}, adviser)
    headers = {"Content-Type": "image/png", "Cookie": f"samen_session={adviser.cookie}"}
    photo = f"{house.url}/api/v1/clients/{client['id']}/photo"
    async with aiohttp.ClientSession() as http, http.put(photo, data=PIXEL, headers=headers) as answer:
        assert answer.status == 204, await answer.text()
    headers = {"Content-Type": "text/csv", "Cookie": f"samen_session={adviser.cookie}"}
    table = f"{house.url}/api/v1/imports?name={name}.csv"
    async with aiohttp.ClientSession() as http, http.post(table, data=f"naam\n{name} Bos\n", headers=headers) as answer:
        brought = await answer.json()
        assert answer.status == 201, brought
    return {
        "import_id": brought["id"],
        "client_id": client["id"],
        "entry_id": note["id"],
        "tag_id": client["tags"][0]["id"],
        "field_id": field["id"],
        "team_id": team["id"],
        "filter_id": saved["id"],
        "change_id": change["change_id"],
    }


async def something_private(house: OwnHouse, name: str, client_id: str, admin: Person) -> dict[str, str]:
    """A legal hold, a retention rule, and an archive that can be downloaded."""
    status, hold = await house.call("POST", f"/api/v1/clients/{client_id}/holds", {"reason": name}, who=admin)
    assert status == 201, hold
    status, rules = await house.call("GET", "/api/v1/privacy/rules", who=admin)
    assert status == 200, rules
    exports = f"/api/v1/clients/{client_id}/exports"
    status, export = await house.call("POST", exports, {}, who=admin)
    assert status == 202, export
    async with asyncio.timeout(60):
        while (await house.call("GET", exports, who=admin))[1]["items"][0]["state"] == "waiting":  # noqa: ASYNC110 - durable work, seen from outside
            await asyncio.sleep(0.1)
    return {"hold_id": hold["id"], "rule_id": rules["items"][0]["id"], "export_id": export["id"]}


async def something_kept(house: OwnHouse, name: str, client_id: str, adviser: Person) -> dict[str, str]:
    """A document of a client, a request for one, and one shared with everybody."""
    headers = {"Content-Type": "text/plain", "Cookie": f"samen_session={adviser.cookie}"}
    address = f"{house.url}/api/v1/documents?name={name}.txt&client={client_id}"
    async with aiohttp.ClientSession() as http, http.post(address, data=name.encode(), headers=headers) as answer:
        document = await answer.json()
        assert answer.status == 201, document
    address = f"{house.url}/api/v1/documents?name=Voor+allen.txt"
    async with aiohttp.ClientSession() as http, http.post(address, data=name.encode(), headers=headers) as answer:
        loose = await answer.json()
    many = {"document_ids": [loose["id"]], "filter": {}, "notify": False, "internal": True}
    status, sharing = await house.call("POST", "/api/v1/document-sharings", many, who=adviser)
    assert status == 202, sharing
    wish = {"client_ids": [client_id], "what": name, "subject": name, "text": "", "notify": False}
    status, asked = await house.call("POST", "/api/v1/document-requests", wish, who=adviser)
    assert status == 201, asked
    return {"document_id": document["id"], "request_id": asked["items"][0]["id"], "sharing_id": sharing["id"]}


async def office_with_everything(house: OwnHouse, name: str, shown_to: str = "everyone") -> dict[str, Any]:
    """`shown_to`: who is shown the clients of others by itself."""
    office_id = await house.office(name=name)
    admin = await house.member(office_id, f"Ada van {name}", "admin")
    status, choices = await house.call("PATCH", "/api/v1/client-choices", {"shown_to": shown_to}, who=admin)
    assert status == 200, choices
    adviser = await house.member(office_id, f"Anna van {name}")
    clients = await something_about_clients(house, name, admin, adviser)
    meeting = await house.meeting(adviser, client_id=clients["client_id"], with_client_page=True)
    guest = await house.guest(meeting, f"Gast van {name}")
    status, sent = await house.call(
        "POST", f"/api/v1/sessions/{meeting.id}/files?name={name}.txt", name, who=meeting.host_ticket
    )
    assert status == 201, sent
    status, invited = await house.call(
        "POST", "/api/v1/invitations", {"email": f"nieuw@{name.lower()}.example", "role": "adviser"}, who=admin
    )
    assert status == 201, invited
    letter = reset(
        Sender(name, "#155C47", "", False), "nl", email="x@y.example", name=name, link="https://a.example/reset/t"
    )
    async with house.database.writing() as rows:
        mail_id = await house.parts.outbox.put(rows, office_id, letter)
    status, favourite = await house.call(
        "POST", "/api/v1/favourites", {"scope": "office", "title": name, "address": f"{name}.example"}, who=admin
    )
    assert status == 201, favourite
    assert house.parts.pages is not None
    await house.parts.pages.favourites.keep_icon(office_id, f"{name.lower()}.example", PIXEL)
    status, webhook = await house.call(
        "POST",
        "/api/v1/webhooks",
        {"name": name, "url": f"https://{name}.example/hook", "kinds": ["envelope.sent"]},
        who=admin,
    )
    assert status == 201, webhook
    status, delivery = await house.call("POST", f"/api/v1/webhooks/{webhook['id']}/test", who=admin)
    assert status == 201, delivery
    status, key = await house.call("POST", "/api/v1/api-keys", {"name": name}, who=admin)
    assert status == 201, key
    ids = {
        **await something_in_the_agenda(house, name, admin, adviser),
        **clients,
        **await something_kept(house, name, clients["client_id"], adviser),
        **await something_private(house, name, clients["client_id"], admin),
        **await something_said(house, name, adviser),
        "organisation_id": office_id,
        "write_id": await something_for_the_crm(house, office_id),
        **await something_to_sign(house, name, office_id, adviser),
        **await something_signed_together(house, meeting, guest, name),
        "key_id": key["id"],
        "webhook_id": webhook["id"],
        "delivery_id": delivery["id"],
        "favourite_id": favourite["id"],
        "session_id": meeting.id,
        "file_id": sent["file_id"],
        "user_id": adviser.user_id,
        "asker_id": adviser.user_id,
        "mail_id": mail_id,
        "invitation": invited["id"],
    }
    return {"name": name, "admin": admin, "adviser": adviser, "meeting": meeting, "guest": guest, "ids": ids}


@pytest.fixture
async def offices(house: OwnHouse) -> tuple[dict[str, Any], dict[str, Any]]:
    return await office_with_everything(house, "Linde"), await office_with_everything(house, "Beuk")


def test_every_part_of_a_path_is_known_here(house):
    known = {*OF_AN_OFFICE, *OF_NOBODY, *SECRETS_THEMSELVES}
    assert {part for route in house.parts.routes for part in parts_of(route)} <= known


@pytest.mark.timeout(400)
async def test_ids_of_another_office_lead_nowhere(house, offices):
    ours, theirs = offices
    tried, opened = 0, []
    for route in house.parts.routes:
        names = parts_of(route)
        if not names or not set(names) <= set(OF_AN_OFFICE) or route.role is Role.PUBLIC:
            continue
        callers = (
            [ours["admin"], ours["adviser"]]
            if route.role in SIGNED_IN
            else [ours["guest"], ours["meeting"].host_ticket]
        )
        # All ids theirs, and each one of theirs among our own.
        mixed = [theirs["ids"], *({**ours["ids"], name: theirs["ids"][name]} for name in names)]
        for who in callers:
            for ids in mixed:
                status, answer = await house.call(
                    route.method, filled(route, ids), body_of(route, ours["ids"]), who=who, **headers_of(route)
                )
                if status not in REFUSED or theirs["name"] in str(answer):
                    opened.append((route.method, route.path, status, answer))
                tried += 1
    assert not opened
    assert tried > 50
    status, people = await house.call("GET", "/api/v1/users", who=theirs["admin"])
    assert "Gekaapt" not in str(people)
    assert (await house.live.sessions.get(theirs["meeting"].id)).ended is None
    async with house.database.reading() as rows:
        assert len((await rows.execute(select(invitations))).all()) == 2


async def test_the_same_ids_open_for_their_own_office(house, offices):
    """Or the refusals above would prove nothing."""
    _, theirs = offices
    opened = {}
    for route in house.parts.routes:
        names = parts_of(route)
        if names and set(names) <= set(OF_AN_OFFICE) and route.method == "GET" and route.role is not Role.PUBLIC:
            headers = {"Cookie": f"samen_session={theirs['admin'].cookie}"}
            if route.role is Role.TICKET:
                headers = {"Authorization": f"Bearer {theirs['guest']}"}
            address = house.url + filled(route, theirs["ids"])
            async with aiohttp.ClientSession() as http, http.get(address, headers=headers) as answer:
                opened[route.path] = answer.status
    assert set(opened.values()) == {200}, opened
    assert len(opened) >= 5
    status, _ = await house.call(
        "POST",
        "/api/v1/sessions/{session_id}/files/{file_id}/links".format(**theirs["ids"]),
        {"disposition": "attachment"},
        who=theirs["guest"],
    )
    assert status == 201


async def test_lists_show_nothing_of_another_office(house, offices):
    ours, theirs = offices
    for route in house.parts.routes:
        if route.method == "GET" and not parts_of(route) and route.role in SIGNED_IN:
            for query in ("", "?scope=all"):
                status, answer = await house.call("GET", route.path + query, who=ours["admin"])
                assert status in (200, 422), route.path
                for foreign in (theirs["name"], *theirs["ids"].values(), theirs["meeting"].code):
                    assert foreign not in str(answer), route.path


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://evil.office.example"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "Same-Origin "},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "file://"},
]


async def test_no_unsafe_route_takes_a_cookie_from_another_website(house, offices):
    ours, _ = offices
    routes = [route for route in house.parts.routes if route.method not in SAFE and route.role is not Role.TICKET]
    assert len(routes) > 20
    anything = {**ours["ids"], **dict.fromkeys(SECRETS_THEMSELVES, "x" * 43)}
    for route in routes:
        for headers in FOREIGN:
            status, answer = await house.call(
                route.method, filled(route, anything), body_of(route, ours["ids"]), who=ours["admin"], **headers
            )
            assert (status, answer["code"]) == (403, "cross_site"), (route.method, route.path, headers)
    assert (await house.call("GET", "/api/v1/me", who=ours["admin"]))[0] == 200, "nothing of it has signed us out"


async def test_no_route_takes_what_a_form_of_another_website_could_send(house, offices):
    """Also where a browser says nothing about where it comes from."""
    ours, _ = offices
    anything = {**ours["ids"], **dict.fromkeys(SECRETS_THEMSELVES, "x" * 43)}
    cookie = {"Cookie": f"samen_session={ours['admin'].cookie}"}
    kinds = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "")
    tried = 0
    async with aiohttp.ClientSession(skip_auto_headers=("Content-Type",)) as http:
        for route in house.parts.routes:
            takes_a_body = route.method not in SAFE and "body" in route.handler.__annotations__
            if not takes_a_body or route.role is Role.TICKET:
                continue
            for kind in kinds:
                headers = {**cookie, "Content-Type": kind} if kind else cookie
                async with http.request(
                    route.method, house.url + filled(route, anything), data=b'{"name": "x"}', headers=headers
                ) as answer:
                    assert answer.status == 415, (route.method, route.path, kind)
                    tried += 1
    assert tried > 40


async def test_every_answer_about_a_person_or_an_office_stays_out_of_caches(house, offices):
    ours, _ = offices
    async with aiohttp.ClientSession() as http:
        for route in house.parts.routes:
            of_a_link = set(parts_of(route)) & {*SECRETS_THEMSELVES, "invitation"}
            if route.method != "GET" or of_a_link:
                continue
            headers = {"Cookie": f"samen_session={ours['admin'].cookie}"}
            if route.role is Role.TICKET:
                of_the_host = route.path in OF_THE_HOST
                headers = {"Authorization": f"Bearer {ours['meeting'].host_ticket if of_the_host else ours['guest']}"}
            async with http.get(house.url + filled(route, ours["ids"]), headers=headers) as answer:
                assert answer.status == 200, route.path
                policy = answer.headers["Content-Security-Policy"]
                if route.path != "/metrics":
                    assert "no-store" in answer.headers["Cache-Control"], route.path
                assert "frame-ancestors" in policy, route.path
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "Access-Control-Allow-Origin" not in answer.headers
