"""Documents for everybody whom a filter finds: durable work, one transaction for each client, so that a process that is
killed repeats nobody."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, func, insert, select, update

from server.crm.documents import store
from server.crm.documents.cabinet import PURGE, UNDO, Cabinet
from server.crm.documents.refusals import (
    CLIENTS_MISSING,
    DOCUMENT_FIXED,
    DOCUMENT_OF_ANOTHER,
    DOCUMENT_UNKNOWN,
    SHARING_UNKNOWN,
    TOO_MANY_CLIENTS,
)
from server.crm.documents.sharing import Sharer, ShareWish, Sharing
from server.crm.documents.tables import document_sharing_clients, document_sharings
from server.crm.ports import Actor, Audit, Clients, Ground, Rows
from server.jobs import Job
from server.stores.database import uuid7
from server.web import Member, Problem, Refusal

MOST = 10_000
"""Clients of one sharing."""
SHARE = "share_with_many"
S, C = document_sharings.c, document_sharing_clients.c

Chosen = Callable[[Rows, Member, Any, Sequence[str]], Awaitable[Sequence[str]]]
"""(rows, member, filter, left out) -> ids of clients, as the list of clients shows them. Raises FILTER_WRONG."""


class ManySharings:
    """`chosen` is given once the clients are there."""

    def __init__(
        self, ground: Ground, cabinet: Cabinet, sharing: Sharing, clients: Clients, audit: Audit, nobody: Refusal
    ) -> None:
        """`nobody`: how the clients say that one is gone."""
        self._nobody = nobody
        self._ground = ground
        self._cabinet = cabinet
        self._sharing = sharing
        self._clients = clients
        self._audit = audit
        self.chosen: Chosen | None = None
        ground.jobs.does(SHARE, self.work)

    async def begin(self, member: Member, wish: ShareWish, found_by: Any, besides: Sequence[str]) -> str:
        """Promise to share with everybody whom the filter finds now; the id of the work. Raises a Problem."""
        async with self._ground.database.writing() as rows:
            ids = [] if self.chosen is None else list(await self.chosen(rows, member, found_by, besides))
            if not ids:
                raise CLIENTS_MISSING.problem()
            if len(ids) > MOST:
                raise TOO_MANY_CLIENTS.problem(most=MOST)
            documents = list(dict.fromkeys(wish.document_ids))
            for document_id in documents:
                row = await self._cabinet.found(rows, member, document_id)
                if row.client_id is not None:
                    raise DOCUMENT_OF_ANOTHER.problem()
                if row.kind != "document":
                    raise DOCUMENT_FIXED.problem()
                if wish.library:
                    await self._cabinet.copy(rows, row, Actor.of(member), client_id=None, state="library")
            sharing_id = await self._keep(rows, member, wish, documents, ids)
            detail = {"total": len(ids), "documents": documents}
            await self._audit.note(
                rows,
                member.organisation_id,
                Actor.of(member),
                "document.shared_with_many",
                "sharing",
                sharing_id,
                detail,
            )
            await self._ground.jobs.put(rows, member.organisation_id, SHARE, sharing_id)
        self._ground.jobs.wake()
        return sharing_id

    async def _keep(
        self, rows: Rows, member: Member, wish: ShareWish, documents: Sequence[str], ids: Sequence[str]
    ) -> str:
        sharing_id, now, office = uuid7(), self._ground.now(), member.organisation_id
        await rows.execute(
            insert(document_sharings).values(
                id=sharing_id,
                organisation_id=office,
                document_ids=orjson.dumps(documents).decode(),
                text=wish.text,
                notify=wish.notify,
                internal=wish.internal,
                made_by=member.user_id,
                made_by_name=member.name[:120],
                total=len(ids),
                created_at=now,
                updated_at=now,
            )
        )
        same = {"sharing_id": sharing_id, "organisation_id": office, "state": "waiting"}
        places = [{**same, "position": at, "client_id": client_id} for at, client_id in enumerate(ids, 1)]
        await rows.execute(insert(document_sharing_clients), places)
        return sharing_id

    # --- looking ---

    async def one(self, rows: Rows, member: Member, sharing_id: str) -> Row[Any]:
        """Whoever shared may look, and the administrator. Raises SHARING_UNKNOWN."""
        its = (S.organisation_id == member.organisation_id) & (S.id == sharing_id)
        row = (await rows.execute(select(document_sharings).where(its))).one_or_none()
        if row is None or (member.role != "admin" and row.made_by != member.user_id):
            raise SHARING_UNKNOWN.problem()
        return row

    async def counts(self, rows: Rows, sharing_id: str) -> dict[str, int]:
        """How many clients wait, have it, were skipped."""
        query = select(C.state, func.count()).where(C.sharing_id == sharing_id).group_by(C.state)
        return {state: number for state, number in (await rows.execute(query)).all()}

    async def skipped(self, rows: Rows, sharing_id: str, after: int, most: int) -> Sequence[Row[Any]]:
        """In order; one more than the page holds."""
        its = (C.sharing_id == sharing_id) & (C.state == "skipped") & (C.position > after)
        query = select(document_sharing_clients).where(its).order_by(C.position).limit(most + 1)
        return (await rows.execute(query)).all()

    # --- the work ---

    async def work(self, job: Job) -> datetime | None:
        """Each client in turn. A copy, its link, its mail and its mark are written together: whoever takes over goes on
        behind them."""
        while await self._next(job):
            self._ground.outbox.wake()
        self._ground.jobs.wake()
        return None

    async def _next(self, job: Job) -> bool:
        """Returns whether there may be another."""
        database = self._ground.database
        async with database.writing() as rows:
            await database.alone(rows, f"document sharing {job.subject}")
            its = (S.organisation_id == job.organisation_id) & (S.id == job.subject)
            sharing = (await rows.execute(select(document_sharings).where(its))).one_or_none()
            if sharing is None or sharing.done_at is not None:
                return False
            waiting = (C.sharing_id == sharing.id) & (C.state == "waiting")
            query = select(document_sharing_clients).where(waiting).order_by(C.position).limit(1)
            place = (await rows.execute(query)).first()
            if place is None:
                await self._finish(rows, sharing)
                return False
            reason = ""
            try:
                async with rows.begin_nested():
                    await self._give(rows, sharing, place)
            except Problem as wrong:  # nothing of it was written
                reason = wrong.refusal.code
            values = {"state": "skipped" if reason else "shared", "reason": reason[:64]}
            mine = (C.sharing_id == sharing.id) & (C.position == place.position)
            await rows.execute(update(document_sharing_clients).where(mine).values(**values))
        return True

    async def _give(self, rows: Rows, sharing: Row[Any], place: Row[Any]) -> None:
        office = sharing.organisation_id
        # Nobody merges or erases them meanwhile; whoever lives on in another card gets it there.
        living = await self._clients.living(rows, office, place.client_id)
        card = await self._clients.stay(rows, office, living)
        if card is None:
            raise self._nobody.problem()
        found = []
        for document_id in orjson.loads(sharing.document_ids):
            row = await store.one(rows, office, document_id)
            if row is None:
                raise DOCUMENT_UNKNOWN.problem()
            found.append(row)
        wish = ShareWish((), (), sharing.text, sharing.notify, sharing.internal)
        sharer = Sharer(sharing.made_by, office, sharing.made_by_name)
        await self._sharing.give(rows, sharer, found, card, wish)

    async def _finish(self, rows: Rows, sharing: Row[Any]) -> None:
        """What was brought in for this alone is nobody's once everybody has their copy."""
        now = self._ground.now()
        for document_id in orjson.loads(sharing.document_ids):
            row = await store.one(rows, sharing.organisation_id, document_id)
            if row is not None and row.client_id is None and row.state != "library":
                await store.change(rows, row.id, now, deleted_at=now, deleted_by=sharing.made_by)
                await self._ground.jobs.put(rows, sharing.organisation_id, PURGE, row.id, run_at=now + UNDO)
        done = {"done_at": now, "updated_at": now}
        await rows.execute(update(document_sharings).where(S.id == sharing.id).values(**done))
