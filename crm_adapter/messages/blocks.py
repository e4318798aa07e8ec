"""Blocks: what a message is made of, and the limits of that tree.

A message is a list of blocks. `text` holds paragraphs and lists as the editor knows them (ProseMirror's JSON):
{"type": "text", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Dag", "marks": [...]}]}]}.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

MOST_BLOCKS: Final = 40
MOST_NODES: Final = 1_500
MOST_DEPTH: Final = 10
MOST_CHARACTERS: Final = 30_000

_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "heading": frozenset({"text"}),
    "text": frozenset({"content"}),
    "quote": frozenset({"text"}),
    "button": frozenset({"label", "href"}),
    "facts": frozenset({"rows"}),
    "code": frozenset({"text", "value"}),
    "options": frozenset({"label"}),
    "links": frozenset({"items"}),
    "divider": frozenset(),
    "footer": frozenset({"text"}),
}
TYPES: Final = tuple(_FIELDS)
_NODES: Final = {"paragraph", "bulletList", "orderedList", "listItem", "text", "hardBreak"}
_MARKS: Final = {"bold", "italic", "underline", "link"}
_INSIDE: Final[Mapping[str, frozenset[str]]] = {
    "content": frozenset({"paragraph", "bulletList", "orderedList"}),
    "paragraph": frozenset({"text", "hardBreak"}),
    "bulletList": frozenset({"listItem"}),
    "orderedList": frozenset({"listItem"}),
    "listItem": frozenset({"paragraph", "bulletList", "orderedList"}),
}
_SCHEMES: Final = ("https://", "http://", "mailto:", "tel:", "%")


class WrongBlocks(ValueError):
    """`code` says why: unknown_block, too_large, not_text or bad_link. `where` is the block's place, from 0."""

    def __init__(self, code: str, where: int) -> None:
        super().__init__(f"{code} at {where}")
        self.code, self.where = code, where


class _Count:
    """How much a tree has held so far. A tree that turns back into itself ends at the depth."""

    def __init__(self) -> None:
        self.nodes = self.characters = 0

    def node(self, where: int) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise WrongBlocks("too_large", where)

    def text(self, value: Any, where: int, most: int = 4_000) -> str:
        if not isinstance(value, str):
            raise WrongBlocks("not_text", where)
        self.characters += len(value)
        if len(value) > most or self.characters > MOST_CHARACTERS:
            raise WrongBlocks("too_large", where)
        return value


def checked(given: Sequence[Any]) -> list[dict[str, Any]]:
    """The blocks, with nothing else in them. Raises WrongBlocks."""
    if len(given) > MOST_BLOCKS:
        raise WrongBlocks("too_large", MOST_BLOCKS)
    count = _Count()
    return [_block(one, where, count) for where, one in enumerate(given)]


def _block(one: Any, where: int, count: _Count) -> dict[str, Any]:
    kind = one.get("type") if isinstance(one, dict) else None
    if not isinstance(kind, str) or kind not in _FIELDS or not set(one) <= {"type", *_FIELDS[kind]}:
        raise WrongBlocks("unknown_block", where)
    count.node(where)
    made: dict[str, Any] = {"type": kind}
    for name in _FIELDS[kind]:
        value = one.get(name, [] if name in ("content", "rows", "items") else "")
        match name:
            case "content":
                made[name] = _content(value, "content", where, 1, count)
            case "rows":
                made[name] = _pairs(value, ("label", "value"), where, count)
            case "items":
                made[name] = _pairs(value, ("label", "href"), where, count)
            case "href":
                made[name] = _href(value, where, count)
            case _:
                made[name] = count.text(value, where)
    return made


def _pairs(value: Any, names: tuple[str, str], where: int, count: _Count) -> list[dict[str, str]]:
    if not isinstance(value, list) or len(value) > 30:
        raise WrongBlocks("too_large" if isinstance(value, list) else "unknown_block", where)
    made = []
    for row in value:
        if not isinstance(row, dict) or set(row) != set(names):
            raise WrongBlocks("unknown_block", where)
        count.node(where)
        made.append(
            {name: _href(row[name], where, count) if name == "href" else count.text(row[name], where) for name in names}
        )
    return made


def _href(value: Any, where: int, count: _Count) -> str:
    href = count.text(value, where, 2_000).strip()
    if href and not href.lower().startswith(_SCHEMES):
        raise WrongBlocks("bad_link", where)
    return href


def _content(value: Any, inside: str, where: int, depth: int, count: _Count) -> list[dict[str, Any]]:
    if depth > MOST_DEPTH:
        raise WrongBlocks("too_large", where)
    if not isinstance(value, list):
        raise WrongBlocks("unknown_block", where)
    return [_node(one, inside, where, depth, count) for one in value]


def _node(one: Any, inside: str, where: int, depth: int, count: _Count) -> dict[str, Any]:
    count.node(where)
    kind = one.get("type") if isinstance(one, dict) else None
    if not isinstance(kind, str) or kind not in _NODES or kind not in _INSIDE[inside]:
        raise WrongBlocks("unknown_block", where)
    if kind == "text":
        made = {"type": "text", "text": count.text(one.get("text"), where)}
        marks = _marks(one.get("marks", []), where, count)
        return {**made, "marks": marks} if marks else made
    if kind == "hardBreak":
        return {"type": kind}
    return {"type": kind, "content": _content(one.get("content", []), kind, where, depth + 1, count)}


def _marks(value: Any, where: int, count: _Count) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > 8:
        raise WrongBlocks("unknown_block", where)
    made: list[dict[str, Any]] = []
    for mark in value:
        kind = mark.get("type") if isinstance(mark, dict) else None
        if kind not in _MARKS:
            raise WrongBlocks("unknown_block", where)
        if kind == "link":
            attrs = mark.get("attrs")
            href = _href(attrs.get("href") if isinstance(attrs, dict) else None, where, count)
            made.append({"type": "link", "attrs": {"href": href}})
        else:
            made.append({"type": kind})
    return made


def texts(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Everything in checked blocks that may hold tags."""
    for block in blocks:
        for name, value in block.items():
            if name == "type":
                continue
            if isinstance(value, str):
                yield value
            elif name == "content":
                yield from _texts_of(value)
            else:
                for pair in value:
                    yield from pair.values()


def _texts_of(nodes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for node in nodes:
        if node["type"] == "text":
            yield node["text"]
            for mark in node.get("marks", ()):
                if mark["type"] == "link":
                    yield mark["attrs"]["href"]
        else:
            yield from _texts_of(node.get("content", ()))


def paragraphs(text: str) -> dict[str, Any]:
    """A text block of plain text: an empty line between paragraphs, a single line's end stays one."""
    content = []
    for piece in text.replace("\r\n", "\n").split("\n\n"):
        nodes: list[dict[str, Any]] = []
        for number, line in enumerate(piece.split("\n")):
            nodes += [{"type": "hardBreak"}] if number else []
            nodes += [{"type": "text", "text": line}] if line else []
        content.append({"type": "paragraph", "content": nodes})
    return {"type": "text", "content": content}
