"""Which addresses and ports a page may reach: the public web, and what the administrator excepted."""

import contextlib
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from cobrowse.egress.hosts import Address, BadHost, Host, parse, parse_place
from cobrowse.ports import OwnAddresses

# IANA's special-purpose registries, wider where no website lives, with the reason that tests and people read.
_REFUSED_V4 = tuple(
    (IPv4Network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier"),  # RFC 6598; holds Alibaba's metadata, 100.100.100.200
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "metadata"),  # Azure's wire server, which has a public address
        ("169.254.0.0/16", "link_local"),  # and nearly everybody's metadata, 169.254.169.254
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),  # RFC 6890; holds Oracle's metadata, 192.0.0.192
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "transition"),  # 6to4 relays
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")  # all that is routed on the internet; everything else is refused
_REFUSED_V6 = tuple(
    (IPv6Network(network), reason)
    for network, reason in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::/96", "transition"),  # IPv4-compatible
        ("::ffff:0:0/96", "transition"),  # IPv4-mapped
        ("::ffff:0:0:0/96", "transition"),  # IPv4-translated
        ("64:ff9b::/96", "transition"),  # NAT64
        ("64:ff9b:1::/48", "transition"),  # NAT64, local use
        ("2001::/23", "transition"),  # Teredo, ORCHID, benchmarking and the IETF's own
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "transition"),  # 6to4: an IPv4 address in disguise
        ("3fff::/20", "documentation"),
        ("fc00::/7", "private"),  # holds Amazon's metadata, fd00:ec2::254
        ("fe80::/10", "link_local"),
        ("fec0::/10", "private"),  # site-local
        ("ff00::/8", "multicast"),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")

# What a name never leads to, even one that the administrator excepted: only the address itself, written out, does.
_NEVER_BY_NAME = frozenset({"link_local", "metadata", "multicast", "unspecified"})

# Names that mean this machine or this network by agreement (RFC 6761, 6762, 8375, 9476, and ICANN's .internal).
_LOCAL_NAMES = frozenset(
    {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "alt"}
)

# The Fetch standard's bad ports from 1024 upward: services that obey a stranger's line of text.
_BAD_PORTS = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6679, 6697, 10080}
) | frozenset(range(6665, 6670))


def fault(address: Address) -> str:
    """Why an address is not public ("private", "loopback", "transition", …); "" when it is."""
    if isinstance(address, IPv4Address):
        return next((reason for network, reason in _REFUSED_V4 if address in network), "")
    if address.scope_id:
        return "link_local"
    reason = next((reason for network, reason in _REFUSED_V6 if address in network), "")
    return reason or ("" if address in _GLOBAL_V6 else "reserved")


def is_ours(address: Address) -> bool:
    """Whether `address` is this machine's, public or not. Asks the routing table at this moment; sends nothing."""
    family = socket.AF_INET6 if isinstance(address, IPv6Address) else socket.AF_INET
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        # A datagram socket sends nothing on connecting. Towards oneself the kernel answers from the same address.
        probe.connect((str(address), 9))
        return bool(probe.getsockname()[0] == str(address))
    return False


def port_is_refused(port: int) -> bool:
    """Whether no website lives on `port`.

    Below 1024 only 80 and 443 pass, above it all but the Fetch standard's bad ports: websites do live on 8080 and 8443,
    but a page must not make this server speak to mail, remote shells or telephones of others in its own name.
    """
    return port in _BAD_PORTS if port >= 1024 else port not in (80, 443)


def is_local_name(host: Host) -> bool:
    """Whether a name belongs to this machine or network by its form: nobody outside is asked about it."""
    labels = host.name.split(".")
    return host.address is None and (len(labels) == 1 or labels[-1] in _LOCAL_NAMES)


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The only way round the rule of public addresses: exact hosts with exact ports, named by the administrator."""

    places: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def parse(cls, lines: Iterable[str]) -> "Exceptions":
        """From "127.0.0.1:8123", "[::1]:8123", "intranet.local:443". Raises BadHost."""
        places = (parse_place(line.strip()) for line in lines)
        return cls(frozenset((host.name, port) for host, port in places))

    def have(self, host: Host, port: int) -> bool:
        """Whether exactly this host on this port is excepted."""
        return (host.name, port) in self.places


@dataclass(frozen=True, slots=True)
class Own:
    """Our own places by name or address, whatever they resolve to; None as port means every port."""

    places: frozenset[tuple[str, int | None]] = frozenset()

    @classmethod
    def parse(cls, own: OwnAddresses) -> "Own":
        """From host names and addresses, with or without port. Raises BadHost."""
        places: set[tuple[str, int | None]] = set()
        for line in own.hosts:
            try:
                places.add((parse(line).name, None))
            except BadHost:
                # "::1" without brackets is an address as well, and has no port.
                bare = line.count(":") > 1 and not line.startswith("[")
                host, port = (parse(f"[{line}]"), None) if bare else parse_place(line)
                places.add((host.name, port))
        return cls(frozenset(places))

    def have(self, host: Host, port: int) -> bool:
        """Whether this place is ours by name."""
        return (host.name, None) in self.places or (host.name, port) in self.places


def vetted(addresses: Iterable[Address], *, own: Own, port: int, excepted: bool = False) -> tuple[Address, ...]:
    """The addresses of a name, when every one of them may be reached; else nothing.

    One bad address refuses the whole name. Connecting goes to a vetted address and never by name, so dropping the bad
    one would be as safe; but no honest name mixes them, whereas rebinding a name does, and it should not get a second
    try. Only what a DNS64 resolver adds beside real addresses (64:ff9b::/96) is dropped without a word.
    """
    kept = []
    for address in dict.fromkeys(addresses):
        reason = fault(address)
        if excepted and reason not in _NEVER_BY_NAME:
            kept.append(address)
        elif address in _NAT64:
            continue
        elif reason or own.have(Host(str(address), address), port) or is_ours(address):
            return ()
        else:
            kept.append(address)
    return tuple(kept)
