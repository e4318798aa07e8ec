"""Our script's worlds in one tab: every frame's, also in other processes, each reached by its own binding."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from playwright.async_api import CDPSession

from cobrowse.driving.input import Tasks

_ANSWER_SECONDS: Final = 5.0
# A message of our script is small; what is larger is not from it.
_MOST_MESSAGE: Final = 200_000
# A page that makes our script speak without end (it moves the focus in a loop) is heard this often a second.
_MOST_HEARD: Final = 300


@dataclass(frozen=True, slots=True)
class World:
    """Our script in one frame: `session` is "" in the tab's own process, else that of the frame's process."""

    session: str
    context: int
    frame: str


@dataclass(frozen=True, slots=True)
class _Process:
    """A frame that lives in a process of its own, and the session of the page that it is embedded in."""

    parent: str
    frame: str


class Worlds:
    """Finds the frames of a tab and speaks with our script in them.

    `world` is the name of the script's isolated world and `binding` that of its way to us; both are made up anew for
    each page, and neither exists in the page's own world. `heard` gets every message: (world, message).
    """

    def __init__(
        self,
        cdp: CDPSession,
        tasks: Tasks,
        *,
        world: str,
        binding: str,
        heard: Callable[[World, dict[str, Any]], None],
    ) -> None:
        self._cdp = cdp
        self._tasks = tasks
        self._name = world
        self._binding = binding
        self._heard = heard
        self._worlds: dict[tuple[str, int], World] = {}
        self._processes: dict[str, _Process] = {}
        self._calls: dict[tuple[str, int], asyncio.Future[Any]] = {}
        self._number = 0
        self._second = 0
        self._spoken = 0

    @property
    def all(self) -> tuple[World, ...]:
        """Every frame's world at this moment."""
        return tuple(self._worlds.values())

    @property
    def processes(self) -> tuple[str, ...]:
        """The sessions of all processes that show this tab; "" is the tab's own."""
        return ("", *self._processes)

    def frame_of(self, session: str) -> str:
        """The frame that this session's process begins with; "" for the tab itself."""
        process = self._processes.get(session)
        return process.frame if process else ""

    def parent_of(self, session: str) -> str:
        """The session of the process around this one. Raises KeyError where it is gone."""
        return self._processes[session].parent

    async def start(self) -> None:
        """Listen to the tab and to every process that a frame of it moves to."""
        self._cdp.on("Runtime.executionContextCreated", lambda event: self._event("", "created", event))
        self._cdp.on("Runtime.executionContextDestroyed", lambda event: self._event("", "destroyed", event))
        self._cdp.on("Runtime.executionContextsCleared", lambda event: self._event("", "cleared", event))
        self._cdp.on("Runtime.bindingCalled", lambda event: self._event("", "called", event))
        self._cdp.on("Target.attachedToTarget", lambda event: self._attached("", event))
        self._cdp.on("Target.detachedFromTarget", lambda event: self._detached(event["sessionId"]))
        self._cdp.on("Target.receivedMessageFromTarget", lambda event: self._received("", event))
        await self._prepare("")

    async def send(self, session: str, method: str, params: dict[str, Any] | None = None) -> Any:
        """A command to the process of this session. Raises what Playwright raises, TimeoutError, or KeyError (gone)."""
        if not session:
            return await self._cdp.send(method, params or {})
        process = self._processes[session]
        self._number += 1
        number = self._number
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._calls[(session, number)] = answer
        message = json.dumps({"id": number, "method": method, "params": params or {}})
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                await self.send(
                    process.parent, "Target.sendMessageToTarget", {"sessionId": session, "message": message}
                )
                return await answer
        finally:
            self._calls.pop((session, number), None)

    async def call(self, world: World, function: str, *arguments: Any) -> Any:
        """Calls a function of our script in that world; None where the frame is gone."""
        params = {
            "functionDeclaration": "function (binding, name, ...rest) { return globalThis[binding + '_']?.[name]?.(...rest) }",
            "executionContextId": world.context,
            "arguments": [{"value": value} for value in (self._binding, function, *arguments)],
            "returnByValue": True,
            "awaitPromise": True,
        }
        try:
            answer = await self.send(world.session, "Runtime.callFunctionOn", params)
        except Exception:  # noqa: BLE001  # frames come and go; Playwright has one error for all of it
            return None
        return answer.get("result", {}).get("value")

    async def elements(self, world: World, function: str, *, deep: bool) -> list[tuple[dict[str, Any], str]]:
        """The elements that a function of our script gives, each with the text after it; `deep`: with all in them.

        Raises what `send` raises when the frame leaves meanwhile.
        """
        group = {"objectGroup": "samen"}
        params = {
            "functionDeclaration": "function (binding, name) { return globalThis[binding + '_']?.[name]?.() ?? [] }",
            "executionContextId": world.context,
            "arguments": [{"value": self._binding}, {"value": function}],
            **group,
        }
        answer = await self.send(world.session, "Runtime.callFunctionOn", params)
        listed = await self.send(
            world.session, "Runtime.getProperties", {"objectId": answer["result"]["objectId"], "ownProperties": True}
        )
        values = [one["value"] for one in listed["result"] if one["name"].isdigit()]
        how = {"depth": -1, "pierce": True} if deep else {"depth": 0}
        handles = [at for at, value in enumerate(values) if "objectId" in value]
        described = await asyncio.gather(
            *(
                self.send(world.session, "DOM.describeNode", {"objectId": values[at]["objectId"], **how})
                for at in handles
            )
        )
        await self.send(world.session, "Runtime.releaseObjectGroup", group)
        texts = [str(values[at + 1].get("value", "")) if at + 1 < len(values) else "" for at in handles]
        return [(one["node"], text) for one, text in zip(described, texts, strict=True)]

    async def ask_all(self, function: str, *arguments: Any) -> list[Any]:
        """The answers of every frame."""
        return list(await asyncio.gather(*(self.call(world, function, *arguments) for world in self.all)))

    async def _prepare(self, session: str) -> None:
        bound = {"name": self._binding, "executionContextName": self._name}
        attach = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False}
        await self.send(session, "Runtime.enable")
        await self.send(session, "Runtime.addBinding", bound)
        await self.send(session, "Target.setAutoAttach", attach)

    async def _greet(self, session: str) -> None:
        try:
            await self._prepare(session)
        except Exception:  # noqa: BLE001  # the frame left again before we had spoken with it
            self._detached(session)

    def _attached(self, parent: str, event: dict[str, Any]) -> None:
        target = event["targetInfo"]
        if target["type"] != "iframe":
            return
        session = event["sessionId"]
        self._processes[session] = _Process(parent, target["targetId"])
        self._tasks("page frame", self._greet(session))

    def _detached(self, session: str) -> None:
        self._processes.pop(session, None)
        for child in [child for child, process in self._processes.items() if process.parent == session]:
            self._detached(child)
        for key in [key for key in self._worlds if key[0] == session]:
            self._lost(key)
        for call, answer in list(self._calls.items()):
            if call[0] == session and not answer.done():
                answer.set_exception(KeyError(session))

    def _received(self, parent: str, event: dict[str, Any]) -> None:
        session = event["sessionId"]
        if session not in self._processes:
            return
        message = json.loads(event["message"])
        if "id" in message:
            answer = self._calls.get((session, message["id"]))
            if answer is not None and not answer.done():
                if "error" in message:
                    answer.set_exception(KeyError(str(message["error"].get("message", ""))))
                else:
                    answer.set_result(message.get("result", {}))
            return
        params = message.get("params", {})
        match message.get("method"):
            case "Runtime.executionContextCreated":
                self._event(session, "created", params)
            case "Runtime.executionContextDestroyed":
                self._event(session, "destroyed", params)
            case "Runtime.executionContextsCleared":
                self._event(session, "cleared", params)
            case "Runtime.bindingCalled":
                self._event(session, "called", params)
            case "Target.attachedToTarget":
                self._attached(session, params)
            case "Target.detachedFromTarget":
                self._detached(params["sessionId"])
            case "Target.receivedMessageFromTarget":
                self._received(session, params)
            case _:
                pass

    def _event(self, session: str, what: str, event: dict[str, Any]) -> None:
        if what == "created":
            context = event["context"]
            if context.get("name") == self._name:
                frame = str(context.get("auxData", {}).get("frameId", ""))
                self._worlds[(session, context["id"])] = World(session, context["id"], frame)
        elif what == "destroyed":
            self._lost((session, event["executionContextId"]))
        elif what == "cleared":
            for key in [key for key in self._worlds if key[0] == session]:
                self._lost(key)
        elif event.get("name") == self._binding and len(event["payload"]) <= _MOST_MESSAGE:
            world = self._worlds.get((session, event["executionContextId"]))
            if world is not None and self._listens():
                self._heard(world, json.loads(event["payload"]))

    def _listens(self) -> bool:
        second = int(time.monotonic())
        self._spoken = 1 if second != self._second else self._spoken + 1
        self._second = second
        return self._spoken <= _MOST_HEARD

    def _lost(self, key: tuple[str, int]) -> None:
        world = self._worlds.pop(key, None)
        if world is not None:
            self._heard(world, {"t": "gone"})
