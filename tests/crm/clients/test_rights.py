"""Who sees whom: every route of a client x role x office; own, assigned, of the team, everybody's."""

from __future__ import annotations

from typing import Any

import pytest

from server.web import Role
from server.web.routing import Route
from tests.crm.clients.office import CLIENTS, ClientOffice, office_in
from tests.live.houses import Person

BODIES: dict[str, Any] = {
    f"{CLIENTS}/{{client_id}}": {"number": "gekaapt"},
    f"{CLIENTS}/{{client_id}}/consents": {"given": True, "text": "ja", "source": "gekaapt"},
    f"{CLIENTS}/{{client_id}}/unblock": {"email": "x@y.example"},
    f"{CLIENTS}/{{client_id}}/timeline": {"text": "gekaapt"},
    f"{CLIENTS}/{{client_id}}/timeline/{{entry_id}}": {"text": "gekaapt"},
}


def of_a_client(office: ClientOffice) -> list[Route]:
    """The routes of this part of the CRM that are about one client."""
    mine = ("server.crm.clients.", "server.crm.timeline.")
    routes = office.house.parts.routes
    return [
        route
        for route in routes
        if "{client_id}" in route.path and type(route.handler.__self__).__module__.startswith(mine)  # type: ignore[attr-defined]  # handlers are methods
    ]


async def statuses(office: ClientOffice, who: Person, client_id: str, entry_id: str) -> dict[str, int]:
    """What each route answers this person, by method and path; what it changes may be gone afterwards."""
    found = {}
    for route in of_a_client(office):
        path = route.path.format(client_id=client_id, entry_id=entry_id)
        headers = {"If-Match": '"999"', **({"Content-Type": "image/png"} if route.takes else {})}
        body = BODIES.get(route.path) if route.method not in ("GET", "DELETE") and not route.takes else None
        status, answer = await office.house.call(route.method, path, body, who=who, **headers)
        found[f"{route.method} {route.path}"] = status
        if status == 404:
            assert answer["code"] in ("client_unknown", "no_photo", "address_unknown"), answer
    return found


async def test_nobody_without_a_right_reaches_a_client_by_any_route(any_office: ClientOffice) -> None:
    office = any_office
    elsewhere = await office_in(office.house, "Kantoor Elders")
    status, _ = await office.call("PATCH", "/client-choices", {"shown_to": "nobody"}, who=office.admin)
    assert status == 200
    made = await office.made("Geheim Persoon")
    assert made["team"] is None
    note = (await office.call("POST", f"{CLIENTS}/{made['id']}/timeline", {"text": "Geheim"}))[1]
    for stranger in (office.bob, elsewhere.admin, elsewhere.ann):
        found = await statuses(office, stranger, made["id"], note["id"])
        assert len(found) >= 13
        assert set(found.values()) == {404}, found
        for query in ("", "?search=geheim", "?exact=yes&search=g", "/facets", "?deleted=yes"):
            page = (await office.call("GET", f"{CLIENTS}{query}", who=stranger))[1]
            assert "Geheim" not in str(page), query
        for body in ({"action": "delete", "ids": [made["id"]]}, {"action": "delete", "filter": {"search": "geheim"}}):
            assert (await office.call("POST", f"{CLIENTS}/bulk", body, who=stranger))[1]["count"] == 0
        theirs = await office.made("Eigen Persoon", who=stranger)
        for into, gone in ((theirs["id"], made["id"]), (made["id"], theirs["id"])):
            wish = {"into": into, "from": gone}
            assert (await office.call("POST", f"{CLIENTS}/merge", wish, who=stranger))[1]["code"] == "client_unknown"
        told = {"name": "Geheim Persoon"}
        assert (await office.call("POST", f"{CLIENTS}/duplicates", told, who=stranger))[1]["items"] == []
    found = await statuses(office, office.admin, made["id"], note["id"])
    allowed = {name for name, status in found.items() if status == 404}
    assert allowed <= {f"GET {CLIENTS}/{{client_id}}/photo", f"POST {CLIENTS}/{{client_id}}/unblock"}, found
    assert (await office.one(made["id"]))["name"] == "Geheim Persoon", "and nothing of it was changed"


