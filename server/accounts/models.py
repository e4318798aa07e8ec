"""What goes in and out of the routes about offices and people."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Row

from server.accounts.fields import Code, Colour, Email, Language, Name, PageUrl, Password, Phone, RoleName, Token
from server.web import Id, Input, Output

# --- in ---


class NewOffice(Input):
    organisation: Name
    name: Name
    email: Email
    password: Password
    language: Language = "nl"


class Credentials(Input):
    email: Email
    password: Password
    totp: Code | None = None


class Forgotten(Input):
    email: Email


class NewPassword(Input):
    token: Token
    password: Password


class Acceptance(Input):
    name: Name
    password: Password


class MyChange(Input):
    name: Name | None = None
    language: Language | None = None


class PasswordChange(Input):
    current: Password
    new: Password


class TotpCode(Input):
    code: Code


class JustPassword(Input):
    password: Password


class UserChange(Input):
    """`totp_enabled`: only off, for a colleague whose phone is lost; on is theirs alone."""

    role: RoleName | None = None
    active: bool | None = None
    name: Name | None = None
    totp_enabled: Literal[False] | None = None


class NewInvitation(Input):
    email: Email
    role: RoleName
    language: Language | None = None


class OfficeChange(Input):
    name: Name | None = None
    colour: Colour | None = None
    phone: Phone | None = None
    privacy_url: PageUrl | None = None
    language: Language | None = None
    lobby: bool | None = None
    chat_history: bool | None = None
    max_file_mb: Annotated[int, Field(ge=1, le=2000)] | None = None
    empty_after_minutes: Annotated[int, Field(ge=1, le=240)] | None = None


# --- out ---


class PublicOffice(Output):
    """What the join page shows. Several offices on one server: a neutral one."""

    name: str
    colour: str
    logo_url: str | None
    phone: str
    privacy_url: str
    language: Language
    demo: bool


class Office(PublicOffice):
    id: Id
    lobby: bool
    chat_history: bool
    max_file_mb: int
    empty_after_minutes: int


class Person(Output):
    id: Id
    name: str
    email: str
    role: RoleName
    language: Language
    totp_enabled: bool


class Colleague(Person):
    active: bool
    created_at: datetime


class Colleagues(Output):
    items: list[Colleague]


class Me(Output):
    user: Person
    organisation: Office


class SetupState(Output):
    ready: Literal[True] = True


class InvitationView(Output):
    """What somebody who was invited may see before there is an account."""

    email: str
    organisation: str
    role: RoleName
    language: Language
    office: PublicOffice


class Invitation(Output):
    id: Id
    email: str
    role: RoleName
    language: Language
    created_at: datetime
    expires_at: datetime
    expired: bool


class Invitations(Output):
    items: list[Invitation]


class Invited(Invitation):
    """`mail`: "queued" to be sent, or "kept" in the outbox because no mail server is set."""

    mail_id: Id
    mail: Literal["queued", "kept"]


class TotpSecret(Output):
    secret: str
    uri: str
    qr_svg: str


class BackupCodes(Output):
    """Shown once. Each works once, in place of a code from the app."""

    codes: list[str]


class Accepted(Output):
    accepted: Literal[True] = True


def logo_url(row: Row[Any]) -> str | None:
    """The address of an office's logo."""
    return f"/api/v1/logos/{row.logo}" if row.logo else None


_PUBLIC = ("name", "colour", "phone", "privacy_url", "language", "demo")
_OFFICE = (*_PUBLIC, "id", "lobby", "chat_history", "max_file_mb", "empty_after_minutes")
_PERSON = ("id", "name", "email", "role", "language")

NEUTRAL = PublicOffice(
    name="Samen", colour="#155C47", logo_url=None, phone="", privacy_url="", language="nl", demo=False
)


def public_office(row: Row[Any]) -> PublicOffice:
    return PublicOffice(logo_url=logo_url(row), **{name: getattr(row, name) for name in _PUBLIC})


def office(row: Row[Any]) -> Office:
    return Office(logo_url=logo_url(row), **{name: getattr(row, name) for name in _OFFICE})


def person(row: Row[Any]) -> Person:
    return Person(totp_enabled=row.totp_secret is not None, **{name: getattr(row, name) for name in _PERSON})


def colleague(row: Row[Any]) -> Colleague:
    return Colleague(
        totp_enabled=row.totp_secret is not None,
        active=row.active,
        created_at=row.created_at,
        **{name: getattr(row, name) for name in _PERSON},
    )


def invitation(row: Row[Any], now: datetime) -> Invitation:
    return Invitation(
        id=row.id,
        email=row.email,
        role=row.role,
        language=row.language,
        created_at=row.created_at,
        expires_at=row.expires_at,
        expired=row.expires_at <= now,
    )
