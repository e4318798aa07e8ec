"""Lists: order, heads, pages, search, filters, facets, saved filters."""

from __future__ import annotations

import asyncio
import json

import pytest

from server.crm.clients import listing, search
from server.crm.ports import SYSTEM, ClientDraft, PersonDraft
from tests.crm.clients.office import CLIENTS, ClientOffice, email, phone


@pytest.mark.covers("C005", "C006", "C007")
async def test_the_list_is_sorted_counted_and_grouped_under_heads_page_by_page(any_office: ClientOffice) -> None:
    office = any_office
    for name, number in (
        ("Zeno Åkesson", "9"),
        ("Émile Bos", "10"),
        ("Anna Zwart", "A-2"),
        ("😀 7up", ""),
        ("שלום כהן", ""),
    ):
        await office.made(name, number=number)
    page = await office.listed("?limit=2")
    assert (page["found"], page["total"], len(page["items"])) == (5, 5, 2)
    assert page["letters"] == [{"letter": one, "count": 1} for one in ("A", "B", "Z", "#", "כ")]
    seen, after = [row["name"] for row in page["items"]], page["next"]
    while after:
        page = await office.listed(f"?limit=2&after={after}")
        seen += [row["name"] for row in page["items"]]
        after = page["next"]
    assert seen == ["Zeno Åkesson", "Émile Bos", "Anna Zwart", "😀 7up", "שלום כהן"], "each once, by family name"
    assert await office.names("?sort=first") == ["Anna Zwart", "Émile Bos", "Zeno Åkesson", "😀 7up", "שלום כהן"]
    assert (await office.listed("?sort=first"))["letters"][1] == {"letter": "E", "count": 1}
    assert (await office.names("?sort=number"))[:3] == ["Zeno Åkesson", "Émile Bos", "Anna Zwart"], "9 before 10"
    assert (await office.names("?sort=created"))[0] == "שלום כהן", "the newest first"
    newest = await office.listed("?sort=created&limit=3")
    rest = await office.names(f"?sort=created&limit=3&after={newest['next']}")
    assert rest == ["Émile Bos", "Zeno Åkesson"]
    assert await office.names("?letter=Z") == ["Anna Zwart"]
    for wrong in ("?after=nonsense", f"?sort=first&after={newest['next']}"):
        assert (await office.call("GET", CLIENTS + wrong))[1]["code"] == "filter_wrong"


@pytest.mark.covers("C008")
async def test_search_finds_by_beginnings_of_names_addresses_and_numbers(any_office: ClientOffice) -> None:
    office = any_office
    await office.made(
        "Jan d'Hondt-Óbrien",
        number="2024/17",
        contacts=[email("jan.hondt@werk.example"), phone("+32 475 12 34 56"), phone("06 1234 5678")],
        address={"postcode": "3511 LX"},
    )
    await office.made("Piet Puk")
    for typed in (
        *("jan", "JAN HON", "hondt jan", "d'hon", "dhondt", "obri", "Óbr", "jan.hondt@we", "@werk", "werk"),
        *("0475", "+32475", "0032 475 12", "32475", "06 12 34", "+31 6 1234", "+31 (0)6 1234", "0612345678"),
        *("2024/17", "202417", "3511lx", "3511 l"),
    ):
        status, page = await office.call("GET", f"{CLIENTS}?search={_quoted(typed)}")
        assert (status, [row["name"] for row in page["items"]]) == (200, ["Jan d'Hondt-Óbrien"]), typed
        assert (page["found"], page["total"], page["more"]) == (1, 2, False)
    for typed in ("hondx", "an", "%", "_", "*", "jan puk", "😀", "\\", "' OR 1=1 --", "0699", "x" * 300):
        assert await office.names(f"?search={_quoted(typed)}") == [], typed
    assert len(await office.names("?search=%20%20")) == 2, "spaces ask for nothing"


