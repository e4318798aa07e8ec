"""HTTP/1.1 heads, read strictly: what two readers could understand differently is refused (RFC 9112)."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cobrowse.egress import hosts
from cobrowse.egress.hosts import Host

MAX_HEAD = 64 * 1024
"""Bytes of one head."""
MAX_FIELDS = 256

_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")
_VISIBLE = re.compile(rb"[\x21-\x7e]+")
_STATUS = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9]{2})(?: (.*))?")
_LENGTH = re.compile(rb"[0-9]{1,15}")

# What belongs to one connection and ends there (RFC 9110 section 7.6.1, and what was customary before).
_HOP_BY_HOP = frozenset(
    {
        b"connection", b"keep-alive", b"proxy-connection", b"proxy-authenticate", b"proxy-authorization",
        b"proxy-authentication-info", b"te", b"trailer", b"transfer-encoding", b"upgrade", b"http2-settings",
    }
)  # fmt: skip
# A Connection field that names one of these would make us drop what the message stands on.
_NOT_NOMINATED = frozenset({b"host", b"content-length", b"cookie", b"authorization", b"set-cookie", b"location"})


class Garbled(Exception):
    """This is no proper HTTP/1.1. `status` is what a client may be told."""

    def __init__(self, what: str, status: int = 400) -> None:
        super().__init__(what)
        self.status = status


@dataclass(frozen=True, slots=True)
class Fields:
    """Header fields in their order: name as sent, value without white space around it."""

    lines: tuple[tuple[bytes, bytes], ...] = ()

    def every(self, name: bytes) -> list[bytes]:
        """All values of a field; `name` in lower case."""
        return [value for key, value in self.lines if key.lower() == name]

    def tokens(self, name: bytes) -> list[bytes]:
        """The comma-separated members of all values of a field, in lower case."""
        return [part for value in self.every(name) for item in value.split(b",") if (part := item.strip().lower())]

    def forwarded(self, *, without: Iterable[bytes] = ()) -> list[tuple[bytes, bytes]]:
        """What travels on: no hop-by-hop field, none that Connection names, none of `without`. Raises Garbled."""
        named = set(self.tokens(b"connection"))
        if named & _NOT_NOMINATED:
            raise Garbled("connection names a field that must travel")
        dropped = _HOP_BY_HOP | named | set(without)
        return [(name, value) for name, value in self.lines if name.lower() not in dropped]


@dataclass(frozen=True, slots=True)
class Request:
    """A request's head. For CONNECT `path` is empty; otherwise it is in origin form."""

    method: bytes
    host: Host
    port: int
    path: bytes
    fields: Fields
    body: int | None  # bytes; None means chunked

    @property
    def authority(self) -> bytes:
        """What the Host field says."""
        return (str(self.host) if self.port == 80 else f"{self.host}:{self.port}").encode()

    @property
    def wants_websocket(self) -> bool:
        """Whether the connection shall become a WebSocket (RFC 6455 section 4.1)."""
        return (
            self.method == b"GET"
            and self.body == 0
            and self.fields.tokens(b"upgrade") == [b"websocket"]
            and b"upgrade" in self.fields.tokens(b"connection")
        )


@dataclass(frozen=True, slots=True)
class Response:
    """A response's head. `length` is None where the body is chunked or ends with the connection."""

    version: int  # minor
    status: int
    reason: bytes
    fields: Fields
    chunked: bool
    length: int | None


async def read_lines(reader: asyncio.StreamReader, *, strict: bool, begun: bytes = b"") -> list[bytes]:
    """The lines of a head without their ends; none when the peer closed properly before it. Raises Garbled.

    `begun` is what was read of it already, less than a line. Where not `strict`, a line may end with a bare line feed:
    old servers do that, our browser does not.
    """
    lines: list[bytes] = []
    size = 0
    while True:
        try:
            line = begun if begun == b"\n" else begun + await reader.readuntil(b"\n")
        except asyncio.LimitOverrunError as error:
            raise Garbled("a line is too long", 431) from error
        except asyncio.IncompleteReadError as error:
            if not lines and not begun and not error.partial:
                return []
            raise Garbled("the head is cut off") from error
        begun = b""
        size += len(line)
        if size > MAX_HEAD or len(lines) > MAX_FIELDS:
            raise Garbled("the head is too large", 431)
        if strict and not line.endswith(b"\r\n"):
            raise Garbled("a bare line feed")
        line = line.removesuffix(b"\n").removesuffix(b"\r")
        if not line:
            if not lines:
                raise Garbled("an empty line instead of a head")
            return lines
        lines.append(line)


