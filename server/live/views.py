"""What the REST of live sessions takes and gives."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from server.accounts.fields import Email, Language
from server.web import Id, Input, Output

Code = Annotated[str, StringConstraints(min_length=9, max_length=40, pattern=r"^[0-9 .\-\u00a0\u2009\u202f]+$")]
# Nothing that controls or turns the text around it, and something to see.
_UNSEEN = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
PersonName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, pattern=rf"^[^{_UNSEEN}]*[^\s\u200b-\u200f{_UNSEEN}][^{_UNSEEN}]*$"),
]
Line = Annotated[str, StringConstraints(pattern=rf"^[^{_UNSEEN}]*$")]
"""One line of text, or nothing: it stands in headers of mails and in the record."""
Helped = Literal["clear", "together", "time", "media"]


class NewSession(Input):
    """`client_id`: whom it is about, in the words of the office's CRM; with `with_client_page` what that client has
    stands ready in the room. `appointment_id`: the session that was planned for it, instead of a new one."""

    title: Annotated[Line, StringConstraints(max_length=120)] = ""
    client_id: Annotated[Line, StringConstraints(min_length=1, max_length=200)] | None = None
    with_client_page: bool = False
    appointment_id: Id | None = None


class Page(Input):
    scope: Literal["mine", "all"] = "mine"
    cursor: Id | None = None


class NewGuest(Input):
    code: Code
    name: PersonName
    language: Language = "nl"


class ResendRequest(Input):
    email: Email


class CodeMail(Input):
    email: Email
    name: Annotated[Line, StringConstraints(max_length=60)] = ""
    language: Language | None = None


class NewEvaluation(Input):
    stars: Annotated[int, Field(ge=1, le=5)] | None = None
    helped: Annotated[list[Helped], Field(max_length=4)] = []
    text: Annotated[str, StringConstraints(max_length=2000)] = ""


class PersonView(Output):
    participant_id: str
    name: str
    role: str
    connected: bool = False


class EvaluationView(Output):
    participant_id: str
    name: str
    role: str
    stars: int | None
    helped: list[str]
    text: str
    at: datetime


class SessionView(Output):
    """A session from the office's side. `code` and `link` are null once it has ended; times are UTC."""

    id: str
    title: str
    host_name: str
    mine: bool
    code: str | None
    link: str | None
    started_at: datetime
    ended_at: datetime | None
    end_reason: str | None
    client_id: str | None
    with_client_page: bool
    appointment_id: str | None
    people: list[PersonView]
    evaluations: list[EvaluationView]


class SessionPage(Output):
    items: list[SessionView]
    next: str | None


class EvaluationList(Output):
    items: list[EvaluationView]


class OfficeView(Output):
    name: str
    colour: str
    logo_url: str | None
    phone: str
    language: str
    privacy_url: str


class AdviserView(Output):
    name: str
    present: bool


class JoinView(Output):
    """What a right code shows before entering. `ice_servers` are for the connection test, good for a limited time."""

    office: OfficeView
    adviser: AdviserView
    lobby: bool
    ice_servers: list[dict[str, Any]]


class TicketView(Output):
    session_id: str
    participant_id: str
    ticket: str


class Limits(Output):
    max_file_mb: int


class RoomView(Output):
    """What a page needs to know besides the log. `code` and `link` only for the host and co-hosts. `client`: the session
    is about a client whom this participant may see at GET /room/client; `client_page`: what they have stands ready."""

    session_id: str
    participant_id: str
    role: str
    name: str
    title: str
    office: OfficeView
    ice_servers: list[dict[str, Any]]
    code: str | None
    link: str | None
    limits: Limits
    started_at: datetime
    ended_at: datetime | None
    evaluated: bool
    client: bool
    client_page: bool


class Accepted(Output):
    accepted: Literal[True] = True


class CodeMailed(Accepted):
    """`mail`: "queued" to be sent, or "kept" in the outbox because no mail server is set."""

    mail: Literal["queued", "kept"]
