"""What happens to appointments when a foreign CRM merges its clients, or erases one."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, update

from server.crm.agenda.personal import EMPTY
from server.crm.agenda.tables import appointments
from server.crm.ports import Rows


class OfParties:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    async def merged(self, rows: Rows, organisation_id: str, into_id: str, from_id: str) -> None:
        """The appointments of one client become another's."""
        its = update(appointments).where(_its(organisation_id, from_id))
        await rows.execute(its.values(party_id=into_id, updated_at=self._now()))

    async def forget(self, rows: Rows, organisation_id: str, party_id: str) -> None:
        """Times stay; whose they were and what was written go."""
        values = {**EMPTY, "updated_at": self._now(), "version": appointments.c.version + 1}
        await rows.execute(update(appointments).where(_its(organisation_id, party_id)).values(**values))


def _its(organisation_id: str, party_id: str) -> ColumnElement[bool]:
    return (appointments.c.organisation_id == organisation_id) & (appointments.c.party_id == party_id)
