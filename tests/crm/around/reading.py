"""What an office sent, and the links in it."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Row, select

from server.stores.tables import mails
from tests.crm.agenda.office import AgendaOffice


async def sent(office: AgendaOffice, kind: str = "") -> list[Row[Any]]:
    """Mails of the office, the first first."""
    query = select(mails).where(mails.c.organisation_id == office.id).order_by(mails.c.id)
    if kind:
        query = query.where(mails.c.kind == kind)
    async with office.house.database.reading() as rows:
        return list((await rows.execute(query)).all())


async def kinds(office: AgendaOffice) -> list[tuple[str, str]]:
    """Kind and recipient of each mail."""
    return [(mail.kind, mail.recipient) for mail in await sent(office)]


def token_in(mail: Row[Any]) -> str:
    found = re.search(r"/appointment/([A-Za-z0-9_-]{43})", mail.html)
    assert found is not None, mail.text
    return found[1]


async def link(office: AgendaOffice, kind: str = "appointment_planned") -> str:
    """The API's address behind the newest link of this kind of mail."""
    return f"/api/v1/appointment/{token_in((await sent(office, kind))[-1])}"
