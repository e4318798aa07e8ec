"""A message as HTML with inline styles and as plain text, made of its blocks.

What people typed never passes the parser of MJML: the page is laid out with slots, and cleaned text goes into them.
"""

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import nh3
from mjml import mjml2html

from crm_adapter.messages.tags import empty_in, fill, parts

INK, INK_2, INK_3, LINE, PAGE, SUNKEN = "#15241E", "#3F5149", "#586A61", "#DDE3D8", "#ECEFE8", "#F2F4EE"
FONT: Final = "Atkinson Hyperlegible Next, Atkinson Hyperlegible, system-ui, -apple-system, Segoe UI, Arial, sans-serif"
_TAGS: Final = {"a", "strong", "em", "u", "br", "p", "ul", "ol", "li", "span"}
_SLOT: Final = re.compile(r"SLOT(\d+)Q")
_OPEN_HREF: Final[Mapping[str, str]] = {"nl": "Naar het gesprek", "en": "To the meeting", "fr": "Vers l’entretien"}


@dataclass(frozen=True, slots=True)
class Look:
    """The office's look. `colour` bears white text; `logo` is the address of a picture or ""; `adviser` "" leaves the
    band with the person out."""

    office: str
    colour: str
    tint: str
    logo: str
    adviser: str
    caption: str
    language: str


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    html: str
    text: str


class _Page:
    """A page while it is written: MJML with slots, what goes into them, and the lines of the plain text."""

    def __init__(self, look: Look, values: Mapping[str, str]) -> None:
        self.look, self.values = look, values
        self.slots: list[str] = []
        self.body: list[str] = []
        self.lines: list[str] = []
        self.foot: list[str] = []

    def slot(self, content: str) -> str:
        self.slots.append(content)
        return f"SLOT{len(self.slots) - 1}Q"

    def plain(self, text: str) -> str:
        return fill(text, lambda name: self.values.get(name, ""))

    def headline(self, text: str) -> str:
        """A day at the beginning gets its capital."""
        said = self.plain(text)
        return said[:1].upper() + said[1:]

    def escaped(self, text: str) -> str:
        return html.escape(self.plain(text), quote=True).replace("\n", "<br>")

    def lacks(self, *texts: str) -> bool:
        """Whether a tag in these has no value: such a part is left out."""
        return any(empty_in(text, self.values) for text in texts)

    def href(self, text: str) -> str:
        """An address for a link, or "" where it is none."""
        address = self.plain(text).strip()
        return address if address.lower().startswith(("https://", "http://", "mailto:", "tel:")) else ""


