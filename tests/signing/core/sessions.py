"""A live session with one host, beside an office that signs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert

from server.live.tables import sessions as session_rows
from server.stores.blobs import once
from server.stores.database import uuid7
from server.web import TicketHolder
from signalling import commands as cmd
from signalling.limits import SYSTEM
from signalling.session import Rejected, SharedFile
from tests.signing.core.office import Office


@dataclass
class Running:
    """One session; `host` is its only participant."""

    office: Office
    id: str
    host: str

    @property
    def holder(self) -> TicketHolder:
        return TicketHolder(self.id, self.host, self.office.id, "host")

    async def files(self) -> list[SharedFile]:
        return list((await self.office.sessions.get(self.id)).files.values())

    async def withdraw(self, file_id: str) -> None:
        answer = await self.office.sessions.handle(self.id, self.host, cmd.WithdrawFile(file_id))
        assert not isinstance(answer, Rejected), answer

    async def end(self) -> None:
        answer = await self.office.sessions.handle(self.id, self.host, cmd.EndSession())
        assert not isinstance(answer, Rejected), answer


async def started(office: Office) -> Running:
    session_id, host, now = uuid7(), uuid7(), office.clock()
    async with office.database.writing() as rows:
        await rows.execute(
            insert(session_rows).values(
                id=session_id,
                organisation_id=office.id,
                host_name="Marieke",
                host_participant_id=host,
                title="",
                code=None,
                started_at=now,
                people="[]",
                created_at=now,
                updated_at=now,
            )
        )
    answer = await office.sessions.handle(
        session_id, SYSTEM, cmd.OpenSession(office.id, host, "Marieke", "nl", False, True, 25)
    )
    assert not isinstance(answer, Rejected), answer
    return Running(office, session_id, host)


async def share(office: Office, session: Running, name: str, content: bytes) -> cmd.AddFile:
    """The host uploads a file."""
    return await office.drawer.take_in(session.holder, name, "everyone", once(content), len(content))
