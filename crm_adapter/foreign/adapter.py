"""The contract over HTTP: docs/crm-contract.md says each path."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import quote

from crm_adapter.contract import (
    CAPABILITIES,
    VERSION,
    Activity,
    AdapterDown,
    Appointment,
    Asker,
    Attendance,
    Capability,
    Conflict,
    ConsentChange,
    ConsentState,
    Content,
    Entry,
    NewDocument,
    NotOffered,
    NotThere,
    Party,
    PartyDocument,
    PartyForm,
)
from crm_adapter.foreign.http import READ_S, Http, Open
from crm_adapter.foreign.wire import decode, encode, plain_value

V = TypeVar("V")


def _id(value: str) -> str:
    return quote(value, safe="")


def _list(kind: type[V], answer: Any) -> list[V]:
    items = answer.get("items") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        raise AdapterDown("garbled: a list is {items: [...]}")
    return [decode(kind, one) for one in items[:1_000]]


class ForeignCrm:
    """Implements Adapter. Opens a connection for each request: a CRM that is slow today holds nothing of ours."""

    def __init__(self, url: str, secret: str, open_way: Open, read_s: float = READ_S) -> None:
        self._http = Http(url, secret, open_way, read_s)
        self._offers: frozenset[Capability] | None = None
        self.parties = _Parties(self)
        self.timeline = _Timeline(self)
        self.documents = _Documents(self)
        self.forms = _Forms(self)
        self.activities = _Activities(self)
        self.appointments = _Appointments(self)
        self.consents = _Consents(self)

    async def capabilities(self) -> frozenset[Capability]:
        """Asked once. Raises AdapterDown for a CRM that keeps another version of the contract."""
        if self._offers is None:
            answer = await self._http.get("/capabilities")
            if not isinstance(answer, dict) or answer.get("contract") != VERSION:
                raise AdapterDown(f"it does not keep version {VERSION} of the contract")
            given = answer.get("capabilities")
            names = given if isinstance(given, list) else []
            offers = frozenset(one for one in CAPABILITIES if one in names)
            if not {"parties", "timeline"} <= offers:
                raise AdapterDown("garbled: every CRM offers parties and timeline")
            self._offers = offers
        return self._offers

    async def offering(self, capability: Capability) -> Http:
        """The way to it. Raises NotOffered."""
        if capability not in await self.capabilities():
            raise NotOffered(capability)
        return self._http


class _Part:
    def __init__(self, crm: ForeignCrm) -> None:
        self._crm = crm


class _Parties(_Part):
    async def find(self, asker: Asker, text: str, limit: int = 20) -> Sequence[Party]:
        http = await self._crm.offering("parties")
        return _list(Party, await http.get("/parties", asker, {"text": text[:200], "limit": str(limit)}))[:limit]

    async def get(self, asker: Asker, party_id: str) -> Party:
        http = await self._crm.offering("parties")
        return decode(Party, await http.get(f"/parties/{_id(party_id)}", asker))


class _Timeline(_Part):
    async def add(self, entry: Entry) -> None:
        http = await self._crm.offering("timeline")
        await http.send("POST", f"/parties/{_id(entry.party_id)}/timeline", encode(entry), key=entry.id)


class _Documents(_Part):
    async def of(self, asker: Asker, party_id: str) -> Sequence[PartyDocument]:
        http = await self._crm.offering("documents")
        return _list(PartyDocument, await http.get(f"/parties/{_id(party_id)}/documents", asker))

    async def open(self, asker: Asker, document_id: str) -> Content:
        http = await self._crm.offering("documents")
        found = decode(PartyDocument, await http.get(f"/documents/{_id(document_id)}", asker))
        pieces = http.get_bytes(f"/documents/{_id(document_id)}/content", asker, found.size)
        return Content(found.name, found.media_type, found.size, pieces)

    async def file(self, document: NewDocument, content: AsyncIterator[bytes]) -> str:
        http = await self._crm.offering("documents")
        about = {name: value for name, value in encode(document).items() if name not in ("party_id", "size")}
        query = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in about.items()}
        path = f"/parties/{_id(document.party_id)}/documents"
        answer = await http.put_bytes(path, query, content, document.size, document.media_type, document.id)
        given = answer.get("id") if isinstance(answer, dict) else None
        if not isinstance(given, str) or not 0 < len(given) <= 200:
            raise AdapterDown("garbled: a filed document has an id")
        return given


class _Forms(_Part):
    async def of(self, asker: Asker, party_id: str) -> Sequence[PartyForm]:
        http = await self._crm.offering("forms")
        return _list(PartyForm, await http.get(f"/parties/{_id(party_id)}/forms", asker))


class _Activities(_Part):
    async def waiting(self, asker: Asker, party_id: str) -> Sequence[Activity]:
        http = await self._crm.offering("activities")
        return _list(Activity, await http.get(f"/parties/{_id(party_id)}/activities", asker))


class _Appointments(_Part):
    async def by_session(self, session_id: str) -> Appointment | None:
        http = await self._crm.offering("appointments")
        try:
            return decode(Appointment, await http.get(f"/sessions/{_id(session_id)}/appointment"))
        except NotThere:
            return None

    async def attended(self, attendance: Attendance) -> None:
        http = await self._crm.offering("appointments")
        path = f"/sessions/{_id(attendance.session_id)}/attendance"
        await http.send("PUT", path, encode(attendance), key=attendance.id)


class _Consents(_Part):
    async def get(self, party_id: str) -> ConsentState:
        http = await self._crm.offering("consents")
        return decode(ConsentState, await http.get(f"/parties/{_id(party_id)}/consents"))

    async def note(self, change: ConsentChange) -> ConsentState:
        http = await self._crm.offering("consents")
        body = encode(replace(change, seen=None))
        del body["seen"]
        path, seen = f"/parties/{_id(change.party_id)}/consents", change.seen
        try:
            answer = await http.send("POST", path, body, key=change.id, seen=seen, ours=body)
        except Conflict as no:
            theirs = decode(ConsentState, no.theirs)
            raise Conflict(body, {name: plain_value(value) for name, value in encode(theirs).items()}) from None
        return decode(ConsentState, answer)
