"""What goes in and out of the routes of co-browsing."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from sqlalchemy import Row

from server.accounts.fields import Colour
from server.pages.favourites import may_edit
from server.web import Input, Member, Output

_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
Address = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=_LINE, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=_LINE, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=120, pattern=_LINE, strip_whitespace=True)]
HostPattern = Annotated[str, StringConstraints(min_length=1, max_length=260, pattern=_LINE, strip_whitespace=True)]
Selector = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=_LINE)]


class PageWish(Input):
    address: Annotated[Address, Field(description="An address, a domain, or words for the office's search engine.")]


class PageOpenedView(Output):
    site: Annotated[str, Field(description="The host name that was opened.")]
    place: Annotated[int, Field(description="Place in the queue, from 1; 0 when it is open.")] = 0


class PageWay(Output):
    stream: Annotated[str, Field(description="Path of the WebSocket that carries the page.")]
    able: Annotated[bool, Field(description="Whether web pages can be opened on this server.")]
    code: Annotated[str, Field(description='Why not: "no_browser", ...; else "".')]
    pipeline: Annotated[str, Field(description="How pictures are made here.")]
    reason: Annotated[str, Field(description="Why not in a better way; else empty.")]


class NewFavourite(Input):
    scope: Literal["mine", "office"] = "mine"
    title: Title
    note: Note = ""
    address: Address
    colour: Colour | None = None


class FavouriteChange(Input):
    title: Title | None = None
    note: Note | None = None
    address: Address | None = None
    colour: Colour | None = None


class FavouriteView(Output):
    id: str
    scope: Literal["mine", "office"]
    title: str
    note: str
    address: str
    host: str
    colour: Annotated[str, Field(description='"#RRGGBB", or "" to choose one by the name.')]
    icon: Annotated[str, Field(description="Path of the website's picture here; empty while there is none.")]
    uses: int
    used_at: datetime | None
    may_edit: bool


class FavouriteList(Output):
    favourites: list[FavouriteView]
    may_edit_office: bool


class MaskView(Output):
    site: str
    selector: str


class Mask(Input):
    site: HostPattern
    selector: Selector


class BrowsingView(Output):
    allow: list[str]
    block: list[str]
    search: str
    masks: list[MaskView]


class BrowsingChange(Input):
    allow: Annotated[list[HostPattern], Field(max_length=500)] | None = None
    block: Annotated[list[HostPattern], Field(max_length=500)] | None = None
    search: Annotated[str, StringConstraints(max_length=500)] | None = None
    masks: Annotated[list[Mask], Field(max_length=200)] | None = None


def favourite(row: Row[Any], member: Member) -> FavouriteView:
    icon = "" if row.icon is None else f"/api/v1/favourites/{row.id}/icon?v={row.icon[:12]}"
    return FavouriteView(
        id=row.id,
        scope="office" if row.user_id is None else "mine",
        title=row.title,
        note=row.note,
        address=row.address,
        host=row.host,
        colour=row.colour,
        icon=icon,
        uses=row.uses,
        used_at=row.used_at,
        may_edit=may_edit(member, row),
    )
