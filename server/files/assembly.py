"""The files of a session, connected. server/wiring.py calls this once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from server.files.drawer import Drawer
from server.files.links import Links
from server.files.routes import FileRoutes
from server.live.sessions import Reaction, Sessions, UnknownSession
from server.stores.blobs import Blobs
from server.stores.database import Database
from server.web import Route
from signalling import commands as cmd
from signalling.limits import SYSTEM
from signalling.session import Rejected, Session


@dataclass(frozen=True, slots=True)
class Files:
    """`react` belongs to the live sessions' reactions."""

    drawer: Drawer
    routes: list[Route]
    react: Reaction


class _Sessions:
    """The live sessions, as the drawer wants them."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def load(self, session_id: str) -> Session | None:
        try:
            return await self._sessions.get(session_id)
        except UnknownSession:
            return None

    async def record_upload(self, session_id: str, file: cmd.AddFile) -> Rejected | None:
        answer = await self._sessions.handle(session_id, SYSTEM, file, cause=file.file_id)
        return answer if isinstance(answer, Rejected) else None


def assemble_files(
    *, database: Database, blobs: Blobs, sessions: Sessions, key: bytes, now: Callable[[], datetime]
) -> Files:
    """`key` seals the links; the same on every node."""
    drawer = Drawer(database, blobs, _Sessions(sessions), Links(key), now)
    return Files(drawer, FileRoutes(drawer).routes(), drawer.react)
