"""Opening a page for a session: the address understood, the right asked, the node found that runs it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
import orjson
from aiohttp import web

from cobrowse.ports import OwnAddresses, Policy, Refused
from server.files.problems import NOT_INSIDE
from server.live.sessions import Sessions
from server.pages.desk import Desk
from server.pages.favourites import Favourites
from server.pages.leases import Lease
from server.pages.refusals import NO_BROWSER, NOT_HOST, SESSION_ENDED, SIGNING_NOW, refused
from server.pages.relay import NODE_HEADER, NodeTokens, without_check
from server.pages.rules import Rules
from server.pages.shared import Shared
from server.web import TicketHolder
from server.web.problems import BUSY
from signalling.session import Rejected

_OF_SESSION = {"session_ended": SESSION_ENDED, "signing_now": SIGNING_NOW}
_SETTLES_WITHIN_S = 4.0
_REACH = aiohttp.ClientTimeout(total=6, connect=2)
_TRIES = 4
_MAX_ASKED = 16 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """`place` in the queue, from 1; 0 when it is open or about to be."""

    site: str
    place: int


@dataclass(frozen=True, slots=True)
class _Wish:
    """An address that has been understood, as one node tells it another."""

    session_id: str
    office_id: str
    participant_id: str
    url: str
    site: str
    typed: str


class Opening:
    def __init__(
        self,
        desk: Desk,
        sessions: Sessions,
        rules: Rules,
        favourites: Favourites,
        own: Callable[[], OwnAddresses],
        tokens: NodeTokens,
        counted: Callable[[str, str], None],
    ) -> None:
        self._desk = desk
        self._sessions = sessions
        self._rules = rules
        self._favourites = favourites
        self._own = own
        self._tokens = tokens
        self._counted = counted

    def attach(self, app: web.Application) -> None:
        app.router.add_post("/pages/{session_id}/ask", self._asked)

    async def open(self, holder: TicketHolder, typed: str) -> Opened:
        """Raises a Problem."""
        session = await self._sessions.get(holder.session_id)
        if session.ended is not None:
            raise SESSION_ENDED.problem()
        person = session.participants.get(holder.participant_id)
        if person is None or not person.inside:
            raise NOT_INSIDE.problem()
        if not session.is_chair(person.id):
            raise NOT_HOST.problem()
        policy = await self._rules.policy(holder.organisation_id)
        try:
            url, site, searched = await asyncio.to_thread(understood, typed, policy, self._own())
        except Refused as no:
            self._counted("refused", no.code)
            raise refused(no.code) from None
        wish = _Wish(session.id, holder.organisation_id, person.id, url, site, typed)
        opened = await self._open(wish)
        if not searched:
            await self._favourites.used(holder.organisation_id, person.id, {url, typed.strip()})
        return opened

    async def _open(self, wish: _Wish) -> Opened:
        for _ in range(_TRIES):
            try:
                found = await self._desk_open(wish)
            except LookupError:
                continue
            if isinstance(found, Opened):
                return found
            answer = await self._ask(found, wish)
            if answer is not None:
                return answer
            # Its owner does not answer: the lease runs out, or another node has it by now.
            await asyncio.sleep(1)
        raise BUSY.problem()

    async def _desk_open(self, wish: _Wish) -> Opened | Lease:
        if self._desk.here(wish.session_id) is None:
            ability = await self._desk.able()
            if ability.code:
                raise NO_BROWSER.problem(reason=ability.code)
        found = await self._desk.open(
            wish.session_id, wish.office_id, wish.participant_id, wish.url, wish.site, wish.typed
        )
        if isinstance(found, Rejected):
            raise _OF_SESSION.get(found.code, NOT_HOST).problem()
        return found if isinstance(found, Lease) else await self._settled(found, wish.site)

    async def _settled(self, shared: Shared, site: str) -> Opened:
        try:
            async with asyncio.timeout(_SETTLES_WITHIN_S):
                await shared.settled.wait()
        except TimeoutError:
            # A slow start goes on; its viewers see how far it is.
            pass
        return Opened(site, shared.place)

    # --- between nodes ----------------------------------------------------------------------------------------------

    async def _ask(self, owner: Lease, wish: _Wish) -> Opened | None:
        """Let the owner do it; None when it does not answer."""
        url = f"{owner.node_url}/pages/{owner.session_id}/ask"
        body = {"office": wish.office_id, "who": wish.participant_id, "url": wish.url, "site": wish.site}
        headers = {NODE_HEADER: self._tokens.make(owner.session_id)}
        try:
            async with (
                aiohttp.ClientSession(timeout=_REACH) as http,
                http.post(
                    url, json={**body, "typed": wish.typed}, headers=headers, ssl=not without_check(url)
                ) as answer,
            ):
                if answer.status != 200:
                    return None
                told = await answer.json()
                return Opened(told["site"], told["place"])
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError):
            return None

    async def _asked(self, request: web.Request) -> web.Response:
        """Another node asks this one, which it takes for the owner."""
        session_id = request.match_info["session_id"]
        if not self._tokens.good(request.headers.get(NODE_HEADER, ""), session_id):
            raise NOT_HOST.problem()
        try:
            told = orjson.loads(await request.content.read(_MAX_ASKED))
            wish = _Wish(session_id, told["office"], told["who"], told["url"], told["site"], told["typed"])
        except (ValueError, KeyError, TypeError):
            raise BUSY.problem() from None
        try:
            found = await self._desk_open(wish)
        except LookupError:
            found = None
        if not isinstance(found, Opened):
            raise BUSY.problem()
        return web.json_response({"site": found.site, "place": found.place})


def understood(typed: str, policy: Policy, own: OwnAddresses) -> tuple[str, str, bool]:
    """Address, host name, and whether it is a search. Raises Refused."""
    # Imported here, because names in other scripts need tables that a start should not wait for.
    from cobrowse.egress.addresses import understand
    from cobrowse.egress.gate import Rules as HostRules

    destination = understand(typed, HostRules.of(policy, own), policy.search)
    return destination.url, destination.host.name, destination.searched
