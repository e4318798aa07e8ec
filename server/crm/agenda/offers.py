"""What can be booked: services, who offers them, their hours, their own blocks, and the free times that follow."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import holidays
from sqlalchemy import Row, select

from crm_adapter.agenda import free, hours
from crm_adapter.agenda.repeats import occurrences
from crm_adapter.agenda.zones import Span, zone
from server.crm.agenda.choices import AgendaChoices
from server.crm.agenda.slots import Slots
from server.crm.agenda.tables import availability, blocks, booking_pages, services
from server.crm.choices import ChoiceStore, OfficeChoices
from server.crm.ports import BookableService, BookingPage, FreeTime, Rows
from server.stores.tables import users


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of a block that may come again. `day`: its local date."""

    block: Row[Any]
    day: date
    span: Span


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        # The library's answer about a country that it does not know: no day is closed then.
        return frozenset()


class Offers:
    """Reads only."""

    def __init__(self, slots: Slots, choices: ChoiceStore, now: Callable[[], datetime]) -> None:
        self._slots = slots
        self._choices = choices
        self._now = now

    async def zone(self, rows: Rows, organisation_id: str) -> str:
        return (await self._choices.get(rows, organisation_id, OfficeChoices)).time_zone

    async def service(self, rows: Rows, organisation_id: str, service_id: str) -> Row[Any] | None:
        query = select(services).where(services.c.organisation_id == organisation_id, services.c.id == service_id)
        return (await rows.execute(query)).one_or_none()

    async def people(self, rows: Rows, organisation_id: str, ids: Collection[str] | None = None) -> dict[str, str]:
        """Colleagues with access, by id, in order of their names."""
        query = select(users.c.id, users.c.name).where(
            users.c.organisation_id == organisation_id, users.c.active.is_(True)
        )
        if ids is not None:
            query = query.where(users.c.id.in_(list(ids)))
        return {each.id: each.name for each in await rows.execute(query.order_by(users.c.name, users.c.id))}

    async def offering(self, rows: Rows, service: Row[Any], *, online: bool) -> dict[str, str]:
        """Who offers a service, by id. `online`: those alone whom clients may book."""
        found = await self.people(rows, service.organisation_id, json.loads(service.advisers) or None)
        if not online:
            return found
        query = select(availability.c.user_id).where(
            availability.c.user_id.in_(list(found)), availability.c.online.is_(True)
        )
        bookable = set((await rows.execute(query)).scalars())
        return {user_id: name for user_id, name in found.items() if user_id in bookable}

    # --- hours and blocks ---

    async def hours(
        self, rows: Rows, organisation_id: str, user_ids: Collection[str]
    ) -> dict[str, tuple[hours.Availability, Row[Any] | None]]:
        office_zone = await self.zone(rows, organisation_id)
        query = select(availability).where(availability.c.user_id.in_(list(user_ids)))
        kept = {each.user_id: each for each in await rows.execute(query)}
        return {each: (rules_of(kept.get(each), office_zone), kept.get(each)) for each in user_ids}

    async def closed(self, rows: Rows, organisation_id: str, window: Span) -> frozenset[date]:
        """Public holidays, where the office keeps them."""
        chosen = await self._choices.get(rows, organisation_id, AgendaChoices)
        if not chosen.closed_on_holidays:
            return frozenset()
        country = (await self._choices.get(rows, organisation_id, OfficeChoices)).country
        years = range(window[0].year, window[1].year + 1)
        return frozenset[date]().union(*(_holidays(country, year) for year in years))

    async def blocks(self, rows: Rows, user_ids: Collection[str], window: Span) -> list[Occurrence]:
        query = select(blocks).where(
            blocks.c.user_id.in_(list(user_ids)),
            blocks.c.start_at < window[1],
            (blocks.c.until_at.is_(None)) | (blocks.c.until_at > window[0]),
        )
        found: list[Occurrence] = []
        for row in await rows.execute(query.order_by(blocks.c.start_at, blocks.c.id)):
            found += [Occurrence(row, day, span) for day, span in times_of(row, window)]
        return found

    # --- free times ---

    async def free(
        self,
        rows: Rows,
        service: Row[Any],
        user_ids: Collection[str],
        window: Span,
        *,
        minutes: int | None = None,
        hold: str = "",
        without: str | None = None,
        by_hand: bool = False,
    ) -> list[tuple[datetime, str, int]]:
        """Start, adviser and free seats, by time. `by_hand`: an adviser needs no notice and has no horizon."""
        if not user_ids:
            return []
        margin = timedelta(days=1)
        wide = (window[0] - margin, window[1] + margin)
        closed = await self.closed(rows, service.organisation_id, wide)
        rules = await self.hours(rows, service.organisation_id, user_ids)
        occupied = await self._slots.between(rows, user_ids, wide, hold=hold, without=without)
        blocked = await self.blocks(rows, user_ids, wide)
        offer = _offer(service, minutes, by_hand)
        found: list[tuple[datetime, str, int]] = []
        for user_id in user_ids:
            mine = [each for each in occupied if each.user_id == user_id]
            seats = _seats(service, mine, offer)
            calendar = free.Calendar(
                taken=[(each.start_at, each.end_at) for each in mine],
                blocked=[each.span for each in blocked if each.block.user_id == user_id],
                closed=closed,
                seats=seats,
            )
            starts = free.free_times(offer, rules[user_id][0], calendar, window, self._now())
            found += [(start, user_id, seats.get(start, service.seats)) for start in starts]
        return sorted(found)

    async def free_times(
        self,
        rows: Rows,
        organisation_id: str,
        service_id: str,
        adviser_id: str | None,
        since: datetime,
        until: datetime,
    ) -> list[FreeTime]:
        """What clients may book."""
        service = await self.service(rows, organisation_id, service_id)
        if service is None or not (service.active and service.bookable):
            return []
        people = await self.offering(rows, service, online=True)
        ids = [each for each in people if adviser_id in (None, each)]
        length = timedelta(minutes=service.minutes)
        return [
            FreeTime(start, start + length, user_id)
            for start, user_id, _ in await self.free(rows, service, ids, (since, until))
        ]

    async def booking_page(self, rows: Rows, slug: str) -> BookingPage | None:
        page = (await rows.execute(select(booking_pages).where(booking_pages.c.slug == slug))).one_or_none()
        if page is None or not page.open:
            return None
        organisation_id = page.organisation_id
        query = (
            select(services)
            .where(
                services.c.organisation_id == organisation_id,
                services.c.active.is_(True),
                services.c.bookable.is_(True),
            )
            .order_by(services.c.position, services.c.id)
        )
        offered: list[BookableService] = []
        bookable: dict[str, str] = {}
        for each in (await rows.execute(query)).all():
            people = await self.offering(rows, each, online=True)
            if people:
                bookable |= people
                offered.append(_bookable(each))
        by_name = sorted(bookable.items(), key=lambda each: (each[1], each[0]))
        return BookingPage(
            organisation_id, slug, await self.zone(rows, organisation_id), tuple(offered), tuple(by_name)
        )


