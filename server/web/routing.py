"""What a route is: its declaration, and what a handler is given."""

import hashlib
import inspect
import re
import typing
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Protocol
from weakref import WeakKeyDictionary

from aiohttp import web
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter

from server.web.problems import (
    BAD_JSON,
    BAD_REQUEST,
    BODY_TOO_LARGE,
    CHANGED_MEANWHILE,
    CROSS_SITE,
    IF_MATCH_MISSING,
    INVALID_INPUT,
    KEY_NOT_TAKEN,
    KEY_UNKNOWN,
    NOT_ALLOWED,
    NOT_FOUND,
    NOT_SIGNED_IN,
    OUTCOME_UNKNOWN,
    REPEATED_DIFFERENTLY,
    REPEATED_TOO_SOON,
    TICKET_UNKNOWN,
    TOO_MANY_ATTEMPTS,
    UNSUPPORTED_TYPE,
    Refusal,
)

Id = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"),
]


def _written(value: Any) -> Any:
    """A bare number would be taken for seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"\s*[+-]?[\d.]+\s*", value)):
        raise ValueError("write it as in RFC 3339")
    return value


# Both come as text, which strict models would refuse.
Instant = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_written)]
Day = Annotated[date, Field(strict=False), BeforeValidator(_written)]


class Input(BaseModel):
    """What comes in: no conversions, no unknown fields. Built at first use, so that starting stays quick."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class Output(BaseModel):
    """What goes out."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class Role(StrEnum):
    """Who may call. One per route."""

    PUBLIC = "public"
    TICKET = "ticket"
    ADVISER = "adviser"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Member:
    """Someone signed in, or a program that acts for them with an API key: then there is no sign-in but a key."""

    user_id: str
    organisation_id: str
    name: str
    email: str
    role: Literal["admin", "adviser"]
    language: str
    sign_in_id: str
    key_id: str = ""


@dataclass(frozen=True, slots=True)
class TicketHolder:
    """Someone in a session, shown by a ticket."""

    session_id: str
    participant_id: str
    organisation_id: str
    role: str


class Tickets(Protocol):
    """Who holds a ticket. Supplied by the live session."""

    async def check(self, token: str) -> TicketHolder | None: ...


class SignIns(Protocol):
    """Who a cookie belongs to. Supplied by the accounts."""

    async def member(self, token: str) -> Member | None: ...


class ApiKeys(Protocol):
    """Whom an API key acts for. Supplied by the accounts."""

    async def member(self, key: str, address: str) -> Member | None:
        """None for a key that is not valid. Raises a Problem for one that is used too often."""
        ...


@dataclass(slots=True)
class Call:
    """One request, as a handler sees it."""

    request: web.Request
    address: str  # of the caller, past trusted proxies
    secure: bool  # whether the caller came over TLS
    signed_in: Member | None = None
    ticketed: TicketHolder | None = None
    cookies: dict[str, tuple[str, int]] = field(default_factory=dict)
    status: int | None = None  # one of the route's `also`, where the handler chose it
    version: int | None = None  # of what is answered: becomes its ETag

    @property
    def member(self) -> Member:
        """Who is signed in; on ADVISER and ADMIN routes."""
        if self.signed_in is None:
            raise RuntimeError("this route's role promises no member")
        return self.signed_in

    @property
    def holder(self) -> TicketHolder:
        """Who holds the ticket; on TICKET routes."""
        if self.ticketed is None:
            raise RuntimeError("this route's role promises no ticket")
        return self.ticketed

    def seen(self) -> int:
        """The version that the caller has seen, from If-Match. Raises a Problem when it is missing or unreadable."""
        given = self.request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
        if not given.isascii() or not given.isdecimal() or len(given) > 9:
            raise IF_MATCH_MISSING.problem()
        return int(given)

    def keep(self, cookie: str, value: str, seconds: int) -> None:
        """Set a cookie on the answer; `seconds` 0 removes it."""
        self.cookies[cookie] = (value, seconds)


@dataclass(frozen=True, slots=True)
class Raw:
    """A body that is not JSON. The handler streams and bounds it; empty `types` takes any."""

    types: tuple[str, ...]
    description: str


Handler = Callable[..., Awaitable[Any]]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True)
class Route:
    """The declaration of one route."""

    method: Method
    path: str
    handler: Handler
    role: Role
    summary: str
    status: int = 200
    refuses: tuple[Refusal, ...] = ()
    takes: Raw | None = None
    produces: str | tuple[str, ...] | None = None
    also: tuple[int, ...] = ()  # further statuses that carry the same answer
    tag: str = ""
    json_bytes: int = 0  # how large a JSON body may be where it holds pictures; the usual 64 kB always fit
    # Writes only over the version that the caller has seen: `call.seen()`, refused with CHANGED_MEANWHILE and `current`.
    if_match: bool = False
    # Takes an Idempotency-Key: the same request again gets the first one's answer. JSON answers, signed-in callers; a
    # file is read to its end (`CONTENT_DIGEST`), so that another one with the same key is refused.
    once: bool = False
    keys: bool = False  # whether an API key may stand in for the cookie; on ADVISER and ADMIN routes


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A route with its handler's signature taken apart."""

    route: Route
    body: TypeAdapter[Any] | None
    query: type[BaseModel] | None
    parts: dict[str, TypeAdapter[Any]]
    answer: TypeAdapter[Any] | None
    streams: bool

    def refusals(self) -> list[Refusal]:
        """All that this route may answer instead, by its declaration and by its shape."""
        implied: list[Refusal] = []
        if self.body is not None:
            implied += [BAD_JSON, BODY_TOO_LARGE, UNSUPPORTED_TYPE, INVALID_INPUT]
        if self.route.takes is not None:
            implied += [BODY_TOO_LARGE, UNSUPPORTED_TYPE]
        if self.query is not None:
            # BAD_REQUEST: one too long for the line of a request.
            implied += [BAD_REQUEST, INVALID_INPUT]
        if self.parts:
            implied.append(NOT_FOUND)
        match self.route.role:
            case Role.TICKET:
                implied.append(TICKET_UNKNOWN)
            case Role.ADVISER:
                implied.append(NOT_SIGNED_IN)
            case Role.ADMIN:
                implied += [NOT_SIGNED_IN, NOT_ALLOWED]
            case Role.PUBLIC:
                pass
        if self.route.if_match:
            implied += [IF_MATCH_MISSING, CHANGED_MEANWHILE]
        if self.route.once:
            # BAD_REQUEST: a key that is none.
            implied += [BAD_REQUEST, REPEATED_TOO_SOON, REPEATED_DIFFERENTLY, OUTCOME_UNKNOWN]
        if self.route.keys:
            implied += [KEY_UNKNOWN, TOO_MANY_ATTEMPTS]
        elif self.route.role in (Role.ADVISER, Role.ADMIN):
            implied.append(KEY_NOT_TAKEN)
        if self.route.method != "GET" and self.route.role is not Role.TICKET:
            implied.append(CROSS_SITE)
        return list(dict.fromkeys((*self.route.refuses, *implied)))


