"""A house of pages that opens no browser: it notes what the lane lets through, which is what those tests ask about."""

from __future__ import annotations

import asyncio
from typing import Any

from cobrowse.ports import Ability, Files, Full, Listener, Policy, TabAddress
from server.pages.ports import PagePort
from server.wiring import Parts


class QuietSeat:
    def __init__(self, sink: Any) -> None:
        self.sink = sink
        self.covered = self.paused = self.silent = self.left = False
        self.acks: list[int] = []

    def acked(self, number: int) -> None:
        self.acks.append(number)

    def need_key(self) -> None:
        self.acks.append(-1)

    def cover(self, on: bool) -> None:
        self.covered = on

    def pause(self, on: bool) -> None:
        self.paused = on

    def silence(self, on: bool) -> None:
        self.silent = on

    def leave(self) -> None:
        self.left = True

    def diagnostics(self) -> dict[str, Any]:
        return {"fps": 30}


class QuietPage:
    """`done` holds every call as (name, arguments), in order."""

    def __init__(self, listener: Listener, policy: Policy, files: Files) -> None:
        self.listener, self.policy, self.files = listener, policy, files
        self.done: list[tuple[Any, ...]] = []
        self.seats: dict[str, QuietSeat] = {}
        self.blurred: tuple[bool, frozenset[str]] = (False, frozenset())
        self.driver: tuple[str | None, int] = (None, -1)

    def names(self) -> list[str]:
        return [name for name, *_ in self.done]

    def __getattr__(self, name: str) -> Any:
        async def noted(*arguments: Any, **named: Any) -> None:
            self.done.append((name, *arguments, *([named] if named else [])))

        return noted

    def drive(self, participant_id: str | None, epoch: int) -> None:
        self.driver = (participant_id, epoch)
        self.done.append(("drive", participant_id, epoch))

    def blur(self, on: bool, sharp: frozenset[str]) -> None:
        self.blurred = (on, sharp)

    def forget(self, participant_id: str) -> None:
        self.done.append(("forget", participant_id))

    def seat(self, participant_id: str, sink: Any, wants: Any, *, webrtc: bool) -> QuietSeat:
        self.seats[participant_id] = QuietSeat(sink)
        return self.seats[participant_id]

    def ready(self, seat: Any) -> dict[str, Any]:
        return {"pipeline": "damage", "transport": "websocket", "reason": "", "codec": "avc1.42C02A", "sound": "none"}

    def diagnostics(self) -> dict[str, Any]:
        return {"pipeline": "damage", "reason": "", "isolation": "sandbox"}

    def snapshot(self) -> dict[str, Any]:
        tab = {"id": "1", "title": "Saldo van Bob", "address": "https://bank.example/secret", "host": "bank.example"}
        return {"type": "page", "status": "running", "place": 0, "tabs": [tab], "active": "1", "zoom": 1}


class QuietHouse:
    def __init__(self, places: int = 10) -> None:
        self.places = places
        self.pages: dict[str, QuietPage] = {}
        self.opened: list[tuple[str, tuple[str, ...]]] = []
        self.code = ""
        self._free = asyncio.Event()

    async def start(self) -> None:
        return None

    def able(self) -> Ability:
        return Ability(self.code)

    async def open(
        self,
        session_id: str,
        policy: Policy,
        files: Files,
        listener: Listener,
        *,
        restore: tuple[TabAddress, ...] = (),
        **_: Any,
    ) -> PagePort:
        if len(self.pages) >= self.places:
            raise Full(1)
        self.opened.append((session_id, tuple(tab.address for tab in restore)))
        self.pages[session_id] = QuietPage(listener, policy, files)
        return self.pages[session_id]

    async def wait_for_place(self, session_id: str) -> None:
        await self._free.wait()

    def place(self, session_id: str) -> int:
        return 1

    async def close(self, session_id: str) -> None:
        if self.pages.pop(session_id, None) is not None:
            self._free.set()

    async def aclose(self) -> None:
        self.pages.clear()

    def into(self, parts: Parts) -> None:
        """Take the place of the house of browsers."""

        async def make() -> QuietHouse:
            return self

        assert parts.pages is not None
        parts.pages.desk.make_house = make
