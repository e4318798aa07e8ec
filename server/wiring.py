"""The only assembler: which part gets which others."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from cobrowse.ports import OwnAddresses
from media.echo import Echo
from media.ice import Turn, ice_servers
from server.accounts.assembly import Accounts, assemble_accounts
from server.accounts.first import Wish
from server.accounts.models import logo_url
from server.code_mails import CodeMailer
from server.crm.assembly import Crm, assemble_crm
from server.crm.ports import Core, Ground
from server.echo import EchoRoutes
from server.files.assembly import Files, assemble_files
from server.helpdesk.routes import HelpRoutes
from server.helpdesk.store import HelpDesk
from server.hooks.assembly import Hooks, assemble_hooks
from server.jobs import Jobs
from server.keys import Keys, StartError
from server.live.assembly import Live, assemble_live
from server.machines import MachineRoutes
from server.mail.bounces import BounceRoutes
from server.mail.outbox import Outbox
from server.mail.routes import OutboxRoutes
from server.mail.smtp import MailSender, Origin
from server.metrics import Metrics
from server.pages.assembly import Pages, assemble_pages
from server.pages.own import own_hosts
from server.repeats import SqlRepeats
from server.session_archive import record_routes
from server.settings import Settings
from server.signing.assembly import SigningRoom, assemble_signing
from server.signing.room import EVERY_S, RoomSigning
from server.signing.room_routes import RoomSigningRoutes
from server.signing.routes.assembly import Edges, assemble_edges
from server.signing.routes.credits import CreditRoutes
from server.stores.blobs import Blobs, LazyBlobs
from server.stores.database import Database
from server.stores.holding import BlobKeeper
from server.tasks import Tasks
from server.throttle import MemoryThrottle, RedisThrottle, Throttle
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
    outbox: Outbox
    jobs: Jobs
    throttle: Throttle
    accounts: Accounts
    tickets: Tickets
    pages: Pages | None = None
    hooks: Hooks | None = None
    signing: SigningRoom | None = None
    signing_in_sessions: RoomSigning | None = None
    edges: Edges | None = None
    crm: Crm | None = None
    repeats: SqlRepeats | None = None
    checks: dict[str, Callable[[], Awaitable[bool]]] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    greeting: list[str] = field(default_factory=list)  # lines printed once the service listens
    # Edges that are no routes (Socket.IO, WebSockets): called once with the application, before it starts.
    attach: list[Callable[[web.Application], None]] = field(default_factory=list)
    # Called in order once the database is ready; what they leave on the stack is closed in reverse.
    starters: list[Callable[[AsyncExitStack], Awaitable[None]]] = field(default_factory=list)


def assemble(settings: Settings, keys: Keys, now: Clock = clock) -> Parts:
    database = Database(settings.database)
    doorman = Doorman(settings.trusted_proxies, settings.public_url, settings.tls_cert is not None)
    blobs, tasks, metrics = LazyBlobs(settings.s3, settings.blob_folder), Tasks(), Metrics()
    redis = _redis(settings.redis_url)
    throttle: Throttle = MemoryThrottle() if redis is None else RedisThrottle(redis)
    outbox = Outbox(database, now, sends=settings.smtp is not None)
    accounts = assemble_accounts(
        database=database,
        blobs=blobs,
        keys=keys,
        now=now,
        outbox=outbox,
        tasks=tasks,
        throttle=throttle,
        own_url=lambda: settings.own_url,
        counted=lambda outcome: metrics.sign_ins.labels(outcome).inc(),
    )
    # Named like the folder in which this process signs: by it, others see that a process is gone.
    jobs = Jobs(database, now, lambda: parts.signing.tools.leases.owner if parts.signing is not None else "")
    parts = Parts(
        settings=settings,
        keys=keys,
        now=now,
        database=database,
        blobs=blobs,
        tasks=tasks,
        metrics=metrics,
        doorman=doorman,
        outbox=outbox,
        jobs=jobs,
        throttle=throttle,
        accounts=accounts,
        tickets=NoTickets(),
        checks={"database": database.answers},
    )
    parts.starters.append(_first_start(parts, redis))
    parts.routes += accounts.routes
    parts.routes += OutboxRoutes(outbox).routes()
    live = _add_live(parts)
    files = _add_what_a_session_leaves(parts, live)
    _add_pages(parts, live, files)
    hooks = _add_hooks(parts)
    signing = _add_signing(parts, live, files, hooks)
    _add_crm(parts, Core(live, files.drawer, signing.desk, hooks.outgoing, hooks.targets, hooks.sender.wake))
    desk = HelpDesk(database, outbox, now, lambda: settings.own_url)
    parts.routes += HelpRoutes(desk, throttle).routes()
    _add_echo(parts)
    parts.routes += MachineRoutes(parts.checks, metrics, doorman, settings.metrics_token).routes()
    parts.starters.append(_mail(parts))
    return parts


def _redis(url: str) -> Any:
    """A client for what is counted together; None with one node."""
    if not url:
        return None
    from redis.asyncio import Redis

    return Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2, max_connections=64)


def _first_start(parts: Parts, redis: Any) -> Callable[[AsyncExitStack], Awaitable[None]]:
    async def start(stack: AsyncExitStack) -> None:
        stack.callback(parts.accounts.hasher.close)
        if redis is not None:
            from redis.exceptions import RedisError

            stack.push_async_callback(redis.aclose)
            try:
                await redis.ping()
            except (RedisError, OSError, TimeoutError):
                raise StartError("REDIS_URL cannot be used: Redis does not answer there, or refuses us.") from None
        settings = parts.settings
        wish = Wish(settings.admin_email, settings.admin_password, settings.demo, settings.accept_new_secrets)
        parts.greeting += await parts.accounts.first_start.run(wish)

    return start


def _mail(parts: Parts) -> Callable[[AsyncExitStack], Awaitable[None]]:
    async def start(stack: AsyncExitStack) -> None:
        smtp = parts.settings.smtp
        if smtp is None:
            parts.greeting.append("Mail is kept in the outbox, because SMTP_URL is not set: {url}/adviser")
            return
        counted = parts.metrics.mails
        sender = MailSender(
            parts.outbox,
            smtp,
            Origin(parts.settings.mail_from, parts.settings.mail_bounces, parts.settings.dkim),
            parts.blobs,
            parts.now,
            lambda outcome: counted.labels(outcome).inc(),
        )
        parts.tasks.keep("mail", sender.run)

    return start


def _add_live(parts: Parts) -> Live:
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
        logo_url=lambda office: logo_url(office),
        throttle=parts.throttle,
        mails=CodeMailer(parts.database, parts.outbox, parts.tasks, parts.now, lambda: settings.own_url),
        now=parts.now,
    )
    parts.tickets = live.tickets
    parts.accounts.sign_ins.elsewhere.append(live.shut_out)
    parts.routes += live.routes
    parts.attach.append(live.attach)
    parts.starters.append(live.start)
    if settings.redis_url:
        parts.checks["redis"] = live.bus.answers
    return live


def _add_what_a_session_leaves(parts: Parts, live: Live) -> Files:
    """Its files, and its record."""
    files = assemble_files(
        database=parts.database,
        blobs=parts.blobs,
        sessions=live.sessions,
        key=parts.keys.key("file links"),
        now=parts.now,
    )
    live.sessions.react(files.react)
    parts.routes += files.routes
    parts.routes += record_routes(live.rooms, live.session_log, parts.settings.client, parts.now)
    return files


def _add_pages(parts: Parts, live: Live, files: Files) -> None:
    """Web pages that people of a session look at together."""
    settings = parts.settings
    turn = Turn(settings.turn_urls, settings.turn_secret) if settings.turn_urls else None

    def servers(participant_id: str) -> list[dict[str, Any]]:
        return [one.as_json() for one in ice_servers(turn, participant_id, parts.now().timestamp())]

    parts.pages = assemble_pages(
        database=parts.database,
        blobs=parts.blobs,
        tasks=parts.tasks,
        live=live,
        drawer=files.drawer,
        doorman=parts.doorman,
        registry=parts.metrics.registry,
        settings=settings.browsing,
        folder=settings.data / "pages",
        own=lambda: OwnAddresses(own_hosts(settings)),
        node_url=lambda: settings.node_url,
        node_key=parts.keys.key("page nodes"),
        ice_servers=servers,
        now=parts.now,
    )
    parts.routes += parts.pages.routes
    parts.attach.append(parts.pages.attach)
    parts.starters.append(parts.pages.start)


def _add_hooks(parts: Parts) -> Hooks:
    """Other systems of an office hear what happens to its envelopes."""
    settings = parts.settings
    hooks = parts.hooks = assemble_hooks(
        database=parts.database,
        tasks=parts.tasks,
        outbox=parts.outbox,
        throttle=parts.throttle,
        registry=parts.metrics.registry,
        key=parts.keys.key("webhook secrets"),
        allow=settings.webhook_allow,
        own=lambda: own_hosts(settings),
        own_url=lambda: settings.own_url,
        now=parts.now,
    )
    parts.routes += hooks.routes
    parts.starters.append(hooks.start)
    return hooks


def _add_signing(parts: Parts, live: Live, files: Files, hooks: Hooks) -> SigningRoom:
    """Documents that people sign."""
    signing = assemble_signing(
        database=parts.database,
        blobs=parts.blobs,
        tasks=parts.tasks,
        drawer=files.drawer,
        settings=parts.settings.signing,
        client=parts.settings.client,
        folder=parts.settings.data / "signing",
        key=parts.keys.key("signing authority"),
        now=parts.now,
        jobs=parts.jobs,
        wake_mail=parts.outbox.wake,
    )
    signing.desk.on_event(hooks.outgoing.on_event)
    signing.desk.after_event(hooks.after_event)
    parts.signing = signing
    tools = signing.tools
    parts.routes += CreditRoutes(parts.database, tools.credits, tools.trust, parts.settings.signing, parts.now).routes()
    parts.starters.append(signing.start)
    _add_edges(parts, signing)
    _add_signing_in_sessions(parts, live, signing)
    return signing


def _add_edges(parts: Parts, signing: SigningRoom) -> None:
    """Everything of signing that can be reached from outside, but for the room of a session."""
    edges = parts.edges = assemble_edges(
        desk=signing.desk,
        tools=signing.tools,
        work=signing.work,
        outbox=parts.outbox,
        tasks=parts.tasks,
        throttle=parts.throttle,
        key=parts.keys.key("signing codes"),
        own_url=lambda: parts.settings.own_url,
    )
    parts.routes += edges.routes
    parts.attach.append(edges.attach)
    parts.starters.append(edges.start)


def _add_signing_in_sessions(parts: Parts, live: Live, signing: SigningRoom) -> None:
    """The same envelopes in the rooms of sessions, each signer at their own screen."""
    edges = parts.edges
    assert edges is not None  # noqa: S101 - added just before
    room = RoomSigning(signing.desk, signing.tools, live.sessions, live.session_log, live.tickets.user_of)
    live.sessions.react(room.react)
    signing.desk.after_event(room.after_event)
    parts.signing_in_sessions = room
    parts.routes += RoomSigningRoutes(room, edges.signer).routes()

    async def start(_stack: AsyncExitStack) -> None:
        parts.tasks.every("signing in sessions", EVERY_S, room.put_right)

    parts.starters.append(start)


def _add_crm(parts: Parts, core: Core) -> Crm:
    """The office around the session."""
    ground = Ground(
        database=parts.database,
        blobs=parts.blobs,
        keeper=BlobKeeper(parts.database, parts.blobs, parts.now),
        tasks=parts.tasks,
        jobs=parts.jobs,
        outbox=parts.outbox,
        throttle=parts.throttle,
        key=parts.keys.key,
        own_url=lambda: parts.settings.own_url,
        now=parts.now,
    )
    crm = parts.crm = assemble_crm(ground, core)
    returned = BounceRoutes(parts.database, parts.outbox, parts.throttle, parts.settings.mail_bounces_token)
    returned.told.append(crm.messages.outcomes.reported)
    parts.routes += returned.routes()
    assert parts.signing is not None  # noqa: S101 - added before
    parts.signing.filings.extend((crm.documents.signing, crm.contract.shelf))
    parts.routes += crm.routes
    parts.starters.append(crm.start)
    repeats = parts.repeats = SqlRepeats(parts.database, parts.now)

    async def start(_stack: AsyncExitStack) -> None:
        parts.tasks.every("old repeats", 3600, repeats.sweep)

    parts.starters.append(start)
    return crm


def _add_echo(parts: Parts) -> None:
    """The connection test before joining."""
    settings = parts.settings
    turn = Turn(settings.turn_urls, settings.turn_secret) if settings.turn_urls else None
    echo = Echo(parts.tasks.start)
    parts.routes += EchoRoutes(
        echo, parts.throttle, lambda: ice_servers(turn, "echo", parts.now().timestamp())
    ).routes()

    async def start(stack: AsyncExitStack) -> None:
        stack.push_async_callback(echo.close)

    parts.starters.append(start)
