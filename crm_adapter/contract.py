"""The contract between the live core and a CRM: ids and events. Whoever fulfils it can stand behind a session.

An `Adapter` serves one office. It says by `capabilities()` what it offers; a call to the rest raises NotOffered.
Reads say who asks (`Asker`), so that a CRM can keep its own rights. Writes carry an id that their cause chose once: the
same id again changes nothing and answers the same, so that whoever is not sure simply says it again.

Every call raises a Failure and nothing else: AdapterDown, AdapterSlow and Denied are about the CRM (try again later),
NotThere, Conflict, Refused and NotOffered about the call itself (trying again does not help).
Ids are texts of 1 to 200 characters that only the CRM understands. Times have a zone. docs/crm-contract.md is the same
contract over HTTP, and `python -m crm_adapter.conformance` asks a CRM whether it keeps it.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol, get_args

VERSION = "1"
"""Of the contract. A CRM with another one is refused by name, not by surprise."""

Capability = Literal["parties", "timeline", "documents", "forms", "activities", "appointments", "consents"]
CAPABILITIES: tuple[Capability, ...] = get_args(Capability)


# --- what can go wrong ---


class Failure(Exception):
    """What a call may raise. `code` is stable; `again`: whether a later try may do."""

    code = "failed"
    again = False

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail


class AdapterDown(Failure):
    """The CRM cannot be reached, or says that something broke there."""

    code = "crm_down"
    again = True


class AdapterSlow(Failure):
    """The CRM did not answer in time."""

    code = "crm_slow"
    again = True


class Denied(Failure):
    """The CRM does not know our secret any more, or not yet."""

    code = "crm_denied"
    again = True


class NotThere(Failure):
    """The CRM has nothing with this id, or not for whoever asks."""

    code = "crm_not_there"


class NotOffered(Failure):
    """The CRM does not do this; `capabilities()` said so."""

    code = "crm_not_offered"


class Refused(Failure):
    """The CRM understood and will not: `detail` is its own sentence."""

    code = "crm_refused"


class Conflict(Failure):
    """Somebody changed it meanwhile. `theirs` is what the CRM holds now, `ours` what was to be written."""

    code = "crm_conflict"

    def __init__(self, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
        super().__init__("Somebody else changed this meanwhile.")
        self.ours = dict(ours)
        self.theirs = dict(theirs)


# --- who ---


@dataclass(frozen=True, slots=True)
class Asker:
    """The adviser for whom something is read or done. `email` is what both sides know of one another."""

    id: str
    email: str
    name: str
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """One of the people of a party."""

    id: str
    name: str
    email: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A client: a person, a household or a company. `version` rises with each change. `id` is the one that lives now:
    after a merge it may differ from the one asked for. `link`: the page in the CRM, "" without one."""

    id: str
    version: int
    kind: Literal["person", "household", "company"]
    name: str
    caption: str = ""
    people: tuple[Person, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()  # E.164
    language: str = "nl"
    link: str = ""


# --- what stands ready ---


@dataclass(frozen=True, slots=True)
class PartyDocument:
    """A document that this party may see. What is internal to the office never comes out of a CRM by this contract."""

    id: str
    party_id: str
    name: str
    media_type: str
    size: int  # bytes
    at: datetime
    pages: int = 0
    kind: Literal["document", "signed", "log"] = "document"


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a document, in pieces. `size` in bytes; the pieces add up to it."""

    name: str
    media_type: str
    size: int
    pieces: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class PartyForm:
    """A form that both can fill in together."""

    id: str
    party_id: str
    title: str
    state: Literal["open", "submitted"]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that waits to be done for a party. A CRM finishes it by itself when `done_by` happens."""

    id: str
    party_id: str
    title: str
    due: date | None = None
    done_by: Literal["", "session", "signature", "document"] = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """The appointment to which a session belongs."""

    id: str
    party_id: str  # "" when it is of somebody who is no client yet
    title: str
    start: datetime
    end: datetime
    status: str


@dataclass(frozen=True, slots=True)
class ConsentState:
    """What a party allows now. `version` rises with each change of any of them."""

    party_id: str
    version: int
    given: Mapping[str, bool] = field(default_factory=dict)  # "marketing/email": True


# --- what is written ---


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in a party's timeline. `actor` is a name to show; `detail` is flat JSON."""

    id: str
    party_id: str
    kind: str  # session_started, session_ended, chat, evaluation, file_shared, signature_completed, signature_declined
    at: datetime
    actor: str = ""
    subject_kind: str = ""  # session, envelope, document
    subject_id: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to keep with a party. `sha256` in hexadecimal: a CRM refuses other bytes."""

    id: str
    party_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime
    kind: Literal["document", "signed", "log"] = "document"
    internal: bool = False  # for the office alone
    session_id: str = ""
    envelope_id: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came to the session of an appointment. Told whole each time; the newest `at` counts."""

    id: str
    session_id: str
    at: datetime
    host_from: datetime | None = None
    guest_from: datetime | None = None
    ended: datetime | None = None
    media: Literal["unknown", "up", "failed"] = "unknown"


@dataclass(frozen=True, slots=True)
class ConsentChange:
    """A party said yes or no, in these words. `seen`: the version of the state on which this rests; None asks for none."""

    id: str
    party_id: str
    purpose: str  # marketing
    channel: str  # email, phone, post
    given: bool
    text: str
    source: str
    at: datetime
    seen: int | None = None


# --- the parts ---


class Parties(Protocol):
    async def find(self, asker: Asker, text: str, limit: int = 20) -> Sequence[Party]:
        """By name, e-mail or phone, the best first; only those whom the asker may see. Empty text: those seen last."""
        ...

    async def get(self, asker: Asker, party_id: str) -> Party:
        """Raises NotThere, also for one that the asker may not see. Follows merges."""
        ...


class Timeline(Protocol):
    async def add(self, entry: Entry) -> None: ...


class Documents(Protocol):
    async def of(self, asker: Asker, party_id: str) -> Sequence[PartyDocument]:
        """What the party itself may see, newest first. Never anything internal."""
        ...

    async def open(self, asker: Asker, document_id: str) -> Content:
        """Raises NotThere, also for an internal one."""
        ...

    async def file(self, document: NewDocument, content: AsyncIterator[bytes]) -> str:
        """Returns the id that the CRM gave it."""
        ...


class Forms(Protocol):
    async def of(self, asker: Asker, party_id: str) -> Sequence[PartyForm]: ...


class Activities(Protocol):
    async def waiting(self, asker: Asker, party_id: str) -> Sequence[Activity]: ...


class Appointments(Protocol):
    async def by_session(self, session_id: str) -> Appointment | None: ...

    async def attended(self, attendance: Attendance) -> None: ...


class Consents(Protocol):
    async def get(self, party_id: str) -> ConsentState: ...

    async def note(self, change: ConsentChange) -> ConsentState:
        """Raises Conflict when `change.seen` is older than what the CRM holds."""
        ...


class Adapter(Protocol):
    """A CRM, for one office."""

    @property
    def parties(self) -> Parties: ...

    @property
    def timeline(self) -> Timeline: ...

    @property
    def documents(self) -> Documents: ...

    @property
    def forms(self) -> Forms: ...

    @property
    def activities(self) -> Activities: ...

    @property
    def appointments(self) -> Appointments: ...

    @property
    def consents(self) -> Consents: ...

    async def capabilities(self) -> frozenset[Capability]:
        """What this CRM offers; the rest raises NotOffered. `parties` and `timeline` are always there."""
        ...
