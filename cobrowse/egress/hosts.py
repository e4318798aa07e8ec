"""What a written host means: a name, or an address in whatever notation (WHATWG URL, "host parsing")."""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import unquote_to_bytes

import idna

Address = IPv4Address | IPv6Address

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_AUTHORITY = re.compile(r"(\[[^\[\]@/\\]*\]|[^\[\]:@/\\]+)(?::([0-9]{1,5}))?")
_LONGEST_NAME = 253  # RFC 1035 section 2.3.4, without the root's dot


class BadHost(ValueError):
    """This is no host."""


@dataclass(frozen=True, slots=True)
class Host:
    """One host: `name` in lower-case ASCII without trailing dot, or the canonical form of `address`."""

    name: str
    address: Address | None = None

    def __str__(self) -> str:
        return f"[{self.name}]" if isinstance(self.address, IPv6Address) else self.name


def parse(text: str) -> Host:
    """The host that a browser understands by `text` (without port). Raises BadHost."""
    if text.startswith("["):
        if not text.endswith("]"):
            raise BadHost(text)
        return _ipv6(text[1:-1])
    name = _to_ascii(_decoded(text)).removesuffix(".")
    if not name or len(name) > _LONGEST_NAME:
        raise BadHost(text)
    labels = name.split(".")
    if _is_number(labels[-1]):
        address = _ipv4(labels)
        return Host(str(address), address)
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise BadHost(text)
    return Host(name)


def parse_place(text: str, default_port: int | None = None) -> tuple[Host, int]:
    """Host and port of "host:port"; IPv6 stands in brackets. Raises BadHost, also for user:password@."""
    found = _AUTHORITY.fullmatch(text)
    if not found:
        raise BadHost(text)
    port = int(found[2]) if found[2] else default_port
    if port is None or not 0 < port < 65536:
        raise BadHost(text)
    return parse(found[1]), port


def _decoded(text: str) -> str:
    """Without percent-encoding. Decoded once: what is still encoded after that is no host."""
    if "%" not in text:
        return text
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeDecodeError as error:
        raise BadHost(text) from error


def _to_ascii(text: str) -> str:
    if text.isascii():
        # Not by idna: names of the real world have underscores and hyphens where IDNA 2008 wants none.
        return text.lower()
    try:
        return idna.encode(text, uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise BadHost(text) from error


def _is_number(label: str) -> bool:
    return bool(re.fullmatch(r"[0-9]+|0x[0-9a-f]*", label))


def _number(text: str) -> int:
    """Decimal, octal or hexadecimal, as in C. Raises BadHost."""
    try:
        if text.startswith("0x"):
            return int(text[2:] or "0", 16)
        if text.startswith("0") and len(text) > 1:
            return int(text[1:], 8)
        return int(text)
    except ValueError as error:
        raise BadHost(text) from error


def _ipv4(labels: list[str]) -> IPv4Address:
    if len(labels) > 4 or not all(_is_number(label) and len(label) < 64 for label in labels):
        raise BadHost(".".join(labels))
    *head, tail = (_number(label) for label in labels)
    if any(part > 255 for part in head) or tail >= 256 ** (4 - len(head)):
        raise BadHost(".".join(labels))
    return IPv4Address(sum(part << 8 * (3 - index) for index, part in enumerate(head)) + tail)


def _ipv6(text: str) -> Host:
    if "%" in text:
        raise BadHost(text)  # a zone names one of our interfaces
    try:
        address = IPv6Address(text)
    except AddressValueError as error:
        raise BadHost(text) from error
    return Host(str(address), address)
