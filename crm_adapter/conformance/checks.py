"""The checks. Each says in its first line what must be true, and raises Broken with what was not."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from crm_adapter.contract import (
    CAPABILITIES,
    Adapter,
    Asker,
    Attendance,
    Capability,
    Conflict,
    ConsentChange,
    Entry,
    Failure,
    NewDocument,
    NotOffered,
    NotThere,
    Party,
    Refused,
)


class Broken(Exception):
    """The contract is not kept; the text says where."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked. `party_id`: a client that the asker may see, and to whom the checks may add lines and documents;
    "" takes the first that is found. `session_id`: of an appointment; "" leaves that part out. `lines`, where it is
    given, counts a party's lines with this id of an entry: then it is seen, too, that nothing is doubled."""

    adapter: Adapter
    asker: Asker
    party_id: str = ""
    session_id: str = ""
    lines: Callable[[str, str], Awaitable[int]] | None = None

    async def party(self) -> Party:
        if self.party_id:
            return await self.adapter.parties.get(self.asker, self.party_id)
        found = await self.adapter.parties.find(self.asker, "", 1)
        _so(bool(found), "no client was found: name one with --party")
        return found[0]

    async def offers(self, capability: Capability) -> bool:
        return capability in await self.adapter.capabilities()


Check = Callable[[Subject], Awaitable[None]]

HARD = "Ünïcödé 😀 مرحبا \"quoted\" <b>tags</b> 'and' & more; =1+1"
"""A text that a CRM must take as it is."""
_NOBODY = "00000000-0000-7000-8000-000000000000"


def _so(right: bool, otherwise: str) -> None:
    if not right:
        raise Broken(otherwise)


def name_of(check: Check) -> str:
    return getattr(check, "__name__", "check")


async def _refuses(doing: Awaitable[object], kinds: tuple[type[Failure], ...], what: str) -> Failure:
    try:
        await doing
    except kinds as no:
        return no
    except Failure as no:
        raise Broken(f"{what}: answered {no.code}, wanted {' or '.join(one.code for one in kinds)}") from None
    raise Broken(f"{what}: it was taken, and should have been refused ({' or '.join(one.code for one in kinds)})")


def _entry(party_id: str) -> Entry:
    now = datetime.now(UTC)
    detail = {"stars": 5, "text": HARD, "minutes": 42, "ok": True, "nothing": None}
    return Entry(str(uuid4()), party_id, "evaluation", now, "Conformance", "session", str(uuid4()), detail)


async def _pieces(raw: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(raw), 10_000):
        yield raw[start : start + 10_000]


def _document(party_id: str, raw: bytes, *, internal: bool = False) -> NewDocument:
    name = f"conformance {uuid4().hex[:8]} é😀.txt"
    digest = hashlib.sha256(raw).hexdigest()
    return NewDocument(
        str(uuid4()), party_id, name, "text/plain", len(raw), digest, datetime.now(UTC), "document", internal
    )


# --- parties ---


async def it_says_what_it_offers(subject: Subject) -> None:
    """Capabilities are known ones, parties and timeline among them; the rest raises NotOffered."""
    offers = await subject.adapter.capabilities()
    _so(offers <= set(CAPABILITIES), f"unknown capabilities: {sorted(offers - set(CAPABILITIES))}")
    _so({"parties", "timeline"} <= offers, "parties and timeline are missing")
    party, adapter = await subject.party(), subject.adapter
    rest: dict[str, Callable[[], Awaitable[object]]] = {
        "documents": lambda: adapter.documents.of(subject.asker, party.id),
        "forms": lambda: adapter.forms.of(subject.asker, party.id),
        "activities": lambda: adapter.activities.waiting(subject.asker, party.id),
        "appointments": lambda: adapter.appointments.by_session(str(uuid4())),
        "consents": lambda: adapter.consents.get(party.id),
    }
    for name, call in rest.items():
        if name in offers:
            await call()
        else:
            await _refuses(call(), (NotOffered,), name)


