"""REST of the timeline, and of the notes in it."""

import base64
from datetime import datetime
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field, StringConstraints
from sqlalchemy import Row

from server.crm.ports import Actor, Audit, Clients
from server.crm.timeline.refusals import CURSOR_WRONG, NOTE_NOT_YOURS, NOTE_UNKNOWN
from server.crm.timeline.store import TimelineStore
from server.stores.database import Database
from server.web import Call, Id, Input, Output, Refusal, Role, Route
from server.web.problems import CHANGED_MEANWHILE

NOTE = "note"
_PATH = "/api/v1/clients/{client_id}/timeline"
_Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"\S")]


class TimelineQuery(Input):
    """`after`: `next` of the page before. `kinds`: only these, with commas."""

    after: Annotated[str, StringConstraints(max_length=200)] = ""
    kinds: Annotated[str, StringConstraints(max_length=1000, pattern=r"^[a-z_,]*$")] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class NoteIn(Input):
    text: _Text


class ActorView(Output):
    kind: Literal["user", "client", "system"]
    id: str
    name: str


class EntryView(Output):
    """`mine`: a note that the caller wrote."""

    id: Id
    version: int
    kind: str
    at: datetime
    actor: ActorView
    subject_kind: str
    subject_id: str
    detail: dict[str, Any]
    edited_at: datetime | None
    mine: bool


class TimelinePage(Output):
    items: list[EntryView]
    next: str | None


class TimelineRoutes:
    def __init__(self, database: Database, store: TimelineStore, clients: Clients, audit: Audit) -> None:
        self._database = database
        self._store = store
        self._clients = clients
        self._audit = audit

    def routes(self, unknown: Refusal, *wrong: Refusal) -> list[Route]:
        """`unknown` and `wrong`: how the clients refuse one that is not there, and what may not be kept."""
        one = _PATH + "/{entry_id}"
        changed = (unknown, NOTE_UNKNOWN, NOTE_NOT_YOURS)
        return [
            Route(
                "GET",
                _PATH,
                self.list,
                Role.ADVISER,
                "What happened with a client, the newest first",
                refuses=(unknown, CURSOR_WRONG),
                keys=True,
            ),
            Route(
                "POST",
                _PATH,
                self.add,
                Role.ADVISER,
                "Write a note about a client, for the office alone",
                status=201,
                refuses=(unknown, *wrong),
                once=True,
                keys=True,
            ),
            Route(
                "PATCH",
                one,
                self.change,
                Role.ADVISER,
                "Change one's own note",
                refuses=(*changed, *wrong),
                if_match=True,
                keys=True,
            ),
            Route(
                "DELETE",
                one,
                self.drop,
                Role.ADVISER,
                "Delete one's own note",
                status=204,
                refuses=changed,
                if_match=True,
                keys=True,
            ),
        ]

    async def list(self, call: Call, client_id: Id, query: TimelineQuery) -> TimelinePage:
        after = _read_cursor(query.after) if query.after else None
        kinds = [kind for kind in query.kinds.split(",") if kind]
        async with self._database.reading() as rows:
            await self._clients.seen(rows, call.member, client_id)
            found = await self._store.page(rows, client_id, kinds, after, query.limit + 1)
        shown = found[: query.limit]
        return TimelinePage(
            items=[_entry(row, call.member.user_id) for row in shown],
            next=_cursor(shown[-1]) if len(found) > query.limit else None,
        )

    async def add(self, call: Call, client_id: Id, body: NoteIn) -> EntryView:
        office, actor = call.member.organisation_id, Actor.of(call.member)
        async with self._database.writing() as rows:
            await self._clients.seen(rows, call.member, client_id)
            text = await self._clients.free_text(rows, office, body.text, "text")
            note_id = await self._store.add(rows, office, client_id, NOTE, actor, detail={"text": text})
            await self._audit.note(rows, office, actor, "note.created", "client", client_id, {"note_id": note_id})
            return await self._view(rows, call, client_id, note_id)

    async def change(self, call: Call, client_id: Id, entry_id: Id, body: NoteIn) -> EntryView:
        office, actor = call.member.organisation_id, Actor.of(call.member)
        async with self._database.writing() as rows:
            await self._held(rows, call, client_id, entry_id)
            text = await self._clients.free_text(rows, office, body.text, "text")
            await self._store.write(rows, entry_id, {"text": text})
            await self._audit.note(rows, office, actor, "note.changed", "client", client_id, {"note_id": entry_id})
            return await self._view(rows, call, client_id, entry_id)

    async def drop(self, call: Call, client_id: Id, entry_id: Id) -> None:
        office, actor = call.member.organisation_id, Actor.of(call.member)
        async with self._database.writing() as rows:
            await self._held(rows, call, client_id, entry_id)
            await self._store.drop(rows, entry_id)
            await self._audit.note(rows, office, actor, "note.deleted", "client", client_id, {"note_id": entry_id})

    async def _held(self, rows: Any, call: Call, client_id: str, entry_id: str) -> None:
        """The note in the version that its writer has seen; nobody else changes it meanwhile."""
        await self._clients.seen(rows, call.member, client_id)
        row = await self._store.one(rows, client_id, entry_id)
        if row is None or row.kind != NOTE:
            raise NOTE_UNKNOWN.problem()
        if row.actor_id != call.member.user_id:
            raise NOTE_NOT_YOURS.problem()
        if row.version != call.seen():
            raise CHANGED_MEANWHILE.problem(current=_entry(row, call.member.user_id).model_dump(mode="json"))

    async def _view(self, rows: Any, call: Call, client_id: str, entry_id: str) -> EntryView:
        row = await self._store.one(rows, client_id, entry_id)
        if row is None:
            raise NOTE_UNKNOWN.problem()
        call.version = row.version
        return _entry(row, call.member.user_id)


def _entry(row: Row[Any], user_id: str) -> EntryView:
    return EntryView(
        id=row.id,
        version=row.version,
        kind=row.kind,
        at=row.at,
        actor=ActorView(kind=row.actor_kind, id=row.actor_id, name=row.actor_name),
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        detail=orjson.loads(row.detail),
        edited_at=row.edited_at,
        mine=row.kind == NOTE and row.actor_id == user_id,
    )


def _cursor(row: Row[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([row.at.isoformat(), row.id])).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[datetime, str]:
    try:
        at, entry_id = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None or not isinstance(entry_id, str):
            raise ValueError
    except (ValueError, TypeError):
        raise CURSOR_WRONG.problem(field="after") from None
    return moment, entry_id
