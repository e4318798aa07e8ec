"""The page behind a signer's link: what browsers may do with it."""

from aiohttp import web

from server.signing.routes.links import Links
from server.stores.database import Database
from server.web.security import host_of, policy

_PAGE = "/sign/{token}"
_API = "/api/v1/sign/{token}"
_NOBODY = "frame-ancestors 'none'"


class Framing:
    """A link to embed may be framed by the website that it was made for; nothing else may be framed by anybody.

    Nothing that such a page asks for hears its address: the link is in it.
    """

    def __init__(self, database: Database, links: Links) -> None:
        self._database = database
        self._links = links

    def attach(self, app: web.Application) -> None:
        """After the headers that every answer has."""
        app.on_response_prepare.append(self._prepare)

    async def _prepare(self, request: web.Request, response: web.StreamResponse) -> None:
        resource = request.match_info.route.resource
        path = "" if resource is None else resource.canonical
        if path == _PAGE:
            response.headers["Referrer-Policy"] = "no-referrer"
            origin = await self._origin(request.match_info["token"])
            if origin:
                whole = policy(host_of(request)).replace(_NOBODY, f"frame-ancestors {origin}")
                response.headers["Content-Security-Policy"] = whole
        elif path.startswith(_API):
            response.headers["Referrer-Policy"] = "no-referrer"

    async def _origin(self, token: str) -> str:
        async with self._database.reading() as rows:
            way = await self._links.find(rows, token)
        return way.origin if way is not None and way.kind == "embed" else ""
