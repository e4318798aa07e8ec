"""Takes messages from the queue and to their addresses, several at once, also on several nodes: leases keep them apart."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy import Row

from server.hooks import signatures
from server.hooks.outgoing import Outgoing, Parcel
from server.hooks.signatures import Safe
from server.hooks.targets import Outcome, Targets
from server.tasks import serve

log = structlog.get_logger(__name__)

_AT_ONCE = 4
"""Addresses that one process sends to at the same time."""
_POLL = 5.0
_SWEEP = timedelta(hours=1)


class Counted(Protocol):
    """Told the outcome of each try."""

    def __call__(self, outcome: str) -> None: ...


class HookSender:
    def __init__(
        self, outgoing: Outgoing, targets: Targets, safe: Safe, now: Callable[[], datetime], counted: Counted
    ) -> None:
        self._outgoing = outgoing
        self._targets = targets
        self._safe = safe
        self._now = now
        self._counted = counted
        self._waiting = asyncio.Event()
        self._swept: datetime | None = None

    def wake(self) -> None:
        """There is something new."""
        self._waiting.set()

    async def run(self) -> None:
        """Send what is due, several at once, then wait to be woken; look anyway now and then."""
        look = self._outgoing.claim
        await serve(look, self._send, self._waiting, at_once=_AT_ONCE, look_every=_POLL, idle=self._sweep)

    async def send_one(self) -> bool:
        """Try one message that is due. Returns whether there was one."""
        parcel = await self._outgoing.claim()
        if parcel is not None:
            await self._deliver(parcel)
        return parcel is not None

    async def _send(self, parcel: Parcel) -> None:
        try:
            await self._deliver(parcel)
        except Exception:
            # Its lease runs out; what goes to other addresses at this moment has nothing to do with it.
            log.exception("A webhook was not sent.", webhook=parcel.webhook.id, delivery=parcel.delivery.id)

    async def _deliver(self, parcel: Parcel) -> None:
        outcome = await self._try(parcel)
        status = await self._outgoing.note(parcel, outcome)
        if outcome.error:
            log.warning(
                "A webhook was not delivered.",
                webhook=parcel.webhook.id,
                delivery=parcel.delivery.id,
                error=outcome.error,
                answered=outcome.status,
                status=status,
            )
        self._counted("retry" if status == "queued" else status or "lost")

    async def _try(self, parcel: Parcel) -> Outcome:
        given = self._secrets(parcel.webhook)
        if not given:
            return Outcome("secret_lost")
        body = parcel.delivery.body.encode()
        seconds = int(self._now().timestamp())
        headers = signatures.headers(parcel.delivery.id, seconds, body, given)
        return await self._targets.post(parcel.webhook.url, body, headers)

    def _secrets(self, webhook: Row[Any]) -> list[str]:
        """The secret, and for a day the one before it."""
        sealed = [webhook.secret]
        if webhook.secret_before is not None and webhook.secret_before_until > self._now():
            sealed.append(webhook.secret_before)
        opened = (self._safe.open(webhook.id, one) for one in sealed)
        return [one for one in opened if one is not None]

    async def _sweep(self) -> None:
        now = self._now()
        if self._swept is None or now - self._swept >= _SWEEP:
            self._swept = now
            await self._outgoing.sweep()
