"""What is done to many clients at once, and undone; doubles, and making one of two."""

from __future__ import annotations

from typing import Any

import pytest

from server.crm.ports import SYSTEM, ConsentGiven
from tests.crm.clients.office import CLIENTS, ClientOffice, email, phone


async def bulk(office: ClientOffice, action: str, **more: object) -> tuple[str, int]:
    status, changed = await office.call("POST", f"{CLIENTS}/bulk", {"action": action, **more})
    assert status == 200, changed
    return changed["change_id"], changed["count"]


async def undo(office: ClientOffice, change_id: str) -> tuple[int, int]:
    status, undone = await office.call("POST", f"{CLIENTS}/changes/{change_id}/undo")
    assert status == 200, undone
    return undone["count"], undone["left"]


async def tags_of(office: ClientOffice) -> dict[str, list[str]]:
    return {row["name"]: [tag["name"] for tag in row["tags"]] for row in (await office.listed())["items"]}


@pytest.mark.covers("C030", "C031", "C033")
async def test_tags_of_many_come_and_go_and_undo_puts_back_exactly_what_was(any_office: ClientOffice) -> None:
    office = any_office
    first = await office.made("Jan Een", tags=["Oud"])
    await office.made("Piet Twee", tags=["Klant"])
    await office.made("Kees Drie")
    change, count = await bulk(office, "tag", ids=[first["id"]], tags=["Klant"])
    assert count == 1
    everybody, count = await bulk(office, "tag", filter={"sort": "first"}, tags=["klant", "Nieuw"])
    assert count == 3
    assert await tags_of(office) == {
        "Jan Een": ["Klant", "Nieuw", "Oud"],
        "Piet Twee": ["Klant", "Nieuw"],
        "Kees Drie": ["Klant", "Nieuw"],
    }
    assert await undo(office, everybody) == (3, 0)
    assert await tags_of(office) == {"Jan Een": ["Klant", "Oud"], "Piet Twee": ["Klant"], "Kees Drie": []}
    gone, count = await bulk(office, "untag", filter={}, tags=["Klant"], **{"except": [first["id"]]})
    assert (count, (await tags_of(office))["Piet Twee"]) == (1, [])
    assert await undo(office, gone) == (1, 0)
    assert await undo(office, change) == (1, 0)
    assert await tags_of(office) == {"Jan Een": ["Oud"], "Piet Twee": ["Klant"], "Kees Drie": []}
    assert (await office.call("POST", f"{CLIENTS}/changes/{change}/undo"))[1]["code"] == "change_undone"
    wrongs: list[dict[str, Any]] = [
        {"tags": ["Klant"]},
        {"tags": [], "ids": []},
        {"tags": ["x"], "ids": [], "filter": {}},
    ]
    for wrong in wrongs:
        assert (await office.call("POST", f"{CLIENTS}/bulk", {"action": "tag", **wrong}))[1]["code"] == "filter_wrong"
    unknown = {"action": "untag", "ids": [first["id"]], "tags": ["Nooit"]}
    assert (await office.call("POST", f"{CLIENTS}/bulk", unknown))[1]["code"] == "tag_unknown"


@pytest.mark.covers("C034")
async def test_many_deleted_come_back_but_not_those_somebody_deleted_or_restored_since(
    any_office: ClientOffice,
) -> None:
    office = any_office
    made = [await office.made(f"Klant Nummer{n}") for n in range(4)]
    change, count = await bulk(office, "delete", filter={"search": "nummer"}, **{"except": [made[3]["id"]]})
    assert count == 3
    assert await office.names() == ["Klant Nummer3"]
    status, back = await office.call("POST", f"{CLIENTS}/{made[0]['id']}/restore")
    assert status == 200
    assert (await office.call("DELETE", f"{CLIENTS}/{made[0]['id']}", version=back["version"]))[0] == 204
    assert await undo(office, change) == (2, 1)
    assert await office.names("?search=nummer") == ["Klant Nummer1", "Klant Nummer2", "Klant Nummer3"]


