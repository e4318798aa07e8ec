"""Which ICE servers a browser may use, with TURN passwords that run out."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Any

LIFETIME = 12 * 3600
"""Seconds. A relay that is in use outlives its password; a page asks for a fresh one before it restarts ICE."""

# RFC 7065: scheme ":" host [":" port] ["?transport=" udp / tcp]. A host is a name, an IPv4 or a bracketed IPv6 address.
_TURN_URL = re.compile(r"turns?:(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?(\?transport=(udp|tcp))?")


@dataclass(frozen=True, slots=True)
class IceServer:
    """One RTCIceServer of the W3C's WebRTC."""

    urls: tuple[str, ...]
    username: str
    credential: str = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        return {"urls": list(self.urls), "username": self.username, "credential": self.credential}


@dataclass(frozen=True, slots=True)
class Turn:
    """One's own relay. `secret` is coturn's static-auth-secret; several `urls` are ways to the same relay."""

    urls: tuple[str, ...]
    secret: str = field(repr=False)
    lifetime: int = LIFETIME

    def __post_init__(self) -> None:
        wrong = next((url for url in self.urls if not is_turn_url(url)), None)
        if wrong is not None:
            raise ValueError(f"not a TURN address: {wrong}")
        if self.urls and not self.secret:
            raise ValueError("TURN addresses need a secret")

    def server(self, holder: str, now: float) -> IceServer:
        """Access for `holder` (a participant's id) from `now` (seconds since 1970) on, for `lifetime` seconds.

        The scheme is draft-uberti-behave-turn-rest-00, section 2.2, as coturn's use-auth-secret knows it.
        """
        username = f"{int(now) + self.lifetime}:{holder}"
        # SHA-1 is what coturn computes; as an HMAC key it is not weakened by collisions.
        digest = hmac.new(self.secret.encode(), username.encode(), hashlib.sha1).digest()
        return IceServer(self.urls, username, base64.b64encode(digest).decode())


def ice_servers(turn: Turn | None, holder: str, now: float) -> tuple[IceServer, ...]:
    """All ICE servers for one participant; none when there is no relay.

    No STUN server of a third party is ever named: it would learn the address of every client of the office.
    """
    return (turn.server(holder, now),) if turn is not None and turn.urls else ()


def is_turn_url(url: str) -> bool:
    return _TURN_URL.fullmatch(url) is not None
