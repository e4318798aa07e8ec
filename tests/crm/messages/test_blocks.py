"""Tags, blocks and what they are drawn as."""

from __future__ import annotations

import html
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_adapter.messages import blocks, tags
from crm_adapter.messages.defaults import KINDS, LANGUAGES, default
from crm_adapter.messages.rendering import Look, render

LOOK = Look("Lindelaan", "#155C47", "#DEE8E4", "", "Marieke de Boer", "Uw adviseur", "nl")
HREF = "https://samen.example/482917356"


def drawn(*given_blocks: Any, **values: str) -> Any:
    return render("Onderwerp", blocks.checked(list(given_blocks)), values, LOOK)


@pytest.mark.covers("X021", "X018")
@pytest.mark.parametrize("written", ["%{client_first_name}", "%CLIENT_FIRST_NAME%"])
def test_both_notations_of_a_tag_say_the_same(written: str) -> None:
    shown = drawn(blocks.paragraphs(f"Dag {written},"), client_first_name="Jan")
    assert "Dag Jan," in shown.text
    assert "Dag Jan," in shown.html


@pytest.mark.covers("F050")
def test_schermdelen_href_is_the_link_behind_a_text() -> None:
    link = {"type": "text", "text": "Klik hier", "marks": [{"type": "link", "attrs": {"href": "%SCHERMDELEN_HREF%"}}]}
    shown = drawn({"type": "text", "content": [{"type": "paragraph", "content": [link]}]}, schermdelen_href=HREF)
    assert f'<a href="{HREF}"' in shown.html
    assert ">Klik hier</a>" in shown.html
    assert f"Klik hier ({HREF})" in shown.text
    loose = drawn(blocks.paragraphs("Ga nu: %SCHERMDELEN_HREF%"), schermdelen_href=HREF)
    assert ">Naar het gesprek</a>" in loose.html


@pytest.mark.covers("F051")
def test_schermdelen_link_is_the_link_itself() -> None:
    shown = drawn(blocks.paragraphs("Ga naar %SCHERMDELEN_LINK%"), schermdelen_link=HREF)
    assert f'<a href="{HREF}"' in shown.html
    assert f">{HREF}</a>" in shown.html
    assert f"Ga naar {HREF}" in shown.text


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("%{client_frist_name}", "%{client_first_name}"),
        ("%{Client First Name}", "%{client_first_name}"),
        ("%SCHERMDELEN_LNK%", "%SCHERMDELEN_LINK%"),
        ("%Schermdelen_Link%", "%SCHERMDELEN_LINK%"),
        ("%{zzzzzz}", ""),
        ("%{client_first_name", ""),
    ],
)
def test_an_unknown_tag_is_named_with_the_one_that_was_meant(written: str, suggestion: str) -> None:
    with pytest.raises(tags.UnknownTag) as unknown:
        tags.check(f"Dag {written} daar", tags.KNOWN["client_message"])
    assert unknown.value.tag in written
    assert unknown.value.suggestion == suggestion


@pytest.mark.parametrize(
    "text", ["10% korting op 20% van alles", "100%", "%", "50 % en 60%!", "% {x}", "een%twee%drie"]
)
def test_percent_signs_alone_are_no_tags(text: str) -> None:
    tags.check(text, ())
    assert tags.fill(text, lambda _name: "x") == text


def test_every_default_says_only_what_its_kind_knows() -> None:
    for kind in KINDS:
        for language in LANGUAGES:
            one = default(kind, language)
            clean = blocks.checked(one.blocks)
            assert clean
            for text in (one.subject, *blocks.texts(clean)):
                tags.check(text, tags.KNOWN[kind])


class Checked(HTMLParser):
    """Every element and every address of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</td></tr></table><iframe src=//evil.example>",
        "<mj-raw><script>1</script></mj-raw>",
        "<!--[if mso]><b>",
        "]]>&lt;script&gt;",
        "SLOT0Q SLOT1Q",
    ],
)
def test_what_people_type_is_never_read_as_a_page(hostile: str) -> None:
    shown = drawn(
        {"type": "heading", "text": hostile},
        blocks.paragraphs(hostile + "\n\n%{message_text}"),
        {"type": "quote", "text": hostile},
        {"type": "facts", "rows": [{"label": hostile, "value": hostile}]},
        {"type": "button", "label": hostile, "href": HREF},
        {"type": "code", "text": hostile, "value": hostile},
        {"type": "links", "items": [{"label": hostile, "href": HREF}]},
        {"type": "footer", "text": hostile},
        message_text=hostile,
    )
    page = Checked(shown.html)
    assert not page.elements & {"script", "iframe", "object", "form", "input", "mj-raw"}
    assert not page.handlers
    assert all(address in (HREF, "") for address in page.addresses)
    assert html.escape(hostile) in shown.html


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x", "file:///etc"]
)
def test_only_addresses_that_a_mail_may_have_are_taken(href: str) -> None:
    with pytest.raises(blocks.WrongBlocks, match="bad_link"):
        blocks.checked([{"type": "button", "label": "x", "href": href}])
    # A value cannot bring one either.
    shown = drawn({"type": "button", "label": "Klik", "href": "%{document_link}"}, document_link=href)
    assert "Klik" not in shown.html


def _deep(levels: int) -> Any:
    node: Any = {"type": "paragraph", "content": [{"type": "text", "text": "x"}]}
    for _ in range(levels):
        node = {"type": "bulletList", "content": [{"type": "listItem", "content": [node]}]}
    return {"type": "text", "content": [node]}


def _loop() -> Any:
    item: dict[str, Any] = {"type": "listItem", "content": []}
    item["content"].append({"type": "bulletList", "content": [item]})
    return {"type": "text", "content": [{"type": "bulletList", "content": [item]}]}


@pytest.mark.parametrize(
    "tree",
    [
        [_loop()],
        [_deep(6)],
        [_deep(5_000)],
        [{"type": "divider"}] * 41,
        [{"type": "text", "content": [{"type": "paragraph", "content": []}] * 2_000}],
        [{"type": "quote", "text": "x" * 4_001}],
        [{"type": "quote", "text": "x" * 4_000}] * 9,
        [{"type": "template", "id": "client_message"}],
        [{"type": "text", "content": [{"type": "image", "attrs": {"src": "x"}}]}],
        [{"type": "text", "content": "x"}],
        [{"type": "heading", "text": {"a": 1}}],
        [{"type": "heading", "text": "x", "onclick": "y"}],
        ["text"],
        [None],
        [{"type": ["text"]}],
    ],
)
def test_a_template_with_a_loop_or_a_huge_tree_is_refused(tree: Any) -> None:
    with pytest.raises(blocks.WrongBlocks):
        blocks.checked(tree)


def test_lists_a_few_deep_are_fine() -> None:
    shown = render("x", blocks.checked([_deep(3)]), {}, LOOK)
    assert "<li" in shown.html


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(blocks.TYPES),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "text", "content", "rows", "items", "href", "label", "marks"]), inner
        )
    ),
    max_leaves=25,
)


@given(st.lists(JSON, max_size=5))
def test_whatever_comes_is_taken_whole_or_refused_in_one_way(tree: list[Any]) -> None:
    try:
        clean = blocks.checked(tree)
    except blocks.WrongBlocks:
        return
    assert blocks.checked(clean) == clean
    render("x", clean, {}, LOOK)


@given(st.text(max_size=300))
def test_filling_leaves_no_tag_and_never_fails(text: str) -> None:
    tags.fill(text, lambda _name: "")
    list(tags.uses(text))
