"""The page in words: read by someone who does not see the picture, and driven from there."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from cobrowse.driving.extension import MOST_READ
from cobrowse.driving.tree import Frame, read
from cobrowse.ports import BadInput
from tests.cobrowse.driving.stand import Stand

pytestmark = pytest.mark.light


async def _nodes(stand: Stand) -> list[dict[str, Any]]:
    nodes, _ = await stand.tab.outline.nodes()
    return nodes


async def _node(stand: Stand, role: str, name: str) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        return next((node for node in await _nodes(stand) if node["role"] == role and node["name"] == name), None)

    return await stand.until(look, f"{role} {name}")


async def _act(stand: Stand, node: dict[str, Any], action: str, text: str = "", who: str = "anna") -> None:
    await stand.driving.act(who, node["id"], action, text)
    await stand.done()


async def _news(stand: Stand) -> str:
    return await stand.page.locator("#news").inner_text()


async def test_the_outline_reads_in_order_with_roles_names_and_states(stand: Stand) -> None:
    await stand.open(f"reading.html?far=http://localhost:{stand.port}")
    await _node(stand, "heading", "Binnen")
    nodes = await _nodes(stand)
    told = [(node["role"], node["name"]) for node in nodes]
    assert told[:9] == [
        ("heading", "Hypotheek aanvragen"),
        ("text", "Een vette zin met een"),
        ("link", "verwijzing"),
        ("text", "erin."),
        ("heading", "Uw gegevens"),
        ("link", "gegevens"),
        ("text", "Eerste punt"),
        ("text", "Tweede punt"),
        ("text", "Naam"),
    ]
    assert [node["level"] for node in nodes if node["role"] == "heading"] == [1, 2, 2]
    by_name = {(node["role"], node["name"]): node for node in reversed(nodes)}  # the frame's come last
    assert by_name["textbox", "Naam"]["value"] == "Jansen"
    assert by_name["combobox", "Provincie"]["value"] == "Groningen"
    assert by_name["checkbox", "Akkoord"]["checked"] is False
    assert by_name["button", "Later"]["disabled"] is True
    assert by_name["button", "Later"]["actions"] == []
    assert ("image", "Een huis") in told
    assert ("text", "نص عربي") in told
    assert ("text", "日本語の文章") in told
    assert ("button", "Schaduwknop") in told
    assert told.index(("heading", "Binnen")) > told.index(("button", "Onderaan"))
    assert ("textbox", "IBAN") in told[told.index(("heading", "Binnen")) :]
    assert "Verborgen tekst" not in repr(nodes)


async def test_what_is_masked_is_never_read_out(stand: Stand) -> None:
    await stand.open("reading.html")
    for field, secret in (("#password", "geheim-123"), ("#iban", "NL91ABNA0417164300")):
        await stand.click(field)
        stand.type(secret)
        await stand.done()
    nodes = await _nodes(stand)
    by_name = {(node["role"], node["name"]): node for node in nodes}
    assert by_name["textbox", "IBAN"]["value"] == ""
    assert by_name["textbox", "IBAN"]["masked"] is True
    assert by_name["textbox", "Wachtwoord"]["masked"] is True
    for secret in ("geheim", "ABNA", "0417", "•••"):
        assert secret not in repr(nodes)


@pytest.mark.covers("F045")
async def test_a_page_is_driven_through_its_outline(stand: Stand) -> None:
    await stand.open(f"reading.html?far=http://localhost:{stand.port}")
    await _act(stand, await _node(stand, "button", "Versturen"), "click")
    assert await _news(stand) == "Gedrukt: Versturen true"
    await _act(stand, await _node(stand, "button", "Onderaan"), "click")
    assert await _news(stand) == "Gedrukt: Onderaan true"
    await _act(stand, await _node(stand, "checkbox", "Akkoord"), "toggle")
    assert await _news(stand) == "Akkoord: true"
    await _act(stand, await _node(stand, "textbox", "Naam"), "fill", "De Vries")
    assert await stand.page.locator("#name").input_value() == "De Vries"
    await _act(stand, await _node(stand, "textbox", "Naam"), "fill", "")
    assert await stand.page.locator("#name").input_value() == ""
    await _act(stand, await _node(stand, "combobox", "Provincie"), "choose", "Zeeland")
    assert await stand.page.locator("#province").input_value() == "Zeeland"
    await _act(stand, await _node(stand, "date", "Datum"), "choose", "2026-11-21")
    assert await stand.page.locator("#date").input_value() == "2026-11-21"
    await _act(stand, await _node(stand, "combobox", "Provincie"), "choose")
    await stand.until(lambda: stand.messages("dialog"))
    await _act(stand, await _node(stand, "button", "Druk"), "click")
    await stand.until(lambda: _pressed(stand))
    framed = [node for node in await _nodes(stand) if node["role"] == "textbox" and node["name"] == "Naam"][-1]
    await _act(stand, framed, "fill", "In het kader")
    frame = next(frame for frame in stand.page.frames if "framed" in frame.url)
    assert await frame.locator("#name").input_value() == "In het kader"
    await _act(stand, await _node(stand, "textbox", "Naam"), "focus")
    assert await stand.page.evaluate("document.activeElement.id") == "name"


async def _pressed(stand: Stand) -> bool:
    frame = next(frame for frame in stand.page.frames if "framed" in frame.url)
    return await frame.locator("#press").inner_text() == "Gedrukt"


async def test_only_the_driver_acts_and_only_on_what_is_there(stand: Stand) -> None:
    await stand.open("reading.html")
    button = await _node(stand, "button", "Versturen")
    await _act(stand, button, "click", who="ben")
    assert await _news(stand) == ""
    for node, action, code in [
        (button["id"], "explode", "bad_message"),
        ("x", "click", "bad_message"),
        ("9.1", "click", "no_node"),
        (button["id"].split(".")[0] + ".99999999", "click", "no_node"),
    ]:
        with pytest.raises(BadInput) as refused:
            await stand.driving.act("anna", node, action, "")
        assert refused.value.code == code


@pytest.mark.covers("F017", "F045")
@pytest.mark.parametrize(
    ("name", "action", "text"),
    [("Versturen", "click", ""), ("Naam", "fill", "te laat"), ("Provincie", "choose", "Zeeland")],
)
async def test_an_act_whose_driver_is_revoked_meanwhile_does_nothing(
    stand: Stand, name: str, action: str, text: str
) -> None:
    await stand.open("reading.html")
    node = await stand.until(lambda: _named(stand, name))
    act = asyncio.create_task(stand.driving.act("anna", node["id"], action, text))
    await asyncio.sleep(0)
    stand.drive(None)
    await act
    await stand.done()
    assert await _news(stand) == ""
    assert await stand.page.evaluate("() => [document.getElementById('name').value, province.value]") == [
        "Jansen",
        "Groningen",
    ]


async def _named(stand: Stand, name: str) -> dict[str, Any] | None:
    return next((node for node in await _nodes(stand) if node["name"] == name and node["actions"]), None)


async def test_changes_are_told_while_somebody_reads_and_nothing_after(stand: Stand) -> None:
    await stand.open("reading.html")
    stand.driving.outline(True)
    first = await stand.until(lambda: stand.messages("outline"))
    assert first[0]["more"] is False
    ids = {node["id"] for node in first[0]["nodes"] if node["role"] == "button"}
    await stand.page.evaluate("() => { news.innerHTML = '<h3>Nieuw</h3>' }")
    await stand.until(lambda: any(node["name"] == "Nieuw" for node in stand.messages("outline")[-1]["nodes"]))
    assert {node["id"] for node in stand.messages("outline")[-1]["nodes"] if node["role"] == "button"} == ids
    stand.driving.outline(False)
    assert stand.tab.outline._task is None


async def test_ten_thousand_rows_are_cut_off_and_said_to_be(stand: Stand) -> None:
    await stand.open("rows.html")
    nodes, more = await stand.tab.outline.nodes()
    assert more
    assert len(nodes) == MOST_READ
    told = [node["name"] for node in nodes[:7]]
    await _act(stand, next(node for node in nodes if node["name"] == "€ 300"), "click")
    assert await stand.page.evaluate("location.hash") == "#100"
    assert told == ["Overzicht", "Nr", "Naam", "Bedrag", "1", "Rij 1", "€ 3"]


def test_a_tree_deeper_than_python_calls_is_read() -> None:
    depth = 50_000
    nodes: list[dict[str, Any]] = [
        {"nodeId": str(at), "role": {"value": "generic"}, "childIds": [str(at + 1)]} for at in range(depth)
    ]
    nodes.append(
        {"nodeId": str(depth), "role": {"value": "StaticText"}, "name": {"value": "diep"}, "backendDOMNodeId": 7}
    )
    found, more = read(Frame(0, tuple(nodes)), lambda frame, backend: None)
    assert found == [{"id": "0.7", "role": "text", "name": "diep", "actions": []}]
    assert not more
