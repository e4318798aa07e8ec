"""REST of calendars: the adviser's feed and CalDAV account, one appointment as a file, and the feed itself."""

from hashlib import sha256
from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints

from crm_adapter.calendars.writing import single
from server.crm.calendars.feeds import Feeds
from server.crm.calendars.happenings import Happenings
from server.crm.calendars.pushes import CalendarPushes, Wish
from server.crm.calendars.refusals import (
    DAV_ADDRESS_REFUSED,
    DAV_CHOOSE,
    DAV_NO_CALENDAR,
    DAV_OFF,
    DAV_SIGN_IN_REFUSED,
    DAV_UNREACHABLE,
    LINK_UNKNOWN,
    NO_TIME,
)
from server.crm.calendars.views import DavInput, DavView, FeedView
from server.crm.ports import Agenda, Rows
from server.stores.database import Database
from server.throttle import Rate, Throttle, key, network_of
from server.web import Call, Id, Role, Route
from server.web.problems import NOT_FOUND, TOO_MANY_ATTEMPTS, too_many_attempts

CALENDAR = "text/calendar"
# Addresses that lead nowhere, from one network. What leads somewhere costs nothing.
GUESSES = Rate(60, 2)
CONNECTIONS = Rate(10, 20)
"""Tries of one adviser to connect a calendar: each asks a server of someone else."""

FeedToken = Annotated[str, StringConstraints(max_length=200)]


class CalendarRoutes:
    def __init__(
        self,
        database: Database,
        feeds: Feeds,
        pushes: CalendarPushes,
        happenings: Happenings,
        agenda: Agenda,
        throttle: Throttle,
    ) -> None:
        self._database = database
        self._feeds = feeds
        self._pushes = pushes
        self._happenings = happenings
        self._agenda = agenda
        self._throttle = throttle

    def routes(self) -> list[Route]:
        feed, dav = "/api/v1/calendar-feed", "/api/v1/caldav"
        wrong = (DAV_ADDRESS_REFUSED, DAV_CHOOSE, DAV_NO_CALENDAR, DAV_SIGN_IN_REFUSED, DAV_UNREACHABLE)

        def route(method: str, path: str, handler: object, summary: str, **more: object) -> Route:
            return Route(method, path, handler, Role.ADVISER, summary, tag="calendars", **more)  # type: ignore[arg-type]  # passed on as they are

        return [
            route("GET", feed, self.feed, "The address of one's own appointments, for calendars to subscribe to"),
            route("POST", feed, self.renew, "A new address; the one before is dead from now on", once=True),
            route("DELETE", feed, self.drop, "No address at all", status=204),
            route("GET", dav, self.dav, "The CalDAV calendar that one's appointments are written to"),
            route("PUT", dav, self.connect, "Connect a CalDAV calendar", refuses=(*wrong, TOO_MANY_ATTEMPTS)),
            route("DELETE", dav, self.disconnect, "Write nothing there any more; what is there stays", status=204),
            route("POST", f"{dav}/push", self.push, "Write everything there once more", status=202, refuses=(DAV_OFF,)),
            route(
                "GET",
                "/api/v1/appointments/{appointment_id}/calendar.ics",
                self.one,
                "An appointment as a calendar file",
                produces=CALENDAR,
                refuses=(NO_TIME,),
                keys=True,
            ),
            Route(
                "GET",
                "/api/v1/calendars/{token}.ics",
                self.subscribed,
                Role.PUBLIC,
                "An adviser's appointments, behind a secret address",
                produces=CALENDAR,
                also=(304,),
                refuses=(LINK_UNKNOWN, TOO_MANY_ATTEMPTS),
                tag="calendars",
            ),
        ]

    # --- the feed ---

    async def feed(self, call: Call) -> FeedView:
        async with self._database.reading() as rows:
            state = await self._feeds.state(rows, call.member.user_id)
        return FeedView(url=state.url, read_at=state.read_at)

    async def renew(self, call: Call) -> FeedView:
        async with self._database.writing() as rows:
            state = await self._feeds.renew(rows, call.member.organisation_id, call.member.user_id)
        return FeedView(url=state.url, read_at=state.read_at)

    async def drop(self, call: Call) -> None:
        async with self._database.writing() as rows:
            await self._feeds.drop(rows, call.member.user_id)

    async def subscribed(self, call: Call, token: FeedToken) -> web.StreamResponse:
        async with self._database.reading() as rows:
            found = await self._feeds.read(rows, token)
        if found is None:
            wait = await self._throttle.take(key("calendar guesses", network_of(call.address)), GUESSES)
            raise too_many_attempts(wait) if wait else LINK_UNKNOWN.problem()
        body, row = found
        if self._feeds.worth_noting(row):
            async with self._database.writing() as rows:
                await self._feeds.note(rows, row)
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        asked = {one.strip().removeprefix("W/") for one in call.request.headers.get("If-None-Match", "").split(",")}
        if etag in asked or "*" in asked:
            return web.Response(status=304, headers=headers)
        return _file(body, "agenda.ics", headers)

    # --- one appointment ---

    async def one(self, call: Call, appointment_id: Id) -> web.StreamResponse:
        member = call.member
        async with self._database.reading() as rows:
            appointment = await self._agenda.get(rows, member.organisation_id, appointment_id)
            if appointment is None or (appointment.adviser_id != member.user_id and member.role != "admin"):
                raise NOT_FOUND.problem()
            if appointment.start is None:
                raise NO_TIME.problem()
            names = await self._happenings.names(rows, member.organisation_id, [appointment])
            happening = await self._happenings.for_adviser(rows, appointment, names[appointment.id])
        return _file(single(happening), "afspraak.ics", {"Cache-Control": "private, no-store"})

    # --- a calendar elsewhere ---

    async def dav(self, call: Call) -> DavView:
        async with self._database.reading() as rows:
            return await self._view(rows, call.member.user_id)

    async def connect(self, call: Call, body: DavInput) -> DavView:
        wait = await self._throttle.take(key("calendar connections", call.member.user_id), CONNECTIONS)
        if wait:
            raise too_many_attempts(wait)
        await self._pushes.connect(call.member, Wish(body.url.strip(), body.username.strip(), body.password))
        return await self.dav(call)

    async def disconnect(self, call: Call) -> None:
        await self._pushes.disconnect(call.member)

    async def push(self, call: Call) -> None:
        await self._pushes.push_all(call.member)

    async def _view(self, rows: Rows, user_id: str) -> DavView:
        row = await self._pushes.account(rows, user_id)
        if row is None:
            return DavView(url="", username="", calendar="", state="off", error="", last_at=None)
        return DavView(
            url=row.calendar_url,
            username=row.user_name,
            calendar=row.calendar_name,
            state="failed" if row.error else "working",
            error=row.error,
            last_at=row.pushed_at,
        )


def _file(body: bytes, name: str, headers: dict[str, str]) -> web.Response:
    headers = {
        **headers,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Type": f"{CALENDAR}; charset=utf-8",
    }
    return web.Response(body=body, headers=headers)
