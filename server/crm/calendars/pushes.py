"""Appointments on their way to advisers' own calendars: durable work, once for each appointment and adviser."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from sqlalchemy import Row, delete, insert, select, update

from crm_adapter.calendars.writing import single
from server.crm.calendars.dav import DavFailed, DavServer, FoundCalendar
from server.crm.calendars.happenings import CALENDAR_STATUSES, Happenings
from server.crm.calendars.refusals import (
    DAV_ADDRESS_REFUSED,
    DAV_CHOOSE,
    DAV_NO_CALENDAR,
    DAV_OFF,
    DAV_SIGN_IN_REFUSED,
    DAV_UNREACHABLE,
)
from server.crm.calendars.tables import caldav_accounts, caldav_objects
from server.crm.ports import Agenda, Appointment, AppointmentChange, Ground, Rows
from server.hooks.signatures import Safe
from server.hooks.targets import Targets
from server.jobs import Job, Later
from server.stores.database import uuid7
from server.web import Member, Problem

PUSH = "push_to_calendar"
FILL = "fill_calendar"
_BACK = timedelta(days=31)
_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Wish:
    """What an adviser fills in. `url`: of a calendar, an account, or just a server."""

    url: str
    user_name: str
    password: str


class CalendarPushes:
    """Accounts and what is pushed to them."""

    def __init__(self, ground: Ground, targets: Targets, agenda: Agenda, happenings: Happenings) -> None:
        self._database = ground.database
        self._jobs = ground.jobs
        self._targets = targets
        self._safe = Safe(ground.key("calendar passwords"))
        self._now = ground.now
        self._agenda = agenda
        self._happenings = happenings
        ground.jobs.does(PUSH, self.push)
        ground.jobs.does(FILL, self.fill)

    # --- accounts ---

    async def account(self, rows: Rows, user_id: str) -> Row[Any] | None:
        return (await rows.execute(select(caldav_accounts).where(caldav_accounts.c.user_id == user_id))).one_or_none()

    async def connect(self, member: Member, wish: Wish) -> None:
        """Find the calendar, and keep the account. Raises a Problem; DAV_CHOOSE names the calendars to choose from."""
        self._must_be_allowed(wish.url)
        server = DavServer(self._targets, wish.user_name, wish.password)
        try:
            found = await server.calendars(wish.url)
        except DavFailed as no:
            raise _problem(no.code) from None
        if len(found) > 1:
            raise DAV_CHOOSE.problem(calendars=[{"url": one.url, "name": one.name} for one in found])
        await self._keep(member, wish, found[0])

    async def disconnect(self, member: Member) -> None:
        """What stands there stays there: it is their calendar."""
        async with self._database.writing() as rows:
            await rows.execute(delete(caldav_accounts).where(caldav_accounts.c.user_id == member.user_id))
            await rows.execute(delete(caldav_objects).where(caldav_objects.c.user_id == member.user_id))

    async def push_all(self, member: Member) -> None:
        """Everything once more. Raises DAV_OFF."""
        async with self._database.writing() as rows:
            if await self.account(rows, member.user_id) is None:
                raise DAV_OFF.problem()
            await self._jobs.put(rows, member.organisation_id, FILL, member.user_id)
        self._jobs.wake()

    def _must_be_allowed(self, url: str) -> None:
        try:
            self._targets.check(url)
        except Problem:
            raise DAV_ADDRESS_REFUSED.problem() from None

    async def _keep(self, member: Member, wish: Wish, chosen: FoundCalendar) -> None:
        now, mine = self._now(), caldav_accounts.c.user_id == member.user_id
        values = {
            "user_name": wish.user_name,
            "password": self._safe.seal(member.user_id, wish.password),
            "calendar_url": chosen.url,
            "calendar_name": chosen.name,
            "error": "",
            "failing_since": None,
            "updated_at": now,
        }
        async with self._database.writing() as rows:
            before = await self.account(rows, member.user_id)
            if before is None:
                key = {"user_id": member.user_id, "organisation_id": member.organisation_id, "created_at": now}
                await rows.execute(insert(caldav_accounts).values(**key, **values))
            else:
                await rows.execute(update(caldav_accounts).where(mine).values(**values))
                if before.calendar_url != chosen.url:
                    await rows.execute(delete(caldav_objects).where(caldav_objects.c.user_id == member.user_id))
            await self._jobs.put(rows, member.organisation_id, FILL, member.user_id)
        self._jobs.wake()

    # --- what is to be pushed ---

    async def on_change(self, rows: Rows, change: AppointmentChange) -> None:
        """In the transaction of the change."""
        advisers = {change.after.adviser_id}
        if change.before is not None:
            advisers.add(change.before.adviser_id)
        for user_id in advisers - {""}:
            if await self.account(rows, user_id) is not None:
                await self._promise(rows, change.after.organisation_id, user_id, change.after.id)

    async def again(self, rows: Rows, organisation_id: str, user_id: str, appointment_id: str) -> None:
        """Promise one anew, in the transaction of what changed about it beside the agenda."""
        await self._promise(rows, organisation_id, user_id, appointment_id)

    async def _promise(self, rows: Rows, organisation_id: str, user_id: str, appointment_id: str) -> None:
        # Ids without dashes: both together have to fit the work's subject.
        subject = f"{user_id} {appointment_id}".replace("-", "")
        detail = {"user_id": user_id, "appointment_id": appointment_id}
        await self._jobs.put(rows, organisation_id, PUSH, subject, detail=detail)

    async def fill(self, job: Job) -> None:
        """Durable work: promise everything that is not long past."""
        now = self._now()
        async with self._database.writing() as rows:
            if await self.account(rows, job.subject) is None:
                return
            found = await self._agenda.of_adviser(rows, job.organisation_id, job.subject, now - _BACK, now + _AHEAD)
            for one in found:
                await self._promise(rows, job.organisation_id, job.subject, one.id)

    async def push(self, job: Job) -> None:
        """Durable work: let one appointment stand there as it is here. Raises Later."""
        user_id, appointment_id = job.detail["user_id"], job.detail["appointment_id"]
        async with self._database.reading() as rows:
            account = await self.account(rows, user_id)
            if account is None:
                return
            appointment = await self._agenda.get(rows, job.organisation_id, appointment_id)
            mine = (caldav_objects.c.user_id == user_id) & (caldav_objects.c.appointment_id == appointment_id)
            there = (await rows.execute(select(caldav_objects).where(mine))).one_or_none()
            body: _Object | None = None
            if appointment is not None and _belongs(appointment, user_id):
                names = await self._happenings.names(rows, job.organisation_id, [appointment])
                happening = await self._happenings.for_adviser(rows, appointment, names[appointment.id])
                body = _Object(appointment, lambda alarms: single(happening, alarms))
        password = self._safe.open(user_id, account.password)
        try:
            if password is None:
                raise DavFailed("sign_in_refused")
            server = DavServer(self._targets, account.user_name, password)
            if body is None:
                await self._remove(server, there)
            else:
                await self._write(server, account, there, body)
        except DavFailed as no:
            await self._failed(user_id, no.code)
            raise Later(no.code) from None
        await self._worked(user_id)

    async def _write(self, server: DavServer, account: Row[Any], there: Row[Any] | None, body: "_Object") -> None:
        appointment = body.appointment
        url = (
            there.url
            if there is not None
            else f"{account.calendar_url.rstrip('/')}/{quote(appointment.uid, safe='')}.ics"
        )
        # What the adviser has added there, such as an alarm of their own, stays.
        now_there = await server.get(url, appointment.uid)
        alarms = () if now_there is None else now_there[1]
        etag = await server.put(url, body.text(alarms), etag="" if now_there is None else now_there[0])
        now = self._now()
        values = {"url": url, "etag": etag[:200], "sequence": appointment.sequence, "updated_at": now}
        async with self._database.writing() as rows:
            if there is not None:
                await rows.execute(update(caldav_objects).where(caldav_objects.c.id == there.id).values(**values))
                return
            key = {
                "id": uuid7(),
                "organisation_id": appointment.organisation_id,
                "user_id": account.user_id,
                "appointment_id": appointment.id,
                "created_at": now,
            }
            await rows.execute(insert(caldav_objects).values(**key, **values))

    async def _remove(self, server: DavServer, there: Row[Any] | None) -> None:
        if there is None:
            return
        await server.remove(there.url)
        async with self._database.writing() as rows:
            await rows.execute(delete(caldav_objects).where(caldav_objects.c.id == there.id))

    async def _failed(self, user_id: str, code: str) -> None:
        now, mine = self._now(), caldav_accounts.c.user_id == user_id
        async with self._database.writing() as rows:
            since = await rows.scalar(select(caldav_accounts.c.failing_since).where(mine))
            values = {"error": code[:64], "failing_since": since or now, "updated_at": now}
            await rows.execute(update(caldav_accounts).where(mine).values(**values))

    async def _worked(self, user_id: str) -> None:
        now, mine = self._now(), caldav_accounts.c.user_id == user_id
        values = {"error": "", "failing_since": None, "pushed_at": now, "updated_at": now}
        async with self._database.writing() as rows:
            await rows.execute(update(caldav_accounts).where(mine).values(**values))


@dataclass(frozen=True, slots=True)
class _Object:
    appointment: Appointment
    text: Callable[[tuple[bytes, ...]], bytes]


def _belongs(appointment: Appointment, user_id: str) -> bool:
    dated = appointment.start is not None and appointment.status in CALENDAR_STATUSES
    return dated and appointment.adviser_id == user_id


def _problem(code: str) -> Problem:
    match code:
        case "sign_in_refused":
            return DAV_SIGN_IN_REFUSED.problem()
        case "no_calendar":
            return DAV_NO_CALENDAR.problem()
        case "address_refused" | "address_unreadable":
            return DAV_ADDRESS_REFUSED.problem()
        case _:
            return DAV_UNREACHABLE.problem(reason=code)


__all__ = ["CalendarPushes", "Wish"]
