"""REST of services, own blocks, hours, and what the office chose for its agenda."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, select

from server.crm.agenda.choices import AgendaChoices
from server.crm.agenda.offers import Offers, rules_of
from server.crm.agenda.refusals import (
    ADVISER_UNKNOWN,
    BLOCK_OVER_APPOINTMENTS,
    HOURS_WRONG,
    REPEATS_WRONG,
    SERVICE_IN_USE,
    SERVICE_TEMPLATE_WRONG,
    SLUG_MISSING,
    SLUG_TAKEN,
    ZONE_UNKNOWN,
)
from server.crm.agenda.setup import Setup, VersionDiffers
from server.crm.agenda.setup_views import (
    AgendaChoicesEdit,
    AgendaChoicesView,
    AvailabilityEdit,
    AvailabilityView,
    BlockEdit,
    BlockList,
    BlockQuery,
    BlocksQuery,
    BlockView,
    DayHoursView,
    NewBlock,
    NewService,
    ServiceEdit,
    ServiceList,
    ServiceView,
)
from server.crm.agenda.tables import services
from server.crm.agenda.views import Person
from server.crm.choices import AddOnChoices, ChoiceStore, OfficeChoices
from server.crm.ports import Actor, Audit, Rows
from server.stores.database import Database
from server.web import Call, Id, Member, Role, Route
from server.web.problems import CHANGED_MEANWHILE, NOT_ALLOWED, NOT_FOUND

_RENAMED = {"steps": "step_minutes"}


class ServiceRoutes:
    """Types of appointments: everybody reads them, administrators change them."""

    def __init__(self, database: Database, setup: Setup) -> None:
        self._database = database
        self._setup = setup

    def routes(self) -> list[Route]:
        path, one = "/api/v1/services", "/api/v1/services/{service_id}"
        return [
            Route("GET", path, self.all, Role.ADVISER, "What can be planned", keys=True),
            Route(
                "POST",
                path,
                self.add,
                Role.ADMIN,
                "Add a service",
                status=201,
                refuses=(ADVISER_UNKNOWN, SERVICE_TEMPLATE_WRONG),
                once=True,
                keys=True,
            ),
            Route("GET", one, self.show, Role.ADVISER, "One service", keys=True),
            Route(
                "PATCH",
                one,
                self.change,
                Role.ADMIN,
                "Change a service; planned appointments keep what they have",
                refuses=(ADVISER_UNKNOWN, SERVICE_TEMPLATE_WRONG),
                if_match=True,
                keys=True,
            ),
            Route(
                "DELETE",
                one,
                self.drop,
                Role.ADMIN,
                "Remove a service",
                status=204,
                refuses=(SERVICE_IN_USE,),
                if_match=True,
                keys=True,
            ),
        ]

    async def all(self, call: Call) -> ServiceList:
        async with self._database.reading() as rows:
            found = await self._setup.services(rows, call.member.organisation_id)
        return ServiceList(items=[_service(each) for each in found])

    async def add(self, call: Call, body: NewService) -> ServiceView:
        row = await self._setup.add_service(call.member, _columns(body))
        call.version = row.version
        return _service(row)

    async def show(self, call: Call, service_id: Id) -> ServiceView:
        async with self._database.reading() as rows:
            row = await self._row(rows, call.member, service_id)
        call.version = row.version
        return _service(row)

    async def change(self, call: Call, service_id: Id, body: ServiceEdit) -> ServiceView:
        try:
            row = await self._setup.change_service(call.member, service_id, call.seen(), _columns(body))
        except VersionDiffers:
            raise await self._stale(call, service_id) from None
        call.version = row.version
        return _service(row)

    async def drop(self, call: Call, service_id: Id) -> None:
        try:
            await self._setup.drop_service(call.member, service_id, call.seen())
        except VersionDiffers:
            raise await self._stale(call, service_id) from None

    async def _stale(self, call: Call, service_id: str) -> Exception:
        return CHANGED_MEANWHILE.problem(current=(await self.show(call, service_id)).model_dump(mode="json"))

    async def _row(self, rows: Rows, member: Member, service_id: str) -> Row[Any]:
        its = (services.c.organisation_id == member.organisation_id) & (services.c.id == service_id)
        row = (await rows.execute(select(services).where(its))).one_or_none()
        if row is None:
            raise NOT_FOUND.problem()
        return row


def _columns(body: ServiceEdit) -> dict[str, Any]:
    values = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    for name in ("advisers", "reminders", "templates"):
        if name in values:
            values[name] = json.dumps(values[name])
    return {_RENAMED.get(name, name): value for name, value in values.items()}


def _service(row: Row[Any]) -> ServiceView:
    kept = row._mapping
    loaded = {name: json.loads(kept[name]) for name in ("advisers", "reminders", "templates")}
    plain = {name: kept[name] for name in ServiceView.model_fields if name in kept and name not in loaded}
    return ServiceView(**plain, **loaded, steps=row.step_minutes)


class BlockRoutes:
    """Time of one's own."""

    def __init__(self, database: Database, setup: Setup, offers: Offers) -> None:
        self._database = database
        self._setup = setup
        self._offers = offers

    def routes(self) -> list[Route]:
        path, one = "/api/v1/blocks", "/api/v1/blocks/{block_id}"
        wrong = (BLOCK_OVER_APPOINTMENTS, REPEATS_WRONG, ZONE_UNKNOWN, ADVISER_UNKNOWN)
        return [
            Route(
                "GET", path, self.all, Role.ADVISER, "Own blocks, as they were made", refuses=(NOT_ALLOWED,), keys=True
            ),
            Route(
                "POST",
                path,
                self.add,
                Role.ADVISER,
                "Keep time free, once or repeatedly",
                status=201,
                refuses=(*wrong, NOT_ALLOWED),
                once=True,
                keys=True,
            ),
            Route("GET", one, self.show, Role.ADVISER, "One block", keys=True),
            Route("PATCH", one, self.change, Role.ADVISER, "Change a block", refuses=wrong, if_match=True, keys=True),
            Route(
                "DELETE",
                one,
                self.drop,
                Role.ADVISER,
                "Remove a block, or one time of it",
                status=204,
                if_match=True,
                keys=True,
            ),
        ]

    async def all(self, call: Call, query: BlocksQuery) -> BlockList:
        user_id = query.adviser or call.member.user_id
        if user_id != call.member.user_id and call.member.role != "admin":
            raise NOT_ALLOWED.problem()
        async with self._database.reading() as rows:
            found = await self._setup.blocks(rows, call.member, user_id)
            return BlockList(items=[await self._view(rows, call.member, each) for each in found])

    async def add(self, call: Call, body: NewBlock) -> BlockView:
        values = body.model_dump(exclude_unset=True, exclude={"anyway", "adviser_id"})
        values = {name: value for name, value in values.items() if value is not None}
        user_id = body.adviser_id or call.member.user_id
        row = await self._setup.add_block(call.member, user_id, values, anyway=body.anyway)
        return await self.show(call, row.id)

    async def show(self, call: Call, block_id: Id) -> BlockView:
        async with self._database.reading() as rows:
            row = await self._setup.block(rows, call.member, block_id)
            call.version = row.version
            return await self._view(rows, call.member, row)

    async def change(self, call: Call, block_id: Id, body: BlockEdit) -> BlockView:
        values = body.model_dump(exclude_unset=True, exclude={"anyway"})
        values = {name: value for name, value in values.items() if value is not None}
        try:
            await self._setup.change_block(call.member, block_id, call.seen(), values, anyway=body.anyway)
        except VersionDiffers:
            raise await self._stale(call, block_id) from None
        return await self.show(call, block_id)

    async def drop(self, call: Call, block_id: Id, query: BlockQuery) -> None:
        try:
            await self._setup.drop_block(call.member, block_id, call.seen(), query.day)
        except VersionDiffers:
            raise await self._stale(call, block_id) from None

    async def _stale(self, call: Call, block_id: str) -> Exception:
        return CHANGED_MEANWHILE.problem(current=(await self.show(call, block_id)).model_dump(mode="json"))

    async def _view(self, rows: Rows, member: Member, row: Row[Any]) -> BlockView:
        people = await self._offers.people(rows, member.organisation_id, [row.user_id])
        hidden = row.private and row.user_id != member.user_id
        return BlockView(
            id=row.id,
            version=row.version,
            adviser=Person(id=row.user_id, name=people.get(row.user_id, "")),
            title="" if hidden else row.title,
            start=row.start_at,
            end=row.end_at,
            all_day=row.all_day,
            zone=row.zone,
            repeats=row.repeats or "",
            except_dates=json.loads(row.except_dates),
            private=row.private,
        )


