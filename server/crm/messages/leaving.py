"""The page behind the link "unsubscribe", for people without a script and for mail programs with one click."""

import html
from collections.abc import Mapping
from typing import Annotated, Final

from aiohttp import web
from pydantic import StringConstraints
from sqlalchemy import select

from server.crm.messages.refusals import UNSUBSCRIBE_UNKNOWN
from server.crm.messages.unsubscribe import Unsubscribing, Whose, end
from server.crm.ports import Clients, Ground
from server.stores.tables import organisations
from server.web import Call, Raw, Role, Route

_PATH = "/api/v1/unsubscribe/{token}"
# Any text is looked at: one that cannot be a link is refused like one that is none of ours.
LeaveToken = Annotated[str, StringConstraints(max_length=600)]
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "nl": {
        "title": "Afmelden",
        "ask": "Wilt u geen aanbiedingen en nieuws meer van {office}? Berichten over uw afspraken en documenten "
        "blijven komen.",
        "button": "Afmelden",
        "done": "U bent afgemeld. U krijgt van {office} geen aanbiedingen en nieuws meer.",
    },
    "en": {
        "title": "Unsubscribe",
        "ask": "No more offers and news from {office}? Messages about your appointments and documents keep coming.",
        "button": "Unsubscribe",
        "done": "You are unsubscribed. You get no more offers and news from {office}.",
    },
    "fr": {
        "title": "Se désinscrire",
        "ask": "Vous ne souhaitez plus d’offres ni d’actualités de {office} ? Les messages sur vos rendez-vous et vos "
        "documents continuent d’arriver.",
        "button": "Se désinscrire",
        "done": "Vous êtes désinscrit. Vous ne recevez plus d’offres ni d’actualités de {office}.",
    },
}


class LeavingRoutes:
    """GET only shows: programs that follow every link of a mail unsubscribe nobody."""

    def __init__(self, ground: Ground, clients: Clients, unsubscribing: Unsubscribing) -> None:
        self._ground, self._clients, self._unsubscribing = ground, clients, unsubscribing

    def routes(self) -> list[Route]:
        return [
            Route(
                "GET",
                _PATH,
                self.show,
                Role.PUBLIC,
                "A page with the button that ends offers by mail",
                refuses=(UNSUBSCRIBE_UNKNOWN,),
                produces="text/html",
            ),
            Route(
                "POST",
                _PATH,
                self.end,
                Role.PUBLIC,
                "End offers by mail, at once (RFC 8058)",
                refuses=(UNSUBSCRIBE_UNKNOWN,),
                takes=Raw((), "List-Unsubscribe=One-Click, or nothing"),
                produces="text/html",
            ),
        ]

    async def show(self, call: Call, token: LeaveToken) -> web.StreamResponse:
        return await self._page(self._whose(token), done=False)

    async def end(self, call: Call, token: LeaveToken) -> web.StreamResponse:
        whose = self._whose(token)
        await end(self._ground, self._clients, whose)
        return await self._page(whose, done=True)

    def _whose(self, token: str) -> Whose:
        whose = self._unsubscribing.read(token)
        if whose is None:
            raise UNSUBSCRIBE_UNKNOWN.problem()
        return whose

    async def _page(self, whose: Whose, *, done: bool) -> web.StreamResponse:
        async with self._ground.database.reading() as rows:
            query = select(organisations.c.name, organisations.c.language)
            office = (await rows.execute(query.where(organisations.c.id == whose.organisation_id))).one_or_none()
            card = await self._clients.card(rows, whose.organisation_id, whose.client_id)
        if office is None:
            raise UNSUBSCRIBE_UNKNOWN.problem()
        language = card.language if card is not None and card.language in _WORDS else office.language
        words = _WORDS.get(language, _WORDS["nl"])
        said = html.escape(words["done" if done else "ask"].format(office=office.name))
        button = "" if done else f'<form method="post"><button>{html.escape(words["button"])}</button></form>'
        page = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" '
            f'content="width=device-width"><meta name="robots" content="noindex"><title>{words["title"]}</title></head>'
            f"<body><main><h1>{words['title']}</h1><p>{said}</p>{button}</main></body></html>"
        )
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-store"})
