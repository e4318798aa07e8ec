"""What of a browser's WebRTC offer is taken: the sections that are wanted, and no addresses of other machines.

Whoever sends an offer writes its candidates, and a peer knocks at every one of them. So that nobody makes this server
knock at other machines, of its own network or of the world, only two kinds are kept: the caller's own address, and a few
public ones that call themselves relays, where there is a relay. From elsewhere a browser reaches us all the same: its own
knock tells where it is.
"""

import re
from collections.abc import Set
from ipaddress import IPv4Address, IPv6Address, ip_address

MAX_SDP = 20_000
"""Characters. A browser's offer with sound, picture and a data channel has about 7,000."""

_MAX_CANDIDATES = 8
_MAX_RELAYS = 2

# The protocol of a section is not our business, aiortc knows what it can do.
_SECTION = re.compile(r"^m=(\w+) ", re.MULTILINE)
_CANDIDATE = re.compile(r"^a=(?:candidate:([^\r\n]*)|end-of-candidates[^\r\n]*)\r?\n?", re.MULTILINE)
# Where aiortc's parser also begins a new line, or that no SDP has (RFC 8866 section 5).
_STRANGE = re.compile(r"\r(?!\n)|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


class BadOffer(ValueError):
    """Not an offer that a page of ours makes."""


def checked(sdp: str, caller: str, *, relayed: bool, kinds: Set[str]) -> str:
    """The offer without foreign addresses; raises BadOffer.

    `caller` is the address that the offer came from; `relayed`: there is a relay to come through; `kinds` are those of
    the sections it may have, at most one of each: audio, video, application.
    """
    found = _SECTION.findall(sdp)
    if (
        len(sdp) > MAX_SDP
        or not sdp.startswith("v=0")
        or _STRANGE.search(sdp)
        or not found
        or len(set(found)) < len(found)
        or not set(found) <= kinds
    ):
        raise BadOffer
    own, relays = 0, 0

    def keep(line: re.Match[str]) -> str:
        nonlocal own, relays
        # RFC 8839 section 5.1: foundation, component, transport, priority, address, port, "typ", type. A name, such as
        # those that end in .local, would have to be looked up in the server's own network.
        fields = (line[1] or "").split()
        address = _address(fields[4]) if len(fields) >= 8 else None
        if address is None:
            # Also the line that says that there are no more: the browser's own knock may bring one.
            return ""
        if address == _address(caller) and own < _MAX_CANDIDATES:
            own += 1
            return line[0]
        if relayed and fields[7] == "relay" and address.is_global and not address.is_multicast and relays < _MAX_RELAYS:
            relays += 1
            return line[0]
        return ""

    return _CANDIDATE.sub(keep, sdp)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
