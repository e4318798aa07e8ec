"""REST of co-browsing: what opens, favourites, an office's rules."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from server.pages.own import own_hosts
from server.pages.pictures import draw
from server.settings import read
from tests.live.houses import OwnHouse, own_house
from tests.pages.recorder import QuietHouse

PAGE = "/api/v1/room/page"
FAVOURITES = "/api/v1/favourites"
BROWSING = "/api/v1/organisation/browsing"


@pytest.fixture
def browsers() -> QuietHouse:
    return QuietHouse()


@pytest.fixture
async def house(tmp_path: Path, browsers: QuietHouse) -> AsyncIterator[OwnHouse]:
    async with own_house(tmp_path / "house", change=browsers.into, COBROWSE_ALLOW="intranet.local:8443") as made:
        yield made


async def put(house: OwnHouse, ticket: str, address: str) -> tuple[int, Any]:
    return await house.call("PUT", PAGE, {"address": address}, who=ticket)


@pytest.mark.covers("F034")
async def test_only_a_chair_inside_opens_a_page(house: OwnHouse):
    meeting, host, guest = await house.room("Bob")
    status, refused = await put(house, guest.ticket, "bank.example")
    assert (status, refused["code"]) == (403, "not_host")
    await host.command("grant_input", participant_id=guest.participant_id)
    assert (await put(house, guest.ticket, "bank.example"))[0] == 403, "input rights open nothing"
    assert (await put(house, host.ticket, "bank.example"))[1] == {"site": "bank.example", "place": 0}
    await host.command("end_session")
    assert (await put(house, host.ticket, "bank.example"))[1]["code"] == "session_ended"


@pytest.mark.covers("F034")
@pytest.mark.parametrize(
    ("typed", "status", "code"),
    [
        ("hypotheekrente vergelijken", 400, "search_off"),
        ("file:///etc/passwd", 400, "address_refused"),
        ("javascript:alert(1)", 400, "address_refused"),
        ("http://127.0.0.1:8080/", 400, "address_refused"),
        ("http://[::ffff:10.0.0.1]/", 400, "address_refused"),
        ("http://169.254.169.254/", 400, "address_refused"),
        ("https://user@bank.example/", 400, "address_refused"),
        ("https://intranet.local:9/", 400, "address_refused"),
        ("https://a b/", 400, "address_unreadable"),
        ("https://www.casino.example/spin", 403, "page_blocked"),
    ],
)
async def test_what_is_no_good_address_is_refused_in_a_sentence_and_opens_nothing(
    house: OwnHouse, browsers: QuietHouse, typed: str, status: int, code: str
):
    office = await house.office()
    admin = await house.member(office, role="admin")
    await house.call("PATCH", BROWSING, {"block": ["*.casino.example"]}, who=admin)
    meeting = await house.meeting(admin)
    answer = await put(house, meeting.host_ticket, typed)
    assert (answer[0], answer[1]["code"]) == (status, code), answer
    assert answer[1]["title"].endswith((".", "?"))
    assert browsers.opened == []
    assert (await house.live.sessions.get(meeting.id)).page is None


@pytest.mark.covers("F034")
async def test_words_go_to_the_search_engine_of_the_office(house: OwnHouse, browsers: QuietHouse):
    admin = await house.member(await house.office(), role="admin")
    status, rules = await house.call("PATCH", BROWSING, {"search": "https://zoek.example/?q={words}"}, who=admin)
    assert (status, rules["search"]) == (200, "https://zoek.example/?q={words}")
    meeting = await house.meeting(admin)
    assert (await put(house, meeting.host_ticket, "rente 2026?"))[1]["site"] == "zoek.example"
    assert browsers.opened == [(meeting.id, ("rente 2026?",))]


async def test_a_second_address_goes_to_the_page_that_is_open(house: OwnHouse, browsers: QuietHouse):
    meeting, host = await house.room()
    await put(house, host.ticket, "bank.example")
    await host.command("set_stage", stage="none")
    assert (await put(house, host.ticket, "https://shop.example/"))[0] == 200
    await host.sees("stage_changed", stage="page")
    assert len(browsers.opened) == 1
    await house.parts.tasks.settled("page visit")
    assert ("visit", "https://shop.example/") in browsers.pages[meeting.id].done


async def test_where_all_places_are_taken_people_hear_their_place_and_come_in_when_one_is_free(
    house: OwnHouse, browsers: QuietHouse
):
    browsers.places = 1
    first, host = await house.room()
    second, waiting = await house.room()
    assert (await put(house, host.ticket, "bank.example"))[0] == 200
    status, told = await put(house, waiting.ticket, "bank.example")
    assert (status, told) == (202, {"site": "bank.example", "place": 1})
    assert second.id not in browsers.pages
    await host.command("close_page")
    assert house.parts.pages is not None
    shared = house.parts.pages.desk.here(second.id)
    assert shared is not None
    await house.parts.tasks.settled("page opening")
    assert second.id in browsers.pages


async def test_without_a_browser_nothing_opens_and_the_room_is_told_why(house: OwnHouse, browsers: QuietHouse):
    browsers.code = "no_browser"
    meeting, host, guest = await house.room("Bob")
    status, way = await house.call("GET", PAGE, who=guest.ticket)
    assert (status, way["stream"], way["able"], way["code"]) == (200, f"/pages/{meeting.id}", False, "no_browser")
    status, refused = await put(house, host.ticket, "bank.example")
    assert (status, refused["code"]) == (503, "no_browser")
    assert (await house.live.sessions.get(meeting.id)).page is None


# --- favourites -------------------------------------------------------------------------------------------------------


@pytest.mark.covers("F035")
async def test_favourites_of_a_person_and_of_the_office_are_sorted_by_use(house: OwnHouse):
    office = await house.office()
    ann, bea = await house.member(office), await house.member(office, "Bea")
    admin = await house.member(office, "Ada", "admin")
    mine = {"title": "Mijn bank", "address": "bank.example"}
    status, made = await house.call("POST", FAVOURITES, mine, who=ann)
    assert (status, made["address"], made["host"], made["icon"]) == (201, "https://bank.example/", "bank.example", "")
    shared = {"scope": "office", "title": "Pensioen", "note": "Overzicht", "address": "https://pensioen.example/mijn"}
    assert (await house.call("POST", FAVOURITES, shared, who=ann))[1]["code"] == "not_allowed"
    status, ours = await house.call("POST", FAVOURITES, shared, who=admin)
    assert status == 201
    assert not (await house.call("GET", FAVOURITES, who=bea))[1]["may_edit_office"]
    assert [one["title"] for one in (await house.call("GET", FAVOURITES, who=bea))[1]["favourites"]] == ["Pensioen"]

    meeting = await house.meeting(ann)
    for typed in ("bank.example", "https://pensioen.example/mijn", "https://pensioen.example/mijn"):
        assert (await put(house, meeting.host_ticket, typed))[0] == 200
    listed = (await house.call("GET", FAVOURITES, who=ann))[1]["favourites"]
    assert [(one["title"], one["uses"], one["may_edit"]) for one in listed] == [
        ("Pensioen", 2, False),
        ("Mijn bank", 1, True),
    ]
    assert all(one["used_at"] for one in listed)

    one = f"{FAVOURITES}/{ours['id']}"
    assert (await house.call("PATCH", one, {"title": "X"}, who=ann))[1]["code"] == "not_allowed"
    assert (await house.call("DELETE", one, who=bea))[1]["code"] == "not_allowed"
    assert (await house.call("PATCH", f"{FAVOURITES}/{made['id']}", {"title": "X"}, who=bea))[0] == 404
    changed = {"title": "Pensioen nu", "address": "http://pensioen.example:8080/x"}
    status, after = await house.call("PATCH", one, changed, who=admin)
    assert (status, after["title"], after["address"]) == (200, "Pensioen nu", "http://pensioen.example:8080/x")
    assert (await house.call("DELETE", f"{FAVOURITES}/{made['id']}", who=ann))[0] == 204
    assert len((await house.call("GET", FAVOURITES, who=ann))[1]["favourites"]) == 1


@pytest.mark.covers("F035")
@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "http://127.0.0.1/", "twee woorden", "https://u@bank.example"]
)
async def test_a_favourite_is_a_public_website(house: OwnHouse, address: str):
    ann = await house.adviser()
    status, refused = await house.call("POST", FAVOURITES, {"title": "X", "address": address}, who=ann)
    assert (status, refused["code"] in ("address_refused", "address_unreadable")) == (400, True), refused


@pytest.mark.covers("F035")
async def test_the_picture_of_a_visited_website_is_kept_for_its_favourites(house: OwnHouse, browsers: QuietHouse):
    office = await house.office()
    ann, stranger = await house.member(office), await house.adviser()
    _, made = await house.call("POST", FAVOURITES, {"title": "Bank", "address": "bank.example"}, who=ann)
    meeting = await house.meeting(ann)
    await put(house, meeting.host_ticket, "bank.example")
    await house.parts.tasks.settled("page opening")
    listener = browsers.pages[meeting.id].listener
    tab = {"id": "1", "host": "bank.example", "icon": picture("PNG", (200, 200))}
    listener.told({"type": "page", "status": "running", "tabs": [tab], "active": "1"})
    await house.parts.tasks.settled("picture of a website")
    icon = (await house.call("GET", FAVOURITES, who=ann))[1]["favourites"][0]["icon"]
    assert icon.startswith(f"{FAVOURITES}/{made['id']}/icon")
    assert (await house.call("GET", icon, who=stranger))[0] == 404


def picture(kind: str, size: tuple[int, int]) -> str:
    out = BytesIO()
    Image.new("RGB", size, "#155C47").save(out, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(out.getvalue()).decode()}"


def test_a_picture_of_a_website_is_drawn_anew_and_small():
    for kind in ("PNG", "ICO", "GIF", "JPEG", "WEBP"):
        drawn = draw(picture(kind, (200, 100)))
        assert drawn is not None, kind
        with Image.open(BytesIO(drawn)) as opened:
            assert (opened.format, max(opened.size) <= 64) == ("PNG", True)


@pytest.mark.parametrize(
    "icon",
    [
        "",
        "https://bank.example/favicon.ico",
        "data:image/svg+xml;base64,PHN2Zz48c2NyaXB0Lz48L3N2Zz4=",
        "data:image/png;base64,AAAA",
        "data:image/png;base64,!!!!",
        "data:text/html;base64,PGI+",
        "data:image/png," + "x" * 300_000,
    ],
)
def test_what_is_no_picture_is_none(icon: str):
    assert draw(icon) is None


def test_a_picture_too_large_to_unpack_is_none():
    assert draw(picture("PNG", (4_000, 4_000))) is None


# --- the office's rules -----------------------------------------------------------------------------------------------


async def test_the_rules_of_an_office_are_its_administrators(house: OwnHouse):
    office = await house.office()
    admin, adviser = await house.member(office, role="admin"), await house.member(office)
    elsewhere = await house.member(await house.office(), role="admin")
    wanted = {
        "allow": ["bank.example", "*.pensioen.example"],
        "block": ["casino.example"],
        "search": "https://zoek.example/?q={words}",
        "masks": [{"site": "*.bank.example", "selector": ".saldo, [data-rekening='x']"}],
    }
    assert (await house.call("PATCH", BROWSING, wanted, who=adviser))[0] == 403
    assert (await house.call("PATCH", BROWSING, wanted, who=admin)) == (200, wanted)
    assert (await house.call("GET", BROWSING, who=admin)) == (200, wanted)
    assert (await house.call("PATCH", BROWSING, {"search": ""}, who=admin))[1] == {**wanted, "search": ""}
    assert (await house.call("GET", BROWSING, who=elsewhere))[1]["allow"] == []
    meeting = await house.meeting(adviser)
    assert (await put(house, meeting.host_ticket, "https://shop.example"))[1]["code"] == "page_blocked"
    assert (await put(house, meeting.host_ticket, "https://www.pensioen.example"))[0] == 200


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"allow": ["bank.*"]}, "bad_pattern"),
        ({"allow": ["https://bank.example"]}, "bad_pattern"),
        ({"block": ["a b"]}, "bad_pattern"),
        ({"search": "https://zoek.example/"}, "bad_search"),
        ({"search": "http://zoek.example/?q={words}"}, "bad_search"),
        ({"search": "https://{words}.example/"}, "bad_search"),
        ({"search": "https://10.0.0.1/?q={words}"}, "bad_search"),
        ({"masks": [{"site": "bank.example", "selector": "a { } b"}]}, "bad_selector"),
        ({"masks": [{"site": "bank.example", "selector": "a[title='"}]}, "bad_selector"),
        ({"masks": [{"site": "bank.example", "selector": ":is(a"}]}, "bad_selector"),
        ({"masks": [{"site": "bank.example", "selector": "a /* b"}]}, "bad_selector"),
        ({"masks": [{"site": "bank.example", "selector": "a\\"}]}, "bad_selector"),
        ({"masks": [{"site": "bank..example", "selector": "a"}]}, "bad_pattern"),
    ],
)
async def test_a_rule_that_cannot_be_used_is_refused_and_changes_nothing(
    house: OwnHouse, change: dict[str, Any], code: str
):
    admin = await house.member(await house.office(), role="admin")
    status, refused = await house.call("PATCH", BROWSING, change, who=admin)
    assert (status, refused["code"]) == (422, code)
    assert (await house.call("GET", BROWSING, who=admin))[1] == {"allow": [], "block": [], "search": "", "masks": []}


async def test_changed_rules_reach_the_pages_that_are_open(house: OwnHouse, browsers: QuietHouse):
    admin = await house.member(await house.office(), role="admin")
    meeting = await house.meeting(admin)
    await put(house, meeting.host_ticket, "bank.example")
    await house.parts.tasks.settled("page opening")
    await house.call("PATCH", BROWSING, {"block": ["shop.example"]}, who=admin)
    (call,) = [call for call in browsers.pages[meeting.id].done if call[0] == "update_policy"]
    assert call[1].block == ("shop.example",)
    assert call[1].exceptions == ("intranet.local:8443",)


def test_our_own_places_are_never_opened():
    settings = read(
        {
            "SAMEN_PUBLIC_URL": "https://samen.example",
            "DATABASE_URL": "postgresql://u:p@db.internal/samen",
            "REDIS_URL": "redis://cache.internal:6379",
            "BLOB_URL": "s3://k:s@b?endpoint=https://s3.internal",
            "SMTP_URL": "smtps://u:p@mail.internal",
            "SAMEN_MAIL_FROM": "a@b.example",
            "TURN_URL": "turn:turn.internal:3478?transport=udp",
            "TURN_SECRET": "s",
            "SAMEN_HOST": "::",
            "SAMEN_NODE_URL": "http://[fd00::5]:8080",
        }
    )
    assert set(own_hosts(settings)) == {
        "samen.example", "db.internal", "cache.internal", "s3.internal", "mail.internal", "turn.internal", "[fd00::5]",
    }  # fmt: skip


async def test_a_node_without_places_opens_nothing_and_starts_no_browser(tmp_path: Path):
    async with own_house(tmp_path / "off", COBROWSE_PAGES="0") as off:
        _, host = await off.room()
        status, way = await off.call("GET", PAGE, who=host.ticket)
        assert (status, way["able"], way["code"]) == (200, False, "no_browser")
        assert (await put(off, host.ticket, "bank.example"))[1]["code"] == "no_browser"
        assert not (off.parts.settings.data / "pages").exists()
