"""What stands around the agenda, connected: links, calendars, notices, presence. server/crm/assembly.py calls this once."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from server.crm.aftercare.attendance import EVERY_S, Attendance
from server.crm.aftercare.routes import AftercareRoutes
from server.crm.aftercare.service import Aftercare
from server.crm.appointments_public.booking import BookingRoutes
from server.crm.appointments_public.doors import ClientDoors
from server.crm.appointments_public.links import AppointmentLinks
from server.crm.appointments_public.pages import AppointmentPages
from server.crm.calendars.feeds import Feeds
from server.crm.calendars.happenings import Happenings
from server.crm.calendars.invitations import CalendarInvitations
from server.crm.calendars.pushes import CalendarPushes
from server.crm.calendars.routes import CalendarRoutes
from server.crm.choices import ChoiceStore
from server.crm.notices.people import People
from server.crm.notices.service import Notices
from server.crm.ports import Agenda, Clients, Core, Ground, Letters, Meetings, Timeline
from server.web import Refusal, Route

_SWEEP_S = 3600.0


@dataclass(frozen=True, slots=True)
class AroundAgenda:
    """What the rest of the service uses of it. `aftercare` implements the port Around."""

    ground: Ground
    links: AppointmentLinks
    notices: Notices
    aftercare: Aftercare
    attendance: Attendance
    pushes: CalendarPushes
    routes: list[Route]

    async def start(self, _stack: AsyncExitStack) -> None:
        """Begin once the database is ready."""
        self.ground.tasks.every("presence at appointments", EVERY_S, self.attendance.put_right)
        self.ground.tasks.every("old links to appointments", _SWEEP_S, self._sweep)

    async def _sweep(self) -> None:
        async with self.ground.database.writing() as rows:
            await self.links.sweep(rows)


def assemble_around(
    ground: Ground,
    core: Core,
    agenda: Agenda,
    clients: Clients,
    meetings: Meetings,
    letters: Letters,
    timeline: Timeline,
    choices: ChoiceStore,
    refuses: tuple[Refusal, ...],
    not_kept: tuple[Refusal, ...],
    not_mailed: tuple[Refusal, ...],
) -> AroundAgenda:
    """`refuses`: what the agenda may answer to a change or a booking; `not_kept`: how the clients refuse a text;
    `not_mailed`: why a mail may not be written."""
    links = AppointmentLinks(ground.key("appointment links"), ground.own_url, ground.now)
    happenings = Happenings(clients, meetings, ground.own_url)
    invitations = CalendarInvitations(happenings, links, ground.now)
    feeds = Feeds(ground.key("calendar feeds"), agenda, happenings, ground.own_url, ground.now)
    pushes = CalendarPushes(ground, core.targets, agenda, happenings)
    people = People(clients, choices)
    notices = Notices(ground, letters, agenda, meetings, people, links, invitations)
    aftercare = Aftercare(ground, choices, clients, timeline, notices)
    attendance = Attendance(ground.database, agenda, core.live.session_log, ground.now)
    doors = ClientDoors(ground.database, links, agenda, clients, ground.throttle)

    # Links first: the mails after them carry the new one.
    for hear in (links.on_change, notices.on_change, pushes.on_change, attendance.on_change, aftercare.on_change):
        agenda.on_change(hear)
    agenda.after_change(notices.after_change)
    core.live.sessions.react(attendance.react)

    told_after = AftercareRoutes(
        ground.database, agenda, attendance, aftercare, doors, ground.throttle, not_kept, not_mailed
    )
    routes = [
        *AppointmentPages(ground, doors, agenda, clients, meetings, invitations, aftercare, choices, refuses).routes(),
        *BookingRoutes(ground, agenda, choices, refuses).routes(),
        *CalendarRoutes(ground.database, feeds, pushes, happenings, agenda, ground.throttle).routes(),
        *told_after.routes(),
    ]
    return AroundAgenda(ground, links, notices, aftercare, attendance, pushes, routes)
