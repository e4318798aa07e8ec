"""What goes in and out of the API of calendars."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from server.web import Input, Output

Url = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class FeedView(Output):
    """The address to subscribe to; None until it was asked for. `read_at`: when a calendar last came for it."""

    url: str | None
    read_at: datetime | None


class DavView(Output):
    """The calendar elsewhere. `error` is a stable word of the last try; `last_at` of the last that worked."""

    url: str
    username: str
    calendar: str
    state: Literal["off", "working", "failed"]
    error: str
    last_at: datetime | None


class DavInput(Input):
    url: Url
    username: Annotated[str, StringConstraints(min_length=1, max_length=254)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=500)]
