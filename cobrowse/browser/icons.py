"""The small picture of a site, fetched by the browser itself and handed on as a data URL."""

import asyncio
import base64
from typing import Any, Final, Protocol
from urllib.parse import urljoin, urlsplit

MOST_BYTES: Final = 64 * 1024
_WITHIN: Final = 8.0
_TRIED: Final = 3
_LINKS: Final = """
[...document.querySelectorAll("link[rel~='icon' i][href]")].slice(0, 20).map((link) => link.href.slice(0, 2048))
"""
_MARKS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"GIF8", "image/gif"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


class Cdp(Protocol):
    """The part of a DevTools session that is needed."""

    async def send(self, method: str, params: dict[str, Any] | None = None) -> Any:
        """One command and its answer."""
        ...


async def fetch(cdp: Cdp, frame: str, address: str) -> str:
    """The icon of the page in this frame as a data URL; "" when it has none that is small and known. Raises what `cdp` does."""
    if urlsplit(address).scheme not in ("http", "https"):
        return ""
    async with asyncio.timeout(_WITHIN):
        world = await cdp.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "icons"})
        answer = await cdp.send(
            "Runtime.evaluate",
            {"expression": _LINKS, "contextId": world["executionContextId"], "returnByValue": True, "timeout": 2000},
        )
        found = answer.get("result", {}).get("value")
        links = [link for link in found if isinstance(link, str)] if isinstance(found, list) else []
        for link in [*links[: _TRIED - 1], urljoin(address, "/favicon.ico")]:
            if urlsplit(link).scheme in ("http", "https", "data"):
                data = _inline(link) if link.startswith("data:") else await _load(cdp, frame, link)
                if (kind := media_type(data)) != "":
                    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
    return ""


def media_type(data: bytes) -> str:
    """What kind of picture these bytes are, by what they begin with; "" for anything unknown, empty or too large."""
    if not data or len(data) > MOST_BYTES:
        return ""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _MARKS if data.startswith(mark)), "")


def _inline(link: str) -> bytes:
    head, _, body = link.partition(",")
    try:
        return base64.b64decode(body, validate=True) if head.endswith(";base64") else b""
    except ValueError:
        return b""


async def _load(cdp: Cdp, frame: str, link: str) -> bytes:
    options = {"disableCache": False, "includeCredentials": False}
    answer = await cdp.send("Network.loadNetworkResource", {"frameId": frame, "url": link, "options": options})
    resource = answer["resource"]
    stream = resource.get("stream")
    if stream is None:
        return b""
    try:
        data = b""
        if resource.get("success") and resource.get("httpStatusCode", 200) == 200:
            while len(data) <= MOST_BYTES:
                piece = await cdp.send("IO.read", {"handle": stream, "size": 32_768})
                text = piece.get("data", "")
                data += base64.b64decode(text) if piece.get("base64Encoded") else text.encode()
                if piece.get("eof"):
                    break
        return data
    finally:
        await cdp.send("IO.close", {"handle": stream})
