"""REST of the contract: for the administrator, for the room, and for the foreign CRM itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row

from crm_adapter.contract import Asker, Failure, Party
from crm_adapter.foreign.heard import Garbled, Unsigned, read
from server.crm.contract.desk import CrmDesk
from server.crm.contract.offices import Offices
from server.crm.contract.refusals import (
    CRM_MESSAGE_GARBLED,
    CRM_SECRET_MISSING,
    CRM_SIGNATURE_WRONG,
    NO_CLIENT_HERE,
    READING,
    WRITE_DONE,
    refused,
)
from server.crm.contract.rooms import ClientRooms
from server.crm.contract.views import (
    AdapterView,
    Counts,
    CrmChange,
    CrmView,
    OpenDocument,
    OpenedDocument,
    PartyList,
    PartyPersonView,
    PartySearch,
    PartyView,
    ReadyActivity,
    ReadyDocument,
    ReadyForm,
    RoomClientView,
    TriedAgain,
    WriteList,
    WritePage,
    WriteView,
)
from server.crm.contract.writes import Writes
from server.files import problems as files
from server.hooks.refusals import WEBHOOK_ADDRESS_REFUSED, WEBHOOK_URL_WRONG
from server.web import Call, Id, Raw, Role, Route
from server.web.problems import BODY_TOO_LARGE, NOT_FOUND

_PAGE = 50
_NAMED_BY = {"document": "name", "signers": "title"}
_MOST_HEARD = 64_000  # bytes


class CrmRoutes:
    def __init__(
        self, desk: CrmDesk, offices: Offices, writes: Writes, rooms: ClientRooms, now: Callable[[], datetime]
    ) -> None:
        self._desk = desk
        self._offices = offices
        self._writes = writes
        self._rooms = rooms
        self._now = now

    def routes(self) -> list[Route]:
        wrong = (WEBHOOK_URL_WRONG, WEBHOOK_ADDRESS_REFUSED, CRM_SECRET_MISSING)
        taken = (
            files.SESSION_ENDED,
            files.NOT_INSIDE,
            files.FILE_TOO_LARGE,
            files.TOO_MANY_FILES,
            files.TOO_MANY_UPLOADS,
            files.UPLOAD_BROKEN,
        )
        write = "/api/v1/crm/writes"
        return [
            Route("GET", "/api/v1/crm", self.show, Role.ADMIN, "Which CRM the office has", tag="crm"),
            Route(
                "PUT",
                "/api/v1/crm",
                self.change,
                Role.ADMIN,
                "Choose the CRM; a foreign one has to answer first",
                refuses=(*wrong, *READING),
                tag="crm",
            ),
            Route("GET", write, self.writes, Role.ADMIN, "What is written to the CRM, the newest first", tag="crm"),
            Route("POST", f"{write}/retry", self.all_again, Role.ADMIN, "Try everything that waits, now", tag="crm"),
            Route("POST", f"{write}/{{write_id}}/retry", self.again, Role.ADMIN, "Try one, now", tag="crm"),
            Route(
                "DELETE",
                f"{write}/{{write_id}}",
                self.drop,
                Role.ADMIN,
                "Do not write it any more",
                status=204,
                refuses=(WRITE_DONE,),
                tag="crm",
            ),
            Route(
                "GET",
                "/api/v1/crm/adapter",
                self.which,
                Role.ADVISER,
                "Whose CRM the office has: without asking that CRM anything",
                tag="crm",
                keys=True,
            ),
            Route(
                "GET",
                "/api/v1/crm/parties",
                self.find,
                Role.ADVISER,
                "Look for a client in the office's CRM, whichever that is",
                refuses=READING,
                tag="crm",
                keys=True,
            ),
            Route(
                "POST",
                "/api/v1/crm/hooks/{organisation_id}",
                self.hear,
                Role.PUBLIC,
                "A foreign CRM tells what happened there (Standard Webhooks)",
                status=204,
                takes=Raw(("application/json",), "{type, timestamp, data}, at most 64 kB"),
                refuses=(CRM_SIGNATURE_WRONG, CRM_MESSAGE_GARBLED),
                tag="crm",
            ),
            Route(
                "GET",
                "/api/v1/room/client",
                self.client,
                Role.TICKET,
                "The client of this session, for the office's own people",
                refuses=(NO_CLIENT_HERE,),
                tag="room",
            ),
            Route(
                "POST",
                "/api/v1/room/client/open",
                self.open,
                Role.TICKET,
                "Bring one of the client's documents into the session",
                status=201,
                refuses=(NO_CLIENT_HERE, *READING, *taken),
                tag="room",
            ),
        ]

    # --- for the administrator ---

    async def show(self, call: Call) -> CrmView:
        return await self._view(call)

    async def change(self, call: Call, body: CrmChange) -> CrmView:
        await self._desk.choose(call.member, body.adapter, body.url, body.secret, call.address)
        return await self._view(call)

    async def writes(self, call: Call, query: WritePage) -> WriteList:
        found, counts = await self._writes.page(call.member.organisation_id, query.status, query.before, _PAGE)
        shown = found[:_PAGE]
        return WriteList(
            items=[_write(row) for row in shown],
            next=shown[-1].id if len(found) > _PAGE else None,
            counts=_counts(counts),
        )

    async def all_again(self, call: Call) -> TriedAgain:
        self._offices.forget()
        return TriedAgain(count=await self._writes.again(call.member.organisation_id))

    async def again(self, call: Call, write_id: Id) -> WriteView:
        if not await self._writes.again(call.member.organisation_id, write_id):
            raise NOT_FOUND.problem()
        return _write(await self._one(call, write_id))

    async def drop(self, call: Call, write_id: Id) -> None:
        row = await self._one(call, write_id)
        if row.status == "done" or not await self._writes.drop(call.member.organisation_id, write_id):
            raise WRITE_DONE.problem()

    async def _one(self, call: Call, write_id: str) -> Row[Any]:
        row = await self._writes.one(call.member.organisation_id, write_id)
        if row is None:
            raise NOT_FOUND.problem()
        return row

    async def _view(self, call: Call) -> CrmView:
        office = call.member.organisation_id
        choice = await self._offices.choice(office)
        _, counts = await self._writes.page(office, "", None, 1)
        capabilities, trouble, said = None, "", ""
        try:
            capabilities = sorted(await self._offices.made(office, choice, anew=True).capabilities())
        except Failure as failure:
            trouble, said = failure.code, failure.detail
        return CrmView(
            adapter=choice.adapter,
            url=choice.url,
            secret_set=bool(choice.secret),
            hooks_url=self._desk.hooks_url(office),
            capabilities=None if capabilities is None else list(capabilities),
            trouble=trouble,
            said=said,
            counts=_counts(counts),
        )

    # --- for advisers and the room ---

    async def which(self, call: Call) -> AdapterView:
        return AdapterView(adapter=(await self._offices.choice(call.member.organisation_id)).adapter)

    async def find(self, call: Call, query: PartySearch) -> PartyList:
        member = call.member
        choice = await self._offices.choice(member.organisation_id)
        asker = Asker(member.user_id, member.email, member.name, member.role == "admin")
        try:
            found = await self._offices.made(member.organisation_id, choice).parties.find(
                asker, query.search.strip(), 20
            )
        except Failure as failure:
            raise refused(failure) from None
        return PartyList(adapter=choice.adapter, items=[_party(one) for one in found])

    async def client(self, call: Call) -> RoomClientView:
        ready = await self._rooms.ready(call.holder)
        documents = ready.documents
        return RoomClientView(
            client_page=ready.client_page,
            party=None if ready.party is None else _party(ready.party),
            documents=None
            if documents is None
            else [
                ReadyDocument(
                    id=one.id,
                    name=one.name,
                    media_type=one.media_type,
                    size=one.size,
                    pages=one.pages,
                    kind=one.kind,
                    at=one.at,
                )
                for one in documents
            ],
            forms=None
            if ready.forms is None
            else [ReadyForm(id=one.id, title=one.title, state=one.state, link=one.link) for one in ready.forms],
            activities=None
            if ready.activities is None
            else [ReadyActivity(id=one.id, title=one.title, due=one.due) for one in ready.activities],
            troubles=ready.troubles,
            limits=[],
        )

    async def open(self, call: Call, body: OpenDocument) -> OpenedDocument:
        return OpenedDocument(file_id=await self._rooms.open(call.holder, body.document_id))

    # --- for the foreign CRM ---

    async def hear(self, call: Call, organisation_id: Id) -> None:
        raw = bytearray()
        async for piece in call.request.content.iter_chunked(16_384):
            raw += piece
            if len(raw) > _MOST_HEARD:
                raise BODY_TOO_LARGE.problem(max_bytes=_MOST_HEARD)
        choice = await self._offices.choice(organisation_id)
        secret = self._offices.secret(organisation_id, choice) if choice.adapter == "foreign" else None
        if secret is None:
            raise CRM_SIGNATURE_WRONG.problem()
        headers = {name.lower(): value for name, value in call.request.headers.items()}
        try:
            heard = read(secret, headers, bytes(raw), self._now())
        except Unsigned:
            raise CRM_SIGNATURE_WRONG.problem() from None
        except Garbled:
            raise CRM_MESSAGE_GARBLED.problem() from None
        await self._desk.hear(organisation_id, heard)


def _counts(counts: dict[str, int]) -> Counts:
    return Counts(waiting=counts.get("waiting", 0), failed=counts.get("failed", 0), done=counts.get("done", 0))


def _party(party: Party) -> PartyView:
    return PartyView(
        id=party.id,
        kind=party.kind,
        name=party.name,
        caption=party.caption,
        people=[PartyPersonView(name=one.name, email=one.email, language=one.language) for one in party.people],
        emails=list(party.emails),
        phones=list(party.phones),
        language=party.language,
        link=party.link,
    )


def _write(row: Row[Any]) -> WriteView:
    body = orjson.loads(row.body)
    both: dict[str, Any] = orjson.loads(row.said) if row.error == "crm_conflict" and row.said else {}
    return WriteView(
        id=row.id,
        kind=row.kind,
        what=body["kind"] if row.kind == "entry" else row.kind,
        name=body.get(_NAMED_BY.get(row.kind, "actor"), ""),
        party_id=row.party_id,
        session_id=row.session_id,
        status=row.status,
        tries=row.tries,
        error=row.error or "",
        said="" if both else row.said,
        ours=both.get("ours"),
        theirs=both.get("theirs"),
        created_at=row.created_at,
        tried_at=row.tried_at,
        done_at=row.done_at,
    )
