"""The way in by a link: counted when it leads nowhere, free when it leads somewhere."""

from server.crm.appointments_public.links import AppointmentLinks
from server.crm.appointments_public.refusals import LINK_UNKNOWN
from server.crm.ports import Actor, Agenda, Appointment, Clients
from server.stores.database import Database
from server.throttle import Rate, Throttle, key, network_of
from server.web.problems import too_many_attempts

# Links that lead nowhere, from one network.
GUESSES = Rate(60, 2)


class ClientDoors:
    """Implements the port Doors."""

    def __init__(
        self, database: Database, links: AppointmentLinks, agenda: Agenda, clients: Clients, throttle: Throttle
    ) -> None:
        self._database = database
        self._links = links
        self._agenda = agenda
        self._clients = clients
        self._throttle = throttle

    async def enter(self, token: str, caller: str) -> Appointment:
        async with self._database.reading() as rows:
            found = await self._links.find(rows, token)
            appointment = None
            if found is not None:
                appointment = await self._agenda.get(rows, found.organisation_id, found.appointment_id)
        if appointment is None:
            wait = await self._throttle.take(key("appointment guesses", network_of(caller)), GUESSES)
            raise too_many_attempts(wait) if wait else LINK_UNKNOWN.problem()
        return appointment

    async def actor(self, appointment: Appointment) -> Actor:
        name = appointment.guest_name
        if appointment.client_id is not None:
            async with self._database.reading() as rows:
                card = await self._clients.card(rows, appointment.organisation_id, appointment.client_id)
            name = card.name if card is not None else name
        return Actor("client", appointment.client_id or "", name)