class HourRoutes:
    """Hours of each adviser, the booking page, add-ons."""

    def __init__(
        self,
        database: Database,
        setup: Setup,
        offers: Offers,
        choices: ChoiceStore,
        audit: Audit,
        own_url: Callable[[], str],
    ) -> None:
        self._database = database
        self._setup = setup
        self._offers = offers
        self._choices = choices
        self._audit = audit
        self._own_url = own_url

    def routes(self) -> list[Route]:
        hours, choices = "/api/v1/availability/{user_id}", "/api/v1/agenda-choices"
        return [
            Route(
                "GET",
                hours,
                self.hours,
                Role.ADVISER,
                "When somebody can be booked; a colleague's for administrators",
                refuses=(NOT_ALLOWED,),
                keys=True,
            ),
            Route(
                "PUT",
                hours,
                self.keep_hours,
                Role.ADVISER,
                "Set when somebody can be booked",
                refuses=(NOT_ALLOWED, HOURS_WRONG, ZONE_UNKNOWN),
                if_match=True,
                keys=True,
            ),
            Route("GET", choices, self.chosen, Role.ADVISER, "Online booking and add-ons", keys=True),
            Route(
                "PUT",
                choices,
                self.choose,
                Role.ADVISER,
                "Switch online booking and add-ons; all but one's own for administrators",
                refuses=(NOT_ALLOWED, SLUG_TAKEN, SLUG_MISSING, ZONE_UNKNOWN),
                keys=True,
            ),
        ]

    async def hours(self, call: Call, user_id: Id) -> AvailabilityView:
        async with self._database.reading() as rows:
            await self._setup.may_set_hours(rows, call.member, user_id)
            _, row = (await self._offers.hours(rows, call.member.organisation_id, [user_id]))[user_id]
        call.version = row.version if row is not None else 0
        return _hours(user_id, row)

    async def keep_hours(self, call: Call, user_id: Id, body: AvailabilityEdit) -> AvailabilityView:
        values = {
            "zone": body.zone,
            "weekly": [body.weekly.get(day, []) for day in ("0", "1", "2", "3", "4", "5", "6")],
            "exceptions": {each.date: each.times for each in body.exceptions},
        }
        try:
            await self._setup.keep_hours(call.member, user_id, call.seen(), values, body.online)
        except VersionDiffers:
            current = (await self.hours(call, user_id)).model_dump(mode="json")
            raise CHANGED_MEANWHILE.problem(current=current) from None
        return await self.hours(call, user_id)

    async def chosen(self, call: Call) -> AgendaChoicesView:
        async with self._database.reading() as rows:
            return await self._chosen(rows, call.member)

    async def choose(self, call: Call, body: AgendaChoicesEdit) -> AgendaChoicesView:
        values = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
        mine = values.pop("my_booking", None)
        if values and call.member.role != "admin":
            raise NOT_ALLOWED.problem()
        async with self._database.writing() as rows:
            if mine is not None:
                await self._setup.switch_online(rows, call.member, mine)
            if "slug" in values or "booking" in values:
                await self._setup.keep_page(rows, call.member, values.get("slug"), values.get("booking"))
            await self._keep(rows, call.member, values)
            return await self._chosen(rows, call.member)

    async def _keep(self, rows: Rows, member: Member, values: dict[str, Any]) -> None:
        """Each group of choices that is touched."""
        office = member.organisation_id
        if "time_zone" in values:
            self._setup.know_zone(values["time_zone"])
        for kind in (AgendaChoices, AddOnChoices, OfficeChoices):
            given = {name: values[name] for name in kind.model_fields if name in values}
            if given:
                kept = (await self._choices.get(rows, office, kind)).model_copy(update=given)
                await self._choices.put(rows, office, kept)
                action = f"choices.{kind.NAME}"
                await self._audit.note(rows, office, Actor.of(member), action, "office", office, given)

    async def _chosen(self, rows: Rows, member: Member) -> AgendaChoicesView:
        office = member.organisation_id
        page = await self._setup.page(rows, office)
        add_ons = await self._choices.get(rows, office, AddOnChoices)
        place = await self._choices.get(rows, office, OfficeChoices)
        _, own = (await self._offers.hours(rows, office, [member.user_id]))[member.user_id]
        return AgendaChoicesView(
            booking=page is not None and page.open,
            my_booking=own is not None and own.online,
            slug=page.slug if page is not None else "",
            booking_url=f"{self._own_url()}/book/{page.slug}" if page is not None else "",
            reviews=add_ons.reviews,
            summaries=add_ons.summaries,
            closed_on_holidays=(await self._choices.get(rows, office, AgendaChoices)).closed_on_holidays,
            time_zone=place.time_zone,
            country=place.country,
        )


def _hours(user_id: str, row: Row[Any] | None) -> AvailabilityView:
    rules = rules_of(row, "")
    return AvailabilityView(
        user_id=user_id,
        version=row.version if row is not None else 0,
        zone=rules.zone,
        weekly={str(day): [list(one) for one in spans] for day, spans in enumerate(rules.weekly)},
        exceptions=[
            DayHoursView(date=day, times=[list(one) for one in spans])
            for day, spans in sorted(rules.exceptions.items())
        ],
        online=row is not None and row.online,
    )
