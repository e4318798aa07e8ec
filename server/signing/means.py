"""What the parts of the desk work with, together."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from server.signing.credits import Credits
from server.signing.documents import Documents, Works
from server.signing.leases import Leases
from server.signing.trust import Trust
from server.signing.turns import Turns
from server.stores.blobs import Blobs
from server.stores.database import Database
from server.stores.holding import BlobKeeper
from signing.fonts import Fonts


@dataclass(frozen=True, slots=True)
class Tools:
    """`wake` tells the durable work that there is something new. `font_folders` are looked through for logs."""

    database: Database
    now: Callable[[], datetime]
    turns: Turns
    blobs: Blobs
    keeper: BlobKeeper
    documents: Documents
    works: Works
    leases: Leases
    trust: Trust
    credits: Credits
    fonts: Fonts
    font_folders: tuple[Path, ...]
    zone: ZoneInfo
    wake: Callable[[], None]

    async def font_files(self, texts: Iterable[str]) -> tuple[Path, ...]:
        """Fonts that draw these texts, as far as there are any: the first draws what it can, the next the rest."""
        choice = await asyncio.to_thread(self.fonts.choose, texts)
        return (*(() if choice.regular is None else (choice.regular,)), *choice.others)