async def a_party_is_found_and_read(subject: Subject) -> None:
    """A party is found by its name and by its e-mail, and read by its id."""
    party = await subject.party()
    again = await subject.adapter.parties.get(subject.asker, party.id)
    _so((again.id, again.name) == (party.id, party.name), "another one is read than was found")
    _so(again.version >= 1, "versions begin at 1")
    for text in (party.name, *party.emails[:1]):
        found = await subject.adapter.parties.find(subject.asker, text, 20)
        _so(party.id in [one.id for one in found], f"it is not found by {text!r}")
        _so(len(found) <= 20, "more are found than asked for")


async def searching_takes_any_text(subject: Subject) -> None:
    """Any text can be looked for, and finds nobody or somebody."""
    for text in (HARD, "%", "_", "*", "a" * 200, "\u202eabc", "' OR 1=1 --"):
        await subject.adapter.parties.find(subject.asker, text, 5)


async def nobody_is_not_there(subject: Subject) -> None:
    """An id that nobody has is NotThere, to read and to write."""
    adapter, asker = subject.adapter, subject.asker
    for strange in (_NOBODY, "no such/party?&#", "😀"):
        await _refuses(adapter.parties.get(asker, strange), (NotThere,), f"party {strange!r}")
    await _refuses(adapter.timeline.add(_entry(_NOBODY)), (NotThere,), "a line for nobody")


# --- the timeline ---


async def a_line_said_twice_is_there_once(subject: Subject) -> None:
    """The same entry again changes nothing, also when it comes eight times at once."""
    party = await subject.party()
    entry = _entry(party.id)
    await subject.adapter.timeline.add(entry)
    await subject.adapter.timeline.add(entry)
    once = _entry(party.id)
    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(_told(subject, once))
    if subject.lines is not None:
        for one in (entry, once):
            count = await subject.lines(party.id, one.id)
            _so(count == 1, f"the line is there {count} times")


async def _told(subject: Subject, entry: Entry) -> None:
    await subject.adapter.timeline.add(entry)


async def lines_of_another_kind_are_taken(subject: Subject) -> None:
    """A kind that the CRM does not know, an old time and no detail are no reason to refuse a line."""
    party = await subject.party()
    old = datetime.now(UTC) - timedelta(days=400)
    await subject.adapter.timeline.add(Entry(str(uuid4()), party.id, "something_new", old))


# --- documents ---


async def a_document_comes_back_as_it_went(subject: Subject) -> None:
    """What is filed is listed and opened with the same bytes; filed again it is the same document."""
    if not await subject.offers("documents"):
        return
    party = await subject.party()
    raw = HARD.encode() * 1_000
    new = _document(party.id, raw)
    documents = subject.adapter.documents
    first = await documents.file(new, _pieces(raw))
    _so(await documents.file(new, _pieces(raw)) == first, "filed again it became another document")
    listed = [one for one in await documents.of(subject.asker, party.id) if one.name == new.name]
    _so(len(listed) == 1, f"it is listed {len(listed)} times")
    _so(listed[0].size == len(raw) and listed[0].media_type == "text/plain", "its size or type is another")
    content = await documents.open(subject.asker, listed[0].id)
    came = b"".join([piece async for piece in content.pieces])
    _so(came == raw, "other bytes came back")


async def what_is_internal_stays_inside(subject: Subject) -> None:
    """An internal document is kept, and by no call of the contract seen again."""
    if not await subject.offers("documents"):
        return
    party = await subject.party()
    raw = b"for the office alone"
    new = _document(party.id, raw, internal=True)
    document_id = await subject.adapter.documents.file(new, _pieces(raw))
    listed = await subject.adapter.documents.of(subject.asker, party.id)
    _so(document_id not in [one.id for one in listed] and new.name not in [one.name for one in listed], "it is listed")
    await _refuses(subject.adapter.documents.open(subject.asker, document_id), (NotThere,), "opening it")


async def other_bytes_than_promised_are_refused(subject: Subject) -> None:
    """A document whose bytes have another hash is refused, and not kept."""
    if not await subject.offers("documents"):
        return
    party = await subject.party()
    new = _document(party.id, b"what was promised")
    other = b"something elses!!"
    _so(len(other) == new.size, "the kit itself is wrong")
    await _refuses(subject.adapter.documents.file(new, _pieces(other)), (Refused,), "other bytes")
    listed = await subject.adapter.documents.of(subject.asker, party.id)
    _so(new.name not in [one.name for one in listed], "it was kept all the same")


