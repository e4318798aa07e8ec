"""An office, a client about whom something is kept in every module, and what an administrator asks."""

from __future__ import annotations

import asyncio
import io
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from sqlalchemy import insert, select, update

from server.crm.audit.sealing import AuditChain
from server.crm.privacy.assembly import PrivacyModule
from server.live.tables import sessions
from server.stores.tables import metadata
from tests.crm.clients.office import ClientOffice, email, office_in, phone
from tests.live.houses import OwnHouse, Person

NAME = "Jan Vermeulen"
EMAIL = "jan@vermeulen.example"


@dataclass(slots=True)
class PrivateOffice:
    clients: ClientOffice
    client_id: str
    appointment_id: str
    session_id: str

    @property
    def house(self) -> OwnHouse:
        return self.clients.house

    @property
    def id(self) -> str:
        return self.clients.id

    @property
    def privacy(self) -> PrivacyModule:
        crm = self.house.parts.crm
        assert crm is not None
        return crm.privacy

    @property
    def chain(self) -> AuditChain:
        chain = self.privacy.chain
        assert isinstance(chain, AuditChain)
        return chain

    async def call(
        self, method: str, path: str, body: Any = None, *, who: Person | None = None, version: int | None = None
    ) -> tuple[int, Any]:
        return await self.clients.call(method, path, body, who=who or self.clients.admin, version=version)

    async def plan(self) -> dict[str, Any]:
        status, plan = await self.call("GET", f"/clients/{self.client_id}/erasure")
        assert status == 200, plan
        return dict(plan)

    async def erase(self, name: str = NAME, digest: str | None = None) -> tuple[int, Any]:
        wish = {"name": name, "digest": digest or (await self.plan())["digest"]}
        return await self.call("POST", f"/clients/{self.client_id}/erasure", wish)

    async def past(self) -> None:
        """The appointment was a week ago."""
        table, back = metadata.tables["appointments"], self.house.clock() - timedelta(days=7)
        async with self.house.database.writing() as rows:
            its = table.c.id == self.appointment_id
            await rows.execute(update(table).where(its).values(start_at=back, end_at=back + timedelta(hours=1)))

    async def imported(self, *, bring: bool) -> None:
        """A file that somebody read in names the client; it is brought, or not yet."""
        house, path = self.house, "/api/v1/imports?name=lijst.csv&source=csv"
        headers = {"Content-Type": "text/csv", "Cookie": f"samen_session={self.clients.admin.cookie}"}
        table = f"Naam;E-mail\nJan Vermeulen;{EMAIL}\n".encode()
        async with aiohttp.ClientSession() as http, http.post(house.url + path, data=table, headers=headers) as answer:
            made = await answer.json()
            assert answer.status in (201, 202), made
        async with asyncio.timeout(60):
            while (found := (await self.call("GET", f"/imports/{made['id']}"))[1])["state"] == "reading":  # noqa: ASYNC110 - the work runs by itself
                await asyncio.sleep(0.1)
        assert found["state"] == "ready", found
        if bring:
            status, answer = await self.call("POST", f"/imports/{made['id']}/bring", {})
            assert status in (200, 202), answer
            async with asyncio.timeout(60):
                while (await self.call("GET", f"/imports/{made['id']}"))[1]["state"] != "done":  # noqa: ASYNC110 - the same
                    await asyncio.sleep(0.1)

    async def archive(self, **wish: Any) -> zipfile.ZipFile:
        """A new archive, downloaded."""
        path = f"/clients/{self.client_id}/exports"
        status, made = await self.call("POST", path, wish)
        assert status == 202, made
        async with asyncio.timeout(90):
            while True:
                _, listed = await self.call("GET", path)
                one = next(each for each in listed["items"] if each["id"] == made["id"])
                if one["state"] != "waiting":
                    break
                await asyncio.sleep(0.1)
        assert one["state"] == "ready", one
        status, body = await self.download(made["id"])
        assert status == 200
        return zipfile.ZipFile(io.BytesIO(body))

    async def download(self, export_id: str, who: Person | None = None) -> tuple[int, bytes]:
        cookie = {"Cookie": f"samen_session={(who or self.clients.admin).cookie}"}
        address = f"{self.house.url}/api/v1/clients/{self.client_id}/exports/{export_id}/content"
        async with aiohttp.ClientSession() as http, http.get(address, headers=cookie) as answer:
            return answer.status, await answer.read()

    async def everything_that_says(self, *words: str) -> list[str]:
        """table.column of all texts of the whole database in which one of these words stands."""
        found = []
        async with self.house.database.reading() as rows:
            for table in metadata.sorted_tables:
                for row in await rows.execute(select(table)):
                    for column, value in row._mapping.items():
                        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                        if any(word.lower() in text.lower() for word in words):
                            found.append(f"{table.name}.{column}")
        return sorted(set(found))


async def uploaded(office: ClientOffice, client_id: str, name: str, content: bytes, state: str) -> str:
    headers = {"Content-Type": "text/plain", "Cookie": f"samen_session={office.ann.cookie}"}
    address = f"{office.house.url}/api/v1/documents"
    query = {"name": name, "client": client_id, "state": state}
    async with aiohttp.ClientSession() as http, http.post(address, params=query, data=content, headers=headers) as sent:
        made = await sent.json()
        assert sent.status == 201, made
    return str(made["id"])


async def private_office(house: OwnHouse) -> PrivateOffice:
    office = await office_in(house)
    contacts = [email(EMAIL), phone("06 1234 5678")]
    client = await office.made(NAME, contacts=contacts, tags=["Hypotheek"], number="K-17")
    client_id = client["id"]
    one = f"/clients/{client_id}"
    consent = {"purpose": "marketing", "channel": "email", "given": True, "text": "Ja, graag", "source": "gesprek"}
    for path, body in (
        (f"{one}/timeline", {"text": "Vermeulen twijfelt nog"}),
        (f"{one}/consents", consent),
        (f"{one}/messages", {"subject": "Dag Vermeulen", "text": "Beste Vermeulen"}),
    ):
        status, answer = await office.call("POST", path, body)
        assert status in (200, 201, 202), answer
    await uploaded(office, client_id, "Loonstrook.txt", b"loon van jan", "shared")
    await uploaded(office, client_id, "=Intern.txt", b"alleen voor ons", "internal")
    start = (house.clock() + timedelta(days=3)).replace(second=0, microsecond=0)
    status, service = await office.call("POST", "/services", {"name": "Gesprek", "minutes": 60}, who=office.admin)
    assert status == 201, service
    wish = {"client_id": client_id, "service_id": service["id"], "start": start.isoformat(), "notify": False}
    status, appointment = await office.call("POST", "/appointments", {**wish, "anyway": True, "note": "Vermeulen belt"})
    assert status == 201, appointment
    meeting = await house.meeting(office.ann)
    async with house.database.writing() as rows:
        its = sessions.c.id == meeting.id
        ended = {"client_id": client_id, "ended_at": house.clock(), "code": None}
        await rows.execute(update(sessions).where(its).values(**ended))
        writes = metadata.tables["crm_writes"]
        stamped = {"created_at": house.clock(), "updated_at": house.clock(), "status": "failed", "kind": "entry"}
        body = {"id": "w1", "key": "w1", "organisation_id": office.id, "about": client_id, "party_id": client_id}
        await rows.execute(insert(writes).values(**stamped, **body, body='{"text": "Vermeulen"}'))
    return PrivateOffice(office, client_id, appointment["id"], meeting.id)
