"""What an office has chosen: one row of JSON for each group of choices, read as its model.

class BookingChoices(Choices):
    NAME = "booking"
    open: bool = False

found = await store.get(rows, organisation_id, BookingChoices)      # the defaults until something was chosen
"""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.stores.tables import Utc, metadata

choices = Table(
    "choices",
    metadata,
    Column("organisation_id", String(36), ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),  # JSON
    Column("updated_at", Utc, nullable=False),
    Column("version", Integer, nullable=False),
)


class Choices(BaseModel):
    """A group of choices. Fields have defaults; what an older version has stored stays readable."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    NAME: ClassVar[str]


C = TypeVar("C", bound=Choices)


class ChoiceStore:
    """Choices of all offices."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    async def get(self, rows: AsyncConnection, organisation_id: str, kind: type[C]) -> C:
        mine = (choices.c.organisation_id == organisation_id) & (choices.c.name == kind.NAME)
        found = await rows.scalar(select(choices.c.value).where(mine))
        return kind() if found is None else kind.model_validate_json(found)

    async def put(self, rows: AsyncConnection, organisation_id: str, value: Choices) -> None:
        mine = (choices.c.organisation_id == organisation_id) & (choices.c.name == value.NAME)
        stored = {"value": value.model_dump_json(), "updated_at": self._now()}
        changed = await rows.execute(update(choices).where(mine).values(**stored, version=choices.c.version + 1))
        if not changed.rowcount:
            key = {"organisation_id": organisation_id, "name": value.NAME}
            await rows.execute(insert(choices).values(**key, **stored, version=1))


class OfficeChoices(Choices):
    """Where the office is."""

    NAME: ClassVar[str] = "office"
    time_zone: str = "Europe/Amsterdam"
    country: str = "NL"


class AddOnChoices(Choices):
    """What an administrator has switched on beside the appointments themselves."""

    NAME: ClassVar[str] = "add_ons"
    reviews: bool = False
    summaries: bool = False
