"""What advisers and administrators set up: services, own blocks, hours, the booking page."""

import asyncio
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from crm_adapter.agenda.hours import checked
from crm_adapter.agenda.repeats import last_end, normalised
from crm_adapter.agenda.spans import joined, meets
from crm_adapter.agenda.zones import first_instant, zone
from server.crm.agenda.offers import Offers, times_of
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
from server.crm.agenda.slots import Slots
from server.crm.agenda.tables import appointments, availability, blocks, booking_pages, services
from server.crm.ports import Actor, Audit, Letters, Rows
from server.stores.database import Database, uuid7
from server.web import Member
from server.web.problems import NOT_ALLOWED, NOT_FOUND

_DEFAULTS: dict[str, Any] = {
    "kind": "video",
    "price_cents": 0,
    "currency": "EUR",
    "buffer_before": 0,
    "buffer_after": 0,
    "colour": "#155C47",
    "place": "",
    "description": "",
    "bookable": False,
    "active": True,
    "step_minutes": 30,
    "notice_hours": 24,
    "horizon_days": 60,
    "seats": 1,
    "advisers": "[]",
    "reminders": "[1440, 60]",
    "templates": "{}",
}
_AHEAD = timedelta(days=366)
"""How far a repeated block is held against the appointments that are there."""


class VersionDiffers(Exception):
    """Somebody else has changed the row since the caller saw it."""


