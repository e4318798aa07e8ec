"""Fixtures of the tests of the webhooks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from server.hooks.assembly import Hooks
from tests.hooks.office import Office
from tests.hooks.receiver import Receiver, receiving
from tests.server.harness import Clock, serving


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as running:
        yield running


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    """ "" is the service's own; tests that ask for it run on PostgreSQL too."""
    if request.param == "sqlite":
        return ""
    make: Callable[[], str] = request.getfixturevalue("postgres_url")
    return make()


@pytest.fixture
async def office(
    tmp_path: Path, receiver: Receiver, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    """Its senders do not run by themselves: tests say when something is sent."""

    async def stand_still(hooks: Hooks, stack: object) -> None:
        """Instead of starting."""

    monkeypatch.setattr(Hooks, "start", stand_still)
    settings = {"WEBHOOK_ALLOW": receiver.place, "DATABASE_URL": database_url}
    async with serving(tmp_path / "data", Clock(), **settings) as service:
        admin = await service.office()
        me = await admin.get("/me")
        yield Office(service, admin, me["organisation"]["id"], receiver)
