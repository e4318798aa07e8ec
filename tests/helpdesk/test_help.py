"""Questions to administrators, and what people thought of help pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server.stores.tables import mails
from tests.live.houses import OwnHouse, Person, own_house

MESSAGES, THREADS, VOTES = "/api/v1/help/messages", "/api/v1/help/threads", "/api/v1/help/votes"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[OwnHouse]:
    url = ""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("postgres_url")
        url = make()
    async with own_house(tmp_path, url) as made:
        yield made


async def ask(house: OwnHouse, who: Person, text: str, **more: str) -> dict[str, Any]:
    status, word = await house.call("POST", MESSAGES, {"text": text, **more}, who=who)
    assert status == 201, word
    return dict(word)


async def threads(house: OwnHouse, who: Person) -> list[tuple[str, int, str]]:
    status, found = await house.call("GET", THREADS, who=who)
    assert status == 200, found
    return [(one["name"], one["unseen"], one["last"]["text"]) for one in found["items"]]


async def letters(house: OwnHouse) -> list[Any]:
    query = select(mails).where(mails.c.kind == "help_question").order_by(mails.c.id)
    async with house.database.reading() as rows:
        return list((await rows.execute(query)).all())


@pytest.mark.covers("A031")
async def test_an_adviser_asks_and_an_administrator_answers(house: OwnHouse) -> None:
    office = await house.office()
    anna, admin = await house.member(office), await house.member(office, "Bea Beheer", "admin")
    first = await ask(house, anna, "Hoe zeg ik een afspraak af?", page="/adviser/agenda")
    assert (first["mine"], first["author"], first["page"]) == (True, "Anna de Wit", "/adviser/agenda")
    assert await threads(house, anna) == [("Anna de Wit", 0, "Hoe zeg ik een afspraak af?")]
    assert await threads(house, admin) == [("Anna de Wit", 1, "Hoe zeg ik een afspraak af?")]

    answer = await ask(house, admin, "Open hem en kies Afzeggen.", user_id=anna.user_id)
    assert answer["mine"] is True
    assert await threads(house, admin) == [("Anna de Wit", 0, "Open hem en kies Afzeggen.")]
    assert await threads(house, anna) == [("Anna de Wit", 1, "Open hem en kies Afzeggen.")]
    _, found = await house.call("GET", f"{THREADS}/{anna.user_id}?after={first['id']}", who=anna)
    assert [(one["text"], one["mine"]) for one in found["items"]] == [("Open hem en kies Afzeggen.", False)]
    status, _ = await house.call("POST", f"{THREADS}/{anna.user_id}/seen", {"message_id": answer["id"]}, who=anna)
    assert status == 204
    assert [unseen for _, unseen, _ in await threads(house, anna)] == [0]
    # An older page of the same person does not make it new again.
    await house.call("POST", f"{THREADS}/{anna.user_id}/seen", {"message_id": first["id"]}, who=anna)
    assert [unseen for _, unseen, _ in await threads(house, anna)] == [0]


@pytest.mark.covers("A031")
async def test_a_question_is_mailed_once_for_a_conversation_and_leads_to_its_page(house: OwnHouse) -> None:
    office = await house.office()
    anna, admin = await house.member(office), await house.member(office, "Bea Beheer", "admin")
    await ask(house, anna, "Eerste vraag\nmet <b>twee</b> regels", page="/adviser/agenda")
    await ask(house, anna, "En nog iets")
    await ask(house, admin, "Antwoord", user_id=anna.user_id)
    sent = await letters(house)
    assert [(one.recipient, one.subject) for one in sent] == [
        (f"{admin.user_id}@office.test", "Vraag van Anna de Wit"),
    ]
    assert "/adviser/agenda" in sent[0].text
    assert "&lt;b&gt;twee&lt;/b&gt;" in sent[0].html


async def test_nobody_reads_or_writes_in_the_conversation_of_another(house: OwnHouse) -> None:
    office, other = await house.office(), await house.office()
    anna, piet = await house.member(office), await house.member(office, "Piet Post")
    stranger = await house.member(other, "Vera Vreemd", "admin")
    word = await ask(house, anna, "Alleen voor beheer")
    for who in (piet, stranger):
        assert await threads(house, who) == []
        for method, path, body in (
            ("GET", f"{THREADS}/{anna.user_id}", None),
            ("POST", f"{THREADS}/{anna.user_id}/seen", {"message_id": word["id"]}),
            ("POST", MESSAGES, {"text": "hoi", "user_id": anna.user_id}),
        ):
            status, problem = await house.call(method, path, body, who=who)
            assert (status, problem["code"]) == (404, "help_thread_unknown")
    assert (await house.call("GET", VOTES, who=anna))[0] == 403


@pytest.mark.parametrize(
    "body",
    [
        {"text": "   "},
        {"text": "x" * 4001},
        {"text": "hoi", "page": "https://evil.example/"},
        {"text": "hoi", "page": "//evil.example/adviser"},
        {"text": "hoi", "page": "/adviser/\r\nBcc: a@b.example"},
        {"text": "hoi", "user_id": "anna"},
    ],
)
async def test_what_is_no_question_is_refused(house: OwnHouse, body: dict[str, str]) -> None:
    anna = await house.adviser()
    status, problem = await house.call("POST", MESSAGES, body, who=anna)
    assert (status, problem["code"]) == (422, "invalid_input")
    assert await threads(house, anna) == []


@pytest.mark.covers("A032")
async def test_an_article_asks_whether_it_helped_and_the_administrator_reads_what_people_say(house: OwnHouse) -> None:
    office = await house.office()
    admin = await house.member(office, "Bea Beheer", "admin")
    for helped, text in ((True, ""), (False, "Het plaatje klopt niet"), (False, "")):
        body = {"article": "joining", "language": "nl", "helped": helped, "text": text}
        status, answer = await house.call("POST", VOTES, body)
        assert status == 204, answer
    _, found = await house.call("GET", VOTES, who=admin)
    assert found["items"] == [{"article": "joining", "yes": 1, "no": 2}]
    assert [(one["article"], one["helped"], one["text"]) for one in found["remarks"]] == [
        ("joining", False, "Het plaatje klopt niet")
    ]


async def test_votes_of_several_offices_on_one_server_are_told_to_none_of_them(house: OwnHouse) -> None:
    admin = await house.member(await house.office(), "Bea Beheer", "admin")
    await house.office()
    assert (await house.call("POST", VOTES, {"article": "joining", "language": "nl", "helped": True}))[0] == 204
    assert (await house.call("GET", VOTES, who=admin))[1] == {"items": [], "remarks": []}


async def test_votes_do_not_rain(house: OwnHouse) -> None:
    body = {"article": "joining", "language": "nl", "helped": True}
    answers = [(await house.call("POST", VOTES, body))[0] for _ in range(25)]
    assert answers.count(429) >= 4
    assert (await house.call("POST", VOTES, {**body, "article": "../etc"}))[0] in (422, 429)