@pytest.mark.covers("C003")
async def test_giving_many_to_a_colleague_is_undone_only_where_nobody_gave_them_on(any_office: ClientOffice) -> None:
    office = any_office
    made = [await office.made(f"Klant Nummer{n}") for n in range(3)]
    change, count = await bulk(office, "assign", ids=[one["id"] for one in made], adviser_id=office.bob.user_id)
    assert count == 3
    given = {"adviser_id": office.admin.user_id}
    assert (await office.call("PUT", f"{CLIENTS}/{made[0]['id']}", given, version=2))[0] == 200
    assert await undo(office, change) == (2, 1)
    advisers = {row["name"]: row["adviser"]["name"] for row in (await office.listed())["items"]}
    assert advisers == {"Klant Nummer0": "Ada de Baas", "Klant Nummer1": "Anna de Wit", "Klant Nummer2": "Anna de Wit"}
    wrong = {"action": "assign", "ids": [made[0]["id"]], "adviser_id": made[0]["id"]}
    assert (await office.call("POST", f"{CLIENTS}/bulk", wrong))[1]["code"] == "colleague_unknown"


async def test_only_whoever_did_it_or_an_administrator_undoes_it_and_not_for_ever(office: ClientOffice) -> None:
    made = await office.made()
    change, _ = await bulk(office, "tag", ids=[made["id"]], tags=["Nieuw"])
    path = f"{CLIENTS}/changes/{change}/undo"
    assert (await office.call("POST", path, who=office.bob))[1]["code"] == "change_not_yours"
    assert (await office.call("POST", path, who=office.admin))[0] == 200
    change, _ = await bulk(office, "tag", ids=[made["id"]], tags=["Nieuw"])
    office.house.clock.passes(days=32)
    await office.module.bulk.sweep()
    late = await office.house.member(office.id, "Later", "admin")
    status, refused = await office.call("POST", f"{CLIENTS}/changes/{change}/undo", who=late)
    assert (status, refused["code"]) in ((404, "change_unknown"), (401, "not_signed_in"))


async def test_somebody_like_a_client_is_shown_before_there_are_two(any_office: ClientOffice) -> None:
    office = any_office
    known = await office.made(
        "Jan Vermeulen",
        people=[{"given": "Jan", "family": "Vermeulen", "birthday": "1980-03-07"}],
        contacts=[email("thuis@vermeulen.example"), phone("0612345678")],
    )

    async def like(**body: object) -> list[str] | None:
        status, answer = await office.call("POST", CLIENTS, body)
        if status == 201:
            assert (await office.call("DELETE", f"{CLIENTS}/{answer['id']}", version=1))[0] == 204
            return None
        assert (status, answer["code"]) == (409, "looks_like_another"), answer
        assert [one["id"] for one in answer["candidates"]] == [known["id"]]
        return list(answer["candidates"][0]["alike"])

    def person(given: str, family: str, birthday: str = "") -> dict[str, object]:
        return {"people": [{"given": given, "family": family, "birthday": birthday}]}

    assert await like(**person("jan", "VERMEULEN")) == ["name"]
    assert await like(**person("Jann", "Vermeulen", "1980-03-07")) == ["birthday", "name"]
    assert await like(**person("Vermeulen", "Jan")) == ["name"], "given and family name the wrong way round"
    assert await like(**person("Jan", "Vermeulen", "1991-01-01")) is None, "another birthday is another person"
    assert await like(**person("Els", "Vermeulen")) is None
    assert await like(**person("Els", "Vermeulen"), contacts=[email("THUIS@vermeulen.example")]) == ["email"]
    assert await like(**person("Els", "Bakker"), contacts=[phone("+31 6 12345678")]) == ["phone"]
    told = {"name": "Jan Vermeulen", "emails": ["thuis@vermeulen.example", "no address"], "phones": ["??"]}
    found = (await office.call("POST", f"{CLIENTS}/duplicates", told))[1]["items"]
    assert [one["alike"] for one in found] == [["email", "name"]]
    assert (await office.call("POST", f"{CLIENTS}/duplicates", {}))[1]["items"] == []


