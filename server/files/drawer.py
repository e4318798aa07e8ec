"""The drawer of files: taking in, finding, letting go. Bytes lie in the blob store, a row says whose they are."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from sqlalchemy import Insert, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.files import problems
from server.files.links import LIFETIME, Disposition, Link, LinkExpired, Links, LinkUnknown
from server.files.names import clean_name
from server.files.pages import PageCounter
from server.files.sniff import HEAD, INLINE, PICTURES, media_type
from server.files.tables import session_files
from server.stores.blobs import BlobMissing, Blobs, BlobTooLarge
from server.stores.database import Database, uuid7
from server.stores.holding import BlobKeeper
from server.stores.tables import organisations
from server.web import Problem, TicketHolder
from signalling import commands as cmd
from signalling import events as ev
from signalling.session import Rejected, Session, SharedFile

MEGABYTE = 1024 * 1024

Audience = Literal["everyone", "hosts"]


class LiveSessions(Protocol):
    """What the drawer needs of the live sessions."""

    async def load(self, session_id: str) -> Session | None:
        """The session as it is now; None when there is none."""
        ...

    async def record_upload(self, session_id: str, file: cmd.AddFile) -> Rejected | None:
        """Tell the session, as the system, that a file has come; None when it took it."""
        ...


@dataclass(frozen=True, slots=True)
class DrawerLimits:
    """Of one session: how many files, how many bytes in all, uploads of one participant at the same time."""

    files: int = 200
    bytes: int = 2_000 * MEGABYTE
    uploads: int = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """A file on its way to somebody who may have it. `inline`: their browser may show it."""

    file: SharedFile
    organisation_id: str
    inline: bool


class Drawer:
    """The files of all sessions."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        sessions: LiveSessions,
        links: Links,
        now: Callable[[], datetime],
        limits: DrawerLimits | None = None,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._keeper = BlobKeeper(database, blobs, now)
        self._sessions = sessions
        self._links = links
        self._now = now
        self._limits = limits or DrawerLimits()
        self._pages = PageCounter()
        self._coming: Counter[str] = Counter()

    async def take_in(
        self, holder: TicketHolder, raw_name: str, audience: Audience, content: AsyncIterator[bytes], length: int | None
    ) -> cmd.AddFile:
        """Store a stream as a file of the holder's session. `length` in bytes where the sender told it.

        Raises a Problem; whatever `content` raises passes through, and nothing of the file stays.
        """
        session = await self._sessions.load(holder.session_id)
        if _inside(session, holder.participant_id).ended is not None:
            raise problems.SESSION_ENDED.problem()
        most = await self._most_bytes(holder, length or 0)
        if length is not None and length > most:
            raise problems.FILE_TOO_LARGE.problem(max_bytes=most)
        head = bytearray()

        async def seen() -> AsyncIterator[bytes]:
            async for chunk in content:
                if len(head) < HEAD:
                    head.extend(chunk[: HEAD - len(head)])
                yield chunk

        with self._turn(holder.participant_id):
            try:
                blob = await self._blobs.put(holder.organisation_id, seen(), most)
            except BlobTooLarge:
                raise problems.FILE_TOO_LARGE.problem(max_bytes=most) from None
        kind = media_type(bytes(head))
        pages = 1 if kind in PICTURES else 0
        if kind == "application/pdf":
            stream = self._blobs.stream(holder.organisation_id, blob.hash, 0, blob.size)
            try:
                pages = await self._pages.count(blob.size, stream)
            except BlobMissing:
                # Somebody let go of the same bytes at this moment.
                raise problems.UPLOAD_BROKEN.problem() from None
        file = cmd.AddFile(
            file_id=uuid7(),
            participant_id=holder.participant_id,
            name=clean_name(raw_name),
            size=blob.size,
            media_type=kind,
            sha256=blob.hash,
            pages=pages,
            everyone=audience == "everyone",
        )
        await self._keep(holder, file)
        return file

    async def link(self, holder: TicketHolder, file_id: str, disposition: Disposition) -> tuple[str, Link]:
        """A token that opens this file for this participant, and what it says. Raises a Problem."""
        self._visible(await self._sessions.load(holder.session_id), holder.participant_id, file_id)
        link = Link(holder.session_id, holder.participant_id, file_id, disposition, self._now() + LIFETIME)
        return self._links.token(link), link

    async def open(self, token: str) -> Opened:
        """The file behind a link, judged by the session as it is at this moment. Raises a Problem."""
        try:
            link = self._links.read(token, self._now())
        except LinkUnknown:
            raise problems.LINK_UNKNOWN.problem() from None
        except LinkExpired:
            raise problems.LINK_EXPIRED.problem() from None
        session = await self._sessions.load(link.session_id)
        try:
            session, file = self._visible(session, link.participant_id, link.file_id)
        except Problem as refused:
            # It was there when the link was made.
            raise problems.FILE_GONE.problem() if refused.refusal is problems.UNKNOWN_FILE else refused from None
        return Opened(file, session.organisation_id, link.disposition == "inline" and file.media_type in INLINE)

    async def put_there(self, organisation_id: str, session_id: str, file: cmd.AddFile) -> bool:
        """A file that the service made itself, whose bytes another row holds already. Again changes nothing.

        False when the session takes none any more: it has ended.
        """
        now = self._now()
        async with self._database.writing() as rows:
            await self._alone(rows, organisation_id, file.sha256)
            known = select(session_files.c.id).where(session_files.c.id == file.file_id)
            if (await rows.execute(known)).first() is None:
                await rows.execute(_row(organisation_id, session_id, file, now))
        answer = await self._sessions.record_upload(session_id, file)
        if answer is not None:
            await self._let_go(file.file_id)
        return answer is None

    def stream(self, opened: Opened, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, not including, `end`."""
        return self._blobs.stream(opened.organisation_id, opened.file.sha256, start, end)

    async def react(self, session: Session, entry: ev.Entry) -> None:
        """What was withdrawn is not kept either."""
        for event in entry.events:
            if isinstance(event, ev.FileWithdrawn):
                await self._let_go(event.file_id)

    # --- how it is kept ---------------------------------------------------------------------------------------

    async def _keep(self, holder: TicketHolder, file: cmd.AddFile) -> None:
        """The row first, then the word to the session: a file that people see is always there."""
        now = self._now()
        async with self._database.writing() as rows:
            await self._alone(rows, holder.organisation_id, file.sha256)
            await self._database.alone(rows, f"files of {holder.session_id}")
            await rows.execute(_row(holder.organisation_id, holder.session_id, file, now))
            count, size = await _held(rows, holder.session_id)
            # Somebody may have let go of the same bytes between our storing them and this row.
            there = await self._is_there(holder.organisation_id, file.sha256)
        refused: Problem | None = None
        if not there:
            refused = problems.UPLOAD_BROKEN.problem()
        elif count > self._limits.files or size > self._limits.bytes:
            refused = problems.TOO_MANY_FILES.problem()
        else:
            answer = await self._sessions.record_upload(holder.session_id, file)
            if answer is not None:
                refused = (problems.SESSION_ENDED if answer.code == "session_ended" else problems.NOT_INSIDE).problem()
        if refused is not None:
            await self._let_go(file.file_id)
            raise refused

    async def _let_go(self, file_id: str) -> None:
        """Remove a file's row, and its bytes when nothing else holds the same."""
        query = select(session_files.c.organisation_id, session_files.c.sha256).where(session_files.c.id == file_id)
        async with self._database.writing() as rows:
            found = (await rows.execute(query)).one_or_none()
            if found is None:
                return
            await self._alone(rows, found.organisation_id, found.sha256)
            await rows.execute(delete(session_files).where(session_files.c.id == file_id))
            await self._keeper.let_go(rows, found.organisation_id, found.sha256)
        await self._keeper.sweep()

    async def _alone(self, rows: AsyncConnection, organisation_id: str, sha256: str) -> None:
        await self._keeper.alone(rows, organisation_id, sha256)

    async def _is_there(self, organisation_id: str, sha256: str) -> bool:
        try:
            await self._blobs.size(organisation_id, sha256)
        except BlobMissing:
            return False
        return True

    async def _most_bytes(self, holder: TicketHolder, coming: int) -> int:
        """How large a file of the office may be. Raises a Problem when the session cannot hold one more."""
        async with self._database.reading() as rows:
            count, size = await _held(rows, holder.session_id)
            most = await rows.scalar(
                select(organisations.c.max_file_mb).where(organisations.c.id == holder.organisation_id)
            )
        if count >= self._limits.files or size + coming > self._limits.bytes:
            raise problems.TOO_MANY_FILES.problem()
        return int(most or 0) * MEGABYTE

    @contextmanager
    def _turn(self, participant_id: str) -> Iterator[None]:
        if self._coming[participant_id] >= self._limits.uploads:
            raise problems.TOO_MANY_UPLOADS.problem()
        self._coming[participant_id] += 1
        try:
            yield
        finally:
            self._coming[participant_id] -= 1
            if not self._coming[participant_id]:
                del self._coming[participant_id]

    def _visible(self, session: Session | None, participant_id: str, file_id: str) -> tuple[Session, SharedFile]:
        """The file, for somebody inside who may see it; also after the end, for as long as tickets live. Raises a Problem."""
        session = _inside(session, participant_id)
        file = session.files.get(file_id)
        if file is None or not session.may_see_file(participant_id, file):
            raise problems.UNKNOWN_FILE.problem()
        return session, file


def _inside(session: Session | None, participant_id: str) -> Session:
    """The session, if this participant is in it (or was when it ended). Raises a Problem."""
    person = None if session is None else session.participants.get(participant_id)
    if session is None or person is None or not person.inside:
        raise problems.NOT_INSIDE.problem()
    return session


def _row(organisation_id: str, session_id: str, file: cmd.AddFile, now: datetime) -> Insert:
    return insert(session_files).values(
        id=file.file_id,
        organisation_id=organisation_id,
        session_id=session_id,
        participant_id=file.participant_id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        created_at=now,
        updated_at=now,
    )


async def _held(rows: AsyncConnection, session_id: str) -> tuple[int, int]:
    """How many files a session holds, and how many bytes."""
    query = select(func.count(), func.coalesce(func.sum(session_files.c.size), 0)).where(
        session_files.c.session_id == session_id
    )
    count, size = (await rows.execute(query)).one()
    return int(count), int(size)