def render(subject: str, blocks: Sequence[Mapping[str, Any]], values: Mapping[str, str], look: Look) -> Rendered:
    """`blocks` are checked ones. A paragraph, row, button or link whose tag has no value is left out."""
    page = _Page(look, values)
    for block in blocks:
        _DRAW[block["type"]](page, block)
    title = " ".join(page.plain(subject).split())
    whole = _SLOT.sub(lambda found: page.slots[int(found[1])], _laid_out(_mjml(page, title)))
    whole = whole.replace('lang="und"', f'lang="{look.language}"').replace('dir="auto" xmlns', "xmlns")
    lines = [*page.lines, "-- ", *page.foot]
    if look.office not in page.foot:
        lines.append(look.office)
    return Rendered(title, whole, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n")


@lru_cache(maxsize=256)
def _laid_out(mjml: str) -> str:
    """MJML as HTML. Messages of one template differ in their slots alone, so a few layouts serve thousands."""
    return str(mjml2html(mjml))


def _mjml(page: _Page, title: str) -> str:
    look = page.look
    foot = (
        f'<mj-section padding="24px 16px"><mj-column><mj-text align="center" font-size="14px" color="{INK_3}" '
        f'padding="0">{page.slot("<br>".join(html.escape(line) for line in page.foot))}</mj-text></mj-column></mj-section>'
        if page.foot
        else ""
    )
    band = _band(page) if look.adviser else ""
    edge = "" if look.adviser else f' border-top="8px solid {look.colour}"'
    return (
        f"<mjml><mj-head><mj-title>{page.slot(html.escape(title))}</mj-title><mj-attributes>"
        f'<mj-all font-family="{FONT}"/><mj-text font-size="17px" line-height="1.6" color="{INK}" padding="0 0 16px"/>'
        f'<mj-table font-size="17px" line-height="1.6" color="{INK}"/></mj-attributes></mj-head>'
        f'<mj-body width="560px" background-color="{PAGE}">{_head(page)}'
        f'<mj-wrapper padding="0" background-color="#FFFFFF" border="1px solid {LINE}"{edge} border-radius="22px">{band}'
        f'<mj-section padding="32px 40px 24px"><mj-column>{"".join(page.body)}</mj-column></mj-section></mj-wrapper>'
        f"{foot}</mj-body></mjml>"
    )


def _head(page: _Page) -> str:
    look = page.look
    if look.logo:
        mark = (
            f'<img src="{html.escape(look.logo)}" alt="" height="36" '
            'style="display:block;height:36px;max-width:160px;border-radius:8px">'
        )
    else:
        mark = (
            f'<div style="width:36px;height:36px;border-radius:10px;background:{look.colour};color:#FFFFFF;'
            f'font-weight:680;line-height:36px;text-align:center">{html.escape(look.office[:1].upper())}</div>'
        )
    row = page.slot(
        f'<tr><td width="48">{mark}</td><td style="font-weight:650;font-size:18px">{html.escape(look.office)}</td></tr>'
    )
    return f'<mj-section padding="24px 6px 18px"><mj-column><mj-table padding="0">{row}</mj-table></mj-column></mj-section>'


def _band(page: _Page) -> str:
    look = page.look
    name = look.adviser
    words = name.split()
    initials = "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()
    # The half circle is a gradient: programs that cannot draw it show the plain tint.
    drawn = page.slot(
        f'<div style="background-color:{look.tint};background-image:radial-gradient(circle at 83% 120%,#FFE7CD 0,'
        '#FFE7CD 118px,transparent 119px);padding:20px 40px;border-radius:22px 22px 0 0">'
        '<table role="presentation" cellpadding="0" cellspacing="0"><tr><td><div style="width:88px;height:88px;'
        f"border-radius:50%;border:6px solid #FFFFFF;background:{look.colour};color:#FFFFFF;font-size:30px;font-weight:650;"
        f'line-height:88px;text-align:center">{html.escape(initials)}</div></td><td style="padding-left:20px;line-height:1.5">'
        f'<div style="font-size:20px;font-weight:650">{html.escape(name)}</div>'
        f'<div style="font-size:16px;color:{INK_2}">{html.escape(look.caption)}</div></td></tr></table></div>'
    )
    return f'<mj-section padding="0"><mj-column><mj-text padding="0">{drawn}</mj-text></mj-column></mj-section>'


def _heading(page: _Page, block: Mapping[str, Any]) -> None:
    if page.lacks(block["text"]):
        return
    style = "margin:0;font-size:30px;line-height:1.2;letter-spacing:-0.02em;font-weight:680"
    page.body.append(
        f'<mj-text line-height="1.2">{page.slot(f"""<h1 style="{style}">{html.escape(page.headline(block["text"]))}</h1>""")}</mj-text>'
    )
    page.lines += [page.headline(block["text"]), ""]


def _text(page: _Page, block: Mapping[str, Any]) -> None:
    drawn = "".join(_node(page, node) for node in block["content"])
    if drawn:
        clean = nh3.clean(
            drawn,
            tags=_TAGS,
            attributes={"a": {"href", "style"}, "p": {"style"}, "ul": {"style"}, "ol": {"style"}, "li": {"style"}},
            url_schemes={"https", "http", "mailto", "tel"},
        )
        page.body.append(f'<mj-text padding="0">{page.slot(clean)}</mj-text>')
    for node in block["content"]:
        page.lines += _plain_node(page, node, "")


def _written(node: Mapping[str, Any]) -> list[str]:
    """What a paragraph says, link addresses too."""
    found = []
    for child in node.get("content", ()):
        found.append(child.get("text", ""))
        found += [mark["attrs"]["href"] for mark in child.get("marks", ()) if mark["type"] == "link"]
    return found


def _node(page: _Page, node: Mapping[str, Any]) -> str:
    match node["type"]:
        case "paragraph":
            if page.lacks(*_written(node)):
                return ""
            return (
                f'<p style="margin:0 0 16px">{"".join(_inline(page, one) for one in node["content"]) or "&nbsp;"}</p>'
            )
        case "listItem":
            inner = "".join(_node(page, one) for one in node["content"])
            return f'<li style="margin:0 0 4px">{inner.replace("margin:0 0 16px", "margin:0")}</li>' if inner else ""
        case kind:
            tag = "ul" if kind == "bulletList" else "ol"
            inner = "".join(_node(page, one) for one in node["content"])
            return f'<{tag} style="margin:0 0 16px;padding-left:24px">{inner}</{tag}>' if inner else ""


def _inline(page: _Page, node: Mapping[str, Any]) -> str:
    if node["type"] == "hardBreak":
        return "<br>"
    marks = {mark["type"]: mark for mark in node.get("marks", ())}
    drawn = page.escaped(node["text"]) if "link" in marks else _with_links(page, node["text"])
    for kind, tag in (("bold", "strong"), ("italic", "em"), ("underline", "u")):
        if kind in marks:
            drawn = f"<{tag}>{drawn}</{tag}>"
    if "link" in marks and (href := page.href(marks["link"]["attrs"]["href"])):
        drawn = _link(page, href, drawn)
    return drawn


def _with_links(page: _Page, text: str) -> str:
    """Text in which the tags of links can be clicked: the address itself, or words that hide it."""
    drawn = []
    for literal, name in parts(text):
        value = page.values.get(name, "")
        if literal:
            drawn.append(html.escape(literal))
        elif name == "schermdelen_href" and value:
            drawn.append(_link(page, value, html.escape(_OPEN_HREF.get(page.look.language, _OPEN_HREF["en"]))))
        elif name.endswith("_link") and value.startswith(("https://", "http://")):
            drawn.append(_link(page, value, html.escape(value)))
        else:
            drawn.append(html.escape(value).replace("\n", "<br>"))
    return "".join(drawn)


def _link(page: _Page, href: str, inner: str) -> str:
    return f'<a href="{html.escape(href)}" style="color:{page.look.colour};font-weight:650">{inner}</a>'


def _plain_node(page: _Page, node: Mapping[str, Any], indent: str) -> list[str]:
    if node["type"] == "paragraph":
        if page.lacks(*_written(node)):
            return []
        said = "".join(_plain_inline(page, one) for one in node["content"])
        return [indent + said, ""] if not indent else [indent + said]
    if node["type"] == "listItem":
        return [line for one in node["content"] for line in _plain_node(page, one, indent or "- ")]
    lines = []
    for number, one in enumerate(node["content"], 1):
        lines += _plain_node(page, one, f"{number}. " if node["type"] == "orderedList" else "- ")
    return [*lines, ""]


def _plain_inline(page: _Page, node: Mapping[str, Any]) -> str:
    if node["type"] == "hardBreak":
        return "\n"
    said = page.plain(node["text"])
    href = next((page.href(mark["attrs"]["href"]) for mark in node.get("marks", ()) if mark["type"] == "link"), "")
    return f"{said} ({href.removeprefix('mailto:').removeprefix('tel:')})" if href and href not in said else said


def _quote(page: _Page, block: Mapping[str, Any]) -> None:
    if page.lacks(block["text"]) or not page.plain(block["text"]).strip():
        return
    said = page.escaped(block["text"])
    drawn = page.slot(f'<div style="padding:14px 18px;background:{SUNKEN};border-radius:14px">{said}</div>')
    page.body.append(f"<mj-text>{drawn}</mj-text>")
    page.lines += [*(f"> {line}".rstrip() for line in page.plain(block["text"]).splitlines()), ""]


def _button(page: _Page, block: Mapping[str, Any]) -> None:
    href = page.href(block["href"])
    if page.lacks(block["label"], block["href"]) or not href:
        return
    page.body.append(_filled(page, href, page.escaped(block["label"])))
    page.lines += [f"{page.plain(block['label'])}:", href, ""]


def _filled(page: _Page, href: str, label: str) -> str:
    return (
        f'<mj-button href="{page.slot(html.escape(href))}" background-color="{page.look.colour}" color="#FFFFFF" '
        f'border-radius="14px" width="100%" inner-padding="16px 20px" font-size="19px" font-weight="650" '
        f'padding="8px 0 16px">{page.slot(label)}</mj-button>'
    )


def _facts(page: _Page, block: Mapping[str, Any]) -> None:
    rows = [
        row for row in block["rows"] if not page.lacks(row["label"], row["value"]) and page.plain(row["value"]).strip()
    ]
    if not rows:
        return
    drawn = "".join(
        f'<tr><td style="padding:10px 16px 10px 0;border-top:1px solid {LINE};color:{INK_3};vertical-align:top;'
        f'width:94px">{page.escaped(row["label"])}</td><td style="padding:10px 0;border-top:1px solid {LINE};'
        f'font-weight:650;word-break:break-word">{_with_links(page, row["value"])}</td></tr>'
        for row in rows
    )
    page.body.append(f'<mj-table padding="8px 0 0">{page.slot(drawn)}</mj-table>')
    page.body.append(f'<mj-divider border-width="1px" border-color="{LINE}" padding="0"/>')
    page.body.append('<mj-spacer height="12px"/>')
    page.lines += [*(f"{page.plain(row['label'])}: {page.plain(row['value'])}" for row in rows), ""]


def _code(page: _Page, block: Mapping[str, Any]) -> None:
    if page.lacks(block["text"], block["value"]):
        return
    said = "".join(
        f'<strong style="white-space:nowrap">{html.escape(page.values.get(name, ""))}</strong>'
        if name
        else html.escape(text)
        for text, name in parts(block["text"])
    )
    drawn = page.slot(
        f'<div style="background:{SUNKEN};border-radius:14px;padding:18px 16px;text-align:center">'
        f'<div style="font-size:16px;color:{INK_2}">{said}</div>'
        '<div style="font-family:Inter,system-ui,Arial,sans-serif;font-size:34px;font-weight:680;line-height:1.4;'
        f'letter-spacing:0.02em;white-space:nowrap">{page.escaped(block["value"])}</div></div>'
    )
    page.body.append(f"<mj-text>{drawn}</mj-text>")
    page.lines += [page.plain(block["text"]), page.plain(block["value"]), ""]


def options_of(value: str) -> list[tuple[str, str]]:
    """The times of a proposal: (label, link), from the JSON list that the agenda hands over."""
    try:
        given = json.loads(value) if value else []
        return [(str(one["label"]), str(one.get("link", ""))) for one in given]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def _options(page: _Page, block: Mapping[str, Any]) -> None:
    times = options_of(page.values.get("appointment_options", ""))
    if not times:
        return
    if block["label"] and not page.lacks(block["label"]):
        page.lines.append(page.plain(block["label"]))
    for label, link in times:
        look = f"color:{page.look.colour};border:2px solid {page.look.colour};border-radius:14px;padding:13px 18px"
        inner = (
            f'<a href="{html.escape(link)}" style="display:block;text-decoration:none;font-weight:650;{look}">'
            f"{html.escape(label)}</a>"
            if link.startswith(("https://", "http://"))
            else f'<div style="font-weight:650;{look}">{html.escape(label)}</div>'
        )
        page.body.append(f'<mj-text padding="0 0 10px" align="center">{page.slot(inner)}</mj-text>')
        page.lines.append(f"- {label}" + (f": {link}" if link else ""))
    page.lines.append("")


def _links(page: _Page, block: Mapping[str, Any]) -> None:
    shown = [one for one in block["items"] if not page.lacks(one["label"], one["href"]) and page.href(one["href"])]
    if not shown:
        return
    drawn = " ".join(
        f'<span style="white-space:nowrap;padding:0 13px">{_link(page, page.href(one["href"]), page.escaped(one["label"]))}</span>'
        for one in shown
    )
    page.body.append(f'<mj-text align="center" font-size="16px" padding="4px 0 8px">{page.slot(drawn)}</mj-text>')
    page.lines += [*(f"{page.plain(one['label'])}: {page.href(one['href'])}" for one in shown), ""]


def _divider(page: _Page, _block: Mapping[str, Any]) -> None:
    page.body.append(f'<mj-divider border-width="1px" border-color="{LINE}" padding="8px 0 24px"/>')
    page.lines += ["----", ""]


def _footer(page: _Page, block: Mapping[str, Any]) -> None:
    for line in block["text"].splitlines():
        if not page.lacks(line):
            page.foot.append(page.plain(line))


_DRAW = {
    "heading": _heading,
    "text": _text,
    "quote": _quote,
    "button": _button,
    "facts": _facts,
    "code": _code,
    "options": _options,
    "links": _links,
    "divider": _divider,
    "footer": _footer,
}
