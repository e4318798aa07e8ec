"""The small pictures of websites: taken from pages that were visited, drawn anew, kept for the favourites."""

import asyncio
import base64
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from io import BytesIO
from typing import Any

from server.pages.favourites import Favourites

_SIDE = 64
_MAX_BYTES = 256 * 1024
_MAX_PIXELS = 1_000_000
_SEEN_KEPT = 2_000


class Pictures:
    def __init__(self, favourites: Favourites, start: Callable[[str, Coroutine[Any, Any, Any]], object]) -> None:
        self._favourites = favourites
        self._start = start
        # Asked once per office and website: the same page tells of its picture again and again.
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._drawing = asyncio.Semaphore(1)

    def take(self, office_id: str, message: dict[str, Any]) -> None:
        """A `page` message. Quick; what is worth keeping is kept in the background."""
        for tab in message.get("tabs", ()):
            host, icon = tab.get("host", ""), tab.get("icon", "")
            if not host or not icon or (office_id, host) in self._seen:
                continue
            self._seen[office_id, host] = None
            if len(self._seen) > _SEEN_KEPT:
                self._seen.popitem(last=False)
            self._start("picture of a website", self._keep(office_id, host, icon))

    def forget(self, office_id: str) -> None:
        """A favourite is new: its website may have been seen before."""
        for key in [key for key in self._seen if key[0] == office_id]:
            del self._seen[key]

    async def _keep(self, office_id: str, host: str, icon: str) -> None:
        if not await self._favourites.wants_icon(office_id, host):
            return
        async with self._drawing:
            drawn = await asyncio.to_thread(draw, icon)
        if drawn is not None:
            await self._favourites.keep_icon(office_id, host, drawn)


def draw(icon: str) -> bytes | None:
    """A data URL of any website as a PNG of ours, at most 64 pixels a side; None when it is no picture we read."""
    head, comma, body = icon.partition(",")
    if not comma or not head.startswith("data:image/") or not head.endswith(";base64") or len(body) > _MAX_BYTES:
        return None
    from PIL import Image

    try:
        raw = base64.b64decode(body, validate=True)
        with Image.open(BytesIO(raw), formats=("PNG", "JPEG", "WEBP", "GIF", "ICO")) as opened:
            if opened.width * opened.height > _MAX_PIXELS:
                return None
            drawn = opened.convert("RGBA")
    except Exception:  # noqa: BLE001 - a stranger's picture makes a decoder raise anything; a letter takes its place
        return None
    drawn.thumbnail((_SIDE, _SIDE))
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    out = BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
