"""REST of a session's files: send one, ask for a link, open the link."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

import structlog
from aiohttp import ClientPayloadError, web
from aiohttp.http_exceptions import HttpProcessingError
from pydantic import Field

from server.files import problems, ranges
from server.files.drawer import Audience, Drawer, Opened
from server.files.links import Disposition
from server.files.names import attachment
from server.files.sniff import INLINE, UNKNOWN
from server.stores.blobs import BlobMissing
from server.web import Call, Id, Input, Output, Raw, Role, Route
from server.web.problems import NOT_FOUND

log = structlog.get_logger(__name__)

_SILENCE = 30.0
"""Seconds without a byte, either way, after which a transfer is given up."""


class NewFile(Input):
    name: Annotated[str, Field(min_length=1, max_length=2_000, description="As on the sender's disk; it is cleaned.")]
    audience: Audience = "everyone"


class FileView(Output):
    file_id: str
    name: str
    size: int
    media_type: str
    sha256: str
    pages: int
    everyone: bool


class NewLink(Input):
    disposition: Disposition = "attachment"


class LinkView(Output):
    url: str
    expires_at: datetime


class FileRoutes:
    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer

    def routes(self) -> list[Route]:
        return [
            Route(
                "POST",
                "/api/v1/sessions/{session_id}/files",
                self.send,
                Role.TICKET,
                "Send a file into the session",
                status=201,
                takes=Raw((), "The file, byte for byte"),
                refuses=(
                    problems.FILE_TOO_LARGE,
                    problems.TOO_MANY_FILES,
                    problems.TOO_MANY_UPLOADS,
                    problems.UPLOAD_STALLED,
                    problems.UPLOAD_BROKEN,
                    problems.NOT_INSIDE,
                    problems.SESSION_ENDED,
                ),
                tag="files",
            ),
            Route(
                "POST",
                "/api/v1/sessions/{session_id}/files/{file_id}/links",
                self.link,
                Role.TICKET,
                "A link to a file, good for a minute and for oneself",
                status=201,
                refuses=(problems.UNKNOWN_FILE, problems.NOT_INSIDE),
                tag="files",
            ),
            Route(
                "GET",
                "/api/v1/files/{token}",
                self.open,
                Role.PUBLIC,
                "The file behind a link",
                produces="application/octet-stream",
                also=(206,),
                refuses=(
                    problems.LINK_UNKNOWN,
                    problems.LINK_EXPIRED,
                    problems.FILE_GONE,
                    problems.BAD_RANGE,
                    problems.NOT_INSIDE,
                ),
                tag="files",
            ),
        ]

    async def send(self, call: Call, session_id: Id, query: NewFile) -> FileView:
        if session_id != call.holder.session_id:
            raise NOT_FOUND.problem()
        file = await self._drawer.take_in(
            call.holder, query.name, query.audience, _arriving(call.request), call.request.content_length
        )
        return FileView(
            file_id=file.file_id,
            name=file.name,
            size=file.size,
            media_type=file.media_type,
            sha256=file.sha256,
            pages=file.pages,
            everyone=file.everyone,
        )

    async def link(self, call: Call, session_id: Id, file_id: Id, body: NewLink) -> LinkView:
        if session_id != call.holder.session_id:
            raise NOT_FOUND.problem()
        token, link = await self._drawer.link(call.holder, file_id, body.disposition)
        return LinkView(url=f"/api/v1/files/{token}", expires_at=link.expires_at)

    async def open(self, call: Call, token: str) -> web.StreamResponse:
        opened = await self._drawer.open(token)
        file, headers = opened.file, _headers(opened)
        unchanged = call.request.headers.get("If-Range", headers["ETag"]) == headers["ETag"]
        try:
            part = ranges.asked(call.request.headers.get("Range") if unchanged else None, file.size)
        except ranges.Unsatisfiable:
            raise problems.BAD_RANGE.problem(headers={"Content-Range": f"bytes */{file.size}"}) from None
        start, end = part or (0, file.size)
        response = web.StreamResponse(status=200 if part is None else 206, headers=headers)
        response.content_length = end - start
        if part is not None:
            response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
        chunks = self._drawer.stream(opened, start, end) if end > start and call.request.method != "HEAD" else None
        # The first bytes before the headers: when they are missing there is still time to say so.
        try:
            first = await anext(chunks, b"") if chunks is not None else b""
        except BlobMissing:
            log.error("The bytes of a file are not in the store.", sha256=file.sha256)
            raise problems.FILE_GONE.problem() from None
        await response.prepare(call.request)
        if chunks is not None:
            await _write(response, first)
            async for chunk in chunks:
                await _write(response, chunk)
        await response.write_eof()
        return response


async def _arriving(request: web.Request) -> AsyncIterator[bytes]:
    """The body as it comes. Raises a Problem when it stalls or breaks off."""
    while True:
        try:
            async with asyncio.timeout(_SILENCE):
                chunk = await request.content.readany()
        except TimeoutError:
            raise problems.UPLOAD_STALLED.problem() from None
        except (ClientPayloadError, HttpProcessingError, web.RequestPayloadError, ConnectionError):
            raise problems.UPLOAD_BROKEN.problem() from None
        if not chunk:
            return
        yield chunk


async def _write(response: web.StreamResponse, chunk: bytes) -> None:
    async with asyncio.timeout(_SILENCE):
        await response.write(chunk)


def _headers(opened: Opened) -> dict[str, str]:
    """Nothing that was sent here may run in our origin, whatever a browser takes it for."""
    file = opened.file
    kind = file.media_type if file.media_type in INLINE else UNKNOWN
    return {
        "Content-Type": f"{kind}; charset=utf-8" if kind == "text/plain" else kind,
        "Content-Disposition": attachment(file.name, inline=opened.inline),
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'self'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
        "ETag": f'"{file.sha256}"',
    }
