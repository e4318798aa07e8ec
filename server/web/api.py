"""From a declared route to an aiohttp handler: role, input, answer, refusals."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import orjson
import structlog
from aiohttp import web
from pydantic import BaseModel, TypeAdapter, ValidationError

from server.web import openapi
from server.web.pages import wants_page, wrong_page
from server.web.problems import (
    BAD_JSON,
    BAD_REQUEST,
    BODY_TOO_LARGE,
    INTERNAL,
    INVALID_INPUT,
    KEY_NOT_TAKEN,
    KEY_UNKNOWN,
    METHOD_NOT_ALLOWED,
    NOT_ALLOWED,
    NOT_FOUND,
    NOT_SIGNED_IN,
    REPEATED_DIFFERENTLY,
    TICKET_UNKNOWN,
    UNSUPPORTED_TYPE,
    Problem,
)
from server.web.routing import (
    CONTENT_DIGEST,
    ApiKeys,
    Call,
    ContentDigest,
    Endpoint,
    Member,
    Role,
    Route,
    SignIns,
    Tickets,
    endpoint,
)
from server.web.security import Doorman, headers

MAX_JSON = 64 * 1024
SIGN_IN_COOKIE = "samen_session"
KEY_START = "samen_"
_BODY_TIMEOUT = 20
_LONGEST, _LONGEST_FILE = timedelta(minutes=2), timedelta(minutes=11)
"""Within which a request is answered: one of JSON, and one that brings a file."""
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NUL = "A text may not hold the character U+0000."

log = structlog.get_logger(__name__)


class Measure(Protocol):
    """Told of every answered request. `route` is the declared path, never the asked one."""

    def __call__(self, method: str, route: str, status: int, seconds: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request was answered the first time."""

    status: int
    body: bytes
    version: int | None
    content: bytes | None = None  # SHA-256 of the file that came with the request, if one did


class Repeats(Protocol):
    """What was asked with an Idempotency-Key, and answered. Supplied by server/repeats.py."""

    async def first(self, member: Member, key: str, asked: bytes, *, longest: timedelta) -> Answered | None:
        """None: do it now, then say `done` or `undone`. `asked` is a hash of the request, `longest` how long doing it
        can take. Raises a Problem."""
        ...

    async def done(self, member: Member, key: str, answered: Answered) -> None: ...

    async def undone(self, member: Member, key: str) -> None: ...


class NoKeys:
    """Where no API keys are wired, none is good."""

    async def member(self, key: str, address: str) -> Member | None:
        return None


