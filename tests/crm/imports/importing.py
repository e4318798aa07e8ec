"""What an adviser does with a file of clients, and with its rows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.crm.clients.office import ClientOffice
from tests.live.houses import Person
from tests.patience import PATIENCE


@dataclass(slots=True)
class ImportOffice:
    """The office of the tests of clients, with imports."""

    of: ClientOffice

    async def sent(self, content: bytes, name: str = "klanten.csv", who: Person | None = None) -> tuple[int, Any]:
        """An upload, whatever comes of it."""
        headers = {"Cookie": f"samen_session={(who or self.of.ann).cookie}", "Content-Type": "text/csv"}
        address = f"{self.of.house.url}/api/v1/imports?name={name}"
        async with aiohttp.ClientSession() as http, http.post(address, data=content, headers=headers) as answer:
            return answer.status, await answer.json()

    async def read(self, content: bytes, name: str = "klanten.csv", who: Person | None = None) -> dict[str, Any]:
        """An upload that has been read: a preview, or why there is none."""
        status, view = await self.sent(content, name, who)
        assert status == 201, view
        return await self.until(view["id"], "ready", "failed", who=who)

    async def until(self, import_id: str, *states: str, who: Person | None = None) -> dict[str, Any]:
        view: dict[str, Any] = {}
        async with asyncio.timeout(PATIENCE):
            while view.get("state") not in states:
                status, view = await self.of.call("GET", f"/imports/{import_id}", who=who)
                assert status == 200, view
                await asyncio.sleep(0.05)
        return view

    async def brought(self, import_id: str, who: Person | None = None) -> dict[str, Any]:
        status, said = await self.of.call("POST", f"/imports/{import_id}/bring", who=who)
        assert status == 200, said
        return await self.until(import_id, "done", "failed", who=who)

    async def undone(self, import_id: str) -> dict[str, Any]:
        status, said = await self.of.call("POST", f"/imports/{import_id}/undo")
        assert status == 200, said
        return await self.until(import_id, "undone", "failed")

    async def rows(self, import_id: str, query: str = "") -> list[dict[str, Any]]:
        status, page = await self.of.call("GET", f"/imports/{import_id}/rows{query}")
        assert status == 200, page
        return list(page["items"])

    async def clients(self) -> dict[str, dict[str, Any]]:
        """All by name."""
        return {row["name"]: await self.of.one(row["id"]) for row in (await self.of.listed())["items"]}

    async def fetched(self, method: str, path: str, body: Any = None, who: Person | None = None) -> bytes:
        headers = {"Cookie": f"samen_session={(who or self.of.ann).cookie}"}
        address = f"{self.of.house.url}/api/v1{path}"
        async with (
            aiohttp.ClientSession() as http,
            http.request(method, address, json=body, headers=headers) as answer,
        ):
            assert answer.status == 200, await answer.text()
            return await answer.read()


def lasting(view: dict[str, Any]) -> dict[str, Any]:
    """A client without what every change leaves behind."""
    return {key: value for key, value in view.items() if key not in ("version", "updated_at")}
