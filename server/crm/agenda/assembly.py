"""The agenda, connected. server/crm/assembly.py calls this once."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.crm.agenda.calendar_routes import CalendarRoutes
from server.crm.agenda.changes import Changes, Others
from server.crm.agenda.desk import Desk
from server.crm.agenda.lists import Lists
from server.crm.agenda.making import Making
from server.crm.agenda.of_clients import OfClients
from server.crm.agenda.of_parties import OfParties
from server.crm.agenda.offers import Offers
from server.crm.agenda.routes import AppointmentRoutes
from server.crm.agenda.service import Agenda
from server.crm.agenda.setup import Setup
from server.crm.agenda.setup_routes import BlockRoutes, HourRoutes, ServiceRoutes
from server.crm.agenda.showing import Showing
from server.crm.agenda.slots import Slots
from server.crm.agenda.store import AppointmentStore
from server.crm.choices import ChoiceStore
from server.crm.ports import Around, Audit, Clients, Events, Ground, Letters, Meetings, Timeline
from server.web import Refusal, Route


@dataclass(slots=True)
class AgendaModule:
    """`service` is the port Agenda; `desk`, `showing` and `setup` are what advisers use."""

    service: Agenda
    desk: Desk
    setup: Setup
    offers: Offers
    showing: Showing
    of_clients: OfClients
    of_parties: OfParties
    routes: Sequence[Route]

    def stand(self, around: Around) -> None:
        """What stands around the agenda is made after it, and shown with it."""
        self.showing.around = around


def assemble_agenda(
    ground: Ground,
    choices: ChoiceStore,
    clients: Clients,
    timeline: Timeline,
    audit: Audit,
    events: Events,
    meetings: Meetings,
    letters: Letters,
    not_kept: tuple[Refusal, ...],
    not_elsewhere: tuple[Refusal, ...] = (),
) -> AgendaModule:
    """`not_kept`: how the clients refuse a text; `not_elsewhere`: how a foreign CRM refuses a client."""
    store, slots = AppointmentStore(ground.now), Slots(ground.database, ground.now)
    offers = Offers(slots, choices, ground.now)
    others = Others(timeline, audit, events, meetings)
    changes = Changes(ground.database, store, others, ground.jobs, ground.now)
    making = Making(ground.database, store, slots, offers, changes, clients, ground.now)
    service, desk = Agenda(making, offers), Desk(making, offers)
    setup = Setup(ground.database, slots, offers, audit, letters, ground.now)
    showing = Showing(store, changes, clients, ground.now)
    appointments = AppointmentRoutes(
        ground.database, service, desk, Lists(ground.now), showing, audit, ground.now, not_kept, not_elsewhere
    )
    routes = [
        *appointments.routes(),
        *CalendarRoutes(ground.database, offers, showing).routes(),
        *ServiceRoutes(ground.database, setup).routes(),
        *BlockRoutes(ground.database, setup, offers).routes(),
        *HourRoutes(ground.database, setup, offers, choices, audit, ground.own_url).routes(),
    ]
    return AgendaModule(
        service, desk, setup, offers, showing, OfClients(clients, ground.now), OfParties(ground.now), routes
    )