async def test_two_become_one_with_everything_of_both(any_office: ClientOffice) -> None:
    office = any_office
    into = await office.made(
        "Jan Vermeulen", contacts=[email("jan@v.example", person_id="1")], tags=["A"], adviser_id=office.ann.user_id
    )
    gone = await office.made(
        "JAN vermeulen",
        people=[
            {"id": "1", "given": "JAN", "family": "vermeulen", "birthday": "1980-03-07"},
            {"id": "2", "given": "Els", "family": "Vermeulen", "role": "partner"},
        ],
        kind="household",
        contacts=[email("jan@v.example"), phone("0612345678", person_id="1"), email("els@v.example", person_id="2")],
        tags=["A", "B"],
        number="17",
        address={"street": "Kade 1", "city": "Gent", "country": "BE"},
        adviser_id=office.bob.user_id,
    )
    note = {"text": "Belt liever na zessen."}
    assert (await office.call("POST", f"{CLIENTS}/{gone['id']}/timeline", note))[0] == 201
    async with office.house.database.writing() as rows:
        at = office.house.clock()
        for key, one in (("a", gone["id"]), ("a", into["id"])):
            no = ConsentGiven("marketing", "email", False, "Nee", "brief", at, key)
            await office.module.book.consent(rows, office.id, one, no, SYSTEM)
    status, one = await office.call("POST", f"{CLIENTS}/merge", {"into": into["id"], "from": gone["id"]})
    assert status == 200, one
    assert (one["kind"], one["name"], one["number"]) == ("household", "Jan en Els Vermeulen", "17")
    jan, els = one["people"]
    assert (jan["id"], jan["birthday"]) == (into["people"][0]["id"], "1980-03-07")
    assert [(contact["value"], contact["person_id"]) for contact in one["contacts"]] == [
        ("jan@v.example", jan["id"]),
        ("+31612345678", jan["id"]),
        ("els@v.example", els["id"]),
    ]
    assert [tag["name"] for tag in one["tags"]] == ["A", "B"]
    assert (one["address"]["city"], one["address"]["country"]) == ("Gent", "BE")
    assert [colleague["name"] for colleague in one["assigned"]] == ["Bob Smit"], "who served the other still sees them"
    assert one["unsubscribed"] is True
    kinds = [line["kind"] for line in await office.timeline(into["id"])]
    assert kinds[0] == "merged"
    assert "note" in kinds
    assert await office.names("?search=vermeulen") == ["Jan en Els Vermeulen"]
    assert (await office.call("GET", f"{CLIENTS}/{gone['id']}"))[0] == 404
    assert (await office.call("POST", f"{CLIENTS}/{gone['id']}/restore"))[1]["code"] == "not_deleted"
    async with office.house.database.reading() as rows:
        assert await office.module.book.living(rows, office.id, gone["id"]) == into["id"]
    same = {"into": into["id"], "from": into["id"]}
    assert (await office.call("POST", f"{CLIENTS}/merge", same))[1]["code"] == "merge_with_itself"


async def test_what_is_done_to_many_stands_in_the_timeline_of_each(any_office: ClientOffice) -> None:
    office = any_office
    made = [await office.made(f"Klant Nummer{n}") for n in range(3)]
    ids = [one["id"] for one in made]
    await bulk(office, "tag", ids=ids[:2], tags=["Klant"])
    await bulk(office, "assign", ids=ids, adviser_id=office.bob.user_id)
    change, _ = await bulk(office, "delete", ids=ids)
    await undo(office, change)

    async def lines(client_id: str) -> list[Any]:
        found = await office.timeline(client_id)
        return [(one["detail"], one["actor"]["id"]) for one in found if one["kind"] == "client_changed"]

    ann = office.ann.user_id
    every = [({"what": "restored"}, ann), ({"what": "deleted"}, ann), ({"fields": ["adviser_id"]}, ann)]
    assert await lines(ids[0]) == await lines(ids[1]) == [*every, ({"fields": ["tags"]}, ann)]
    assert await lines(ids[2]) == every, "whom a change leaves as they were is told nothing of it"
