"""Who is told of an appointment, in which language and on which clock."""

from dataclasses import dataclass

from sqlalchemy import select

from server.crm.choices import ChoiceStore, OfficeChoices
from server.crm.ports import Appointment, Card, Clients, Recipient, Rows
from server.stores.tables import organisations, users

LANGUAGES = ("nl", "en", "fr")


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody to tell. `zone`: their clock; `office_zone`: the one they expect."""

    recipient: Recipient
    zone: str
    office_zone: str


class People:
    """Looks up clients, guests and advisers of appointments."""

    def __init__(self, clients: Clients, choices: ChoiceStore) -> None:
        self._clients = clients
        self._choices = choices

    async def card(self, rows: Rows, appointment: Appointment) -> Card | None:
        if appointment.client_id is None:
            return None
        return await self._clients.card(rows, appointment.organisation_id, appointment.client_id)

    async def client(self, rows: Rows, appointment: Appointment) -> Told | None:
        """The client, at the preferred address that is not blocked, or the guest; None where there is no address."""
        office_zone, language = await self._office(rows, appointment.organisation_id)
        card = await self.card(rows, appointment)
        if card is None:
            if not appointment.guest_email:
                return None
            spoken = appointment.guest_language
            language = spoken if spoken in LANGUAGES else language
            guest = Recipient(appointment.guest_email, appointment.guest_name, language)
            return Told(guest, appointment.zone, office_zone)
        address = next((one for one in card.emails if not one.blocked), None)
        if address is None:
            return None
        person = next((one for one in card.people if one.id == address.person_id), None)
        spoken = person.language if person is not None else card.language
        recipient = Recipient(
            email=address.value,
            name=person.name if person is not None else card.name,
            language=spoken if spoken in LANGUAGES else language,
            client_id=card.id,
            person_id=address.person_id,
        )
        return Told(recipient, card.time_zone or office_zone, office_zone)

    async def adviser(self, rows: Rows, appointment: Appointment) -> Told | None:
        """None when there is no such account any more, or it is closed."""
        theirs = (users.c.organisation_id == appointment.organisation_id) & (users.c.id == appointment.adviser_id)
        row = (await rows.execute(select(users).where(theirs))).one_or_none()
        if row is None or not row.active:
            return None
        office_zone, _ = await self._office(rows, appointment.organisation_id)
        return Told(Recipient(row.email, row.name, row.language), office_zone, office_zone)

    async def _office(self, rows: Rows, organisation_id: str) -> tuple[str, str]:
        zone = (await self._choices.get(rows, organisation_id, OfficeChoices)).time_zone
        query = select(organisations.c.language).where(organisations.c.id == organisation_id)
        return zone, await rows.scalar(query) or "nl"