async def test_a_search_that_very_many_match_gives_its_page_at_once_and_says_so(
    any_office: ClientOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = any_office
    monkeypatch.setattr(search, "MANY", 3)
    monkeypatch.setattr(listing, "MANY", 3)
    monkeypatch.setattr(listing, "AT_LEAST", 4)
    names = ["Jan Aa", "Jan Bee", "Jan Cee", "Jan Dee", "Jan Ee"]
    for name in reversed(names):
        await office.made(name)
    page = await office.listed("?search=jan&limit=3")
    assert ([row["name"] for row in page["items"]], page["found"], page["more"]) == (names[:3], 4, True)
    assert (page["letters"], page["total"]) == ([], 5)
    assert await office.names(f"?search=jan&limit=3&after={page['next']}") == names[3:]
    exact = await office.listed("?search=jan&exact=yes")
    assert (exact["found"], exact["more"], len(exact["letters"])) == (5, False, 5)
    assert await office.names("?search=jan+ce") == ["Jan Cee"], "the rarest word leads"


@pytest.mark.covers("C009", "C010", "C013", "C014")
async def test_every_field_of_a_client_filters(any_office: ClientOffice) -> None:
    office = any_office
    both = {
        "people": [{"given": "Óscar", "prefix": "de", "family": "Vries", "birthday": "1980-03-07"}],
        "contacts": [email("oscar@klant.example"), phone("06 1234 5678")],
        "address": {"street": "Lindelaan 4", "postcode": "1234 AB", "city": "'s-Gravenhage", "country": "BE"},
        "number": "K_17%",
        "tags": ["Pensioen", "Nieuw"],
        "anyway": True,
    }
    _, made = await office.call("POST", CLIENTS, both)
    await office.made("Kees Knol", tags=["Nieuw"], adviser_id=None, contacts=[email("kees@x.example")])
    tags = {tag["name"]: tag["id"] for tag in (await office.call("GET", "/tags"))[1]["items"]}
    async with office.house.database.writing() as rows:
        assert await office.module.book.block(rows, office.id, "OSCAR@klant.example", "bounced") == [made["id"]]
    for given in (True, False):
        body = {"given": given, "text": "Ik wil op de hoogte blijven.", "source": "website"}
        assert (await office.call("POST", f"{CLIENTS}/{made['id']}/consents", body))[0] == 201
    today = made["created_at"][:10]
    only = [
        *(
            "given=osc",
            "family=vri",
            "birthday_month=3",
            "birthday_month=03",
            "email=CAR@kl",
            "phone=0612",
            "phone=%2B316",
        ),
        *("phone=3456", "street=linde", "postcode=1234a", "city=%27S-gra", "number=k_17%25", "country=be"),
        *("kind=person&given=oscar", f"tags={tags['Pensioen']}", f"tags_all={tags['Nieuw']},{tags['Pensioen']}"),
        *("adviser=me", f"adviser={office.ann.user_id}", "unsubscribed=yes", "blocked=yes", "fields={}&blocked=yes"),
    ]
    for query in only:
        assert await office.names(f"?{query}") == ["Óscar de Vries"], query
        assert (await office.listed(f"?{query}"))["total"] == 2
    for query in ("blocked=no", "unsubscribed=no", "adviser=none", "search=kn"):
        assert await office.names(f"?{query}") == ["Kees Knol"], query
    for query in (f"tags={tags['Nieuw']}", f"created_from={today}", f"created_to={today}", "consent=no", "source=hand"):
        assert len(await office.names(f"?{query}")) == 2, query
    for query in ("number=%25", "given=%25", "city=_", "consent=yes", "created_to=2020-01-01", "kind=company"):
        expected = ["Óscar de Vries"] if query == "number=%25" else []
        assert await office.names(f"?{query}") == expected, query
    for wrong in (
        "kind=robot",
        "fields=[1]",
        "fields={",
        'fields={"nope":1}',
        "birthday_month=13",
        "created_from=gisteren",
    ):
        status, refused = await office.call("GET", f"{CLIENTS}?{wrong}")
        assert (status, refused["code"]) in ((422, "filter_wrong"), (422, "invalid_input")), wrong


@pytest.mark.covers("C011")
async def test_own_fields_are_kept_by_their_kind_and_filter(any_office: ClientOffice) -> None:
    office = any_office
    fields = {}
    for label, kind, choices in (
        ("Geïnteresseerd in", "choice", ["Hypotheek", "Pensioen"]),
        ("Inkomen", "number", []),
        ("Klant sinds", "date", []),
        ("Notaris", "text", []),
        ("Website", "url", []),
        ("Rookt", "yes_no", []),
    ):
        body = {"label": label, "kind": kind, "choices": choices}
        status, field = await office.call("POST", "/client-fields", body, who=office.admin)
        assert status == 201, field
        fields[label] = field["key"]
    assert fields["Geïnteresseerd in"] == "geinteresseerd_in"
    values = {
        "geinteresseerd_in": "pensioen",
        "inkomen": 45000.5,
        "klant_sinds": "2019-05-01",
        "notaris": "Mr. Óbrien & Zn",
        "website": "https://klant.example/pad?x=1",
        "rookt": False,
    }
    rich = await office.made("Rijk Rijken", fields=values)
    assert rich["fields"] == {**values, "geinteresseerd_in": "Pensioen"}
    await office.made("Arm Armen", fields={"inkomen": "900", "rookt": "ja"})
    for wish in (
        {"inkomen": {"from": 1000}},
        {"inkomen": 45000.5, "rookt": "no"},
        {"klant_sinds": {"from": "2019-01-01", "to": "2019-12-31"}},
        {"notaris": "obrien"},
        {"geinteresseerd_in": ["Hypotheek", "PENSIOEN"]},
        {"website": "klant.example"},
    ):
        assert await office.names(f"?fields={_quoted(json.dumps(wish))}") == ["Rijk Rijken"], wish
    assert await office.names(f"?fields={_quoted(json.dumps({'rookt': True}))}") == ["Arm Armen"]
    assert await office.names(f"?fields={_quoted(json.dumps({'notaris': '%'}))}") == []
    for key, wrong in (
        *(("inkomen", "veel"), ("inkomen", "1e400"), ("inkomen", True), ("klant_sinds", "31-12-2020")),
        *(("geinteresseerd_in", "Auto"), ("website", "javascript:alert(1)"), ("rookt", "soms")),
    ):
        status, refused = await office.call("PUT", f"{CLIENTS}/{rich['id']}", {"fields": {key: wrong}}, version=1)
        assert (status, refused["code"], refused["field"]) == (422, "field_wrong", f"fields.{key}"), wrong
    facets = (await office.call("GET", f"{CLIENTS}/facets"))[1]["fields"]
    assert facets["geinteresseerd_in"] == [{"value": "Pensioen", "count": 1}]
    field = (await office.call("GET", "/client-fields"))[1]["items"][0]
    path = f"/client-fields/{field['id']}"
    assert (await office.call("PATCH", path, {"label": "Wil"}, who=office.admin, version=9))[0] == 412
    assert (await office.call("PATCH", path, {"label": "Wil"}, who=office.admin, version=1))[1]["label"] == "Wil"
    assert (await office.call("DELETE", path, who=office.admin, version=2))[0] == 204
    assert "geinteresseerd_in" not in (await office.one(rich["id"]))["fields"]


async def test_facets_count_what_each_choice_would_leave(any_office: ClientOffice) -> None:
    office = any_office
    await office.made("Jan Een", tags=["A", "B"])
    await office.made("Piet Twee", tags=["A"], adviser_id=office.bob.user_id)
    await office.call("POST", CLIENTS, {"kind": "company", "name": "Drie B.V.", "tags": ["B"], "anyway": True})
    tags = {tag["name"]: tag["id"] for tag in (await office.call("GET", "/tags"))[1]["items"]}

    async def facets(query: str = "") -> dict:
        status, found = await office.call("GET", f"{CLIENTS}/facets{query}")
        assert status == 200, found
        found["tags"] = {tag["name"]: tag["count"] for tag in found["tags"]}
        found["advisers"] = {one["name"]: one["count"] for one in found["advisers"]}
        return found

    everything = await facets()
    assert everything["tags"] == {"A": 2, "B": 2}
    assert (everything["kinds"], everything["advisers"]) == (
        {"person": 2, "company": 1},
        {"Anna de Wit": 2, "Bob Smit": 1},
    )
    chosen = await facets(f"?tags={tags['B']}&kind=company")
    assert chosen["tags"] == {"A": 0, "B": 1}, "tags count what the kind leaves"
    assert chosen["kinds"] == {"person": 1, "company": 1}, "kinds count what the tags leave"
    assert chosen["advisers"] == {"Anna de Wit": 1}


@pytest.mark.covers("C009")
async def test_saved_filters_are_ones_own_until_they_are_shared(office: ClientOffice) -> None:
    saved = {"name": "Jarig in maart", "filter": {"birthday_month": "3", "sort": "first"}, "shared": False}
    status, mine = await office.call("POST", "/saved-filters", saved)
    assert (status, mine["filter"], mine["mine"]) == (201, saved["filter"], True)
    assert (await office.call("GET", "/saved-filters", who=office.bob))[1]["items"] == []
    _, shared = await office.call("POST", "/saved-filters", {**saved, "shared": True})
    theirs = (await office.call("GET", "/saved-filters", who=office.bob))[1]["items"]
    assert [(one["id"], one["mine"]) for one in theirs] == [(shared["id"], False)]
    for one in (mine, shared):
        assert (await office.call("DELETE", f"/saved-filters/{one['id']}", who=office.bob))[1][
            "code"
        ] == "filter_unknown"
    assert (await office.call("DELETE", f"/saved-filters/{mine['id']}", who=office.admin))[0] == 404
    assert (await office.call("DELETE", f"/saved-filters/{shared['id']}", who=office.admin))[0] == 204
    wrong = {"name": "x", "filter": {"nonsense": "1"}}
    assert (await office.call("POST", "/saved-filters", wrong))[1]["code"] == "filter_wrong"


async def test_many_are_brought_at_once_and_found(any_office: ClientOffice) -> None:
    """What an import stands on."""
    office, book = any_office, any_office.module.book
    drafts = [ClientDraft(people=(PersonDraft(f"Kind{n}", "", "Groot"),), source="import") for n in range(1200)]
    wrong = ClientDraft(contacts=())
    async with office.house.database.writing() as rows:
        ids = await book.bring(rows, office.id, drafts, SYSTEM)
        told = await book.wrong_in(rows, office.id, [drafts[0], wrong])
    assert len(set(ids)) == 1200
    assert [[one.refusal.code for one in each] for each in told] == [[], ["name_missing"]]
    assert (await office.listed("?search=groot"))["found"] == 1200
    assert await office.names("?search=kind1199") == ["Kind1199 Groot"]
    assert [line["kind"] for line in await office.timeline(ids[7])] == ["imported"]


async def test_lists_are_read_while_others_write(any_office: ClientOffice) -> None:
    office = any_office
    answers = await asyncio.gather(
        *(office.made(f"Naam{n} Achter{n}") for n in range(8)), *(office.listed("?search=naam") for _ in range(8))
    )
    assert all(answers)
    assert (await office.listed("?search=naam"))["found"] == 8


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")
