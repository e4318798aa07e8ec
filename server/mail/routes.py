"""The administrator's outbox."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row

from server.mail.outbox import PAGE, Outbox
from server.mail.page import LOGO
from server.web import Call, Id, Input, Output, Role, Route
from server.web.problems import NOT_FOUND

Status = Literal["queued", "sending", "sent", "failed", "kept"]


class Cursor(Input):
    """Where the next page begins: `next` of the page before."""

    cursor: Id | None = None


class MailItem(Output):
    """`kept`: no mail server is set, so it waits here to be read. `sent`: our mail server took it; the receiver's said so
    since `delivered_at`, or sent it back at `bounced_at`. `error` is a stable word."""

    id: Id
    kind: str
    recipient: str
    recipient_name: str
    language: str
    subject: str
    status: Status
    tries: int
    error: str | None
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    bounced_at: datetime | None


class MailPage(Output):
    items: list[MailItem]
    next: Id | None
    sends: bool  # whether a mail server is set


class AttachedView(Output):
    name: str
    media_type: str
    size: int


class MailWhole(MailItem):
    """`text` and `html` are empty once a mail that opens something by itself has been delivered."""

    text: str
    html: str
    attachments: list[AttachedView]


class OutboxRoutes:
    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/api/v1/outbox", self.page, Role.ADMIN, "Mails of the office, newest first"),
            Route("GET", "/api/v1/outbox/{mail_id}", self.one, Role.ADMIN, "One mail with its text"),
            Route("POST", "/api/v1/outbox/{mail_id}/again", self.again, Role.ADMIN, "Send a mail again that failed"),
        ]

    async def page(self, call: Call, query: Cursor) -> MailPage:
        rows = await self._outbox.page(call.member.organisation_id, query.cursor)
        more = len(rows) > PAGE
        return MailPage(
            items=[MailItem(**_item(row)) for row in rows[:PAGE]],
            next=rows[PAGE - 1].id if more else None,
            sends=self._outbox.sends,
        )

    async def one(self, call: Call, mail_id: Id) -> MailWhole:
        row = await self._outbox.one(call.member.organisation_id, mail_id)
        if row is None:
            raise NOT_FOUND.problem()
        return await self._whole(row)

    async def again(self, call: Call, mail_id: Id) -> MailWhole:
        row = await self._outbox.again(call.member.organisation_id, mail_id)
        if row is None:
            raise NOT_FOUND.problem()
        return await self._whole(row)

    async def _whole(self, row: Row[Any]) -> MailWhole:
        # In a browser the attached logo has an address instead.
        shown = row.html.replace(LOGO, f"/api/v1/logos/{row.logo}") if row.logo else row.html
        attached = [
            AttachedView(name=one.name, media_type=one.media_type, size=one.size)
            for one in await self._outbox.attachments(row.id)
        ]
        return MailWhole(**_item(row), text=row.text, html=shown, attachments=attached)


def _item(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in MailItem.model_fields}
