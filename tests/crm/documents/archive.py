"""What an office does with documents, from outside: by HTTP, and by the letters that its clients get."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from sqlalchemy import func, select

from server.crm.audit.tables import audit_events
from server.crm.documents.tables import documents
from tests.server.harness import Answer, Browser
from tests.signing.edges.desk import Desk, paper


class Archive:
    """`desk` is an office with one adviser at work, who is its administrator."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.adviser: Browser = desk.adviser

    async def client(self, name: str, *emails: str, browser: Browser | None = None, **more: Any) -> str:
        """A new client of one person; the id."""
        given, _, family = name.partition(" ")
        body = {
            "people": [{"id": "1", "given": given, "family": family}],
            "contacts": [{"kind": "email", "value": one} for one in emails],
            "anyway": True,
            **more,
        }
        made = await (browser or self.adviser).post("/clients", body)
        assert made.status == 201, made
        return str(made["id"])

    async def upload(
        self, name: str = "Rapport.pdf", content: bytes | None = None, browser: Browser | None = None, **query: str
    ) -> Answer:
        return await (browser or self.adviser).call(
            "POST", "/documents", data=paper(1, name) if content is None else content, params={"name": name, **query}
        )

    async def added(self, name: str = "Rapport.pdf", content: bytes | None = None, **query: Any) -> Answer:
        made = await self.upload(name, content, **query)
        assert made.status == 201, made
        return made

    async def share(self, document_ids: list[str], client_ids: list[str], **more: Any) -> Answer:
        return await self.adviser.post(
            "/documents/share", {"document_ids": document_ids, "client_ids": client_ids, **more}
        )

    async def shared(self, document_ids: list[str], client_ids: list[str], **more: Any) -> list[Any]:
        made = await self.share(document_ids, client_ids, **more)
        assert made.status == 201, made
        return list(made["items"])

    async def ask(self, client_ids: list[str], what: str = "WOZ-beschikking", **more: Any) -> Answer:
        body = {"client_ids": client_ids, "what": what, "subject": "Graag uw stuk", "text": "Dank.", **more}
        made = await self.adviser.post("/document-requests", body)
        assert made.status == 201, made
        return made

    async def listed(self, browser: Browser | None = None, **query: str) -> Answer:
        found = await (browser or self.adviser).get("/documents", params=query)
        assert found.status == 200, found
        return found

    async def names(self, browser: Browser | None = None, **query: str) -> list[str]:
        return [one["name"] for one in (await self.listed(browser, **query))["items"]]

    async def show(self, document_id: str) -> Answer:
        return await self.adviser.get(f"/documents/{document_id}")

    async def timeline(self, client_id: str) -> list[str]:
        found = await self.adviser.get(f"/clients/{client_id}/timeline")
        assert found.status == 200, found
        return [one["kind"] for one in found["items"]]

    async def change(self, document_id: str, **values: Any) -> Answer:
        version = (await self.show(document_id))["version"]
        return await self.adviser.call(
            "PATCH", f"/documents/{document_id}", values, headers={"If-Match": f'"{version}"'}
        )

    async def colleague(self, email: str = "bob@lindelaan.example") -> Browser:
        """An adviser of the same office in another team: they see none of the others' clients."""
        return await self.desk.service.colleague(self.adviser, email)

    async def found_by_text(self, word: str) -> list[str]:
        """Once the durable work has read what is new."""
        async with asyncio.timeout(60):
            while not (names := await self.names(search=word)):  # noqa: ASYNC110 - only looks
                await asyncio.sleep(0.1)
        return names

    async def opened_by(self, document_id: str) -> list[str]:
        """Who has opened a document, as the audit tells it."""
        query = select(audit_events.c.actor_kind).where(
            audit_events.c.action == "document.opened", audit_events.c.subject_id == document_id
        )
        async with self.desk.service.parts.database.reading() as rows:
            return list((await rows.execute(query.order_by(audit_events.c.id))).scalars().all())

    async def rows(self) -> int:
        async with self.desk.service.parts.database.reading() as rows:
            return int(await rows.scalar(select(func.count()).select_from(documents)) or 0)


def token_of(link: str) -> str:
    """The last part of a link."""
    found = re.search(r"/(?:request|shared)/([A-Za-z0-9_-]{43})", link)
    assert found is not None, link
    return found[1]