async def test_a_client_is_shown_to_its_adviser_those_assigned_and_its_team(any_office: ClientOffice) -> None:
    office = any_office
    carl = await office.house.member(office.id, "Carl Team")
    body = {"name": "Hypotheken", "members": [carl.user_id]}
    assert (await office.call("POST", "/teams", body))[1]["code"] == "not_allowed"
    status, team = await office.call("POST", "/teams", body, who=office.admin)
    assert status == 201, team
    made = await office.made("Alleen Team", adviser_id=None, team_id=team["id"])

    async def seen_by() -> list[str]:
        people = {"admin": office.admin, "ann": office.ann, "bob": office.bob, "carl": carl}
        seen = []
        for name, who in people.items():
            page = await office.listed(who=who)
            shown = len(page["items"])
            facets = (await office.call("GET", f"{CLIENTS}/facets", who=who))[1]
            # Counting asks another way than the list does: it is to come to the same, each client once.
            counted = (page["found"], page["total"], sum(one["count"] for one in page["letters"]))
            assert counted == (shown,) * 3, name
            assert sum(facets["kinds"].values()) == shown, name
            seen += [name] * shown
        return seen

    path = f"{CLIENTS}/{made['id']}"
    assert await seen_by() == ["admin", "carl"]
    changed: dict[str, Any] = {"assigned": [office.bob.user_id]}
    assert (await office.call("PUT", path, changed, who=carl, version=1))[0] == 200
    assert await seen_by() == ["admin", "bob", "carl"]
    changed = {"team_id": None, "assigned": [], "adviser_id": office.ann.user_id}
    status, view = await office.call("PUT", path, changed, who=carl, version=2)
    assert (status, view["adviser"]["name"]) == (200, "Anna de Wit"), "they see it this last time"
    assert await seen_by() == ["admin", "ann"]
    everybody = (await office.call("GET", "/teams"))[1]["items"][0]
    assert everybody["first"]
    assert {one["name"] for one in everybody["members"]} >= {"Ada de Baas", "Carl Team"}
    changed = {"team_id": everybody["id"], "assigned": [office.bob.user_id]}
    assert (await office.call("PUT", path, changed, version=3))[0] == 200
    assert await seen_by() == ["admin", "ann", "bob", "carl"]
    late = await office.house.member(office.id, "Nieuw Hier")
    assert await office.names(who=late) == ["Alleen Team"], "whoever comes later is in everybody's team too"
    for wrong in [{"members": members} for members in ([], [carl.user_id])]:
        path = f"/teams/{everybody['id']}"
        assert (await office.call("PATCH", path, wrong, who=office.admin, version=1))[1]["code"] == "team_of_all"
    assert (await office.call("DELETE", path, who=office.admin, version=1))[1]["code"] == "team_of_all"


async def test_clients_of_a_team_that_goes_are_nobodys_by_accident(office: ClientOffice) -> None:
    _, team = await office.call("POST", "/teams", {"name": "Even"}, who=office.admin)
    made = await office.made(team_id=team["id"])
    path = f"/teams/{team['id']}"
    assert (await office.call("POST", "/teams", {"name": "EVEN"}, who=office.admin))[1]["code"] == "team_taken"
    stranger = (await office_in(office.house, "Elders")).ann
    wrong = {"members": [stranger.user_id]}
    assert (await office.call("PATCH", path, wrong, who=office.admin, version=1))[1]["code"] == "not_a_colleague"
    assert (await office.call("DELETE", path, who=office.admin, version=1))[0] == 204
    assert (await office.one(made["id"]))["team"] is None
    assert await office.names(who=office.bob) == []


