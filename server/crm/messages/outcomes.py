"""What becomes of mails after they were written, told to the client's card and timeline."""

from typing import Any

from sqlalchemy import Row, insert, select

from crm_adapter.messages.bounces import Report
from server.crm.messages.tables import bounces, messages
from server.crm.messages.unsubscribe import Whose, end_in
from server.crm.ports import SYSTEM, Clients, Ground, Rows, Timeline
from server.stores.database import uuid7


class Outcomes:
    def __init__(self, ground: Ground, clients: Clients, timeline: Timeline) -> None:
        self._ground, self._clients, self._timeline = ground, clients, timeline

    async def became(self, rows: Rows, mail: Row[Any], outcome: str) -> None:
        """A line in the timeline of whoever was written to, when a mail did not arrive."""
        if outcome not in ("failed", "bounced"):
            return
        query = select(messages).where(messages.c.mail_id == mail.id)
        for row in await rows.execute(query):
            await self._timeline.add(
                rows,
                row.organisation_id,
                await self._clients.living(rows, row.organisation_id, row.client_id),
                "message_failed",
                SYSTEM,
                subject_kind="message",
                subject_id=row.id,
                detail={"subject": row.subject, "to": row.email, "kind": row.kind},
                key=f"message failed {row.id}",
            )

    async def reported(self, rows: Rows, mail: Row[Any], report: Report) -> None:
        """Keep what came back. Nothing more goes to an address that nobody reads, or whose reader complained."""
        if report.verdict == "delivered":
            return
        now = self._ground.now()
        await rows.execute(
            insert(bounces).values(
                id=uuid7(),
                organisation_id=mail.organisation_id,
                mail_id=mail.id,
                email=mail.recipient.lower(),
                kind=report.verdict,
                status=report.status,
                said=report.said,
                created_at=now,
                updated_at=now,
            )
        )
        if report.verdict == "hard":
            await self._clients.block(rows, mail.organisation_id, mail.recipient, "bounced")
        elif report.verdict == "complaint":
            for client_id in await self._clients.block(rows, mail.organisation_id, mail.recipient, "complained"):
                whose = Whose(mail.organisation_id, client_id, mail.recipient)
                await end_in(rows, self._ground, self._clients, whose, "complaint")
