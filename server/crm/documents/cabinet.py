"""The cabinet: everything that the office does with its documents."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from sqlalchemy import Row, select, update

from server.crm.documents import store
from server.crm.documents.folding import fold
from server.crm.documents.intake import Intake
from server.crm.documents.model import Asked, Counters, Reading, State, Storage, Stored
from server.crm.documents.refusals import (
    DOCUMENT_BEING_SIGNED,
    DOCUMENT_FIXED,
    DOCUMENT_OF_ANOTHER,
    DOCUMENT_UNKNOWN,
    VERSION_UNKNOWN,
)
from server.crm.documents.tables import documents
from server.crm.ports import Actor, Audit, Clients, Ground, Holding, Rows, Timeline
from server.files.names import clean_name
from server.jobs import Job
from server.web import Member
from server.web.problems import NOT_FOUND

READ = "read_document"
PURGE = "purge_document"
UNDO = timedelta(days=30)
"""How long a deleted document can come back."""
HELD = timedelta(days=1)
"""When it is asked again whether a deleted document is still held."""

OnChanged = Literal["document_shared", "document_internal"]


class Envelopes(Protocol):
    """What signing knows of a document's envelope."""

    async def open(self, organisation_id: str, envelope_id: str) -> bool:
        """Whether it is a draft, or on its way."""
        ...


