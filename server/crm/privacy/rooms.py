"""What the live core knows of a client: sessions with their records, envelopes, and what waits for a CRM."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

import orjson
from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.personal import Fate, Personal, Stop, Told, Whom, plain
from server.crm.ports import Rows
from server.live.tables import evaluations, session_log, sessions
from server.signing.tables import envelope_signers, envelopes
from server.stores.tables import metadata

_MOST_SESSIONS = 500


class Contract(Protocol):
    """What the contract with CRMs does at an erasure."""

    async def forget(self, rows: Rows, organisation_id: str, party_id: str) -> None: ...


class SessionsPersonal(Personal):
    def __init__(self, contract: Contract, now: Callable[[], datetime]) -> None:
        self._contract = contract
        self._now = now

    def _its(self, whom: Whom) -> Any:
        return and_(sessions.c.organisation_id == whom.organisation_id, sessions.c.client_id.in_(whom.ids))

    def _writes(self, whom: Whom) -> Any:
        table = metadata.tables["crm_writes"]
        of_sessions = table.c.session_id.in_(select(sessions.c.id).where(self._its(whom)))
        theirs = or_(table.c.party_id.in_(whom.ids), of_sessions)
        return and_(table.c.organisation_id == whom.organisation_id, theirs)

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        table = metadata.tables["crm_writes"]
        held = await rows.scalar(select(func.count()).select_from(sessions).where(self._its(whom)))
        waiting = await rows.scalar(select(func.count()).select_from(table).where(self._writes(whom)))
        return [
            Fate("sessions", int(held or 0), "kept", "advice_reconstructable"),
            Fate("crm_writes", int(waiting or 0), "erased"),
        ]

    async def stops(self, rows: AsyncConnection, whom: Whom) -> list[Stop]:
        running = and_(self._its(whom), sessions.c.ended_at.is_(None), sessions.c.planned.is_(False))
        count = int(await rows.scalar(select(func.count()).select_from(sessions).where(running)) or 0)
        return [Stop("session", count)] if count else []

    async def tell(self, rows: AsyncConnection, whom: Whom, *, internal: bool) -> Told:
        query = select(sessions).where(self._its(whom)).order_by(sessions.c.started_at.desc()).limit(_MOST_SESSIONS)
        found = (await rows.execute(query)).all()
        listed, records = [], []
        for row in found:
            one = plain(row, "id", "title", "host_name", "started_at", "ended_at", "end_reason")
            listed.append(one | {"people": orjson.loads(row.people)})
            records += await self._record(rows, row)
        said = select(evaluations).where(evaluations.c.session_id.in_([row.id for row in found]))
        opinions = [plain(row, "session_id", "name", "role", "stars", "text") for row in await rows.execute(said)]
        table = metadata.tables["crm_writes"]
        waiting = await rows.execute(select(table).where(self._writes(whom)).order_by(table.c.id))
        writes = [plain(row, "kind", "status", "created_at") | {"body": orjson.loads(row.body)} for row in waiting]
        lists = {"sessions": listed, "session_records": records, "evaluations": opinions}
        return Told(lists | {"crm_writes": writes} if internal else lists)

    async def _record(self, rows: AsyncConnection, session: Row[Any]) -> list[dict[str, Any]]:
        log = session_log.c
        lines = await rows.execute(
            select(log.seq, log.at, log.actor, log.events).where(log.session_id == session.id).order_by(log.seq)
        )
        return [
            {"session_id": session.id, "seq": line.seq, "at": line.at, "actor": line.actor}
            | {"events": orjson.loads(line.events)}
            for line in lines
        ]

    async def subjects(self, rows: AsyncConnection, whom: Whom) -> list[str]:
        return list((await rows.execute(select(sessions.c.id).where(self._its(whom)))).scalars())

    async def forget(self, rows: AsyncConnection, whom: Whom) -> None:
        for client_id in whom.ids:
            await self._contract.forget(rows, whom.organisation_id, client_id)

    async def lively(
        self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str], since: datetime
    ) -> set[str]:
        s = sessions.c
        newer = select(s.client_id).where(
            s.organisation_id == organisation_id, s.client_id.in_(list(ids)), s.started_at >= since
        )
        return {one for one in (await rows.execute(newer.distinct())).scalars() if one is not None}


class EnvelopesPersonal(Personal):
    """What was signed stays: it is proof for both sides."""

    def _its(self, whom: Whom) -> Any:
        s = envelope_signers.c
        by_address = select(s.envelope_id).where(
            s.organisation_id == whom.organisation_id, func.lower(s.email).in_(whom.emails)
        )
        chosen = select(s.envelope_id).where(s.organisation_id == whom.organisation_id, s.client_id.in_(whom.ids))
        documents = metadata.tables["documents"]
        filed = select(documents.c.envelope_id).where(
            documents.c.client_id.in_(whom.ids), documents.c.envelope_id.is_not(None)
        )
        theirs = or_(envelopes.c.id.in_(by_address), envelopes.c.id.in_(chosen), envelopes.c.id.in_(filed))
        return and_(envelopes.c.organisation_id == whom.organisation_id, theirs)

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        count = await rows.scalar(select(func.count()).select_from(envelopes).where(self._its(whom)))
        return [Fate("envelopes", int(count or 0), "kept", "proof_of_signing")]

    async def stops(self, rows: AsyncConnection, whom: Whom) -> list[Stop]:
        out = and_(self._its(whom), envelopes.c.status == "sent")
        count = int(await rows.scalar(select(func.count()).select_from(envelopes).where(out)) or 0)
        return [Stop("signing", count)] if count else []

    async def tell(self, rows: AsyncConnection, whom: Whom, *, internal: bool) -> Told:
        s, e = envelope_signers.c, envelopes.c
        mine = or_(func.lower(s.email).in_(whom.emails), s.email == "")
        joined = select(
            e.id,
            e.title,
            e.status,
            e.document_name,
            e.sent_at,
            e.completed_at,
            s.name,
            s.email,
            s.signed_at,
            s.verified,
        ).select_from(envelopes.outerjoin(envelope_signers, and_(s.envelope_id == e.id, mine)))
        names = ("id", "title", "status", "document_name", "sent_at", "completed_at", "name", "email", "signed_at")
        found = await rows.execute(joined.where(self._its(whom)).order_by(e.id))
        return Told({"signatures": [plain(row, *names, "verified") for row in found]})

    async def subjects(self, rows: AsyncConnection, whom: Whom) -> list[str]:
        return list((await rows.execute(select(envelopes.c.id).where(self._its(whom)))).scalars())
