"""The office's lists: which hosts its pages may show."""

from collections.abc import Iterable
from dataclasses import dataclass

from cobrowse.egress import hosts
from cobrowse.egress.hosts import Host


class BadPattern(ValueError):
    """This is no pattern of hosts: neither `bank.example` nor `*.bank.example`, with or without `:port`."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """`name` alone, or with everything below it; "" with `below` means every host. Port None means every port."""

    name: str
    below: bool = False
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Pattern":
        """From `bank.example`, `*.bank.example` (itself too), `192.0.2.1`, `*`, each also with `:port`.

        A star stands only in front: `bank.*` would hold `bank.` of whoever registers such a name. Raises BadPattern.
        """
        bare, port = _split_port(text.strip())
        if bare == "*":
            return cls("", below=True, port=port)
        below = bare.startswith("*.")
        try:
            host = hosts.parse(bare.removeprefix("*."))
        except hosts.BadHost as error:
            raise BadPattern(text) from error
        if below and host.address is not None:
            raise BadPattern(text)
        return cls(host.name, below, port)

    def matches(self, host: Host, port: int | None) -> bool:
        """Whether a host belongs to it; without a port, whether it does on any port."""
        if self.port is not None and port is not None and self.port != port:
            return False
        if not self.below:
            return host.name == self.name
        return not self.name or host.name == self.name or (host.address is None and host.name.endswith("." + self.name))


def _split_port(text: str) -> tuple[str, int | None]:
    head, colon, tail = text.rpartition(":")
    if not colon or text.endswith("]"):
        return text, None
    if not (tail.isascii() and tail.isdigit() and 0 < int(tail) < 65536):
        raise BadPattern(text)
    return head, int(tail)


@dataclass(frozen=True, slots=True)
class Lists:
    """What an office allows and blocks. An empty `allow` allows every host; `block` is stronger."""

    allow: tuple[Pattern, ...] = ()
    block: tuple[Pattern, ...] = ()

    @classmethod
    def parse(cls, allow: Iterable[str] = (), block: Iterable[str] = ()) -> "Lists":
        """From written patterns. Raises BadPattern."""
        return cls(tuple(map(Pattern.parse, allow)), tuple(map(Pattern.parse, block)))

    def refuse(self, host: Host, port: int) -> bool:
        """Whether the office does not want this host on this port."""
        if any(pattern.matches(host, port) for pattern in self.block):
            return True
        return bool(self.allow) and not any(pattern.matches(host, port) for pattern in self.allow)


def site_matches(pattern: str, host: str) -> bool:
    """Whether a written pattern holds a written host, on any port; what cannot be read matches nothing."""
    try:
        return Pattern.parse(pattern).matches(hosts.parse(host), None)
    except ValueError:
        return False
