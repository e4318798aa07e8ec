"""Documents of an envelope, on their way to a browser."""

import asyncio
from collections.abc import AsyncIterator

import structlog
from aiohttp import ClientPayloadError, web
from aiohttp.http_exceptions import HttpProcessingError

from server.files import ranges
from server.files.names import attachment
from server.signing.desk import OpenFile
from server.signing.refusals import DOCUMENT_GONE
from server.signing.routes.refusals import BAD_RANGE, UPLOAD_BROKEN, UPLOAD_STALLED
from server.stores.blobs import BlobMissing, Blobs
from server.web.routing import CONTENT_DIGEST

log = structlog.get_logger(__name__)

_SILENCE = 30.0
"""Seconds without a byte, either way, after which a transfer is given up."""

PDF = "application/pdf"
LINES = "application/x-ndjson"


async def deliver(
    request: web.Request, blobs: Blobs, organisation_id: str, file: OpenFile, *, inline: bool
) -> web.StreamResponse:
    """Answer with a document, or the part of it that was asked for. Raises a Problem."""
    headers = {
        "Content-Type": file.media_type,
        "Content-Disposition": attachment(file.name, inline=inline),
        # Whatever a document holds, nothing of it runs in our origin.
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'self'",
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
        "ETag": f'"{file.sha256}"',
    }
    unchanged = request.headers.get("If-Range", headers["ETag"]) == headers["ETag"]
    try:
        part = ranges.asked(request.headers.get("Range") if unchanged else None, file.size)
    except ranges.Unsatisfiable:
        raise BAD_RANGE.problem(headers={"Content-Range": f"bytes */{file.size}"}) from None
    start, end = part or (0, file.size)
    response = web.StreamResponse(status=200 if part is None else 206, headers=headers)
    response.content_length = end - start
    if part is not None:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    wanted = end > start and request.method != "HEAD"
    chunks = blobs.stream(organisation_id, file.sha256, start, end) if wanted else None
    # The first bytes before the headers: when they are missing there is still time to say so.
    try:
        first = await anext(chunks, b"") if chunks is not None else b""
    except BlobMissing:
        log.error("The bytes of a document are not in the store.", sha256=file.sha256)
        raise DOCUMENT_GONE.problem() from None
    await response.prepare(request)
    if chunks is not None:
        await _write(response, first)
        async for chunk in chunks:
            await _write(response, chunk)
    await response.write_eof()
    return response


async def arriving(request: web.Request, seconds: float = 600.0) -> AsyncIterator[bytes]:
    """The body as it comes. Raises a Problem when it stalls, breaks off, or takes longer than `seconds` in all."""
    until = asyncio.get_running_loop().time() + seconds
    digest = request.get(CONTENT_DIGEST)
    while True:
        try:
            async with asyncio.timeout(min(_SILENCE, until - asyncio.get_running_loop().time())):
                chunk = await request.content.readany()
        except TimeoutError:
            raise UPLOAD_STALLED.problem() from None
        except (ClientPayloadError, HttpProcessingError, web.RequestPayloadError, ConnectionError):
            raise UPLOAD_BROKEN.problem() from None
        if not chunk:
            return
        if digest is not None:
            digest.add(chunk)
        yield chunk


async def _write(response: web.StreamResponse, chunk: bytes) -> None:
    async with asyncio.timeout(_SILENCE):
        await response.write(chunk)
