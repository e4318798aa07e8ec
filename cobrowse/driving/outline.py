"""The page in words: its accessibility tree as a list that a screen reader reads, and actions on what is in it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, Final

from cobrowse.driving.events import Down, Event, Key, Move, Point, Text, Up
from cobrowse.driving.input import Input, Tasks
from cobrowse.driving.places import origin_of_process, viewport
from cobrowse.driving.tree import Frame, read
from cobrowse.driving.worlds import World, Worlds
from cobrowse.ports import BadInput

# Looks at the page this often, and never longer than a tenth of the time: a page of 10,000 rows takes a while to read.
_PAUSE_SECONDS: Final = 1.0
_SHARE: Final = 10
# A page of more elements is read from its beginning only: its whole tree would take a minute to hand over.
_MOST_WHOLE: Final = 2500
_ACTIONS: Final = frozenset({"click", "focus", "fill", "toggle", "choose"})

Take = Callable[[tuple[Event, ...]], None]

_CHOOSE = """function (label) {
  if (!(this instanceof HTMLSelectElement)) return false;
  const tight = (text) => text.replace(/\\s+/g, ' ').trim();
  const option = [...this.options].find((one) => !one.disabled && tight(one.label) === tight(label));
  if (!option) return false;
  if (!option.selected) {
    option.selected = true;
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }
  return true;
}"""
_SELECT_ALL = """function () {
  if (this.select) this.select();
  else getSelection()?.selectAllChildren(this);
}"""
_SET = """function (value) {
  const owner = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  owner.set.call(this, value);
  this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  this.dispatchEvent(new Event('change', { bubbles: true }));
}"""


class Outline:
    """Reads one tab for as long as it is asked to, and acts on its nodes by the driver's own hands."""

    def __init__(self, worlds: Worlds, hands: Input, tasks: Tasks) -> None:
        self._worlds = worlds
        self._input = hands
        self._tasks = tasks
        self._task: asyncio.Task[Any] | None = None
        self._numbers: dict[str, int] = {}
        self._sessions: dict[int, str] = {}
        self._last: list[dict[str, Any]] | None = None

    def start(self, tell: Callable[[dict[str, Any]], None]) -> None:
        """Tell the outline now and whenever it changes."""
        self._last = None
        if self._task is None:
            self._task = self._tasks("page outline", self._follow(tell))

    def stop(self) -> None:
        """Read no more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def nodes(self) -> tuple[list[dict[str, Any]], bool]:
        """The outline at this moment, and whether the page has more than fits."""
        main, inner = await self._trees()
        nodes, more = read(main, lambda frame, backend: inner.get((frame, backend)))
        return nodes, more or bool(main.said) or any(frame.said for frame in inner.values())

    async def act(self, node: str, action: str, text: str, take: Take, may: Callable[[], bool]) -> None:
        """click, focus, fill (text), toggle, or choose (text: the label; none: open the list) on a node.

        `may` is asked again before anything happens: where it says no by then, nothing does. Raises BadInput: bad_message, or no_node where the page has changed meanwhile.
        """
        if action not in _ACTIONS:
            raise BadInput("bad_message")
        session, backend = self._find(node)
        where = {"backendNodeId": backend}
        try:
            await self._bring(session, where)
            if not may():
                return
            if action in ("click", "toggle") or (action == "choose" and not text):
                await self._click(session, where, take, may)
            elif action == "choose":
                await self._choose(session, where, text)
            else:
                await self._worlds.send(session, "DOM.focus", where)
                if action == "fill":
                    await self._run(session, where, _SELECT_ALL)
                if action == "fill" and may():
                    take((Text(text),) if text else (Key("down", "Delete", "Delete"), Key("up", "Delete", "Delete")))
        except BadInput:
            raise
        except Exception as error:
            raise BadInput("no_node") from error

    def _find(self, node: str) -> tuple[str, int]:
        number, _, backend = node.partition(".")
        if not (number.isascii() and number.isdigit() and backend.isascii() and backend.isdigit()):
            raise BadInput("bad_message")
        session = self._sessions.get(int(number))
        if session is None or session not in self._worlds.processes:
            raise BadInput("no_node")
        return session, int(backend)

    async def _bring(self, session: str, where: dict[str, Any]) -> None:
        """Scrolls the node into view, and before it the frames around it, each in its own process."""
        around: list[tuple[str, dict[str, Any]]] = [(session, where)]
        while session:
            parent = self._worlds.parent_of(session)
            owner = await self._worlds.send(parent, "DOM.getFrameOwner", {"frameId": self._worlds.frame_of(session)})
            around.append((parent, {"backendNodeId": owner["backendNodeId"]}))
            session = parent
        for process, node in reversed(around):
            await self._worlds.send(process, "DOM.scrollIntoViewIfNeeded", node)

    async def _click(self, session: str, where: dict[str, Any], take: Take, may: Callable[[], bool]) -> None:
        quads = (await self._worlds.send(session, "DOM.getContentQuads", where))["quads"]
        if not quads:
            await self._run(session, where, "function () { this.click() }")
            return
        corner = await origin_of_process(self._worlds, session)
        quad = quads[0]
        width, height = await viewport(self._worlds) or (self._input.hands.width, self._input.hands.height)
        x = (corner[0] + sum(quad[0::2]) / 4) / width
        y = (corner[1] + sum(quad[1::2]) / 4) / height
        if not may():
            return
        at = Point(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
        take((Move(at), Down(at, 0), Up(at, 0)))

    async def _choose(self, session: str, where: dict[str, Any], text: str) -> None:
        await self._worlds.send(session, "DOM.focus", where)
        if await self._run(session, where, _CHOOSE, text) is not True:
            await self._run(session, where, _SET, text)

    async def _run(self, session: str, where: dict[str, Any], function: str, *values: str) -> Any:
        resolved = await self._worlds.send(session, "DOM.resolveNode", where)
        call = {
            "objectId": resolved["object"]["objectId"],
            "functionDeclaration": function,
            "arguments": [{"value": value} for value in values],
            "returnByValue": True,
            "userGesture": True,
        }
        answer = await self._worlds.send(session, "Runtime.callFunctionOn", call)
        return answer.get("result", {}).get("value")

    async def _follow(self, tell: Callable[[dict[str, Any]], None]) -> None:
        while True:
            began = time.monotonic()
            try:
                nodes, more = await self.nodes()
            except Exception:  # noqa: BLE001  # between two pages there is nothing to read; the next look finds it
                nodes, more = [], False
            if nodes != self._last:
                changed = self._last is None
                self._last = nodes
                tell({"type": "outline", "nodes": nodes, "more": more, "url_changed": changed})
            took = time.monotonic() - began
            await asyncio.sleep(max(_PAUSE_SECONDS, took * _SHARE))

    # Trees of all frames

    async def _trees(self) -> tuple[Frame, dict[tuple[int, int], Frame]]:
        tree = await self._worlds.send("", "Page.getFrameTree")
        main = str(tree["frameTree"]["frame"]["id"])
        frames = [("", main)]
        frames += [(world.session, world.frame) for world in self._worlds.all if world.frame != main]
        trees = {frame: await self._tree(*frame, is_main=frame[1] == main) for frame in dict.fromkeys(frames)}
        inner: dict[tuple[int, int], Frame] = {}
        for (session, frame), content in trees.items():
            if content is not None and frame != main:
                owner = await self._owner(session, frame)
                if owner is not None:
                    inner[owner] = content
        return trees[("", main)] or Frame(0, ()), inner

    async def _tree(self, session: str, frame: str, *, is_main: bool) -> Frame | None:
        root = is_main or self._worlds.frame_of(session) == frame
        where = {} if root else {"frameId": frame}
        try:
            world = self._world(session, frame)
            if world is not None and int(await self._worlds.call(world, "count") or 0) > _MOST_WHOLE:
                return Frame(self._number(session), (), said=await self._beginning(world))
            answer = await self._worlds.send(session, "Accessibility.getFullAXTree", where)
            secret = await self._secret(world)
        except Exception:  # noqa: BLE001  # the frame left while we read
            return None
        return Frame(self._number(session), tuple(answer["nodes"]), secret)

    def _world(self, session: str, frame: str) -> World | None:
        places = ((world.session, world.frame) for world in self._worlds.all)
        return next((world for world, at in zip(self._worlds.all, places, strict=True) if at == (session, frame)), None)

    async def _beginning(self, world: World) -> tuple[tuple[int, dict[str, Any]], ...]:
        """What our script says of the first elements of a very large page (read.js)."""
        found = await self._worlds.elements(world, "read", deep=False)
        return tuple((int(node["backendNodeId"]), json.loads(said)) for node, said in found)

    def _number(self, session: str) -> int:
        number = self._numbers.setdefault(session, len(self._numbers))
        self._sessions[number] = session
        return number

    async def _owner(self, session: str, frame: str) -> tuple[int, int] | None:
        """The process and the node in which this frame is shown."""
        around = self._worlds.parent_of(session) if session and self._worlds.frame_of(session) == frame else session
        try:
            owner = await self._worlds.send(around, "DOM.getFrameOwner", {"frameId": frame})
        except Exception:  # noqa: BLE001  # as above
            return None
        return self._number(around), int(owner["backendNodeId"])

    async def _secret(self, world: World | None) -> frozenset[int]:
        """The backend ids of everything that our script hides in this frame, with all that is in it."""
        found: set[int] = set()
        if world is not None:
            for node, _ in await self._worlds.elements(world, "hidden", deep=True):
                _collect(node, found)
        return frozenset(found)


def _collect(node: dict[str, Any], found: set[int]) -> None:
    stack = [node]
    while stack:
        one = stack.pop()
        found.add(int(one["backendNodeId"]))
        stack += one.get("children", ())
        stack += one.get("shadowRoots", ())