class ContentDigest:
    """SHA-256 of a file that comes with a request; whoever reads the file adds each piece."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, piece: bytes) -> None:
        self._hash.update(piece)

    def value(self) -> bytes:
        return self._hash.digest()


CONTENT_DIGEST = web.RequestKey("content_digest", ContentDigest)
"""There, when the request is done once."""

_PART = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a handler's signature says."""

    names: tuple[str, ...]
    body: TypeAdapter[Any] | None
    query: type[BaseModel] | None
    parts: dict[str, TypeAdapter[Any]]
    returned: Any
    answer: TypeAdapter[Any] | None

    @property
    def streams(self) -> bool:
        return isinstance(self.returned, type) and issubclass(self.returned, web.StreamResponse)


# A signature is read once, however many applications a process builds and whoever asks for the endpoint again.
_SHAPES: WeakKeyDictionary[Callable[..., Any], _Shape] = WeakKeyDictionary()


def _shape(handler: Handler) -> _Shape:
    function = getattr(handler, "__func__", handler)
    if (known := _SHAPES.get(function)) is not None:
        return known
    hints = typing.get_type_hints(handler, include_extras=True)
    names = tuple(inspect.signature(handler).parameters)
    body: TypeAdapter[Any] | None = None
    query: type[BaseModel] | None = None
    parts: dict[str, TypeAdapter[Any]] = {}
    for name in names[1:]:
        if name == "body":
            body = TypeAdapter(hints[name])
        elif name == "query":
            query = hints[name]
        else:
            parts[name] = TypeAdapter(hints[name])
    returned = hints.get("return")
    plain = isinstance(returned, type) and issubclass(returned, (web.StreamResponse, type(None)))
    answer = None if plain or returned is None else TypeAdapter(returned)
    shape = _SHAPES[function] = _Shape(names, body, query, parts, returned, answer)
    return shape


def endpoint(route: Route) -> Endpoint:
    """Take a declaration apart. Raises TypeError at start when it does not fit its handler."""
    shape = _shape(route.handler)
    if not shape.names or shape.names[0] != "call":
        raise TypeError(f"{route.path}: the handler's first parameter is `call`")
    if route.once and (route.role not in (Role.ADVISER, Role.ADMIN) or route.method == "GET" or route.produces):
        raise TypeError(f"{route.path}: only what somebody signed in changes can be done once")
    if set(shape.parts) != set(_PART.findall(route.path)):
        raise TypeError(f"{route.path}: the path and the handler name different parts")
    if route.keys and route.role not in (Role.ADVISER, Role.ADMIN):
        raise TypeError(f"{route.path}: an API key stands in for a cookie, and this role has none")
    if shape.body is not None and (route.takes is not None or route.method == "GET"):
        raise TypeError(f"{route.path}: this route cannot take a JSON body")
    if shape.streams != (route.produces is not None):
        raise TypeError(f"{route.path}: `produces` belongs to handlers that return a response")
    return Endpoint(route, shape.body, shape.query, shape.parts, shape.answer, shape.streams)
