"""What goes in and out of sharing with everybody whom a filter finds."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from server.crm.documents.views import Words
from server.web import Id, Input, Output


class ManyInput(Input):
    """With everybody whom `filter` finds, as the list of clients takes it, but for `except_ids`. Each gets a copy; the
    rest is as when sharing with a few."""

    document_ids: Annotated[list[Id], Field(min_length=1, max_length=50)]
    filter: dict[str, Any]
    except_ids: Annotated[list[Id], Field(max_length=1_000)] = []
    text: Words = ""
    notify: bool = True
    internal: bool = False
    library: bool = False


class SkippedQuery(Input):
    """`after`: `next` of the page before."""

    after: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class SharingView(Output):
    """How far sharing with many is. `done_at` null: it goes on."""

    id: str
    total: int
    waiting: int
    shared: int
    skipped: int
    created_at: datetime
    done_at: datetime | None


class SkippedView(Output):
    """`reason`: a code of a refusal. `client_id` "": they were erased since."""

    client_id: str
    name: str
    reason: str


class SkippedList(Output):
    items: list[SkippedView]
    next: int | None