def _bookable(row: Row[Any]) -> BookableService:
    return BookableService(
        id=row.id,
        name=row.name,
        kind=row.kind,
        minutes=row.minutes,
        price_cents=row.price_cents,
        currency=row.currency,
        place=row.place,
        description=row.description,
    )


def _offer(service: Row[Any], minutes: int | None, by_hand: bool) -> free.Offer:
    return free.Offer(
        minutes=minutes or service.minutes,
        before=service.buffer_before,
        after=service.buffer_after,
        step=service.step_minutes,
        notice=timedelta() if by_hand else timedelta(hours=service.notice_hours),
        horizon_days=3660 if by_hand else service.horizon_days,
    )


def _seats(service: Row[Any], occupied: Sequence[Row[Any]], offer: free.Offer) -> dict[datetime, int]:
    """Starts at which this very service has been booked already, and its free seats."""
    if service.seats <= 1:
        return {}
    whole = timedelta(minutes=offer.before + offer.minutes + offer.after)
    return {
        each.start_at + timedelta(minutes=offer.before): service.seats - each.used
        for each in occupied
        if each.service_id == service.id and each.end_at - each.start_at == whole
    }


def rules_of(row: Row[Any] | None, office_zone: str) -> hours.Availability:
    """What somebody has chosen, or the hours of everybody."""
    if row is None:
        return hours.default(office_zone)
    weekly = tuple(tuple((one[0], one[1]) for one in day) for day in json.loads(row.weekly))
    exceptions = {
        date.fromisoformat(day): tuple((one[0], one[1]) for one in spans)
        for day, spans in json.loads(row.exceptions).items()
    }
    return hours.Availability(row.zone or office_zone, weekly, exceptions)


def times_of(row: Row[Any], window: Span) -> list[tuple[date, Span]]:
    """The occurrences of a block that touch the window."""
    where = zone(row.zone)
    first = row.start_at.astimezone(where).replace(tzinfo=None)
    length = row.end_at.astimezone(where).replace(tzinfo=None) - first
    skip = frozenset(date.fromisoformat(each) for each in json.loads(row.except_dates))
    return occurrences(row.repeats, first, length, row.zone, window, skip)
