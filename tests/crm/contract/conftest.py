"""A service in this process whose CRM is the built-in one, or a small one of someone else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from server.crm.assembly import Crm
from tests.crm.foreign_crm import SECRET, ForeignServer, running
from tests.live.houses import House, OwnHouse, Person, own_house


@dataclass
class Office:
    """An office with an administrator who is an adviser too."""

    house: OwnHouse
    id: str
    admin: Person

    @property
    def crm(self) -> Crm:
        crm = self.house.parts.crm
        assert crm is not None
        return crm

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        return await self.house.call(method, f"/api/v1{path}", body, who=more.pop("who", self.admin), **more)

    async def client(self, name: str = "Jan Smit", email: str = "jan@client.example") -> str:
        """A client in the built-in CRM."""
        given, _, family = name.partition(" ")
        body = {
            "kind": "person",
            "people": [{"id": "new-1", "role": "applicant", "given": given, "family": family}],
            "contacts": [{"kind": "email", "value": email, "label": "", "person_id": "new-1"}],
        }
        status, client = await self.call("POST", "/clients", body)
        assert status == 201, client
        return str(client["id"])

    async def session(self, client_id: str, *, page: bool = True, who: Person | None = None) -> dict[str, Any]:
        body = {"client_id": client_id, "with_client_page": page}
        status, session = await self.call("POST", "/sessions", body, who=who or self.admin)
        assert status == 201, session
        return dict(session)

    async def foreign(self, server: ForeignServer) -> None:
        """From now on the office's CRM is this one."""
        body = {"adapter": "foreign", "url": server.url, "secret": SECRET}
        status, view = await self.call("PUT", "/crm", body)
        assert status == 200, view

    async def timeline(self, client_id: str) -> list[dict[str, Any]]:
        _, page = await self.call("GET", f"/clients/{client_id}/timeline")
        return list(page["items"])

    async def writes(self, status: str = "") -> list[dict[str, Any]]:
        _, page = await self.call("GET", f"/crm/writes?status={status}")
        return list(page["items"])


@pytest.fixture
async def server() -> AsyncIterator[ForeignServer]:
    async with running() as made:
        yield made


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return ""
    make: Callable[[], str] = request.getfixturevalue("postgres_url")
    return make()


@pytest.fixture
async def office(tmp_path: Path, server: ForeignServer, database_url: str) -> AsyncIterator[Office]:
    async with own_house(tmp_path / "house", database_url, WEBHOOK_ALLOW=server.place) as house:
        yield await office_in(house)


async def office_in(house: OwnHouse) -> Office:
    office_id = await house.office()
    return Office(house, office_id, await house.member(office_id, "Ann de Wit", "admin"))


both = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)], indirect=True
)
"""The test runs on each database."""

__all__ = ["House", "Office", "both", "office_in"]
