"""REST of co-browsing: open a page, favourites, what an office allows."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from cobrowse.ports import OwnAddresses, Policy, Refused
from server.files.problems import NOT_INSIDE
from server.pages.desk import Desk
from server.pages.favourites import Favourites
from server.pages.opening import Opening, understood
from server.pages.pictures import Pictures
from server.pages.refusals import (
    BAD_PATTERN,
    BAD_SEARCH,
    BAD_SELECTOR,
    NO_BROWSER,
    NOT_HOST,
    OF_ADDRESSES,
    SESSION_ENDED,
    SIGNING_NOW,
    TOO_MANY_FAVOURITES,
    refused,
)
from server.pages.rules import OfficeRules, Rules
from server.pages.views import (
    BrowsingChange,
    BrowsingView,
    FavouriteChange,
    FavouriteList,
    FavouriteView,
    MaskView,
    NewFavourite,
    PageOpenedView,
    PageWay,
    PageWish,
    favourite,
)
from server.web import Call, Id, Role, Route
from server.web.problems import BUSY, NOT_ALLOWED, NOT_FOUND


class RoomPageRoutes:
    """For those inside a session."""

    def __init__(self, opening: Opening, desk: Desk) -> None:
        self._opening = opening
        self._desk = desk

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/api/v1/room/page", self.way, Role.TICKET, "Where the session's web page is", tag="room"),
            Route(
                "PUT",
                "/api/v1/room/page",
                self.open,
                Role.TICKET,
                "Open a web page for everybody, or go to another address in it",
                also=(202,),
                refuses=(NO_BROWSER, NOT_HOST, NOT_INSIDE, SESSION_ENDED, SIGNING_NOW, BUSY, *OF_ADDRESSES),
                tag="room",
            ),
        ]

    async def way(self, call: Call) -> PageWay:
        ability = await self._desk.able()
        return PageWay(
            stream=f"/pages/{call.holder.session_id}",
            able=not ability.code,
            code=ability.code,
            pipeline=ability.pipeline,
            reason=ability.reason,
        )

    async def open(self, call: Call, body: PageWish) -> PageOpenedView:
        opened = await self._opening.open(call.holder, body.address)
        if opened.place:
            call.status = 202
        return PageOpenedView(site=opened.site, place=opened.place)


class FavouriteRoutes:
    """For advisers."""

    def __init__(
        self,
        favourites: Favourites,
        pictures: Pictures,
        own: Callable[[], OwnAddresses],
        exceptions: tuple[str, ...],
    ) -> None:
        self._favourites = favourites
        self._pictures = pictures
        self._own = own
        self._exceptions = exceptions

    def routes(self) -> list[Route]:
        one = "/api/v1/favourites/{favourite_id}"
        refuses = tuple(one for one in OF_ADDRESSES if one.code not in ("search_off", "page_blocked"))
        return [
            Route("GET", "/api/v1/favourites", self.all, Role.ADVISER, "Favourites, the most used first"),
            Route(
                "POST",
                "/api/v1/favourites",
                self.add,
                Role.ADVISER,
                "Keep a website: for oneself, or (administrators) for the office",
                status=201,
                refuses=(TOO_MANY_FAVOURITES, NOT_ALLOWED, *refuses),
            ),
            Route("PATCH", one, self.change, Role.ADVISER, "Change a favourite", refuses=(NOT_ALLOWED, *refuses)),
            Route("DELETE", one, self.remove, Role.ADVISER, "Remove a favourite", status=204, refuses=(NOT_ALLOWED,)),
            Route(
                "GET",
                one + "/icon",
                self.icon,
                Role.ADVISER,
                "The website's picture, once it has been visited",
                produces="image/png",
                refuses=(NOT_FOUND,),
            ),
        ]

    async def all(self, call: Call) -> FavouriteList:
        rows = await self._favourites.of(call.member)
        return FavouriteList(
            favourites=[favourite(row, call.member) for row in rows], may_edit_office=call.member.role == "admin"
        )

    async def add(self, call: Call, body: NewFavourite) -> FavouriteView:
        values: dict[str, Any] = {"title": body.title, "note": body.note, "colour": body.colour or ""}
        row = await self._favourites.add(call.member, body.scope, {**values, **self._address(body.address)})
        self._pictures.forget(call.member.organisation_id)
        return favourite(row, call.member)

    async def change(self, call: Call, favourite_id: Id, body: FavouriteChange) -> FavouriteView:
        values = body.model_dump(exclude_none=True)
        if body.address is not None:
            values |= self._address(body.address)
        return favourite(await self._favourites.change(call.member, favourite_id, values), call.member)

    async def remove(self, call: Call, favourite_id: Id) -> None:
        await self._favourites.remove(call.member, favourite_id)

    async def icon(self, call: Call, favourite_id: Id) -> web.StreamResponse:
        picture = await self._favourites.icon(call.member, favourite_id)
        headers = {"Content-Type": "image/png", "Cache-Control": "private, no-store"}
        return web.Response(body=picture, headers=headers)

    def _address(self, typed: str) -> dict[str, str]:
        """The address in full, and its host. Raises a Problem; the office's lists are asked when it is opened."""
        try:
            url, host, _ = understood(typed, Policy(exceptions=self._exceptions), self._own())
        except Refused as no:
            raise refused("address_unreadable" if no.code == "search_off" else no.code) from None
        return {"address": url[:2_000], "host": host}


class BrowsingRoutes:
    """For administrators."""

    def __init__(self, rules: Rules, changed: Callable[[str], Awaitable[None]]) -> None:
        self._rules = rules
        self._changed = changed

    def routes(self) -> list[Route]:
        path = "/api/v1/organisation/browsing"
        return [
            Route("GET", path, self.show, Role.ADMIN, "Which websites the office opens in sessions, what it hides"),
            Route(
                "PATCH",
                path,
                self.change,
                Role.ADMIN,
                "Change what the office opens and hides",
                refuses=(BAD_PATTERN, BAD_SEARCH, BAD_SELECTOR),
            ),
        ]

    async def show(self, call: Call) -> BrowsingView:
        return _browsing(await self._rules.of(call.member.organisation_id))

    async def change(self, call: Call, body: BrowsingChange) -> BrowsingView:
        office_id = call.member.organisation_id
        rules = await self._rules.change(office_id, body.model_dump(exclude_none=True))
        await self._changed(office_id)
        return _browsing(rules)


def _browsing(rules: OfficeRules) -> BrowsingView:
    return BrowsingView(
        allow=list(rules.allow),
        block=list(rules.block),
        search=rules.search,
        masks=[MaskView(site=one.site, selector=one.selector) for one in rules.masks],
    )
