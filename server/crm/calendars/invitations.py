"""Invitations that travel with mails."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from crm_adapter.calendars.writing import Someone, invitation
from server.crm.calendars.happenings import Happenings
from server.crm.ports import Appointment, Links, Recipient, Rows


class CalendarInvitations:
    """Implements the port Invitations."""

    def __init__(self, happenings: Happenings, links: Links, now: Callable[[], datetime]) -> None:
        self._happenings = happenings
        self._links = links
        self._now = now

    async def write(
        self,
        rows: Rows,
        appointment: Appointment,
        method: Literal["REQUEST", "CANCEL"],
        to: Sequence[Recipient],
        *,
        page: str | None = None,
    ) -> bytes:
        if page is None:
            page = await self._links.address(rows, appointment)
        happening = await self._happenings.for_client(rows, appointment, page)
        organiser = await self._happenings.organiser(rows, appointment)
        invited = [Someone(one.email, one.name) for one in to]
        return invitation(method, happening, organiser, invited, self._now())
