"""All shared pages of this node: opened, found, followed, handed over and closed."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import structlog

from cobrowse.ports import Ability, Files, Policy
from server.live.sessions import Done, Sessions
from server.pages.absent import AbsentHouse
from server.pages.leases import LEASE, RENEW_S, Lease, Leases
from server.pages.ports import HousePort, MakeHouse
from server.pages.shared import NO_PAGE, SESSION_ENDED, TRY_AGAIN, Around, Shared
from server.tasks import Tasks
from signalling import commands as cmd
from signalling import events as ev
from signalling.limits import SYSTEM
from signalling.session import Rejected, Session

log = structlog.get_logger(__name__)

_AFTER_START_S = 2.0
_NOT_IN_HOSTS = frozenset("/?#@\\ ")


@dataclass(frozen=True, slots=True)
class Outside:
    """What the desk asks of the rest of the service."""

    policy: Callable[[str], Coroutine[Any, Any, Policy]]
    files: Callable[[Callable[[], Session]], Files]
    welcome: Callable[[str], Coroutine[Any, Any, bool]]
    pictures: Callable[[str, dict[str, Any]], None]
    counted: Callable[[str, str], None]


class Desk:
    """One per process."""

    def __init__(
        self, sessions: Sessions, leases: Leases, outside: Outside, make_house: MakeHouse, tasks: Tasks
    ) -> None:
        self.make_house = make_house
        self._sessions = sessions
        self._leases = leases
        self._outside = outside
        self._tasks = tasks
        self._pages: dict[str, Shared] = {}
        self._closing: dict[str, asyncio.Task[None]] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._house: asyncio.Task[HousePort] | None = None
        self._renewed = time.monotonic()
        self._stopped = False

    # --- the house of this process ----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Make the house ready in the background, and keep the leases."""
        self._tasks.start("house of pages", self._soon())
        self._tasks.keep("page leases", self._renew)

    async def house(self) -> HousePort:
        """Made and started at the first call; whoever comes meanwhile waits for the same."""
        if self._house is None:
            self._house = self._tasks.start("start of the house of pages", self._make())
        return await asyncio.shield(self._house)

    async def able(self) -> Ability:
        return (await self.house()).able()

    async def _soon(self) -> None:
        # Loading browsers and codecs takes a core for a second or two: people who open the service go first.
        await asyncio.sleep(_AFTER_START_S)
        await self.house()

    async def _make(self) -> HousePort:
        try:
            house = await self.make_house()
            await house.start()
        except Exception:
            log.exception("Web pages cannot be opened on this node")
            return AbsentHouse("no_browser")
        return house

    # --- pages ------------------------------------------------------------------------------------------------------

    def here(self, session_id: str) -> Shared | None:
        """The page of a session, if this node runs it."""
        return self._pages.get(session_id)

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def waiting(self) -> int:
        return sum(shared.place > 0 for shared in self._pages.values())

    @property
    def viewers(self) -> int:
        return sum(len(shared.viewers) for shared in self._pages.values())

    async def open(
        self, session_id: str, office_id: str, participant_id: str, url: str, site: str, typed: str
    ) -> Shared | Lease | Rejected:
        """Open a page, or visit an address in the one that is open; a Lease says that another node has to do it."""
        await self._closed(session_id)
        async with self._lock(session_id):
            shared = self._pages.get(session_id)
            if shared is None:
                lease = await self._leases.claim(session_id, office_id, (url,))
                if lease.node != self._leases.node:
                    return lease
            done = await self._sessions.handle(session_id, SYSTEM, cmd.OpenPage(participant_id, site))
            if not isinstance(done, Done):
                if shared is None:
                    await self._leases.drop(session_id)
                return done
            if shared is None:
                shared = await self._run(session_id, (typed,), 0)
            elif shared.page is not None:
                self._tasks.start("page visit", shared.page.visit(typed))
        return shared

    async def find(self, session: Session) -> Shared | Lease:
        """The page that a session has open: here, also taken over from a node that is gone; or who else runs it.

        Raises LookupError when it is closed meanwhile.
        """
        await self._closed(session.id)
        async with self._lock(session.id):
            shared = self._pages.get(session.id)
            if shared is not None:
                return shared
            lease = await self._leases.claim(session.id, session.organisation_id)
            if lease.node != self._leases.node:
                return lease
            log.info("A web page is brought back.", tabs=len(lease.tabs))
            return await self._run(session.id, lease.tabs, lease.active)

    async def _run(self, session_id: str, tabs: tuple[str, ...], active: int) -> Shared:
        session = await self._sessions.watch(session_id, self._heard)
        if session.page is None or self._stopped:
            await self._sessions.unwatch(session_id)
            await self._leases.drop(session_id)
            raise LookupError("the page was closed at this moment")
        shared: Shared | None = None

        def now() -> Session:
            return session if shared is None else shared.session

        shared = Shared(session, self._outside.files(now), self._around())
        self._pages[session_id] = shared
        self._tasks.start("page opening", shared.open(tabs, active))
        return shared

    def _around(self) -> Around:
        return Around(
            start=self._tasks.start,
            house=self.house,
            policy=self._outside.policy,
            remember=self._leases.remember,
            visited=self._visited,
            beyond_repair=self._beyond_repair,
            welcome=self._outside.welcome,
            pictures=self._outside.pictures,
            counted=self._outside.counted,
        )

    # --- what happens -----------------------------------------------------------------------------------------------

    def _heard(self, session: Session, entry: ev.Entry) -> None:
        shared = self._pages.get(session.id)
        if shared is None:
            return
        closed = any(isinstance(event, ev.PageClosed) for event in entry.events)
        if closed or session.page is None or session.ended is not None:
            del self._pages[session.id]
            code, reason = (NO_PAGE, "no_page") if session.ended is None else (SESSION_ENDED, "session_ended")
            task = self._tasks.start("page closing", self._close(shared, code, reason))
            self._closing[session.id] = task
            return
        try:
            shared.follow(session)
        except Exception:
            # Rights that could not be told to the browser must not go on there.
            log.exception("A web page could not follow its session, and is closed")
            self._tasks.start("page beyond repair", self._beyond_repair(session.id))

    async def react(self, session: Session, entry: ev.Entry) -> None:
        """Also where the owner of a page is no more: nothing of it is kept once it is closed."""
        if session.id not in self._pages and any(
            isinstance(event, ev.PageClosed | ev.SessionEnded) for event in entry.events
        ):
            await self._leases.sweep(session.id)

    async def rules_changed(self, office_id: str) -> None:
        """An office has other rules now; its pages here take them."""
        policy = await self._outside.policy(office_id)
        for shared in tuple(self._pages.values()):
            if shared.session.organisation_id == office_id and shared.page is not None:
                await shared.page.update_policy(policy)

    async def _close(self, shared: Shared, code: int, reason: str) -> None:
        session_id = shared.session.id
        try:
            # The addresses first: should this process die now, nothing of them is left.
            await self._leases.drop(session_id)
            await shared.close(code, reason)
            await self._sessions.unwatch(session_id)
        finally:
            self._closing.pop(session_id, None)
            self._locks.pop(session_id, None)

    async def _closed(self, session_id: str) -> None:
        """Wait until the page before this one is gone: its browser, its addresses."""
        while (task := self._closing.get(session_id)) is not None:
            await asyncio.wait([task])

    async def _visited(self, session_id: str, host: str) -> None:
        if 0 < len(host) <= 253 and not _NOT_IN_HOSTS & set(host):
            await self._sessions.handle(session_id, SYSTEM, cmd.VisitSite(host))

    async def _beyond_repair(self, session_id: str) -> None:
        await self._sessions.handle(session_id, SYSTEM, cmd.EndPage())

    # --- leases -----------------------------------------------------------------------------------------------------

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW_S)
            mine = list(self._pages)
            try:
                lost = await self._leases.renew(mine)
                self._renewed = time.monotonic()
            except Exception:
                log.exception("The leases of web pages could not be renewed")
                # Another node may hold them by now: two browsers of one session must not both be driven.
                lost = set(mine) if time.monotonic() - self._renewed > LEASE.total_seconds() else set()
            for session_id in lost:
                shared = self._pages.pop(session_id, None)
                if shared is not None:
                    log.warning("A web page belongs to another node now.")
                    await shared.close(TRY_AGAIN, "moved_on")
                    await self._sessions.unwatch(session_id)

    async def stop(self) -> None:
        """This node goes: viewers look for another, which need not wait."""
        self._stopped = True
        pages, self._pages = list(self._pages.values()), {}
        for shared in pages:
            for viewer in tuple(shared.viewers.values()):
                viewer.close(TRY_AGAIN, "server_stops")
            shared.closed = True
        try:
            await self._leases.let_go([shared.session.id for shared in pages])
        finally:
            if self._house is not None and self._house.done() and not self._house.cancelled():
                await self._house.result().aclose()

    def _lock(self, session_id: str) -> asyncio.Lock:
        return self._locks.setdefault(session_id, asyncio.Lock())