async def documents_of_nobody_are_not_there(subject: Subject) -> None:
    """Documents of nobody, and an unknown document, are NotThere."""
    if not await subject.offers("documents"):
        return
    raw = b"lost"
    documents = subject.adapter.documents
    await _refuses(documents.of(subject.asker, _NOBODY), (NotThere,), "documents of nobody")
    await _refuses(documents.open(subject.asker, _NOBODY), (NotThere,), "an unknown document")
    await _refuses(documents.file(_document(_NOBODY, raw), _pieces(raw)), (NotThere,), "a document for nobody")


# --- appointments and consent ---


async def an_unknown_session_has_no_appointment(subject: Subject) -> None:
    """A session without an appointment is answered with none; attendance of it is NotThere."""
    if not await subject.offers("appointments"):
        return
    nobody = str(uuid4())
    _so(await subject.adapter.appointments.by_session(nobody) is None, "an appointment was found")
    came = Attendance(str(uuid4()), nobody, datetime.now(UTC))
    await _refuses(subject.adapter.appointments.attended(came), (NotThere,), "attendance of no appointment")


async def attendance_can_be_told_again(subject: Subject) -> None:
    """Who came is told whole, again and again, also late."""
    if not subject.session_id or not await subject.offers("appointments"):
        return
    found = await subject.adapter.appointments.by_session(subject.session_id)
    _so(found is not None, "the session of an appointment has none")
    now = datetime.now(UTC)
    came = Attendance(str(uuid4()), subject.session_id, now, host_from=now)
    for one in (came, came, replace(came, id=str(uuid4()), guest_from=now, media="up")):
        await subject.adapter.appointments.attended(one)


def _change(party_id: str, given: bool, seen: int | None = None) -> ConsentChange:
    words = "Ik wil de nieuwsbrief ontvangen." if given else "Ik wil de nieuwsbrief niet meer."
    return ConsentChange(
        str(uuid4()), party_id, "marketing", "email", given, words, "conformance", datetime.now(UTC), seen
    )


async def consent_is_given_and_withdrawn(subject: Subject) -> None:
    """The newest word counts, versions rise, and the same word again changes nothing."""
    if not await subject.offers("consents"):
        return
    party, consents = await subject.party(), subject.adapter.consents
    yes = _change(party.id, True)
    after_yes = await consents.note(yes)
    _so(after_yes.given.get("marketing/email") is True, "a yes was not kept")
    again = await consents.note(yes)
    _so(again.version == after_yes.version, "the same word again made a new version")
    after_no = await consents.note(_change(party.id, False, after_yes.version))
    _so(after_no.version > after_yes.version, "the version did not rise")
    held = await consents.get(party.id)
    _so(held.given.get("marketing/email") is False, "a withdrawal was not kept")


async def a_conflict_shows_both_versions(subject: Subject) -> None:
    """Over an older version nothing is written: the answer holds ours and theirs."""
    if not await subject.offers("consents"):
        return
    party, consents = await subject.party(), subject.adapter.consents
    seen = (await consents.note(_change(party.id, True))).version
    await consents.note(_change(party.id, False, seen))
    no = await _refuses(consents.note(_change(party.id, True, seen)), (Conflict,), "a word that rests on an older one")
    if not isinstance(no, Conflict):
        raise Broken("a conflict was expected")
    _so(no.ours.get("given") is True, "the conflict does not hold ours")
    _so(int(no.theirs.get("version", 0)) > seen, "the conflict does not hold theirs")
    held = await consents.get(party.id)
    _so(held.given.get("marketing/email") is False, "the older word won")


CHECKS: Sequence[Check] = (
    it_says_what_it_offers,
    a_party_is_found_and_read,
    searching_takes_any_text,
    nobody_is_not_there,
    a_line_said_twice_is_there_once,
    lines_of_another_kind_are_taken,
    a_document_comes_back_as_it_went,
    what_is_internal_stays_inside,
    other_bytes_than_promised_are_refused,
    documents_of_nobody_are_not_there,
    an_unknown_session_has_no_appointment,
    attendance_can_be_told_again,
    consent_is_given_and_withdrawn,
    a_conflict_shows_both_versions,
)
