"""What comes back: the mail server hands in reports about mails that we sent."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from pydantic import StringConstraints
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.messages.bounces import NotAReport, Report, read
from server.mail.outbox import Outbox
from server.stores.database import Database
from server.stores.tables import mails
from server.throttle import Rate, Throttle, key
from server.web import Call, Input, Output, Raw, Refusal, Role, Route
from server.web.problems import BODY_TOO_LARGE, TOO_MANY_ATTEMPTS, too_many_attempts

MOST_BYTES = 1_000_000
_WRONG = Rate(20, 60)
"""Wrong secrets of one address: twenty, then one a minute."""
BOUNCE_TOKEN_WRONG = Refusal(401, "bounce_token_wrong", "This is not the secret for handing in returned mail.")
NOT_A_REPORT = Refusal(422, "not_a_report", "This is no report about a mail, so there is nothing to note.")

Told = Callable[[AsyncConnection, Row[Any], Report], Awaitable[None]]
"""Hears of a report about one of our mails, in its transaction."""


class Delivered(Input):
    """`to`: the address that the report came back to."""

    to: Annotated[str, StringConstraints(max_length=320)] = ""


class Noted(Output):
    """`verdict`: what was read in it; `known`: whether it is about a mail of ours."""

    verdict: str
    known: bool


class BounceRoutes:
    """`token` "" takes nothing."""

    def __init__(self, database: Database, outbox: Outbox, throttle: Throttle, token: str) -> None:
        self._database, self._outbox, self._throttle, self._token = database, outbox, throttle, token
        self.told: list[Told] = []

    def routes(self) -> list[Route]:
        return [
            Route(
                "POST",
                "/api/v1/mail/bounces",
                self.take,
                Role.PUBLIC,
                "Hand in a report about a mail that was sent; Authorization: Bearer with the secret of the settings",
                takes=Raw((), "The report as it came, RFC 5322"),
                refuses=(BOUNCE_TOKEN_WRONG, NOT_A_REPORT, TOO_MANY_ATTEMPTS),
                tag="mail",
            )
        ]

    async def take(self, call: Call, query: Delivered) -> Noted:
        given = call.request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        if not self._token or not secrets.compare_digest(given.encode(), self._token.encode()):
            wait = await self._throttle.take(key("bounces", call.address), _WRONG)
            raise too_many_attempts(wait) if wait else BOUNCE_TOKEN_WRONG.problem()
        raw = b""
        async for piece in call.request.content.iter_chunked(65_536):
            raw += piece
            if len(raw) > MOST_BYTES:
                raise BODY_TOO_LARGE.problem()
        try:
            report = await asyncio.to_thread(read, raw, query.to)
        except NotAReport:
            raise NOT_A_REPORT.problem() from None
        return Noted(verdict=report.verdict, known=await self._note(report))

    async def _note(self, report: Report) -> bool:
        async with self._database.writing() as rows:
            sent = (mails.c.id == report.mail_id) & mails.c.sent_at.is_not(None)
            mail = (await rows.execute(select(mails).where(sent))).one_or_none() if report.mail_id else None
            if mail is None:
                return False
            if report.verdict == "delivered":
                await self._outbox.reported(rows, mail, error="")
            elif report.verdict != "complaint" and report.status.startswith("5"):
                await self._outbox.reported(rows, mail, error=f"returned_{report.status}"[:64])
            for told in self.told:
                await told(rows, mail, report)
        return True
