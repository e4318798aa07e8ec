"""What an office has chosen for signing."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.signing.envelopes import Verification
from server.signing.tables import signing_settings
from signing.model import Order


@dataclass(frozen=True, slots=True)
class Choices:
    """Of one office. `metered`: every envelope costs a credit; `remind_every_days` 0 is never."""

    provider: str = "samen"
    credits_allowed: bool = False
    metered: bool = False
    order: Order = "parallel"
    expires_in_days: int = 30
    remind_every_days: int = 3
    verification: Verification = "code"


async def read_choices(rows: AsyncConnection, organisation_id: str) -> Choices:
    """An office that has chosen nothing has what most want."""
    query = select(signing_settings).where(signing_settings.c.organisation_id == organisation_id)
    row = (await rows.execute(query)).one_or_none()
    if row is None:
        return Choices()
    return Choices(
        row.provider,
        row.credits_allowed,
        row.metered,
        row.signing_order,
        row.expires_in_days,
        row.remind_every_days,
        row.verification,
    )
