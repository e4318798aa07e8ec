"""The built client: its entries by path, assets that never change, and the widget."""

import asyncio
import gzip
import hashlib
import mimetypes
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from server.web.pages import unbuilt_page

_ENTRIES = (
    ("index.html", ("/", r"/{code:\d(?:[-.+ \u00a0]*\d){8}}")),
    ("room.html", ("/session/{session_id}",)),
    (
        "adviser.html",
        ("/adviser", "/adviser/{tail:.*}", "/setup/{token}", "/invite/{token}", "/reset/{token}", "/help")
        + ("/help/{tail:.*}",),
    ),
    ("sign.html", ("/sign/{token}",)),
    ("verify.html", ("/verify",)),
    ("book.html", ("/book/{slug}", "/appointment/{token}")),
    ("request.html", ("/request/{token}", "/shared/{token}")),
)
_HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.\w+$")
_SQUEEZE = {".css", ".html", ".js", ".json", ".map", ".mjs", ".svg", ".tflite", ".txt", ".wasm", ".webmanifest"}
# Larger files go straight from disk, uncompressed: kept in memory they would cost more than they save.
_MAX_KEPT = 16 * 1024 * 1024
_MAX_TOTAL = 64 * 1024 * 1024
_YEAR = "public, max-age=31536000, immutable"

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("application/wasm", ".wasm")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/manifest+json", ".webmanifest")


@dataclass(frozen=True, slots=True)
class _Kept:
    plain: bytes
    squeezed: bytes | None
    etag: str
    stamp: tuple[int, int]  # time of change in ns, size


class StaticClient:
    """Serves one folder. Files are compressed once, when first asked for, and kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._kept: dict[Path, _Kept] = {}
        self._total = 0
        self._reading = asyncio.Lock()

    def attach(self, app: web.Application) -> None:
        """Add the client's routes. Last: they include every address that no program uses."""
        for entry, paths in _ENTRIES:
            for path in paths:
                app.router.add_get(path, self._entry(entry))
        app.router.add_get("/favicon.ico", self._icon)
        app.router.add_get(r"/{file:(?!api/|live/|socket\.io).+}", self._file)

    def _entry(self, name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            if not (self._folder / name).is_file():
                return unbuilt_page()
            return await self._serve(request, self._folder / name, "no-cache")

        return serve

    async def _icon(self, request: web.Request) -> web.StreamResponse:
        """For pages that name no icon of their own, such as a picture or a document in a tab: browsers ask for this one."""
        found = sorted(self._folder.glob("assets/icon-*.svg"))
        if not found:
            raise web.HTTPNotFound
        return await self._serve(request, found[0], "public, max-age=86400")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["file"]
        path = (self._folder / name).resolve() if "\0" not in name else self._folder
        # Nothing outside the folder, nothing hidden, and no entry under a second address.
        hidden = any(part.startswith(".") for part in Path(name).parts)
        if hidden or not path.is_relative_to(self._folder) or path.suffix == ".html" or not path.is_file():
            raise web.HTTPNotFound
        hashed = name.startswith("assets/") and _HASHED.search(name) is not None
        response = await self._serve(request, path, _YEAR if hashed else "no-cache")
        if name == "widget.js":
            # Other websites load this one, from their own origin.
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cache-Control"] = "public, max-age=300"
        return response

    async def _serve(self, request: web.Request, path: Path, cache: str) -> web.StreamResponse:
        kept = await self._keep(path)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        if kept is None or "Range" in request.headers:
            return web.FileResponse(path, headers={"Cache-Control": cache, "Content-Type": kind})
        headers = {"Cache-Control": cache, "ETag": kept.etag, "Vary": "Accept-Encoding"}
        if kept.etag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        headers["Content-Type"] = kind
        if kept.squeezed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=kept.squeezed, headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=kept.plain, headers=headers)

    async def _keep(self, path: Path) -> _Kept | None:
        stamp = _stamp(path)
        kept = self._kept.get(path)
        if kept is not None and kept.stamp == stamp:
            return kept
        if stamp[1] > _MAX_KEPT or self._total + stamp[1] > _MAX_TOTAL:
            return None
        async with self._reading:
            kept = self._kept.get(path)
            if kept is not None and kept.stamp == stamp:
                return kept  # somebody else has just read it
            fresh = await asyncio.to_thread(_read, path, stamp)
        self._total += len(fresh.plain) - (len(kept.plain) if kept is not None else 0)
        self._kept[path] = fresh
        return fresh


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _read(path: Path, stamp: tuple[int, int]) -> _Kept:
    plain = path.read_bytes()
    etag = f'"{hashlib.sha256(plain).hexdigest()[:20]}"'
    squeezed = gzip.compress(plain, 9, mtime=0) if path.suffix in _SQUEEZE and len(plain) > 512 else None
    return _Kept(plain, squeezed if squeezed is not None and len(squeezed) < len(plain) else None, etag, stamp)
