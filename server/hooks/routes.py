"""REST of the webhooks, for administrators."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from server.hooks.offices import Webhooks
from server.hooks.outgoing import Outgoing
from server.hooks.refusals import TOO_MANY_WEBHOOKS, WEBHOOK_ADDRESS_REFUSED, WEBHOOK_OFF, WEBHOOK_URL_WRONG
from server.hooks.views import (
    DeliveryList,
    DeliveryPage,
    DeliveryView,
    NewWebhook,
    Requeued,
    WebhookChange,
    WebhookList,
    WebhookSecret,
    WebhookView,
    WholeDelivery,
    delivery,
    webhook,
)
from server.throttle import Rate, Throttle, key
from server.web import Call, Id, Role, Route
from server.web.problems import NOT_FOUND, TOO_MANY_ATTEMPTS, too_many_attempts

PAGE = 30
TESTS = Rate(10, 30)
"""Test messages of one office: ten at once, then one every half minute."""


class HookRoutes:
    def __init__(
        self,
        hooks: Webhooks,
        outgoing: Outgoing,
        throttle: Throttle,
        wake: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self._hooks = hooks
        self._outgoing = outgoing
        self._throttle = throttle
        self._wake = wake
        self._now = now

    def routes(self) -> list[Route]:
        path, one = "/api/v1/webhooks", "/api/v1/webhooks/{webhook_id}"
        wrong = (WEBHOOK_URL_WRONG, WEBHOOK_ADDRESS_REFUSED)
        return [
            Route("GET", path, self.all, Role.ADMIN, "The office's webhooks"),
            Route(
                "POST",
                path,
                self.make,
                Role.ADMIN,
                "Add a webhook; the answer is the only place where its secret can be read",
                status=201,
                refuses=(*wrong, TOO_MANY_WEBHOOKS),
            ),
            Route("GET", one, self.show, Role.ADMIN, "One webhook"),
            Route("PATCH", one, self.change, Role.ADMIN, "Change a webhook, switch it on or off", refuses=wrong),
            Route("DELETE", one, self.remove, Role.ADMIN, "Remove a webhook and what waits for it", status=204),
            Route(
                "POST", f"{one}/secret", self.new_secret, Role.ADMIN, "A new secret; the old one signs along for a day"
            ),
            Route(
                "POST",
                f"{one}/test",
                self.test,
                Role.ADMIN,
                "Send a test message, once",
                status=201,
                refuses=(TOO_MANY_ATTEMPTS,),
            ),
            *self._deliveries(f"{one}/deliveries"),
        ]

    def _deliveries(self, path: str) -> list[Route]:
        one = path + "/{delivery_id}"
        return [
            Route("GET", path, self.deliveries, Role.ADMIN, "What was sent, and what came of it; the newest first"),
            Route("GET", one, self.delivery, Role.ADMIN, "One message, as it travels"),
            Route(
                "POST", f"{one}/resend", self.resend, Role.ADMIN, "Send one message again, now", refuses=(WEBHOOK_OFF,)
            ),
            Route(
                "POST",
                f"{path}/resend-failed",
                self.resend_failed,
                Role.ADMIN,
                "Send everything again that was given up",
                refuses=(WEBHOOK_OFF,),
            ),
        ]

    async def all(self, call: Call) -> WebhookList:
        found = await self._hooks.all(call.member.organisation_id)
        return WebhookList(items=[self._view(row) for row in found])

    async def make(self, call: Call, body: NewWebhook) -> WebhookSecret:
        row, secret = await self._hooks.make(call.member, body.name, body.url, _once(body.kinds))
        return WebhookSecret(secret=secret, **webhook(row, self._now()))

    async def show(self, call: Call, webhook_id: Id) -> WebhookView:
        return self._view(await self._hooks.one(call.member.organisation_id, webhook_id))

    async def change(self, call: Call, webhook_id: Id, body: WebhookChange) -> WebhookView:
        changes = body.model_dump(exclude_none=True)
        if "kinds" in changes:
            changes["kinds"] = _once(changes["kinds"])
        row = await self._hooks.change(call.member, webhook_id, changes)
        self._wake()
        return self._view(row)

    async def remove(self, call: Call, webhook_id: Id) -> None:
        await self._hooks.remove(call.member, webhook_id)

    async def new_secret(self, call: Call, webhook_id: Id) -> WebhookSecret:
        row, secret = await self._hooks.new_secret(call.member, webhook_id)
        return WebhookSecret(secret=secret, **webhook(row, self._now()))

    async def test(self, call: Call, webhook_id: Id) -> DeliveryView:
        row = await self._hooks.one(call.member.organisation_id, webhook_id)
        wait = await self._throttle.take(key("webhook test", call.member.organisation_id), TESTS)
        if wait:
            raise too_many_attempts(wait)
        delivery_id = await self._outgoing.test(row)
        self._wake()
        return await self._one(webhook_id, delivery_id)

    async def deliveries(self, call: Call, webhook_id: Id, query: DeliveryPage) -> DeliveryList:
        await self._hooks.one(call.member.organisation_id, webhook_id)
        found = await self._outgoing.page(webhook_id, query.before, PAGE)
        shown = found[:PAGE]
        tries = defaultdict(list)
        for each in await self._outgoing.tries([row.id for row in shown]):
            tries[each.delivery_id].append(each)
        return DeliveryList(
            items=[DeliveryView(**delivery(row, tries[row.id])) for row in shown],
            next=shown[-1].id if len(found) > PAGE else None,
        )

    async def delivery(self, call: Call, webhook_id: Id, delivery_id: Id) -> WholeDelivery:
        row = await self._found(call, webhook_id, delivery_id)
        return WholeDelivery(body=row.body, **delivery(row, await self._outgoing.tries([row.id])))

    async def resend(self, call: Call, webhook_id: Id, delivery_id: Id) -> DeliveryView:
        row = await self._found(call, webhook_id, delivery_id)
        await self._must_be_on(call, webhook_id)
        await self._outgoing.again(row)
        self._wake()
        return await self._one(webhook_id, delivery_id)

    async def resend_failed(self, call: Call, webhook_id: Id) -> Requeued:
        await self._must_be_on(call, webhook_id)
        count = await self._outgoing.failed_again(webhook_id)
        self._wake()
        return Requeued(count=count)

    async def _must_be_on(self, call: Call, webhook_id: str) -> None:
        if not (await self._hooks.one(call.member.organisation_id, webhook_id)).active:
            raise WEBHOOK_OFF.problem()

    async def _found(self, call: Call, webhook_id: str, delivery_id: str) -> Row[Any]:
        await self._hooks.one(call.member.organisation_id, webhook_id)
        row = await self._outgoing.one(webhook_id, delivery_id)
        if row is None:
            raise NOT_FOUND.problem()
        return row

    async def _one(self, webhook_id: str, delivery_id: str) -> DeliveryView:
        row = await self._outgoing.one(webhook_id, delivery_id)
        if row is None:
            raise NOT_FOUND.problem()
        return DeliveryView(**delivery(row, await self._outgoing.tries([delivery_id])))

    def _view(self, row: Row[Any]) -> WebhookView:
        return WebhookView(**webhook(row, self._now()))


def _once(kinds: list[Any]) -> list[str]:
    return list(dict.fromkeys(kinds))
