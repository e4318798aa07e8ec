"""An office with an administrator, two advisers, a client and a service; and the clock at a known moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from server.accounts.sign_ins import SignInStore
from server.crm.agenda.assembly import AgendaModule
from server.crm.ports import Appointment, AppointmentChange, Rows
from tests.live.houses import OwnHouse, Person

MONDAY = datetime(2027, 3, 1, tzinfo=UTC)
"""00:00 in UTC, 01:00 in Amsterdam: everything below is planned in this week."""


@dataclass
class AgendaOffice:
    house: OwnHouse
    id: str
    admin: Person
    adviser: Person
    colleague: Person
    client_id: str = ""
    service: dict[str, Any] = field(default_factory=dict)
    heard: list[AppointmentChange] = field(default_factory=list)

    @classmethod
    async def open(cls, house: OwnHouse) -> AgendaOffice:
        house.clock.ahead = MONDAY - datetime.now(UTC)
        office_id = await house.office()
        office = cls(
            house,
            office_id,
            await _member(house, office_id, "Ada", "admin"),
            await _member(house, office_id, "Anna de Wit"),
            await _member(house, office_id, "Bram Bos"),
        )
        status, client = await office.ask("POST", "/clients", new_client("Jan", "Vermeulen", "jan@vermeulen.example"))
        assert status == 201, client
        office.client_id = client["id"]
        office.service = await office.new_service()

        async def hear(_rows: Rows, change: AppointmentChange) -> None:
            office.heard.append(change)

        office.agenda.service.on_change(hear)
        return office

    @property
    def agenda(self) -> AgendaModule:
        assert self.house.parts.crm is not None
        return self.house.parts.crm.agenda

    async def ask(
        self, method: str, path: str, body: Any = None, *, who: Person | None = None, seen: int | None = None
    ) -> tuple[int, Any]:
        headers = {} if seen is None else {"If-Match": f'"{seen}"'}
        return await self.house.call(method, "/api/v1" + path, body, who=who or self.adviser, **headers)

    async def good(
        self, method: str, path: str, body: Any = None, *, who: Person | None = None, seen: int | None = None
    ) -> Any:
        status, answer = await self.ask(method, path, body, who=who, seen=seen)
        assert status in (200, 201, 204), (status, answer)
        return answer

    async def new_service(self, **given: Any) -> dict[str, Any]:
        wanted = {"name": "Hypotheekgesprek", "minutes": 60, "bookable": True, "notice_hours": 1, **given}
        made: dict[str, Any] = await self.good("POST", "/services", wanted, who=self.admin)
        return made

    async def plan(self, at: datetime, **given: Any) -> tuple[int, Any]:
        who = given.pop("who", None)
        body = {"client_id": self.client_id, "service_id": self.service["id"], "start": at.isoformat()} | given
        return await self.ask("POST", "/appointments", body, who=who)

    async def planned(self, start: datetime, **given: Any) -> dict[str, Any]:
        status, made = await self.plan(start, **given)
        assert status == 201, made
        view: dict[str, Any] = made
        return view

    async def proposed(self, *starts: datetime, **given: Any) -> dict[str, Any]:
        body = {
            "client_id": self.client_id,
            "service_id": self.service["id"],
            "options": [{"start": each.isoformat()} for each in starts],
            **given,
        }
        made: dict[str, Any] = await self.good("POST", "/appointments", body)
        return made

    async def open_online(self, who: Person | None = None) -> None:
        """Clients may book this adviser."""
        await self.good("PUT", "/agenda-choices", {"booking": True, "slug": f"o-{self.id[-12:]}"}, who=self.admin)
        await self.good("PUT", "/agenda-choices", {"my_booking": True}, who=who or self.adviser)

    def at(self, moment: datetime) -> None:
        """It is this moment now."""
        self.house.clock.ahead = moment - datetime.now(UTC)

    def kinds(self) -> list[str]:
        return [change.kind for change in self.heard]

    async def now(self, appointment_id: str) -> Appointment:
        async with self.house.database.reading() as rows:
            found = await self.agenda.service.get(rows, self.id, appointment_id)
        assert found is not None
        return found


async def _member(house: OwnHouse, office_id: str, name: str, role: str = "adviser") -> Person:
    """Signed in by the clock of the house."""
    made = await house.member(office_id, name, role)
    async with house.database.writing() as rows:
        cookie = await SignInStore(house.database, house.clock).open(rows, made.user_id, office_id)
    return Person(made.user_id, cookie)


def new_client(given: str, family: str, email: str) -> dict[str, Any]:
    return {
        "kind": "person",
        "people": [{"id": "new-1", "role": "applicant", "given": given, "prefix": "", "family": family}],
        "contacts": [{"kind": "email", "value": email, "label": "", "person_id": None}],
    }


def hour(day: int, at: int, minute: int = 0) -> datetime:
    """A time of that week (0 is Monday) by the clock in Amsterdam, which is an hour ahead of UTC in it."""
    return MONDAY + timedelta(days=day, hours=at - 1, minutes=minute)
