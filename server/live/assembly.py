"""The parts of the live session, connected. server/wiring.py calls this once and adds them to the service."""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from media.ice import Turn, ice_servers
from server.live.around import CodeMails, OfficeLogo, Parties
from server.live.bus import Bus, MemoryBus, RedisBus
from server.live.connections import Connections
from server.live.fastlane import FastLane
from server.live.gateway import Gateway
from server.live.guard import CodeGuard
from server.live.log import SqlLog
from server.live.presence import Janitor
from server.live.relay import Relay
from server.live.rooms import Rooms
from server.live.routes import LiveRoutes
from server.live.sessions import Sessions
from server.live.tickets import LiveTickets
from server.live.turns import Turns
from server.stores.database import Database, uuid7
from server.tasks import Tasks
from server.throttle import Throttle
from server.web import Route


@dataclass(frozen=True, slots=True)
class Live:
    """What the rest of the service uses of the live session."""

    node: str
    sessions: Sessions
    connections: Connections
    rooms: Rooms
    parties: Parties
    tickets: LiveTickets
    bus: Bus
    routes: Sequence[Route]
    gateway: Gateway
    fast: FastLane
    session_log: SqlLog
    janitor: Janitor
    tasks: Tasks

    def attach(self, app: web.Application) -> None:
        self.gateway.attach(app)
        self.fast.attach(app)

    async def start(self, stack: AsyncExitStack) -> None:
        """Begin once the database is ready; everything is ended when `stack` closes."""
        self.session_log.start()
        self.bus.start(self._receive, self.sessions.repair)
        if isinstance(self.bus, RedisBus):
            stack.push_async_callback(self.bus.close)
        self.fast.start()
        self.tasks.start("janitor", self.janitor.run())
        stack.push_async_callback(self.fast.close)
        stack.push_async_callback(self.gateway.close)

    async def shut_out(self, user_id: str) -> None:
        """A user's account was closed, or signed out everywhere: their pages in sessions close, on every node."""
        for session_id, participant_id in await self.tickets.revoke(user_id):
            await self.gateway.hang_up(session_id, participant_id)
            if not self.bus.alone:
                await self.bus.publish(session_id, {"shut_out": participant_id})

    async def _receive(self, session_id: str, message: dict[str, Any]) -> None:
        if "shut_out" in message:
            await self.gateway.hang_up(session_id, message["shut_out"])
        await self.sessions.receive(session_id, message)
        await self.gateway.relay.receive(session_id, message)


def assemble_live(
    *,
    database: Database,
    tasks: Tasks,
    redis_url: str,
    turn_urls: tuple[str, ...],
    turn_secret: str,
    guard_secret: bytes,
    own_url: Callable[[], str],
    logo_url: OfficeLogo,
    mails: CodeMails,
    throttle: Throttle,
    now: Callable[[], datetime],
) -> Live:
    # A new id at each start: whoever was connected to the process before is not connected to this one.
    node = f"{os.getpid()}-{uuid7()}"
    connections = Connections()
    bus: Bus = RedisBus(node, redis_url, tasks) if redis_url else MemoryBus(node)
    session_log = SqlLog(database, tasks)

    def millis() -> int:
        return int(now().timestamp() * 1000)

    sessions = Sessions(session_log, connections, bus, millis)
    tickets = LiveTickets(database, sessions)
    rooms, parties = Rooms(database, sessions, tickets, now), Parties()
    sessions.react(rooms.react)
    relay = Relay(sessions, connections, bus)
    turn = Turn(turn_urls, turn_secret) if turn_urls else None
    return Live(
        node=node,
        sessions=sessions,
        connections=connections,
        rooms=rooms,
        parties=parties,
        tickets=tickets,
        bus=bus,
        routes=LiveRoutes(
            rooms,
            sessions,
            CodeGuard(guard_secret, time.time),
            mails,
            lambda holder: [server.as_json() for server in ice_servers(turn, holder, time.time())],
            logo_url,
            own_url,
            Turns(throttle),
            parties,
        ).routes(),
        gateway=Gateway(node, sessions, connections, tickets, relay, tasks),
        fast=FastLane(connections, tickets, relay, tasks),
        session_log=session_log,
        janitor=Janitor(database, rooms, sessions, bus, millis),
        tasks=tasks,
    )
