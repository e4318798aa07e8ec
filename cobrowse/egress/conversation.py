"""One connection of the browser to its proxy: requests in, refusals or other people's answers out."""

import asyncio
import contextlib
import socket
from dataclasses import dataclass
from typing import NoReturn, Protocol

from cobrowse.egress import bodies, dial, heads
from cobrowse.egress.bodies import Flow, Meter, TooMuch, TooSlow
from cobrowse.egress.gate import Gate
from cobrowse.egress.heads import Garbled, Request, Response
from cobrowse.egress.hosts import Host
from cobrowse.ports import Refused

REFUSED_FIELD = "Samen-Refused"
"""Carries the code on every answer of our own. Answers of others never have it, except inside TLS, where we see nothing."""

_STATUS = {
    "page_blocked": "403 Forbidden",
    "address_refused": "403 Forbidden",
    "name_unknown": "502 Bad Gateway",
    "unreachable": "502 Bad Gateway",
    "bad_response": "502 Bad Gateway",
    "too_slow": "504 Gateway Timeout",
    "too_many": "503 Service Unavailable",
    "bad_request": "400 Bad Request",
}
_MAX_EARLY = 8  # informational answers before the real one
_LINGER = 1.0
_LINGER_BYTES = 256 * 1024


class Keeper(Protocol):
    """What a connection needs of its proxy."""

    gate: Gate
    meter: Meter

    @property
    def bounds(self) -> "Patience":
        """Times in seconds."""
        ...

    def admits(self, credentials: list[bytes]) -> bool:
        """Whether these are our browser's credentials."""
        ...

    def note(self, host: str, code: str) -> None:
        """Count an outcome."""
        ...


class Patience(Protocol):
    """How long a connection waits, in seconds."""

    @property
    def patience(self) -> float:
        """For the next byte."""
        ...

    @property
    def first_head(self) -> float:
        """For a head, once it has begun."""
        ...

    @property
    def reach(self) -> float:
        """For a connection to a host."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a connection leads."""

    host: Host
    port: int
    excepted: bool


