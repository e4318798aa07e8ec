"""Rows of messages and of what they became."""

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Row, Select, func, select

from server.crm.messages.tables import mailing_recipients, mailings, messages
from server.crm.ports import Rows
from server.stores.tables import mails

PAGE = 30
State = Literal["queued", "kept", "sent", "delivered", "failed", "returned"]
M = messages.c


def whole() -> Select[Any]:
    """Messages with their mails."""
    fate = (mails.c.status, mails.c.error, mails.c.sent_at, mails.c.delivered_at, mails.c.bounced_at, mails.c.text)
    return select(messages, *fate).outerjoin(mails, mails.c.id == M.mail_id)


async def of_client(rows: Rows, organisation_id: str, client_id: str, before: str | None) -> Sequence[Row[Any]]:
    """Newest first, one more than a page holds."""
    query = whole().where(M.organisation_id == organisation_id, M.client_id == client_id)
    if before is not None:
        query = query.where(M.id < before)
    found: Sequence[Row[Any]] = (await rows.execute(query.order_by(M.id.desc()).limit(PAGE + 1))).all()
    return found


async def one(rows: Rows, organisation_id: str, message_id: str) -> Row[Any] | None:
    query = whole().where(M.organisation_id == organisation_id, M.id == message_id)
    found: Row[Any] | None = (await rows.execute(query)).one_or_none()
    return found


async def count(rows: Rows, organisation_id: str, client_id: str) -> int:
    mine = (M.organisation_id == organisation_id) & (M.client_id == client_id)
    return await rows.scalar(select(func.count()).select_from(messages).where(mine)) or 0


async def mailing(rows: Rows, organisation_id: str, mailing_id: str) -> Row[Any] | None:
    mine = (mailings.c.organisation_id == organisation_id) & (mailings.c.id == mailing_id)
    return (await rows.execute(select(mailings).where(mine))).one_or_none()


async def mailing_counts(rows: Rows, mailing_id: str) -> dict[str, int]:
    """How many recipients wait, were sent to, were skipped."""
    r = mailing_recipients.c
    query = select(r.state, func.count()).where(r.mailing_id == mailing_id).group_by(r.state)
    return {state: number for state, number in (await rows.execute(query)).all()}


def state_of(row: Row[Any]) -> State:
    """What became of a message. "sent": our mail server took it; "delivered": the receiver's said that it is there."""
    if row.bounced_at is not None:
        return "returned"
    if row.delivered_at is not None:
        return "delivered"
    match row.status:
        case "sent" | "failed" | "kept" as known:
            return known  # type: ignore[no-any-return]  # a row's values have no types
        case _:
            return "queued"