class Cabinet:
    """All methods raise a Problem, with a Refusal of refusals.py."""

    def __init__(
        self, ground: Ground, intake: Intake, clients: Clients, timeline: Timeline, audit: Audit, envelopes: Envelopes
    ) -> None:
        self.holds: Holding | None = None
        self._ground = ground
        self._intake = intake
        self._clients = clients
        self._timeline = timeline
        self._audit = audit
        self._envelopes = envelopes

    # --- coming in ---

    async def upload(
        self,
        member: Member,
        raw_name: str,
        content: AsyncIterator[bytes],
        length: int | None,
        *,
        client_id: str = "",
        state: State = "internal",
        session_id: str = "",
    ) -> str:
        """A new document; its id. Without a client it is the adviser's own: of the library, or to be shared from."""
        if client_id:
            async with self._ground.database.reading() as rows:
                await self._clients.seen(rows, member, client_id)
        office = member.organisation_id
        async with (
            self._intake.arriving(office, raw_name, content, length) as (stored, claim),
            self._ground.database.writing() as rows,
        ):
            if client_id:
                await self._clients.seen(rows, member, client_id)
            values: dict[str, Any] = {
                "client_id": client_id or None,
                "state": ("internal" if state == "library" else state) if client_id else _alone(state),
                "session_id": session_id or None,
            }
            document_id = await self.put(rows, office, stored, Actor.of(member), **values)
            await self._ground.keeper.keep(rows, claim)
        self._ground.jobs.wake()
        return document_id

    async def put(self, rows: Rows, organisation_id: str, stored: Stored, actor: Actor, **values: Any) -> str:
        """A row for bytes that somebody holds, its line in the timeline, and the promise to read it."""
        by = actor.id if actor.kind == "user" else None
        now = self._ground.now()
        if values.get("client_id"):
            card = await self._clients.stay(rows, organisation_id, values["client_id"])
            if card is None:
                raise NOT_FOUND.problem()
            values["client_id"] = card.id
        document_id = await store.add(rows, organisation_id, stored, now, by=by, by_name=actor.name, **values)
        await self._ground.jobs.put(rows, organisation_id, READ, document_id)
        await self._audit.note(
            rows, organisation_id, actor, "document.added", "document", document_id, {"name": stored.name}
        )
        if values.get("client_id") and values.get("source") not in ("signing", "request"):
            kind: OnChanged = "document_shared" if values.get("state", "shared") == "shared" else "document_internal"
            await self.tell(rows, organisation_id, values["client_id"], kind, actor, document_id, stored.name)
        return document_id

    async def replace(
        self, member: Member, document_id: str, raw_name: str, content: AsyncIterator[bytes], length: int | None
    ) -> None:
        """A new version of a document. The client sees the newest, by the link they have."""
        async with self._ground.database.reading() as rows:
            _loose(await self.found(rows, member, document_id))
        office = member.organisation_id
        async with (
            self._intake.arriving(office, raw_name, content, length) as (stored, claim),
            self._ground.database.writing() as rows,
        ):
            row = await self.found(rows, member, document_id)
            _loose(row)
            now, number = self._ground.now(), row.number + 1
            await store.add_version(rows, office, document_id, number, stored, now, member.user_id, member.name)
            file = {
                "name": stored.name,
                "media_type": stored.media_type,
                "size": stored.size,
                "sha256": stored.sha256,
                "pages": stored.pages,
                "folded": fold(stored.name),
            }
            await store.change(
                rows, document_id, now, number=number, seen_at=None, opened_at=now, from_client=False, **file
            )
            await self._ground.jobs.put(rows, office, READ, document_id)
            await self._audit.note(
                rows, office, Actor.of(member), "document.replaced", "document", document_id, {"number": number}
            )
            await self._ground.keeper.keep(rows, claim)
        self._ground.jobs.wake()

    async def to_library(self, member: Member, document_id: str) -> str:
        """A copy of a document among the adviser's own; its id."""
        async with self._ground.database.writing() as rows:
            row = await self.found(rows, member, document_id)
            copied = await self.copy(rows, row, Actor.of(member), client_id=None, state="library")
        self._ground.jobs.wake()
        return copied

    async def copy(self, rows: Rows, row: Row[Any], actor: Actor, *, client_id: str | None, state: State) -> str:
        """The newest version of a document as a document of its own; the same bytes."""
        await self._ground.keeper.alone(rows, row.organisation_id, row.sha256)
        stored = Stored(row.name, row.media_type, row.size, row.sha256, row.pages)
        copied = await self.put(rows, row.organisation_id, stored, actor, client_id=client_id, state=state)
        # The same bytes say the same: they are read once, however many have them.
        if await store.copy_text(rows, row, copied):
            await self._ground.jobs.drop(rows, row.organisation_id, READ, copied)
        return copied

    # --- looking ---

    async def found(self, rows: Rows, member: Member, document_id: str, *, deleted: bool = False) -> Row[Any]:
        """A document that this member may see; DOCUMENT_UNKNOWN for any other."""
        query = select(documents).where(documents.c.id == document_id)
        query = query.where(store.mine(member, self._clients.visible(member), deleted=deleted))
        row = (await rows.execute(query)).one_or_none()
        if row is None:
            raise DOCUMENT_UNKNOWN.problem()
        return row

    async def page(self, rows: Rows, member: Member, asked: Asked) -> Sequence[Row[Any]]:
        """One more than the page holds."""
        return await store.page(rows, store.mine(member, self._clients.visible(member)), asked)

    async def counters(self, rows: Rows, member: Member, asked: Asked) -> Counters:
        visible = self._clients.visible(member)
        by_status = await store.count(rows, store.mine(member, visible), asked)
        requested = await store.open_requests(rows, member, visible, asked.client_id, self._ground.now())
        return Counters(by_status, requested)

    async def storage(self, rows: Rows, organisation_id: str) -> Storage:
        return await self._intake.storage(rows, organisation_id)

    async def open(self, member: Member, document_id: str, number: int | None, address: str) -> Reading:
        """Bytes for somebody of the office; written down in the audit."""
        office = member.organisation_id
        async with self._ground.database.writing() as rows:
            row = await self.found(rows, member, document_id)
            which = row
            if number is not None and number != row.number:
                older = [one for one in await store.versions(rows, document_id) if one.number == number]
                if not older:
                    raise VERSION_UNKNOWN.problem()
                which = older[0]
            detail = {"name": which.name, "number": number or row.number}
            if row.opened_at is None:
                its = update(documents).where(documents.c.id == document_id)
                await rows.execute(its.values(opened_at=self._ground.now()))
            await self._audit.note(
                rows, office, Actor.of(member), "document.opened", "document", document_id, detail, address=address
            )
        return Reading(office, document_id, which.name, which.media_type, which.size, which.sha256, which.created_at)

    # --- changing ---

    async def change(self, member: Member, document_id: str, seen: int, **wanted: Any) -> tuple[Row[Any], bool]:
        """Rename, share, or keep for the office alone. Returns the row as it is now, and whether it was changed: not
        when `seen` is no longer its version."""
        async with self._ground.database.reading() as rows:
            before = await self.found(rows, member, document_id)
        state: State | None = wanted.get("state")
        # A document that somebody may sign is one that they may see.
        signable = before.envelope_id if before.kind == "document" else None
        if state == "internal" and signable and await self._envelopes.open(member.organisation_id, signable):
            raise DOCUMENT_BEING_SIGNED.problem()
        async with self._ground.database.writing() as rows:
            row = await self.found(rows, member, document_id)
            if row.version != seen:
                return row, False
            if state == "internal" and row.envelope_id != before.envelope_id:
                raise DOCUMENT_BEING_SIGNED.problem()  # made of it at this moment
            if state is not None and (row.client_id is None or state == "library"):
                raise DOCUMENT_OF_ANOTHER.problem()
            values: dict[str, Any] = {}
            if wanted.get("name"):
                name = clean_name(wanted["name"])
                values |= {"name": name, "folded": fold(name)}
            actor = Actor.of(member)
            if state is not None and state != row.state:
                values["state"] = state
                if state == "internal":
                    await store.cut_links(rows, document_id)
                kind: OnChanged = "document_shared" if state == "shared" else "document_internal"
                await self.tell(rows, row.organisation_id, row.client_id, kind, actor, document_id, row.name)
            await store.change(rows, document_id, self._ground.now(), **values)
            await self._audit.note(
                rows, row.organisation_id, actor, "document.changed", "document", document_id, dict(wanted)
            )
            return await self.found(rows, member, document_id), True

    async def delete(self, member: Member, document_id: str) -> None:
        """Out of sight at once, for everybody; gone after UNDO."""
        now = self._ground.now()
        async with self._ground.database.writing() as rows:
            row = await self.found(rows, member, document_id)
            await store.change(rows, document_id, now, deleted_at=now, deleted_by=member.user_id)
            await self._ground.jobs.put(rows, row.organisation_id, PURGE, document_id, run_at=now + UNDO)
            await self._audit.note(
                rows,
                row.organisation_id,
                Actor.of(member),
                "document.deleted",
                "document",
                document_id,
                {"name": row.name},
            )

    async def restore(self, member: Member, document_id: str) -> None:
        async with self._ground.database.writing() as rows:
            row = await self.found(rows, member, document_id, deleted=True)
            if row.deleted_at is None:
                return
            await store.change(rows, document_id, self._ground.now(), deleted_at=None, deleted_by=None)
            await self._ground.jobs.drop(rows, row.organisation_id, PURGE, document_id)
            await self._audit.note(
                rows, row.organisation_id, Actor.of(member), "document.restored", "document", document_id
            )

    async def signing(self, rows: Rows, organisation_id: str, document_id: str, envelope_id: str, stands: str) -> None:
        """An envelope was made of a document, or has come further."""
        its = (documents.c.organisation_id == organisation_id) & (documents.c.id == document_id)
        await rows.execute(update(documents).where(its).values(envelope_id=envelope_id, signing=stands))

    # --- what follows ---

    async def tell(
        self, rows: Rows, organisation_id: str, client_id: str, kind: str, actor: Actor, document_id: str, name: str
    ) -> None:
        """A line in the client's timeline about one document."""
        await self._timeline.add(
            rows,
            organisation_id,
            client_id,
            kind,
            actor,
            subject_kind="document",
            subject_id=document_id,
            detail={"name": name},
        )

    async def purge(self, job: Job) -> datetime | None:
        """The durable work after a deletion. Again changes nothing; while a hold stands it waits for another day."""
        async with self._ground.database.writing() as rows:
            if self.holds is not None:
                await self.holds.guard(rows, job.organisation_id)
            row = await store.one(rows, job.organisation_id, job.subject, deleted=True)
            if row is None or row.deleted_at is None:
                return None
            held = self.holds is not None and await self.holds.held(rows, job.organisation_id, [row.client_id or ""])
            if held:
                return self._ground.now() + HELD
            await self.let_go(rows, job.organisation_id, [row.id])
        await self._ground.keeper.sweep()
        return None

    async def let_go(self, rows: Rows, organisation_id: str, ids: Sequence[str]) -> None:
        """Rows away, and their bytes with them when nothing else names them. Sweep after the commit."""
        for sha256 in await store.remove(rows, ids):
            await self._ground.keeper.let_go(rows, organisation_id, sha256)


def _alone(state: State) -> State:
    """What a document without a client can be."""
    return "library" if state == "library" else "internal"


def _loose(row: Row[Any]) -> None:
    """Whether another version may take its place. Raises a Problem."""
    if row.kind != "document":
        raise DOCUMENT_FIXED.problem()
    if row.signing == "sent":
        raise DOCUMENT_BEING_SIGNED.problem()
