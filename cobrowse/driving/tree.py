"""From Chromium's accessibility tree to a short list that reads well: what to hear, what to do, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

MOST_NODES: Final = 2000
_MOST_TEXT: Final = 600
_MOST_NAME: Final = 300

_FIELDS: Final = frozenset({"textbox", "searchbox", "spinbutton", "slider"})
_TOGGLES: Final = frozenset({"checkbox", "switch", "menuitemcheckbox"})
_CLICKS: Final = frozenset(
    {"link", "button", "menuitem", "tab", "option", "radio", "menuitemradio", "treeitem", "DisclosureTriangle"}
)
_ROLES: Final = {
    "Date": "date",
    "DateTime": "date",
    "InputTime": "date",
    "ColorWell": "color",
    "DisclosureTriangle": "button",
    "PopUpButton": "combobox",
    "comboBoxSelect": "combobox",
    "ComboBoxSelect": "combobox",
    "ComboBoxMenuButton": "combobox",
    "TextField": "textbox",
    "menuitemradio": "radio",
    "menuitemcheckbox": "checkbox",
}
_PICTURES: Final = frozenset({"image", "img", "graphics-document", "Canvas"})
# Roles that only dress words: a text goes on through them.
_INLINE: Final = frozenset(
    {"strong", "emphasis", "code", "mark", "subscript", "superscript", "insertion", "deletion", "time", "Abbr", "abbr"}
    | {"none", "StaticText", "InlineTextBox", "LineBreak", "LabelText"}
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The accessibility tree of one frame; `number` is that of its process, in which backend ids are unique."""

    number: int
    nodes: tuple[dict[str, Any], ...]
    secret: frozenset[int] = frozenset()  # backend ids of what is hidden
    said: tuple[tuple[int, dict[str, Any]], ...] = ()  # instead of a tree: the beginning of a very large page


FrameOf = Callable[[int, int], "Frame | None"]


def read(main: Frame, inner: FrameOf) -> tuple[list[dict[str, Any]], bool]:
    """The outline's nodes, at most MOST_NODES, and whether there are more.

    `inner(process number, backend id)` gives the tree of the frame that an iframe shows.
    """
    found: list[dict[str, Any]] = []
    for node in _Reader(inner).frame(main):
        if len(found) == MOST_NODES:
            return found, True
        found.append(node)
    return found, False


class _Reader:
    def __init__(self, inner: FrameOf) -> None:
        self._inner = inner
        self._words: list[str] = []
        self._words_at = ""

    def frame(self, frame: Frame) -> Iterator[dict[str, Any]]:
        for backend, said in frame.said:
            actions = [] if said.get("disabled") else _actions(said["role"], said["role"])
            yield {"id": f"{frame.number}.{backend}", **said, "actions": actions}
        by_id = {node["nodeId"]: node for node in frame.nodes}
        if frame.nodes:
            yield from self._walk(frame, by_id, frame.nodes[0])
        yield from self._flush()

    def _walk(self, frame: Frame, by_id: dict[str, dict[str, Any]], root: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Depth first with a stack of our own: a page may be nested deeper than Python calls."""
        stack: list[tuple[dict[str, Any] | None, bool]] = [(root, False)]
        while stack:
            node, quiet = stack.pop()
            if node is None:
                yield from self._flush()
                continue
            role = _text(node.get("role"))
            backend = int(node.get("backendDOMNodeId", 0))
            if backend in frame.secret and _role(role) not in _FIELDS | {"combobox"}:
                continue
            if role == "StaticText" and not node.get("ignored"):
                if not quiet:
                    self._say(f"{frame.number}.{backend}", _text(node.get("name")))
                continue
            described = None if node.get("ignored") else _describe(frame, node, role, backend)
            if described is not None:
                yield from self._flush()
                yield described
            if role == "Iframe":
                child = self._inner(frame.number, backend)
                if child is not None:
                    yield from self._flush()
                    yield from self.frame(child)
                continue
            if described is not None and role not in ("heading", "listbox", "treeitem"):
                continue
            # A heading's words are its name and read already: only what can be done in it follows.
            quiet = quiet or described is not None
            block = not node.get("ignored") and role not in _INLINE
            children = [(by_id[child], quiet) for child in reversed(node.get("childIds", ())) if child in by_id]
            stack += [(None, quiet), *children, (None, quiet)] if block else children

    def _say(self, at: str, text: str) -> None:
        if text.strip():
            if not self._words:
                self._words_at = at
            self._words.append(text)

    def _flush(self) -> Iterator[dict[str, Any]]:
        if self._words:
            text = " ".join("".join(self._words).split())
            self._words = []
            yield {"id": self._words_at, "role": "text", "name": text[:_MOST_TEXT], "actions": []}


def _describe(frame: Frame, node: dict[str, Any], role: str, backend: int) -> dict[str, Any] | None:
    name = " ".join(_text(node.get("name")).split())[:_MOST_NAME]
    shown = _role(role)
    actions = _actions(shown, role)
    if not actions and not (shown == "heading" or (role in _PICTURES and name)):
        return None
    properties = {one["name"]: one.get("value", {}).get("value") for one in node.get("properties", ())}
    if shown == "combobox" and properties.get("editable"):
        actions = ["focus", "fill"]
    found: dict[str, Any] = {"id": f"{frame.number}.{backend}", "role": shown, "name": name, "actions": actions}
    if role in _PICTURES:
        found["role"] = "image"
    if shown == "heading":
        found["level"] = int(properties.get("level") or 2)
    if shown in _FIELDS or shown in ("combobox", "date", "color"):
        found["value"] = _text(node.get("value"))[:_MOST_NAME]
        if backend in frame.secret or "password" in str(properties.get("roledescription", "")):
            found["value"], found["masked"] = "", True
    if "checked" in properties or "pressed" in properties or "selected" in properties:
        state = properties.get("checked", properties.get("pressed", properties.get("selected")))
        found["checked"] = state in (True, "true", "mixed")
    if properties.get("disabled") is True:
        found["disabled"], found["actions"] = True, []
    return found


def _role(role: str) -> str:
    return _ROLES.get(role, role)


def _actions(shown: str, role: str) -> list[str]:
    if shown in _FIELDS:
        return ["focus", "fill"]
    if shown in _TOGGLES:
        return ["toggle", "focus"]
    if shown in ("combobox", "date", "color"):
        return ["choose", "focus"]
    if shown in _CLICKS or role in _CLICKS:
        return ["click", "focus"]
    return []


def _text(value: Any) -> str:
    inner = value.get("value") if isinstance(value, dict) else None
    return "" if inner is None else str(inner)
