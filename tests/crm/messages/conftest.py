"""An office with clients, whose mails go to a real mail server when a test says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from server.crm.assembly import Crm
from tests.server.harness import Answer, Browser, Clock, Service, serving
from tests.services.mail import mail_server

__all__ = ["mail_server"]


class Office:
    """The administrator's browser of a running service."""

    def __init__(self, service: Service, admin: Browser, me: Answer) -> None:
        self.service, self.admin = service, admin
        self.id: str = me["organisation"]["id"]
        self.user_id: str = me["user"]["id"] if "user" in me.body else me["id"]

    @property
    def crm(self) -> Crm:
        crm = self.service.parts.crm
        assert crm is not None
        return crm

    async def client(
        self, given: str = "Jan", family: str = "Vermeulen", email: str = "jan@client.example", **more: Any
    ) -> str:
        """A client of one person; the id."""
        body = {
            "kind": "person",
            "people": [{"id": "p", "role": "applicant", "given": given, "prefix": "", "family": family}],
            "contacts": [{"kind": "email", "value": email, "label": "", "person_id": "p"}] if email else [],
            "anyway": True,
        }
        made = await self.admin.post("/clients", body | more)
        assert made.status == 201, made
        return str(made["id"])

    async def send_all(self) -> int:
        """Do durable work and hand over what waits; how many mails that were."""
        while await self.crm.ground.jobs.do_one():
            pass
        return 0


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    """ "" is the service's own; tests that ask for it run on PostgreSQL too."""
    if request.param == "sqlite":
        return ""
    make: Callable[[], str] = request.getfixturevalue("postgres_url")
    return make()


@pytest.fixture
async def office(tmp_path: Path, database_url: str) -> AsyncIterator[Office]:
    settings = {"DATABASE_URL": database_url}
    async with serving(tmp_path / "data", Clock(), **settings) as service:
        admin = await service.office()
        yield Office(service, admin, await admin.get("/me"))