async def test_writing_what_all_share_is_for_administrators(office: ClientOffice) -> None:
    made = await office.made(tags=["Klant"])
    tag = made["tags"][0]["id"]
    field = {"label": "Iets", "kind": "text"}
    for method, path, body in (
        ("PATCH", f"/tags/{tag}", {"name": "Anders"}),
        ("DELETE", f"/tags/{tag}", None),
        ("POST", "/client-fields", field),
        ("PATCH", "/client-choices", {"allow_bsn": True}),
        ("POST", "/teams", {"name": "Mijn"}),
    ):
        status, refused = await office.call(method, path, body, version=1)
        assert (status, refused["code"]) == (403, "not_allowed"), path
    assert (await office.call("PATCH", f"/tags/{tag}", {"name": "Anders"}, who=office.admin, version=1))[0] == 200
    assert (await office.one(made["id"]))["tags"][0]["name"] == "Anders"
    assert (await office.call("POST", "/tags", {"name": "ANDERS"}))[1]["code"] == "tag_taken"
    assert (await office.call("DELETE", f"/tags/{tag}", who=office.admin, version=2))[0] == 204
    assert (await office.one(made["id"]))["tags"] == []


async def test_somebody_of_another_office_can_be_given_no_client(office: ClientOffice) -> None:
    elsewhere = await office_in(office.house, "Elders")
    made = await office.made()
    path = f"{CLIENTS}/{made['id']}"
    for body in ({"adviser_id": elsewhere.ann.user_id}, {"assigned": [elsewhere.ann.user_id]}):
        assert (await office.call("PUT", path, body, version=1))[1]["code"] == "colleague_unknown"
    theirs = (await office.call("GET", "/teams", who=elsewhere.ann))[1]["items"][0]["id"]
    assert (await office.call("PUT", path, {"team_id": theirs}, version=1))[1]["code"] == "team_unknown"


async def test_the_routes_of_clients_are_for_those_signed_in(office: ClientOffice) -> None:
    routes = of_a_client(office)
    assert {route.role for route in routes} == {Role.ADVISER}
    status, refused = await office.house.call("GET", CLIENTS)
    assert (status, refused["code"]) == (401, "not_signed_in")


@pytest.mark.covers("C024")
async def test_notes_are_the_offices_own_and_changed_by_their_writer_alone(any_office: ClientOffice) -> None:
    office = any_office
    made = await office.made()
    path = f"{CLIENTS}/{made['id']}/timeline"
    status, note = await office.call("POST", path, {"text": " Belt na zessen.\r\nHond heet Bo. "})
    assert (status, note["detail"], note["mine"]) == (201, {"text": "Belt na zessen.\nHond heet Bo."}, True)
    one = f"{path}/{note['id']}"
    theirs = (await office.timeline(made["id"], office.bob))[0]
    assert (theirs["mine"], theirs["actor"]["name"]) == (False, "Anna de Wit")
    assert (await office.call("PATCH", one, {"text": "x"}, who=office.bob, version=1))[1]["code"] == "note_not_yours"
    assert (await office.call("DELETE", one, who=office.admin, version=1))[1]["code"] == "note_not_yours"
    assert (await office.call("PATCH", one, {"text": "x"}, version=2))[1]["current"]["detail"] == note["detail"]
    status, changed = await office.call("PATCH", one, {"text": "Belt nooit."}, version=1)
    assert (status, changed["version"], changed["detail"]["text"]) == (200, 2, "Belt nooit.")
    created = (await office.timeline(made["id"]))[-1]
    wrong = f"{path}/{created['id']}"
    assert (await office.call("DELETE", wrong, version=1))[1]["code"] == "note_unknown", "only notes can be deleted"
    page = (await office.call("GET", f"{path}?limit=1"))[1]
    rest = (await office.call("GET", f"{path}?limit=5&after={page['next']}"))[1]
    assert [line["kind"] for line in (*page["items"], *rest["items"])] == ["note", "client_created"]
    assert [line["kind"] for line in (await office.call("GET", f"{path}?kinds=client_created"))[1]["items"]] == [
        "client_created"
    ]
    assert (await office.call("GET", f"{path}?after=x"))[1]["code"] == "cursor_wrong"
    assert (await office.call("DELETE", one, version=2))[0] == 204
    assert [line["kind"] for line in await office.timeline(made["id"])] == ["client_created"]
