"""The parts of the webhooks, connected. server/wiring.py calls this once."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter

from server.hooks.feed import Feed, FeedRoutes
from server.hooks.offices import Notices, Webhooks
from server.hooks.outgoing import Outgoing
from server.hooks.routes import HookRoutes
from server.hooks.sender import HookSender
from server.hooks.signatures import Safe
from server.hooks.targets import Targets
from server.mail.outbox import Outbox
from server.signing.envelopes import Envelope, Event
from server.stores.database import Database
from server.tasks import Tasks
from server.throttle import Throttle
from server.web import Route


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the rest of the service uses of the webhooks. `outgoing.on_event` belongs into the envelopes' transactions."""

    outgoing: Outgoing
    sender: HookSender
    targets: Targets
    feed: Feed
    tasks: Tasks
    routes: list[Route]

    async def after_event(self, _envelope: Envelope, _event: Event) -> None:
        """After the commit: there may be something to send."""
        self.sender.wake()

    async def start(self, stack: AsyncExitStack) -> None:
        stack.callback(self.targets.close)
        self.tasks.keep("webhooks", self.sender.run)
        self.tasks.every("old events", 3600, self.feed.sweep)


def assemble_hooks(
    *,
    database: Database,
    tasks: Tasks,
    outbox: Outbox,
    throttle: Throttle,
    registry: CollectorRegistry,
    key: bytes,
    allow: tuple[str, ...],
    own: Callable[[], tuple[str, ...]],
    own_url: Callable[[], str],
    now: Callable[[], datetime],
) -> Hooks:
    """`allow`: "host:port" of private places that webhooks may go to; `own`: where this service itself is reached."""
    counter = Counter("samen_webhooks_total", "Webhook messages by outcome of a try", ["outcome"], registry=registry)
    safe, targets = Safe(key), Targets(allow, own)
    outgoing = Outgoing(database, now, Notices(outbox, own_url).switched_off)
    sender = HookSender(outgoing, targets, safe, now, lambda outcome: counter.labels(outcome).inc())
    webhooks = Webhooks(database, outgoing, targets, safe, now)
    routes = HookRoutes(webhooks, outgoing, throttle, sender.wake, now).routes()
    feed = Feed(database, now)
    return Hooks(outgoing, sender, targets, feed, tasks, [*routes, *FeedRoutes(feed).routes()])
