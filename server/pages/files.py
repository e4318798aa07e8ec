"""The files of one session, as its web page uses them: offered to its file chooser, and where its downloads go."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

from cobrowse.ports import OfferedFile, Refused
from server.files.drawer import Drawer
from server.files.names import clean_name
from server.pages.sight import sees
from server.stores.blobs import CHUNK, BlobMissing, Blobs
from server.web import Problem, TicketHolder
from signalling.session import Session, SharedFile


class SessionFiles:
    """`now` gives the session as it is at this moment."""

    def __init__(self, drawer: Drawer, blobs: Blobs, now: Callable[[], Session]) -> None:
        self._drawer = drawer
        self._blobs = blobs
        self._now = now

    async def offered(self) -> tuple[OfferedFile, ...]:
        """What the driver may see, the newest first; while nobody drives, what everybody may see."""
        session = self._now()
        seen = [file for file in session.files.values() if _may_give(session, file)]
        return tuple(OfferedFile(one.id, one.name, one.size, one.media_type) for one in reversed(seen))

    async def fetch(self, file_id: str, folder: Path) -> Path:
        """Raises `Refused` (no_file)."""
        session = self._now()
        file = session.files.get(file_id)
        if file is None or not _may_give(session, file):
            raise Refused("no_file")
        place = folder / clean_name(file.name)
        try:
            with place.open("xb") as out:
                async for chunk in self._blobs.stream(session.organisation_id, file.sha256, 0, file.size):
                    out.write(chunk)
        except (BlobMissing, OSError):
            place.unlink(missing_ok=True)
            raise Refused("no_file") from None
        return place

    async def keep(self, path: Path, name: str, driver: str | None) -> str:
        """Everybody who sees the page gets its downloads; behind the blur or off the stage they are the chairs' alone."""
        session = self._now()
        owner = _owner(session, driver)
        if owner is None:
            raise Refused("not_inside")
        all_see = all(sees(session, person.id) for person in session.inside)
        holder = TicketHolder(session.id, owner, session.organisation_id, session.participants[owner].role)
        try:
            file = await self._drawer.take_in(holder, name, "everyone" if all_see else "hosts", _read(path), None)
        except Problem as refused:
            raise Refused(refused.refusal.code) from None
        return file.file_id


def _may_give(session: Session, file: SharedFile) -> bool:
    driver = None if session.page is None else session.page.driver
    return file.everyone if driver is None else session.may_see_file(driver, file)


def _owner(session: Session, driver: str | None) -> str | None:
    """Who drove, when still inside; else a chair."""
    inside = [person.id for person in session.inside]
    if driver in inside:
        return driver
    return next((one for one in inside if session.is_chair(one)), None)


async def _read(path: Path) -> AsyncIterator[bytes]:
    # The page's own browser wrote it on this disk: reading is quick.
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
