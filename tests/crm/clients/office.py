"""An office with an administrator and two advisers, and what they ask of their clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from server.crm.audit.tables import audit_events
from server.crm.clients.assembly import ClientModule
from tests.live.houses import OwnHouse, Person

CLIENTS = "/api/v1/clients"


@dataclass(slots=True)
class ClientOffice:
    """`ann` and `bob` are advisers."""

    house: OwnHouse
    id: str
    admin: Person
    ann: Person
    bob: Person

    @property
    def module(self) -> ClientModule:
        crm = self.house.parts.crm
        assert crm is not None
        return crm.clients

    async def call(
        self, method: str, path: str, body: Any = None, *, who: Person | None = None, version: int | None = None
    ) -> tuple[int, Any]:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        path = path if path.startswith("/api") else f"/api/v1{path}"
        return await self.house.call(method, path, body, who=who or self.ann, **headers)

    async def made(self, name: str = "Jan Vermeulen", who: Person | None = None, **values: Any) -> dict[str, Any]:
        """A new client of one person: "Jan Vermeulen" is given and family name."""
        given, _, family = name.partition(" ")
        body = {"people": [{"id": "1", "given": given, "family": family}], "anyway": True, **values}
        status, view = await self.call("POST", CLIENTS, body, who=who)
        assert status == 201, view
        return dict(view)

    async def listed(self, query: str = "", who: Person | None = None) -> dict[str, Any]:
        status, page = await self.call("GET", f"{CLIENTS}{query}", who=who)
        assert status == 200, page
        return dict(page)

    async def names(self, query: str = "", who: Person | None = None) -> list[str]:
        return [row["name"] for row in (await self.listed(query, who))["items"]]

    async def one(self, client_id: str, who: Person | None = None) -> dict[str, Any]:
        status, view = await self.call("GET", f"{CLIENTS}/{client_id}", who=who)
        assert status == 200, view
        return dict(view)

    async def timeline(self, client_id: str, who: Person | None = None) -> list[dict[str, Any]]:
        status, page = await self.call("GET", f"{CLIENTS}/{client_id}/timeline", who=who)
        assert status == 200, page
        return list(page["items"])

    async def audited(self, action: str) -> list[Any]:
        """Lines of the audit about this."""
        query = select(audit_events).where(audit_events.c.organisation_id == self.id, audit_events.c.action == action)
        async with self.house.database.reading() as rows:
            return list((await rows.execute(query.order_by(audit_events.c.id))).all())


async def office_in(house: OwnHouse, name: str = "Kantoor Kade") -> ClientOffice:
    office_id = await house.office(name=name)
    admin = await house.member(office_id, "Ada de Baas", "admin")
    return ClientOffice(
        house, office_id, admin, await house.member(office_id), await house.member(office_id, "Bob Smit")
    )


def email(value: str, **more: Any) -> dict[str, Any]:
    return {"kind": "email", "value": value, **more}


def phone(value: str, **more: Any) -> dict[str, Any]:
    return {"kind": "phone", "value": value, **more}