def parse_request(lines: list[bytes]) -> Request:
    """Raises Garbled."""
    match lines[0].split(b" "):
        case [method, target, b"HTTP/1.1"] if _TOKEN.fullmatch(method) and _VISIBLE.fullmatch(target):
            pass
        case [_, _, version] if re.fullmatch(rb"HTTP/[0-9.]+", version):
            raise Garbled("another version of HTTP", 505)
        case _:
            raise Garbled("no request line")
    fields = _fields(lines[1:])
    host, port, path = _target(method, target)
    _same_host(fields, host, port, 443 if method == b"CONNECT" else 80)
    body = _request_body(fields)
    if method == b"CONNECT" and body != 0:
        raise Garbled("CONNECT with a body")
    if method.upper() in (b"TRACE", b"TRACK"):
        raise Garbled("a method that echoes secrets", 405)
    return Request(method, host, port, path, fields, body)


def parse_response(lines: list[bytes], method: bytes) -> Response:
    """The head of an answer to `method`. Raises Garbled."""
    found = _STATUS.fullmatch(lines[0])
    if not found or not _VALUE.fullmatch(lines[0]):
        raise Garbled("no status line")
    status = int(found[2])
    fields = _fields(_unfolded(lines[1:]))
    if method == b"HEAD" or status < 200 or status in (204, 304):
        return Response(int(found[1]), status, found[3] or b"", fields, chunked=False, length=0)
    encodings = fields.tokens(b"transfer-encoding")
    if encodings and encodings != [b"chunked"]:
        raise Garbled("a transfer encoding that nobody uses")
    # Where both are there the encoding counts, and the length does not travel on (RFC 9112 section 6.3).
    length = None if encodings else _length(fields)
    return Response(int(found[1]), status, found[3] or b"", fields, bool(encodings), length)


def write(start: bytes, fields: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A head, ready to send."""
    return b"".join([start, b"\r\n", *(b"%s: %s\r\n" % field for field in fields), b"\r\n"])


def _unfolded(lines: list[bytes]) -> list[bytes]:
    """Continued lines joined by a space, as a proxy must do with responses (RFC 9112 section 5.2)."""
    whole: list[bytes] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and whole:
            whole[-1] += b" " + line.strip(b" \t")
        else:
            whole.append(line)
    return whole


def _fields(lines: list[bytes]) -> Fields:
    parsed = []
    for line in lines:
        name, colon, value = line.partition(b":")
        # A space before the colon or at the line's start (a continued line) is no token.
        if not colon or not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
            raise Garbled("no header field")
        parsed.append((name, value.strip(b" \t")))
    return Fields(tuple(parsed))


def _target(method: bytes, target: bytes) -> tuple[Host, int, bytes]:
    try:
        if method == b"CONNECT":
            host, port = hosts.parse_place(target.decode())
            return host, port, b""
        found = re.fullmatch(rb"(?:http|ws)://([^/?#]+)((?:[/?][^#]*)?)", target, re.IGNORECASE)
        if not found:
            # Origin form speaks to the proxy itself, which has nothing to say.
            raise Garbled("no absolute http address")
        host, port = hosts.parse_place(found[1].decode(), 80)
    except hosts.BadHost as error:
        raise Garbled("no host") from error
    path = found[2] or (b"*" if method == b"OPTIONS" else b"/")
    return host, port, b"/" + path if path.startswith(b"?") else path


def _same_host(fields: Fields, host: Host, port: int, default_port: int) -> None:
    """Target and Host field must agree: a server that trusts the one must not be shown the other."""
    match fields.every(b"host"):
        case [value]:
            pass
        case _:
            raise Garbled("not exactly one Host")
    try:
        named = hosts.parse_place(value.decode("latin-1"), default_port)
    except hosts.BadHost as error:
        raise Garbled("no Host") from error
    # CONNECT's Host may come without the port.
    if named[0] != host or (named[1] != port and (default_port == 80 or b":" in value)):
        raise Garbled("Host is not the target's")


def _request_body(fields: Fields) -> int | None:
    encodings = fields.every(b"transfer-encoding")
    length = _length(fields)
    if not encodings:
        return length or 0
    if length is not None or [value.lower() for value in encodings] != [b"chunked"]:
        raise Garbled("two lengths of one body")
    return None


def _length(fields: Fields) -> int | None:
    values = fields.every(b"content-length")
    if not values:
        return None
    if len(set(values)) > 1 or not _LENGTH.fullmatch(values[0]):
        raise Garbled("no length")
    return int(values[0])
