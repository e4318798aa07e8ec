"""Co-browsing, connected. server/wiring.py calls this once."""

import asyncio
import importlib
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge

from cobrowse.ports import Files, Limits, OwnAddresses
from server.files.drawer import Drawer
from server.live.around import IceServers
from server.live.assembly import Live
from server.pages.absent import AbsentHouse
from server.pages.desk import Desk, Outside
from server.pages.favourites import Favourites
from server.pages.files import SessionFiles
from server.pages.lane import PageLane
from server.pages.leases import Leases
from server.pages.opening import Opening
from server.pages.pictures import Pictures
from server.pages.ports import HousePort, MakeHouse
from server.pages.relay import NodeTokens
from server.pages.routes import BrowsingRoutes, FavouriteRoutes, RoomPageRoutes
from server.pages.rules import Rules
from server.settings import Browsing
from server.stores.blobs import Blobs
from server.stores.database import Database
from server.tasks import Tasks
from server.web import Route
from server.web.security import Doorman
from signalling.session import Session


@dataclass(frozen=True, slots=True)
class Pages:
    """What the rest of the service uses of co-browsing."""

    desk: Desk
    routes: list[Route]
    lane: PageLane
    opening: Opening
    leases: Leases
    favourites: Favourites

    def attach(self, app: web.Application) -> None:
        self.lane.attach(app)
        self.opening.attach(app)

    async def start(self, stack: AsyncExitStack) -> None:
        """Begin once the live sessions have; nothing here keeps the service from serving."""
        await self.leases.sweep()
        self.desk.begin()
        self.lane.start()
        stack.push_async_callback(self.desk.stop)


def assemble_pages(
    *,
    database: Database,
    blobs: Blobs,
    tasks: Tasks,
    live: Live,
    drawer: Drawer,
    doorman: Doorman,
    registry: CollectorRegistry,
    settings: Browsing,
    folder: Path,
    own: Callable[[], OwnAddresses],
    node_url: Callable[[], str],
    node_key: bytes,
    ice_servers: IceServers,
    now: Callable[[], datetime],
) -> Pages:
    counted = _counters(registry)
    favourites = Favourites(database, blobs, now)
    pictures = Pictures(favourites, tasks.start)
    rules = Rules(database, settings.allow, now)
    tokens = NodeTokens(node_key)

    async def dead(node: str) -> bool:
        if live.bus.alone:
            # There is no other node: this can only be the process before this one.
            return True
        try:
            return node not in await live.bus.living_nodes()
        except OSError:
            return False

    def files(session: Callable[[], Session]) -> Files:
        return SessionFiles(drawer, blobs, session)

    async def welcome(ticket: str) -> bool:
        return await live.tickets.check(ticket) is not None

    leases = Leases(database, live.node, node_url, dead, now)
    desk = Desk(
        live.sessions,
        leases,
        Outside(rules.policy, files, welcome, pictures.take, counted),
        _house_maker(folder, _limits(settings), tasks, own),
        tasks,
    )
    live.sessions.react(desk.react)
    _gauges(registry, desk)
    opening = Opening(desk, live.sessions, rules, favourites, own, tokens, counted)
    return Pages(
        desk=desk,
        routes=[
            *RoomPageRoutes(opening, desk).routes(),
            *FavouriteRoutes(favourites, pictures, own, settings.allow).routes(),
            *BrowsingRoutes(rules, desk.rules_changed).routes(),
        ],
        lane=PageLane(desk, live.sessions, live.tickets, tokens, ice_servers, doorman, tasks),
        opening=opening,
        leases=leases,
        favourites=favourites,
    )


def _limits(settings: Browsing) -> Limits:
    return Limits(
        pages=settings.pages,
        memory_mb=settings.memory_mb,
        idle_minutes=float(settings.idle_minutes),
        spare=settings.warm,
        pipeline=settings.pipeline,
        chromium=settings.chromium,
    )


def _house_maker(folder: Path, limits: Limits, tasks: Tasks, own: Callable[[], OwnAddresses]) -> MakeHouse:
    async def make() -> HousePort:
        if not limits.pages:
            return AbsentHouse("no_browser")
        # Browsers and codecs take a second to import: in the background, and in a thread that nobody waits for.
        module = await asyncio.to_thread(importlib.import_module, "cobrowse.house")
        house: HousePort = module.House(folder, limits, tasks.start, own())
        return house

    return make


def _counters(registry: CollectorRegistry) -> Callable[[str, str], None]:
    crashes = Counter("samen_page_crashes_total", "Crashes of web pages", registry=registry)
    refused = Counter(
        "samen_page_refused_total", "Addresses that were not opened, by code", ["code"], registry=registry
    )

    def counted(what: str, code: str) -> None:
        if what == "crash":
            crashes.inc()
        else:
            refused.labels(code).inc()

    return counted


def _gauges(registry: CollectorRegistry, desk: Desk) -> None:
    def gauge(name: str, meaning: str, value: Callable[[], Any]) -> None:
        Gauge(name, meaning, registry=registry).set_function(value)

    gauge("samen_pages_open", "Web pages on this node, those that wait included", lambda: len(desk))
    gauge("samen_pages_waiting", "Web pages that wait for a place", lambda: desk.waiting)
    gauge("samen_page_viewers", "Viewers of web pages on this node", lambda: desk.viewers)