class Setup:
    def __init__(
        self,
        database: Database,
        slots: Slots,
        offers: Offers,
        audit: Audit,
        letters: Letters,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._slots = slots
        self._offers = offers
        self._audit = audit
        self._letters = letters
        self._now = now

    # --- services ---

    async def services(self, rows: Rows, organisation_id: str) -> list[Row[Any]]:
        query = select(services).where(services.c.organisation_id == organisation_id)
        return list((await rows.execute(query.order_by(services.c.position, services.c.id))).all())

    async def add_service(self, member: Member, values: dict[str, Any]) -> Row[Any]:
        now, service_id, office = self._now(), uuid7(), member.organisation_id
        async with self._database.writing() as rows:
            await self._know(rows, office, values)
            last = await rows.scalar(select(func.max(services.c.position)).where(services.c.organisation_id == office))
            full = {**_DEFAULTS, "position": (last or 0) + 1, **values}
            stamps = {"id": service_id, "organisation_id": office, "created_at": now, "updated_at": now}
            await rows.execute(insert(services).values(**full, **stamps))
            await self._note(rows, member, "service.added", "service", service_id)
            return (await rows.execute(select(services).where(services.c.id == service_id))).one()

    async def change_service(self, member: Member, service_id: str, seen: int, values: dict[str, Any]) -> Row[Any]:
        """Appointments that are planned keep what they have. Raises VersionDiffers."""
        its = (services.c.organisation_id == member.organisation_id) & (services.c.id == service_id)
        async with self._database.writing() as rows:
            row = (await rows.execute(select(services).where(its).with_for_update())).one_or_none()
            _must_be(row, seen)
            await self._know(rows, member.organisation_id, values)
            if values:
                stamped = {**values, "updated_at": self._now(), "version": services.c.version + 1}
                await rows.execute(update(services).where(its).values(**stamped))
                await self._note(rows, member, "service.changed", "service", service_id)
            return (await rows.execute(select(services).where(its))).one()

    async def drop_service(self, member: Member, service_id: str, seen: int) -> None:
        """Raises SERVICE_IN_USE while appointments are to come."""
        its = (services.c.organisation_id == member.organisation_id) & (services.c.id == service_id)
        async with self._database.writing() as rows:
            row = (await rows.execute(select(services).where(its).with_for_update())).one_or_none()
            _must_be(row, seen)
            coming = (
                (appointments.c.service_id == service_id)
                & (appointments.c.end_at > self._now())
                & appointments.c.cancelled_at.is_(None)
            )
            if await rows.scalar(select(appointments.c.id).where(coming).limit(1)) is not None:
                raise SERVICE_IN_USE.problem()
            await rows.execute(delete(services).where(its))
            await self._note(rows, member, "service.dropped", "service", service_id)

    async def _know(self, rows: Rows, organisation_id: str, values: dict[str, Any]) -> None:
        """Raises ADVISER_UNKNOWN or SERVICE_TEMPLATE_WRONG: a mail must not fail because of what was chosen here."""
        wanted = json.loads(values.get("advisers", "[]"))
        if wanted and set(wanted) != set(await self._offers.people(rows, organisation_id, wanted)):
            raise ADVISER_UNKNOWN.problem()
        chosen = json.loads(values.get("templates", "{}"))
        places = await self._letters.places(rows, organisation_id, chosen.values()) if chosen else {}
        for use, template_id in chosen.items():
            place = places.get(template_id, "")
            if use not in (place, place.partition("/")[0]):
                raise SERVICE_TEMPLATE_WRONG.problem()

    # --- own blocks ---

    async def block(self, rows: Rows, member: Member, block_id: str) -> Row[Any]:
        query = select(blocks).where(blocks.c.organisation_id == member.organisation_id, blocks.c.id == block_id)
        row = (await rows.execute(query)).one_or_none()
        if row is None or not (member.role == "admin" or row.user_id == member.user_id):
            raise NOT_FOUND.problem()
        return row

    async def blocks(self, rows: Rows, member: Member, user_id: str) -> list[Row[Any]]:
        query = select(blocks).where(blocks.c.organisation_id == member.organisation_id, blocks.c.user_id == user_id)
        return list((await rows.execute(query.order_by(blocks.c.start_at, blocks.c.id))).all())

    async def add_block(self, member: Member, user_id: str, values: dict[str, Any], *, anyway: bool) -> Row[Any]:
        """Raises BLOCK_OVER_APPOINTMENTS (with their ids), REPEATS_WRONG, ZONE_UNKNOWN."""
        if user_id != member.user_id and member.role != "admin":
            raise NOT_ALLOWED.problem()
        async with self._slots.alone({user_id}) as rows:
            if user_id not in await self._offers.people(rows, member.organisation_id, [user_id]):
                raise ADVISER_UNKNOWN.problem()
            now, block_id = self._now(), uuid7()
            base = {"all_day": False, "zone": "", "repeats": "", "private": False} | values
            full = await self._shape(rows, member.organisation_id, base)
            await rows.execute(
                insert(blocks).values(
                    id=block_id,
                    organisation_id=member.organisation_id,
                    user_id=user_id,
                    except_dates="[]",
                    created_at=now,
                    updated_at=now,
                    **full,
                )
            )
            return await self._kept(rows, member, block_id, "block.added", anyway=anyway)

    async def change_block(
        self, member: Member, block_id: str, seen: int, values: dict[str, Any], *, anyway: bool
    ) -> Row[Any]:
        """Raises what `add_block` raises, and VersionDiffers."""
        async with self._database.reading() as rows:
            user_id = (await self.block(rows, member, block_id)).user_id
        async with self._slots.alone({user_id}) as rows:
            row = await self.block(rows, member, block_id)
            _must_be(row, seen)
            base = {
                "title": row.title,
                "start": row.start_at,
                "end": row.end_at,
                "all_day": row.all_day,
                "zone": row.zone,
                "repeats": row.repeats or "",
                "private": row.private,
            }
            full = await self._shape(rows, member.organisation_id, base | values)
            if "start" in values or "repeats" in values:
                full["except_dates"] = "[]"
            stamped = {**full, "updated_at": self._now(), "version": blocks.c.version + 1}
            await rows.execute(update(blocks).where(blocks.c.id == block_id).values(**stamped))
            return await self._kept(rows, member, block_id, "block.changed", anyway=anyway)

    async def drop_block(self, member: Member, block_id: str, seen: int, day: date | None) -> None:
        """The whole block, or the one time that begins on a local date."""
        async with self._database.writing() as rows:
            row = await self.block(rows, member, block_id)
            _must_be(row, seen)
            if day is None or row.repeats is None:
                await rows.execute(delete(blocks).where(blocks.c.id == block_id))
            else:
                skip = sorted({*json.loads(row.except_dates), day.isoformat()})
                stamped = {"except_dates": json.dumps(skip), "version": blocks.c.version + 1}
                changed = update(blocks).where(blocks.c.id == block_id).values(**stamped, updated_at=self._now())
                await rows.execute(changed)
            await self._note(rows, member, "block.dropped", "block", block_id)

    async def _kept(self, rows: Rows, member: Member, block_id: str, action: str, *, anyway: bool) -> Row[Any]:
        row = (await rows.execute(select(blocks).where(blocks.c.id == block_id))).one()
        if not anyway:
            await self._must_be_empty(rows, row)
        await self._note(rows, member, action, "block", block_id)
        return row

    async def _must_be_empty(self, rows: Rows, row: Row[Any]) -> None:
        now = self._now()
        window = (now, max(now, row.start_at) + _AHEAD)
        spans = joined(span for _, span in times_of(row, window))
        a = appointments.c
        query = select(a.id, a.start_at, a.end_at).where(
            a.adviser_id == row.user_id, a.taken_id.is_not(None), a.end_at > window[0], a.start_at < window[1]
        )
        over = [each.id for each in await rows.execute(query) if meets(spans, each.start_at, each.end_at)]
        if over:
            raise BLOCK_OVER_APPOINTMENTS.problem(appointments=over[:50])

    async def _shape(self, rows: Rows, organisation_id: str, given: dict[str, Any]) -> dict[str, Any]:
        """The columns of a block. All day: from midnight to midnight of its zone."""
        name = given["zone"] or await self._offers.zone(rows, organisation_id)
        where = _zone(name)
        start, end = given["start"], given["end"]
        if given["all_day"]:
            first = start.astimezone(where).date()
            last = max(first, (end - timedelta(microseconds=1)).astimezone(where).date())
            midnight = time()
            start = first_instant(datetime.combine(first, midnight), where)
            end = first_instant(datetime.combine(last + timedelta(days=1), midnight), where)
        first_wall = start.astimezone(where).replace(tzinfo=None)
        length = end.astimezone(where).replace(tzinfo=None) - first_wall
        if end <= start or length <= timedelta() or length > timedelta(days=366):
            raise REPEATS_WRONG.problem("It ends after it begins, and within a year.")
        rule, until = None, end
        if given["repeats"]:
            try:
                # A rule that never comes is looked for through many years: not on this loop.
                rule = await asyncio.to_thread(normalised, given["repeats"], first_wall)
                until = await asyncio.to_thread(last_end, rule, first_wall, length, where)
            except ValueError as wrong:
                raise REPEATS_WRONG.problem(f"{wrong}.") from None
        return {
            "title": given["title"],
            "all_day": given["all_day"],
            "start_at": start,
            "end_at": end,
            "zone": name,
            "repeats": rule,
            "until_at": until,
            "private": given["private"],
        }

    # --- hours ---

    async def keep_hours(
        self, member: Member, user_id: str, seen: int, values: dict[str, Any], online: bool | None
    ) -> None:
        """`values`: zone, weekly (seven days), exceptions (date -> stretches). Raises HOURS_WRONG, ZONE_UNKNOWN,
        VersionDiffers."""
        if values["zone"]:
            _zone(values["zone"])
        try:
            weekly = [checked(day) for day in values["weekly"]]
            exceptions = {day.isoformat(): checked(spans) for day, spans in values["exceptions"].items()}
        except ValueError as wrong:
            raise HOURS_WRONG.problem(f"{wrong}.") from None
        async with self._database.writing() as rows:
            await self.may_set_hours(rows, member, user_id)
            row = (await rows.execute(select(availability).where(availability.c.user_id == user_id))).one_or_none()
            if (row.version if row is not None else 0) != seen:
                raise VersionDiffers
            kept: dict[str, Any] = {
                "zone": values["zone"],
                "weekly": json.dumps(weekly),
                "exceptions": json.dumps(exceptions),
            }
            if online is not None:
                kept["online"] = online
            await self._put_hours(rows, member.organisation_id, user_id, kept)
            await self._note(rows, member, "availability.changed", "user", user_id)

    async def may_set_hours(self, rows: Rows, member: Member, user_id: str) -> None:
        if user_id not in await self._offers.people(rows, member.organisation_id, [user_id]):
            raise NOT_FOUND.problem()
        if user_id != member.user_id and member.role != "admin":
            raise NOT_ALLOWED.problem()

    async def _put_hours(self, rows: Rows, organisation_id: str, user_id: str, values: dict[str, Any]) -> None:
        now, theirs = self._now(), availability.c.user_id == user_id
        stamped = {**values, "updated_at": now, "version": availability.c.version + 1}
        if not (await rows.execute(update(availability).where(theirs).values(**stamped))).rowcount:
            nine_to_five = [[["09:00", "17:00"]]] * 5 + [[], []]
            base = {"zone": "", "weekly": json.dumps(nine_to_five), "exceptions": "{}", "online": False}
            key = {"user_id": user_id, "organisation_id": organisation_id, "created_at": now, "updated_at": now}
            await rows.execute(insert(availability).values(**{**base, **values, **key}))

    async def switch_online(self, rows: Rows, member: Member, online: bool) -> None:
        """Whether clients may book this member."""
        await self._put_hours(rows, member.organisation_id, member.user_id, {"online": online})
        await self._note(rows, member, "availability.changed", "user", member.user_id)

    def know_zone(self, name: str) -> None:
        """Raises ZONE_UNKNOWN."""
        _zone(name)

    # --- the booking page ---

    async def page(self, rows: Rows, organisation_id: str) -> Row[Any] | None:
        query = select(booking_pages).where(booking_pages.c.organisation_id == organisation_id)
        return (await rows.execute(query)).one_or_none()

    async def keep_page(self, rows: Rows, member: Member, slug: str | None, is_open: bool | None) -> None:
        """Raises SLUG_TAKEN, SLUG_MISSING."""
        now, office = self._now(), member.organisation_id
        row = await self.page(rows, office)
        if row is None and slug is None:
            if is_open:
                raise SLUG_MISSING.problem()
            return
        values = {name: each for name, each in (("slug", slug), ("open", is_open)) if each is not None}
        try:
            if row is None:
                full = {"open": False, **values, "organisation_id": office, "created_at": now, "updated_at": now}
                await rows.execute(insert(booking_pages).values(**full))
            else:
                stamped = {**values, "updated_at": now, "version": booking_pages.c.version + 1}
                its = booking_pages.c.organisation_id == office
                await rows.execute(update(booking_pages).where(its).values(**stamped))
        except IntegrityError:
            raise SLUG_TAKEN.problem() from None
        await self._note(rows, member, "booking_page.changed", "office", office)

    async def _note(self, rows: Rows, member: Member, action: str, subject_kind: str, subject_id: str) -> None:
        await self._audit.note(rows, member.organisation_id, Actor.of(member), action, subject_kind, subject_id)


def _must_be(row: Row[Any] | None, seen: int) -> None:
    if row is None:
        raise NOT_FOUND.problem()
    if row.version != seen:
        raise VersionDiffers


def _zone(name: str) -> Any:
    try:
        return zone(name)
    except ValueError:
        raise ZONE_UNKNOWN.problem() from None
