"""The only assembler: which part gets which others."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiohttp import web

from server.accounts.sign_ins import SignInStore
from server.keys import Keys
from server.live.assembly import assemble_live
from server.machines import MachineRoutes
from server.metrics import Metrics
from server.settings import Settings
from server.stores.blobs import Blobs, LazyBlobs
from server.stores.database import Database
from server.tasks import Tasks
from server.web import Route, TicketHolder, Tickets
from server.web.security import Doorman

Clock = Callable[[], datetime]


def clock() -> datetime:
    return datetime.now(UTC)


class NoTickets:
    """Where no live session is wired, no ticket is good."""

    async def check(self, token: str) -> TicketHolder | None:
        return None


@dataclass(slots=True)
class Parts:
    """The connected parts of one process. Made without opening anything; app.py opens and closes them."""

    settings: Settings
    keys: Keys
    now: Clock
    database: Database
    blobs: Blobs
    tasks: Tasks
    metrics: Metrics
    doorman: Doorman
    sign_ins: SignInStore
    tickets: Tickets
    checks: dict[str, Callable[[], Awaitable[bool]]] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    # Edges that are no routes (Socket.IO, WebSockets): called once with the application, before it starts.
    greeting: list[str] = field(default_factory=list)  # lines printed once the service listens
    attach: list[Callable[[web.Application], None]] = field(default_factory=list)
    # Called in order once the database is ready; what they leave on the stack is closed in reverse.
    starters: list[Callable[[AsyncExitStack], Awaitable[None]]] = field(default_factory=list)


def assemble(settings: Settings, keys: Keys, now: Clock = clock) -> Parts:
    database = Database(settings.database)
    doorman = Doorman(settings.trusted_proxies, settings.public_url, settings.tls_cert is not None)
    parts = Parts(
        settings=settings,
        keys=keys,
        now=now,
        database=database,
        blobs=LazyBlobs(settings.s3, settings.blob_folder),
        tasks=Tasks(),
        metrics=Metrics(),
        doorman=doorman,
        sign_ins=SignInStore(database, now),
        tickets=NoTickets(),
        checks={"database": database.answers},
    )
    _add_live(parts)
    parts.routes += MachineRoutes(parts.checks, parts.metrics, doorman, settings.metrics_token).routes()
    return parts


def _add_live(parts: Parts) -> None:
    """The live session: its routes, its two lanes, its tickets."""
    settings = parts.settings
    live = assemble_live(
        database=parts.database,
        tasks=parts.tasks,
        redis_url=settings.redis_url,
        turn_urls=settings.turn_urls,
        turn_secret=settings.turn_secret,
        guard_secret=parts.keys.key("code guard"),
        own_url=lambda: settings.own_url,
        logo_url=lambda office: None,
        mails=None,
        now=parts.now,
    )
    parts.tickets = live.tickets
    parts.routes += live.routes
    parts.attach.append(live.attach)
    parts.starters.append(live.start)
    if settings.redis_url:
        parts.checks["redis"] = live.bus.answers
