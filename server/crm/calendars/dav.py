"""A CalDAV server of someone else (RFC 4791): finding its calendars, putting and taking away single objects.

Every address goes through the same gate as those of webhooks. What the server answers is read with limits: XML without
entities or document types, calendar files as crm_adapter/calendars/reading.py takes them.
"""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from crm_adapter.calendars.reading import BadCalendar, read
from server.hooks.targets import Answer, Targets

_MOST = 1_000_000
_REDIRECTS = 4
_DAV: Final = "{DAV:}"
_CAL: Final = "{urn:ietf:params:xml:ns:caldav}"
_ASK: Final = (
    b'<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop>'
    b"<d:resourcetype/><d:displayname/><d:current-user-principal/><c:calendar-home-set/>"
    b"<c:supported-calendar-component-set/></d:prop></d:propfind>"
)


class DavFailed(Exception):
    """It did not work. `code`: sign_in_refused, no_calendar, changed_there, or one of the gate's words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class FoundCalendar:
    """One calendar of an account."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class _Resource:
    url: str
    name: str
    is_calendar: bool
    principal: str
    home: str


class DavServer:
    """One account there. All methods raise DavFailed."""

    def __init__(self, targets: Targets, user_name: str, password: str) -> None:
        self._targets = targets
        given = b64encode(f"{user_name}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {given}"}

    async def calendars(self, url: str) -> list[FoundCalendar]:
        """What can be found from an address that somebody typed: a calendar, an account, or just the server."""
        first = await self._look_from(url)
        if first.is_calendar:
            return [FoundCalendar(first.url, first.name)]
        place = first
        if not place.home and place.principal:
            place = (await self._look(place.principal, "0"))[0]
        found = await self._look(place.home or place.url, "1")
        calendars = [FoundCalendar(one.url, one.name) for one in found if one.is_calendar]
        if not calendars:
            raise DavFailed("no_calendar")
        return calendars

    async def put(self, url: str, body: bytes, *, etag: str) -> str:
        """Write an object over the version that we know; "" is none. Returns the new one, "" when the server does not
        tell. Raises DavFailed("changed_there")."""
        condition = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        answer = await self._ask("PUT", url, body, {**condition, "Content-Type": "text/calendar; charset=utf-8"})
        if answer.status in (409, 412):
            raise DavFailed("changed_there")
        if answer.status not in (200, 201, 204):
            raise DavFailed(f"refused_{answer.status}")
        return answer.headers.get("etag", "")

    async def get(self, url: str, uid: str) -> tuple[str, tuple[bytes, ...]] | None:
        """Version and alarms of an object as it stands there; None when there is none. One that cannot be read, or is
        too much, counts as without alarms: it will be written over."""
        answer = await self._ask("GET", url)
        if answer.status in (404, 410):
            return None
        if answer.status != 200:
            raise DavFailed(f"refused_{answer.status}")
        try:
            events = read(answer.body)
        except BadCalendar:
            events = []
        alarms = next((one.alarms for one in events if one.uid == uid), ())
        return answer.headers.get("etag", ""), alarms

    async def remove(self, url: str) -> None:
        answer = await self._ask("DELETE", url)
        if answer.status not in (200, 202, 204, 404, 410):
            raise DavFailed(f"refused_{answer.status}")

    async def _look_from(self, url: str) -> _Resource:
        try:
            found = (await self._look(url, "0"))[0]
        except DavFailed as no:
            if no.code == "sign_in_refused" or not no.code.startswith("refused_"):
                raise
            found = _Resource(url, "", False, "", "")
        if found.is_calendar or found.home or found.principal:
            return found
        # RFC 6764: where a server keeps calendars, when only its name is known.
        return (await self._look(urljoin(url, "/.well-known/caldav"), "0"))[0]

    async def _look(self, url: str, depth: str) -> list[_Resource]:
        headers = {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}
        for _ in range(_REDIRECTS):
            answer = await self._ask("PROPFIND", url, _ASK, headers)
            target = answer.headers.get("location", "")
            if answer.status not in (301, 302, 307, 308) or not target:
                break
            following = _joined(url, target)
            if not _same(url, following):
                # The password is for the server that was named.
                raise DavFailed("redirected")
            url = following
        if answer.status != 207:
            raise DavFailed(f"refused_{answer.status}")
        found = _resources(url, answer.body)
        if not found:
            raise DavFailed("no_calendar")
        return found

    async def _ask(self, method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        given = {**self._headers, **(headers or {})}
        answer = await self._targets.ask(method, url, headers=given, body=body, most=_MOST)
        if answer.error:
            raise DavFailed(answer.error)
        if answer.status in (401, 403):
            raise DavFailed("sign_in_refused")
        return answer


def _resources(base: str, raw: bytes) -> list[_Resource]:
    """The parts of a multistatus (RFC 4918, 14.16). Raises DavFailed for what is no such thing."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise DavFailed("bad_response") from None
    if root.getroottree().docinfo.doctype or root.tag != f"{_DAV}multistatus":
        raise DavFailed("bad_response")
    found = []
    for response in root.findall(f"{_DAV}response")[:500]:
        url = _joined(base, (response.findtext(f"{_DAV}href") or "").strip())
        kinds = {kind.tag for kind in response.findall(f".//{_DAV}resourcetype/*")}
        components = {one.get("name") for one in response.findall(f".//{_CAL}comp")}
        found.append(
            _Resource(
                url=url,
                name=(response.findtext(f".//{_DAV}displayname") or "").strip()[:200] or urlsplit(url).path,
                is_calendar=f"{_CAL}calendar" in kinds and (not components or "VEVENT" in components),
                principal=_href(base, response, f".//{_DAV}current-user-principal/{_DAV}href"),
                home=_href(base, response, f".//{_CAL}calendar-home-set/{_DAV}href"),
            )
        )
    # What names another server would get the password of this one.
    return [one for one in found if _same(base, one.url)]


def _joined(base: str, target: str) -> str:
    """Where a server points to; "" for what is no address at all."""
    try:
        return urljoin(base, target)
    except ValueError:
        return ""


_PORTS = {"http": 80, "https": 443}


def _same(known: str, other: str) -> bool:
    """Whether an address is of the same server: the same name and port, or its encrypted side."""
    try:
        one, two = urlsplit(known), urlsplit(other)
        ports = one.port or _PORTS.get(one.scheme), two.port or _PORTS.get(two.scheme)
    except ValueError:
        return False
    if one.hostname != two.hostname or (one.scheme, two.scheme) == ("https", "http"):
        return False
    return ports[0] == ports[1] or ports == (80, 443)


def _href(base: str, response: Any, path: str) -> str:
    text = (response.findtext(path) or "").strip()
    url = _joined(base, text) if text else ""
    return url if _same(base, url) else ""