class Api:
    """All declared routes, and the middleware that turns refusals into problem+json."""

    def __init__(
        self,
        routes: Sequence[Route],
        doorman: Doorman,
        sign_ins: SignIns,
        tickets: Tickets,
        measure: Measure,
        api_keys: ApiKeys | None = None,
        repeats: Repeats | None = None,
    ) -> None:
        self._doorman = doorman
        self._sign_ins = sign_ins
        self._tickets = tickets
        self._measure = measure
        self._api_keys = api_keys or NoKeys()
        self._repeats = repeats
        self.endpoints = [endpoint(route) for route in routes]
        self._document: bytes | None = None

    def attach(self, app: web.Application) -> None:
        """Add the routes, the headers of every answer and the OpenAPI document. Call once."""
        put_headers = headers(self._doorman)

        async def on_prepare(request: web.Request, response: web.StreamResponse) -> None:
            put_headers(request, response)

        app.on_response_prepare.append(on_prepare)
        app.middlewares.append(self._middleware)
        for each in self.endpoints:
            path, method = each.route.path, each.route.method
            if method == "GET":
                app.router.add_get(path, self._handler(each))
            else:
                app.router.add_route(method, path, self._handler(each))
        app.router.add_get("/api/openapi.json", self._openapi)

    def document(self) -> dict[str, Any]:
        return openapi.document(self.endpoints)

    async def _openapi(self, _request: web.Request) -> web.Response:
        if self._document is None:
            self._document = orjson.dumps(self.document())
        return web.Response(body=self._document, content_type="application/json")

    @web.middleware
    async def _middleware(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        started = asyncio.get_running_loop().time()
        resource = request.match_info.route.resource
        route = resource.canonical if resource is not None else "none"
        try:
            response = await handler(request)
        except Problem as problem:
            response = problem.response()
        except web.HTTPException as answer:
            response = _translated(request, answer)
        except web.RequestPayloadError:
            # A body that is not in the encoding or the chunks that its headers promise.
            response = BAD_REQUEST.problem("The body cannot be read.").response()
        except Exception as mistake:
            if isinstance(mistake, ConnectionError) and (request.transport is None or request.transport.is_closing()):
                raise  # the caller has gone: there is nobody to answer
            log.error("A request failed.", route=route, method=request.method, exc_info=mistake)
            response = INTERNAL.problem().response()
        self._measure(request.method, route, response.status, asyncio.get_running_loop().time() - started)
        return response

    def _handler(self, each: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        route = each.route

        async def handle(request: web.Request) -> web.StreamResponse:
            call = await self._admit(each, request)
            arguments: dict[str, Any] = {}
            for name, adapter in each.parts.items():
                if "\x00" in request.match_info[name]:
                    raise NOT_FOUND.problem()  # PostgreSQL keeps no such text, so nothing is called like this
                try:
                    arguments[name] = adapter.validate_python(request.match_info[name])
                except ValidationError:
                    raise NOT_FOUND.problem() from None
            if each.query is not None:
                arguments["query"] = _query(each.query, request)
            if each.body is not None:
                arguments["body"] = await _body(each.body, request, max(MAX_JSON, route.json_bytes))
            elif route.takes is not None and route.takes.types and request.content_type not in route.takes.types:
                raise UNSUPPORTED_TYPE.problem("Send one of: " + ", ".join(route.takes.types))
            key = request.headers.get("Idempotency-Key", "") if route.once else ""
            if key and self._repeats is not None:
                response = await self._once(self._repeats, key, each, call, arguments)
            else:
                result = await route.handler(call, **arguments)
                response = _response(each, result, call.status or route.status, call.version)
            _put_cookies(call, response, secure=call.secure or self._doorman.public_url.startswith("https://"))
            return response

        return handle

    async def _once(
        self, repeats: Repeats, key: str, each: Endpoint, call: Call, arguments: dict[str, Any]
    ) -> web.StreamResponse:
        if not _KEY.fullmatch(key):
            raise BAD_REQUEST.problem("An Idempotency-Key has 1 to 64 letters, digits, dashes or underscores.")
        brings = each.route.takes is not None
        asked = _hash_of(call.request, arguments)
        longest = _LONGEST_FILE if brings else _LONGEST
        before = await repeats.first(call.member, key, asked, longest=longest)
        if before is not None:
            # The file is read to its end: who is still sending it hears no answer. Another file is another request.
            if brings and await _read_over(call.request) != before.content:
                raise REPEATED_DIFFERENTLY.problem()
            return _json(before.status, before.body, before.version)
        digest = call.request[CONTENT_DIGEST] = ContentDigest()
        try:
            result = await each.route.handler(call, **arguments)
        except BaseException:
            await repeats.undone(call.member, key)
            raise
        body = b"" if each.answer is None else each.answer.dump_json(result)
        content = digest.value() if brings else None
        answered = Answered(call.status or each.route.status, body, call.version, content)
        await repeats.done(call.member, key, answered)
        return _json(answered.status, answered.body, answered.version)

    async def _admit(self, each: Endpoint, request: web.Request) -> Call:
        """The one place where a route's role is decided."""
        role = each.route.role
        address, secure = self._doorman.address(request), self._doorman.secure(request)
        if role is Role.TICKET:
            # A ticket travels in a header of its own: no other website can make a browser send it.
            token = _bearer(request)
            holder = await self._tickets.check(token) if token else None
            if holder is None:
                raise TICKET_UNKNOWN.problem(headers={"WWW-Authenticate": "Bearer"})
            return Call(request, address, secure, ticketed=holder)
        if role is not Role.PUBLIC and (key := _bearer(request)).startswith(KEY_START):
            # Like a ticket, a key is sent on purpose: the cookie beside it counts for nothing.
            return Call(request, address, secure, signed_in=await self._key_holder(each, key, address))
        if each.route.method != "GET":
            self._doorman.refuse_cross_site(request)
        if role is Role.PUBLIC:
            return Call(request, address, secure)
        cookie = request.cookies.get(SIGN_IN_COOKIE, "")
        member = await self._sign_ins.member(cookie) if cookie else None
        if member is None:
            raise NOT_SIGNED_IN.problem()
        if role is Role.ADMIN and member.role != "admin":
            raise NOT_ALLOWED.problem()
        return Call(request, address, secure, signed_in=member)

    async def _key_holder(self, each: Endpoint, key: str, address: str) -> Member:
        if not each.route.keys:
            raise KEY_NOT_TAKEN.problem()
        member = await self._api_keys.member(key, address)
        if member is None:
            raise KEY_UNKNOWN.problem(headers={"WWW-Authenticate": "Bearer"})
        if each.route.role is Role.ADMIN and member.role != "admin":
            raise NOT_ALLOWED.problem()
        return member


def _bearer(request: web.Request) -> str:
    """The token of `Authorization: Bearer <token>`, or ""."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _query(model: type[BaseModel], request: web.Request) -> BaseModel:
    given: dict[str, str] = {}
    for name, value in request.query.items():
        if name in given:
            raise INVALID_INPUT.problem(errors=[{"field": name, "message": "Give this once."}])
        if "\x00" in value:
            raise INVALID_INPUT.problem(_NUL)
        given[name] = value
    try:
        # A query is text, so its numbers and switches must be read from text.
        return model.model_validate_strings(given)
    except ValidationError as wrong:
        raise _invalid(wrong) from None


async def _body(adapter: TypeAdapter[Any], request: web.Request, most: int) -> Any:
    if request.content_type != "application/json":
        raise UNSUPPORTED_TYPE.problem("Send application/json.")
    if (request.content_length or 0) > most:
        raise BODY_TOO_LARGE.problem()
    raw = bytearray()
    try:
        async with asyncio.timeout(_BODY_TIMEOUT):
            async for chunk in request.content.iter_any():
                raw += chunk
                if len(raw) > most:
                    raise BODY_TOO_LARGE.problem()
    except TimeoutError:
        raise BAD_REQUEST.problem("The body came too slowly.") from None
    if _has_nul(raw):
        # JSON and SQLite carry it, PostgreSQL's texts do not: the same answer on both.
        raise INVALID_INPUT.problem(_NUL)
    try:
        return adapter.validate_json(bytes(raw))
    except ValidationError as wrong:
        if any(error["type"] == "json_invalid" for error in wrong.errors(include_input=False)):
            raise BAD_JSON.problem() from None
        raise _invalid(wrong) from None


def _has_nul(raw: bytes | bytearray) -> bool:
    """Whether a text in this JSON holds U+0000; not merely a backslash that looks like it."""
    return b"\\u0000" in bytes(raw).replace(b"\\\\", b"")


def _invalid(wrong: ValidationError) -> Problem:
    errors = [
        {"field": ".".join(str(part) for part in error["loc"]), "message": error["msg"]}
        for error in wrong.errors(include_input=False, include_url=False, include_context=False)
    ]
    return INVALID_INPUT.problem(errors=errors[:20])


async def _read_over(request: web.Request) -> bytes:
    """SHA-256 of a file that is not kept."""
    digest = ContentDigest()
    try:
        async with asyncio.timeout(_LONGEST_FILE.total_seconds()):
            async for chunk in request.content.iter_any():
                digest.add(chunk)
    except TimeoutError:
        raise BAD_REQUEST.problem("The body came too slowly.") from None
    return digest.value()


def _hash_of(request: web.Request, arguments: dict[str, Any]) -> bytes:
    told = [request.method, request.path_qs]
    told += [one.model_dump_json() if isinstance(one, BaseModel) else str(one) for one in arguments.values()]
    return hashlib.sha256("\n".join(told).encode()).digest()


def _response(each: Endpoint, result: Any, status: int, version: int | None) -> web.StreamResponse:
    if isinstance(result, web.StreamResponse):
        return result
    return _json(status, b"" if each.answer is None else each.answer.dump_json(result), version)


def _json(status: int, body: bytes, version: int | None) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    if version is not None:
        headers["ETag"] = f'"{version}"'
    if not body:
        return web.Response(status=status, headers=headers)
    return web.Response(body=body, status=status, headers=headers | {"Content-Type": "application/json"})


def _put_cookies(call: Call, response: web.StreamResponse, *, secure: bool) -> None:
    for name, (value, seconds) in call.cookies.items():
        if seconds == 0:
            response.del_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")
        else:
            response.set_cookie(name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="Lax")


def _translated(request: web.Request, answer: web.HTTPException) -> web.StreamResponse:
    """aiohttp's own refusals, in our form."""
    if answer.status < 400:
        return answer
    match answer.status:
        case 404:
            problem = NOT_FOUND.problem()
        case 405:
            problem = METHOD_NOT_ALLOWED.problem(headers={"Allow": answer.headers.get("Allow", "")})
        case 413:
            problem = BODY_TOO_LARGE.problem()
        case _:
            problem = BAD_REQUEST.problem()
    if answer.status == 404 and wants_page(request):
        return wrong_page(request)
    return problem.response()
