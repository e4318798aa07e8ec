"""Photos of clients: drawn anew, kept as blobs of the office."""

import asyncio
from hashlib import sha256

from aiohttp import web

from server.accounts.offices import redraw
from server.accounts.refusals import IMAGE_TOO_LARGE, NOT_AN_IMAGE
from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.changing import Changing
from server.crm.clients.refusals import CLIENT_UNKNOWN, NO_PHOTO
from server.crm.ports import Actor
from server.stores.blobs import BlobMissing, Blobs, once
from server.stores.holding import BlobKeeper
from server.web import Call, Id, Raw, Role, Route
from server.web.problems import BAD_REQUEST, BODY_TOO_LARGE

MAX_BYTES = 8 * 1024 * 1024
_PICTURES = Raw(("image/png", "image/jpeg", "image/webp"), "The picture itself, at most 8 MB")
_TIMEOUT_S = 60
_PATH = "/api/v1/clients/{client_id}/photo"


class PhotoRoutes:
    def __init__(self, book: ClientBook, changing: Changing, keeper: BlobKeeper, blobs: Blobs) -> None:
        self._book = book
        self._database = book.tools.database
        self._changing = changing
        self._keeper = keeper
        self._blobs = blobs
        # Reading a picture can take 100 MB for a moment: one at a time.
        self._painting = asyncio.Semaphore(1)

    def routes(self) -> list[Route]:
        adviser, wrong = Role.ADVISER, (CLIENT_UNKNOWN, NOT_AN_IMAGE, IMAGE_TOO_LARGE, BAD_REQUEST)
        return [
            Route(
                "GET",
                _PATH,
                self.show,
                adviser,
                "The photo of a client",
                refuses=(CLIENT_UNKNOWN, NO_PHOTO),
                produces="image/png",
                keys=True,
            ),
            Route(
                "PUT",
                _PATH,
                self.put,
                adviser,
                "Set the photo of a client",
                status=204,
                takes=_PICTURES,
                refuses=wrong,
                keys=True,
            ),
            Route(
                "DELETE",
                _PATH,
                self.drop,
                adviser,
                "Remove the photo of a client",
                status=204,
                refuses=(CLIENT_UNKNOWN,),
                keys=True,
            ),
        ]

    async def show(self, call: Call, client_id: Id) -> web.StreamResponse:
        async with self._database.reading() as rows:
            row = (await self._book.seen_whole(rows, call.member, client_id)).row
        try:
            picture = await self._blobs.read(row.organisation_id, row.photo) if row.photo else None
        except BlobMissing:
            picture = None
        if picture is None:
            raise NO_PHOTO.problem()
        return web.Response(body=picture, content_type="image/png", headers={"Cache-Control": "no-store"})

    async def put(self, call: Call, client_id: Id) -> None:
        office = call.member.organisation_id
        async with self._database.reading() as rows:
            await self._book.seen(rows, call.member, client_id)
        picture = await _whole(call.request)
        async with self._painting:
            drawn = await asyncio.to_thread(redraw, picture)
        digest = sha256(drawn).hexdigest()
        async with self._keeper.storing(office, digest) as claim:
            await self._blobs.put(office, once(drawn), MAX_BYTES * 4)
            async with self._database.writing() as rows:
                found = await self._book.seen_whole(rows, call.member, client_id)
                await store.bump(rows, client_id, self._book.tools.now(), photo=digest)
                await self._keeper.keep(rows, claim)
                if found.row.photo and found.row.photo != digest:
                    await self._keeper.let_go(rows, office, found.row.photo)
                await self._changing.told(rows, Actor.of(call.member), office, client_id, ["photo"])
        await self._keeper.sweep()

    async def drop(self, call: Call, client_id: Id) -> None:
        office = call.member.organisation_id
        async with self._database.writing() as rows:
            found = await self._book.seen_whole(rows, call.member, client_id)
            if not found.row.photo:
                return
            await store.bump(rows, client_id, self._book.tools.now(), photo=None)
            await self._keeper.let_go(rows, office, found.row.photo)
            await self._changing.told(rows, Actor.of(call.member), office, client_id, ["photo"])
        await self._keeper.sweep()


async def _whole(request: web.Request) -> bytes:
    """The body. Raises BODY_TOO_LARGE, or BAD_REQUEST when it comes too slowly."""
    if (request.content_length or 0) > MAX_BYTES:
        raise BODY_TOO_LARGE.problem()
    picture = bytearray()
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            async for chunk in request.content.iter_any():
                picture += chunk
                if len(picture) > MAX_BYTES:
                    raise BODY_TOO_LARGE.problem()
    except TimeoutError:
        raise BAD_REQUEST.problem("The body came too slowly.") from None
    return bytes(picture)
