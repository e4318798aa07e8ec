"""People around one document in a session, as the service sees them: by HTTP, and by their pages."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass
from typing import Any

import aiohttp
from sqlalchemy import select

from server.stores.tables import mails
from tests.live.houses import Meeting, OwnHouse
from tests.live.pages import Page
from tests.patience import PATIENCE
from tests.signing.edges.desk import INK, field, paper

ROOM = "/api/v1/room/signing"


@dataclass
class Table:
    """`adviser` leads; `bob` and `cas` are clients. Each has a page with a ticket."""

    house: OwnHouse
    meeting: Meeting
    adviser: Page
    bob: Page
    cas: Page
    file_id: str = ""

    async def call(self, who: Page, method: str, path: str = "", body: Any = None) -> tuple[int, Any]:
        return await self.house.call(method, ROOM + path, body, who=who.ticket)

    async def upload(self, who: Page, content: bytes, name: str) -> str:
        url = f"{self.house.url}/api/v1/sessions/{self.meeting.id}/files"
        headers = {"Authorization": f"Bearer {who.ticket}"}
        async with (
            aiohttp.ClientSession() as http,
            http.post(url, params={"name": name}, data=content, headers=headers) as answer,
        ):
            assert answer.status == 201, await answer.text()
            return str((await answer.json())["file_id"])

    def wish(self, *signers: tuple[str, Page | None], **more: Any) -> dict[str, Any]:
        """Who signs at whose screen; without a page by mail. One field for each signature."""
        people = [
            {
                "id": name,
                "name": name.title(),
                "email": f"{name}@klant.example",
                "language": "nl",
                "participant_id": None if page is None else page.participant_id,
            }
            for name, page in signers
        ]
        fields = [field(name, number=at) for at, (name, _) in enumerate(signers)]
        return {"file_id": self.file_id, "title": "Opdracht", "signers": people, "fields": fields, **more}

    async def open(self, *signers: tuple[str, Page | None], **more: Any) -> dict[str, str]:
        """Let it be signed; the signers' ids by name."""
        status, view = await self.call(self.adviser, "POST", "", self.wish(*signers, **more))
        assert status == 201, view
        await self.adviser.until(lambda: bool(self.told("signing_opened")))
        return {one["name"].lower(): one["id"] for one in view["signers"]}

    async def sign(self, who: Page, signer_id: str, key: str = "") -> tuple[int, Any]:
        body = {"key": key or str(uuid.uuid4()), "consent": "2026-11", "name": "Iemand", "ink": INK, "values": {}}
        return await self.call(who, "POST", f"/{signer_id}/sign", body)

    def told(self, kind: str, page: Page | None = None) -> list[dict[str, Any]]:
        """What a page has heard of this kind."""
        return [event for event in (page or self.adviser).events if event["type"] == kind]

    async def hears(self, kind: str, page: Page | None = None, count: int = 1) -> dict[str, Any]:
        await (page or self.adviser).until(lambda: len(self.told(kind, page)) >= count)
        return self.told(kind, page)[-1]

    async def envelope(self) -> dict[str, Any]:
        """The newest of the office, as its desk shows it."""
        desk = self.house.parts.signing
        assert desk is not None
        session = await self.house.live.sessions.get(self.meeting.id)
        found, _ = await desk.desk.page(session.organisation_id)
        one = found[0]
        return {"status": one.status, "delivery": one.delivery, "signers": {s.name.lower(): s for s in one.signers}}

    async def envelopes(self) -> int:
        desk = self.house.parts.signing
        assert desk is not None
        session = await self.house.live.sessions.get(self.meeting.id)
        return len((await desk.desk.page(session.organisation_id))[0])

    async def until_status(self, status: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while (await self.envelope())["status"] != status:  # noqa: ASYNC110 - nobody is told of it here
                await asyncio.sleep(0.05)

    async def letters(self, kind: str) -> list[str]:
        """To whom letters of this kind have gone."""
        async with self.house.database.reading() as rows:
            found = await rows.execute(select(mails.c.recipient).where(mails.c.kind == kind))
        return [row.recipient for row in found]

    async def until_letters(self, kind: str, people: list[str]) -> None:
        async with asyncio.timeout(PATIENCE):
            while await self.letters(kind) != people:  # noqa: ASYNC110 - nobody is told of it here
                await asyncio.sleep(0.05)

    async def put_right(self) -> None:
        """One round of looking after, now."""
        room = self.house.parts.signing_in_sessions
        assert room is not None
        await room.put_right()


async def table_of(house: OwnHouse) -> Table:
    meeting, adviser, bob, cas = await house.room("Bob", "Cas")
    table = Table(house, meeting, adviser, bob, cas)
    table.file_id = await table.upload(adviser, paper(), "Opdracht.pdf")
    await table.hears("file_added")
    return table
