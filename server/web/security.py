"""Who is really calling, from where, and what browsers may do with our answers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address
from urllib.parse import urlsplit

from aiohttp import web

from server.web.problems import CROSS_SITE

Network = IPv4Network | IPv6Network

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")

_HERE = (
    "autoplay",
    "camera",
    "clipboard-read",
    "clipboard-write",
    "display-capture",
    "fullscreen",
    "microphone",
    "picture-in-picture",
    "screen-wake-lock",
    "speaker-selection",
)
_NOWHERE = (
    "accelerometer",
    "browsing-topics",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "midi",
    "otp-credentials",
    "payment",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in _HERE), *(f"{name}=()" for name in _NOWHERE)])


@dataclass(frozen=True, slots=True)
class Doorman:
    """Reads proxies' headers, but only from proxies that the settings trust."""

    proxies: tuple[Network, ...]
    public_url: str
    own_tls: bool

    def trusts(self, address: str) -> bool:
        """Whether this is the address of a proxy that the settings name."""
        try:
            ip = ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self.proxies)

    def address(self, request: web.BaseRequest) -> str:
        """The caller's address: the nearest hop that is not a trusted proxy."""
        nearest = request.remote or "unknown"
        if not self.trusts(nearest):
            return nearest
        hops = [hop.strip() for value in request.headers.getall("X-Forwarded-For", []) for hop in value.split(",")]
        for hop in reversed(hops):
            try:
                nearest = str(ip_address(hop))
            except ValueError:
                return nearest
            if not self.trusts(nearest):
                return nearest
        return nearest

    def secure(self, request: web.BaseRequest) -> bool:
        """Whether the caller's own connection is TLS."""
        if request.secure:
            return True
        if self.trusts(request.remote or ""):
            return request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip().lower() == "https"
        return False

    def same_origin(self, request: web.BaseRequest) -> bool:
        """Whether a browser sent this from one of our own pages.

        Browsers say so in Sec-Fetch-Site, older ones (and all of them on plain http) in Origin. A client
        that sends neither is no browser, and so carries no cookie that somebody else could misuse.
        """
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site == "same-origin"
        origin = request.headers.get("Origin")
        if origin is None:
            return True
        if self.public_url and origin == self.public_url:
            return True
        parts = urlsplit(origin)
        # An http page may not speak to us over https; the other way round is a proxy that we were not told of.
        return parts.netloc == host_of(request) and (parts.scheme == "https" or not self.secure(request))

    def refuse_cross_site(self, request: web.BaseRequest) -> None:
        if not self.same_origin(request):
            raise CROSS_SITE.problem()

    def nearby(self, request: web.BaseRequest) -> bool:
        """Whether the caller sits on this machine, and not behind a proxy that does."""
        headers = request.headers
        if "X-Forwarded-For" in headers or "Forwarded" in headers or "X-Real-IP" in headers:
            return False
        try:
            return ip_address(request.remote or "").is_loopback
        except ValueError:
            return False


def host_of(request: web.BaseRequest) -> str:
    """The Host header, or "". aiohttp's own `host` would ask the name service instead, and everybody would wait."""
    return request.headers.get("Host", "")


def policy(host: str) -> str:
    """The Content-Security-Policy. No inline script anywhere.

    Styles may be inline, because Mantine sets style attributes; the WebSocket's address is named,
    because older Safari does not count it as 'self'.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"connect-src 'self'{sockets}; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; "
        "worker-src 'self' blob:; frame-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'"
    )


def _opens(request: web.BaseRequest) -> bool:
    """Whether the address itself is a secret: a link that somebody was given, or the code of a session."""
    # `match_info` cannot be asked before a request was led to a route, and what is no request never is.
    found = getattr(request, "_match_info", None)
    resource = None if found is None else found.route.resource
    return resource is not None and ("{token}" in resource.canonical or "{code}" in resource.canonical)


def headers(doorman: Doorman) -> Callable[[web.BaseRequest, web.StreamResponse], None]:
    """What every answer carries."""

    def put(request: web.BaseRequest, response: web.StreamResponse) -> None:
        out = response.headers
        out.setdefault("Content-Security-Policy", policy(host_of(request)))
        out["X-Content-Type-Options"] = "nosniff"
        # What opens something by itself is told to nobody, not even to our own logs by way of the next request.
        out.setdefault("Referrer-Policy", "no-referrer" if _opens(request) else "same-origin")
        out.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        out.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        out["Permissions-Policy"] = PERMISSIONS
        out["Server"] = "Samen"
        if doorman.own_tls or doorman.secure(request):
            out["Strict-Transport-Security"] = "max-age=31536000"

    return put