@dataclass(slots=True)
class Far:
    """The connection to a host, kept for the next request to the same place under the same rules."""

    place: Place
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class Conversation:
    """Serves one connection until either side has had enough."""

    def __init__(self, keeper: Keeper, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._keeper = keeper
        self._reader = reader
        self._writer = writer
        self._flow = Flow(keeper.meter, keeper.bounds.patience)
        self._far: Far | None = None
        self._again = False  # whether this request uses a connection that served one before

    @property
    def place(self) -> Place | None:
        """Where it leads now."""
        return self._far.place if self._far else None

    async def turn_away(self) -> None:
        """Say that there are too many connections already."""
        self._keeper.note("", "too_many")
        with contextlib.suppress(OSError, TooSlow, TooMuch):
            await self._refuse("too_many")

    async def run(self) -> None:
        """Until the connection ends. Whatever a peer does wrong ends here."""
        try:
            while await self._serve_one():
                pass
        except* (OSError, TooSlow, TooMuch, Garbled):
            # In the middle of a message there is no way to say more than by closing.
            self._writer.transport.abort()
        finally:
            self._leave()

    async def _serve_one(self) -> bool:
        """One request. Returns whether another may follow on this connection."""
        try:
            lines = await self._next_head()
            if not lines:
                return False
            request = heads.parse_request(lines)
        except Garbled as garbled:
            self._keeper.note("", "bad_request")
            await self._refuse("bad_request", status=garbled.status)
            return False
        if not self._keeper.admits(request.fields.every(b"proxy-authorization")):
            await self._ask_for_key()
            return False
        try:
            if request.method == b"CONNECT":
                await self._tunnel(request)
                return False
            return await self._forward(request)
        except Refused as refusal:
            self._leave()
            self._keeper.note(request.host.name, refusal.code)
            # After a riddle nothing on this connection can be trusted to be a request.
            keep = request.body == 0 and request.method != b"CONNECT" and _may_stay(request)
            keep = keep and refusal.code != "bad_request"
            await self._refuse(refusal.code, keep=keep, without_body=request.method == b"HEAD")
            return keep

    async def _next_head(self) -> list[bytes]:
        first = await self._flow.read(self._reader, 1)
        if not first:
            return []
        try:
            async with asyncio.timeout(self._keeper.bounds.first_head):
                return await heads.read_lines(self._reader, strict=True, begun=first)
        except TimeoutError:
            raise Garbled("the head does not come", 408) from None

    async def _tunnel(self, request: Request) -> None:
        far = await self._reach(request)
        self._keeper.note(request.host.name, "ok")
        await self._flow.send(self._writer, b"HTTP/1.1 200 Connection established\r\n\r\n")
        await bodies.tunnel(self._flow, (self._reader, self._writer), (far.reader, far.writer))

    async def _forward(self, request: Request) -> bool:
        before = self._far
        try:
            head = self._outgoing(request)
        except Garbled:
            raise Refused("bad_request") from None
        far = await self._reach(request)
        self._again = far is before
        if request.body != 0 and request.fields.tokens(b"expect") == [b"100-continue"]:
            await self._flow.send(self._writer, b"HTTP/1.1 100 Continue\r\n\r\n")
        try:
            await self._flow.send(far.writer, head)
        except (OSError, TooSlow) as error:
            raise Refused("unreachable") from error
        if request.body == 0:
            keep = await self._answer(request, far)
        else:
            keep = await self._answer_while_sending(request, far)
        if not keep:
            self._leave()
        return keep

    async def _answer_while_sending(self, request: Request, far: Far) -> bool:
        """Servers may answer, and stop listening, before they have the whole body."""
        sent, refusal = False, None

        async def send() -> None:
            nonlocal sent
            try:
                if request.body is None:
                    await bodies.copy_chunked(self._flow, self._reader, far.writer)
                else:
                    await bodies.copy(self._flow, self._reader, far.writer, request.body)
                sent = True
            except OSError:
                # The answer tells why, if there is one.
                return
            except Garbled:
                self._keeper.note(request.host.name, "bad_request")
                raise

        try:
            async with asyncio.TaskGroup() as group:
                sending = group.create_task(send())
                try:
                    keep = await self._answer(request, far)
                finally:
                    sending.cancel()
        except* Refused as found:
            refusal = found.exceptions[0]
        if refusal is not None:
            raise refusal
        if not sent:
            await self._linger()
        return keep and sent

    def _outgoing(self, request: Request) -> bytes:
        fields = request.fields.forwarded(without=(b"host", b"expect", b"content-length"))
        out = [(b"Host", request.authority), *fields]
        if request.body is None:
            out.append((b"Transfer-Encoding", b"chunked"))
        elif request.body or request.fields.every(b"content-length"):
            out.append((b"Content-Length", b"%d" % request.body))
        if request.wants_websocket:
            # No other protocol may begin here: a host that switches to one could hide requests in it.
            out += [(b"Connection", b"Upgrade"), (b"Upgrade", b"websocket")]
        return heads.write(b"%s %s HTTP/1.1" % (request.method, request.path), out)

    async def _answer(self, request: Request, far: Far) -> bool:
        """Pass the host's answer on. Returns whether both connections may be used again."""
        response = await self._final_head(request, far)
        if response.status == 101:
            self._keeper.note(request.host.name, "ok")
            out = [*_passed(response), (b"Connection", b"Upgrade"), (b"Upgrade", b"websocket")]
            await self._flow.send(self._writer, _incoming(response, out))
            await bodies.tunnel(self._flow, (self._reader, self._writer), (far.reader, far.writer))
            return False
        ends_with_connection = response.length is None and not response.chunked
        said = response.fields.tokens(b"connection")
        far_stays = not ends_with_connection and b"close" not in said and (response.version or b"keep-alive" in said)
        near_stays = not ends_with_connection and _may_stay(request)
        out = _passed(response)
        if response.chunked:
            out = [(name, value) for name, value in out if name.lower() != b"content-length"]
            out.append((b"Transfer-Encoding", b"chunked"))
        if not near_stays:
            out.append((b"Connection", b"close"))
        self._keeper.note(request.host.name, "ok")
        await self._flow.send(self._writer, _incoming(response, out))
        if response.chunked:
            await bodies.copy_chunked(self._flow, far.reader, self._writer)
        elif response.length is None:
            await bodies.copy_rest(self._flow, far.reader, self._writer)
        else:
            await bodies.copy(self._flow, far.reader, self._writer, response.length)
        if not far_stays:
            self._leave()
        return near_stays

    async def _final_head(self, request: Request, far: Far) -> Response:
        """The answer's head, after the informational ones have passed. Raises Refused while nothing was answered yet."""
        for _ in range(_MAX_EARLY):
            try:
                async with asyncio.timeout(self._keeper.bounds.patience):
                    lines = await heads.read_lines(far.reader, strict=False)
                if not lines:
                    self._closed_unasked()
                response = heads.parse_response(lines, request.method)
                out = _passed(response)
            except TimeoutError:
                raise Refused("too_slow") from None
            except ConnectionError:
                self._closed_unasked()
            except (OSError, Garbled) as error:
                raise Refused("bad_response") from error
            upgraded = response.status == 101
            if upgraded != (upgraded and request.wants_websocket) or response.status == 407:
                # Nobody but this proxy asks the browser for the proxy's password.
                raise Refused("bad_response")
            if response.status >= 200 or upgraded:
                return response
            await self._flow.send(self._writer, _incoming(response, out))
        raise Refused("bad_response")

    def _closed_unasked(self) -> NoReturn:
        if self._again:
            # It had been idle too long for the host. The browser, seeing the same, asks anew on a fresh connection.
            raise ConnectionResetError
        raise Refused("unreachable")

    async def _reach(self, request: Request) -> Far:
        """The connection for this request: the one in hand, or a new one to vetted addresses. Raises Refused."""
        gate = self._keeper.gate
        place = Place(request.host, request.port, gate.rules.check(request.host, request.port))
        if self._far is not None and self._far.place == place and not self._far.reader.at_eof():
            return self._far
        self._leave()
        addresses = await gate.addresses(request.host, request.port)
        try:
            async with asyncio.timeout(self._keeper.bounds.reach):
                made = await dial.connect(addresses, request.port)
        except TimeoutError:
            raise Refused("too_slow") from None
        except dial.Unreachable:
            raise Refused("unreachable") from None
        try:
            # The rules may have been replaced meanwhile, and this connection was not there yet to be ended.
            if gate.rules.check(request.host, request.port) != place.excepted:
                raise Refused("address_refused")
        except Refused:
            made.close()
            raise
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        reader, writer = await asyncio.open_connection(sock=made, limit=bodies.PIECE)
        self._far = Far(place, reader, writer)
        return self._far

    def _leave(self) -> None:
        if self._far is not None:
            self._far.writer.close()
            self._far = None

    async def _ask_for_key(self) -> None:
        fields = [(b"Proxy-Authenticate", b'Basic realm="page"'), (b"Content-Length", b"0"), (b"Connection", b"close")]
        await self._flow.send(self._writer, heads.write(b"HTTP/1.1 407 Proxy Authentication Required", fields))
        await self._linger()

    async def _refuse(self, code: str, *, keep: bool = False, without_body: bool = False, status: int = 0) -> None:
        """A tiny page with the code. It names no host and runs nothing; the room shows the sentence for people."""
        page = b"" if without_body else f"<!doctype html><meta charset=utf-8><title>{code}</title>".encode()
        line = f"{status} Refused" if status else _STATUS[code]
        fields = [
            (REFUSED_FIELD.encode(), code.encode()),
            (b"Content-Type", b"text/html; charset=utf-8"),
            (b"Content-Length", b"%d" % len(page)),
            (b"Content-Security-Policy", b"default-src 'none'; sandbox"),
            (b"Cache-Control", b"no-store"),
            (b"Connection", b"keep-alive" if keep else b"close"),
        ]
        await self._flow.send(self._writer, heads.write(f"HTTP/1.1 {line}".encode(), fields) + page)
        if not keep:
            await self._linger()

    async def _linger(self) -> None:
        """Read a little of what is still coming: closing over unread bytes could destroy our answer on its way."""
        if self._writer.can_write_eof():
            self._writer.write_eof()
        left = _LINGER_BYTES
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LINGER):
                while left > 0 and (piece := await self._reader.read(bodies.PIECE)):
                    left -= len(piece)


def _may_stay(request: Request) -> bool:
    return b"close" not in request.fields.tokens(b"connection") + request.fields.tokens(b"proxy-connection")


def _passed(response: Response) -> list[tuple[bytes, bytes]]:
    return [field for field in response.fields.forwarded() if not field[0].lower().startswith(b"samen-")]


def _incoming(response: Response, fields: list[tuple[bytes, bytes]]) -> bytes:
    return heads.write(b"HTTP/1.1 %d %s" % (response.status, response.reason), fields)
