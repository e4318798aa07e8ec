"""Reviews and summaries: two add-ons that an administrator switches on, and what the agenda shows of them."""

from collections.abc import Sequence
from typing import Any, Protocol

import structlog
from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.crm.aftercare.refusals import (
    ADD_ON_OFF,
    NO_CODE,
    NOBODY_TO_TELL,
    REVIEW_TOO_SOON,
    REVIEW_WRITTEN,
    REVIEWS_OFF,
    SUMMARY_EMPTY,
    SUMMARY_SENT,
)
from server.crm.aftercare.tables import reviews, summaries
from server.crm.choices import AddOnChoices, ChoiceStore
from server.crm.ports import (
    Actor,
    Afterwards,
    Appointment,
    AppointmentChange,
    Clients,
    Ground,
    Reminder,
    Review,
    Rows,
    Summary,
    Timeline,
)
from server.stores.database import uuid7
from server.web import Problem

log = structlog.get_logger(__name__)

_CODE_MAILS = (
    "appointment_planned",
    "appointment_moved",
    "appointment_changed",
    "appointment_code",
    "appointment_reminder",
)


class Teller(Protocol):
    """Writes mails about appointments, and knows which were written. Supplied by server/crm/notices."""

    async def once(
        self, rows: Rows, appointment: Appointment, key: str, kind: str, more: dict[str, str], *, to: str = "client"
    ) -> str | None: ...

    async def resend_code(self, rows: Rows, appointment: Appointment) -> str | None: ...

    async def code(self, rows: Rows, appointment: Appointment) -> str | None: ...

    async def told(self, rows: Rows, organisation_id: str, ids: Sequence[str]) -> list[Row[Any]]: ...

    def wake(self) -> None: ...


class Aftercare:
    """Implements the port Around."""

    def __init__(
        self, ground: Ground, choices: ChoiceStore, clients: Clients, timeline: Timeline, teller: Teller
    ) -> None:
        self._now = ground.now
        self._choices = choices
        self._clients = clients
        self._timeline = timeline
        self._teller = teller

    # --- for the agenda ---

    async def afterwards(self, rows: Rows, organisation_id: str, ids: Sequence[str]) -> dict[str, Afterwards]:
        if not ids:
            return {}
        written = await self._of(rows, reviews, organisation_id, ids)
        left = await self._of(rows, summaries, organisation_id, ids)
        told: dict[str, list[Row[Any]]] = {}
        for row in await self._teller.told(rows, organisation_id, ids):
            told.setdefault(row.appointment_id, []).append(row)
        found = {*written, *left, *told}
        return {one: _afterwards(written.get(one), left.get(one), told.get(one, [])) for one in found}

    async def summarise(self, rows: Rows, appointment: Appointment, text: str, actor: Actor, *, send: bool) -> Summary:
        if not (await self._add_ons(rows, appointment.organisation_id)).summaries:
            raise ADD_ON_OFF.problem(add_on="summaries")
        text = await self._clients.free_text(rows, appointment.organisation_id, text, "text")
        if send and not text:
            raise SUMMARY_EMPTY.problem()
        its = summaries.c.appointment_id == appointment.id
        row = (await rows.execute(select(summaries).where(its).with_for_update())).one_or_none()
        if row is not None and row.sent_at is not None:
            raise SUMMARY_SENT.problem()
        now = self._now()
        values: dict[str, Any] = {"text": text, "user_id": actor.id or None, "updated_at": now}
        if send:
            values["mail_id"] = await self._send(rows, appointment, text)
            values["sent_at"] = now
        if row is not None:
            await rows.execute(update(summaries).where(its).values(**values))
        else:
            key = {"id": uuid7(), "organisation_id": appointment.organisation_id, "appointment_id": appointment.id}
            await rows.execute(insert(summaries).values(**key, **values, created_at=now))
        if send:
            await self._line(rows, appointment, "summary_sent", actor, {"text": text})
        return Summary(text, now, now if send else None)

    async def _send(self, rows: Rows, appointment: Appointment, text: str) -> str:
        mail_id = await self._teller.once(
            rows, appointment, "summary", "appointment_summary", {"summary_text": text, "message_text": text}
        )
        if mail_id is None:
            raise NOBODY_TO_TELL.problem()
        return mail_id

    async def resend_code(self, rows: Rows, appointment: Appointment, _actor: Actor) -> str:
        if await self._teller.code(rows, appointment) is None:
            raise NO_CODE.problem()
        mail_id = await self._teller.resend_code(rows, appointment)
        if mail_id is None:
            raise NOBODY_TO_TELL.problem()
        return mail_id

    def wake(self) -> None:
        """After a commit in which something was written to somebody."""
        self._teller.wake()

    # --- for the client ---

    async def of_one(self, rows: Rows, appointment: Appointment) -> Afterwards:
        found = await self.afterwards(rows, appointment.organisation_id, [appointment.id])
        return found.get(appointment.id, Afterwards())

    async def may_review(self, rows: Rows, appointment: Appointment) -> bool:
        return await self._why_not(rows, appointment) is None

    async def review(self, rows: Rows, appointment: Appointment, stars: int, text: str, actor: Actor) -> Review:
        """The client's judgement, once. Raises REVIEWS_OFF, REVIEW_TOO_SOON or REVIEW_WRITTEN, and how
        the clients refuse a text."""
        why = await self._why_not(rows, appointment)
        if why is not None:
            raise why
        text = await self._clients.free_text(rows, appointment.organisation_id, text, "text")
        now = self._now()
        try:
            async with rows.begin_nested():
                await rows.execute(
                    insert(reviews).values(
                        id=uuid7(),
                        organisation_id=appointment.organisation_id,
                        appointment_id=appointment.id,
                        stars=stars,
                        text=text,
                        created_at=now,
                        updated_at=now,
                    )
                )
        except IntegrityError:
            raise REVIEW_WRITTEN.problem() from None
        await self._line(rows, appointment, "review_written", actor, {"stars": stars, "text": text})
        try:
            more = {"review_stars": str(stars), "review_text": text, "client_full_name": actor.name}
            await self._teller.once(rows, appointment, "review written", "review_written", more, to="adviser")
        except Problem:
            # The adviser finds it in the agenda: a mail that cannot be written is no reason to lose it.
            log.warning("The adviser was not told of a review.")
        return Review(stars, text, now)

    async def _why_not(self, rows: Rows, appointment: Appointment) -> Problem | None:
        if not (await self._add_ons(rows, appointment.organisation_id)).reviews:
            return REVIEWS_OFF.problem()
        if appointment.status != "completed":
            return REVIEW_TOO_SOON.problem()
        written = await self._of(rows, reviews, appointment.organisation_id, [appointment.id])
        return REVIEW_WRITTEN.problem() if written else None

    # --- what follows a change ---

    async def on_change(self, rows: Rows, change: AppointmentChange) -> None:
        """Ask for a review once it has taken place; nobody waits for this mail, so nothing of it may fail the change."""
        appointment = change.after
        if change.kind != "completed" or not (await self._add_ons(rows, appointment.organisation_id)).reviews:
            return
        try:
            await self._teller.once(rows, appointment, "review request", "review_request", {})
        except Problem:
            return

    async def _add_ons(self, rows: Rows, organisation_id: str) -> AddOnChoices:
        return await self._choices.get(rows, organisation_id, AddOnChoices)

    async def _of(self, rows: Rows, table: Any, organisation_id: str, ids: Sequence[str]) -> dict[str, Row[Any]]:
        theirs = (table.c.organisation_id == organisation_id) & table.c.appointment_id.in_(ids)
        return {row.appointment_id: row for row in (await rows.execute(select(table).where(theirs))).all()}

    async def _line(
        self, rows: Rows, appointment: Appointment, kind: str, actor: Actor, detail: dict[str, Any]
    ) -> None:
        if appointment.client_id is not None:
            await self._timeline.add(
                rows,
                appointment.organisation_id,
                appointment.client_id,
                kind,
                actor,
                subject_kind="appointment",
                subject_id=appointment.id,
                detail={"title": appointment.title or appointment.service_name, **detail},
                key=f"{kind} {appointment.id}",
            )


def _afterwards(review: Row[Any] | None, summary: Row[Any] | None, told: list[Row[Any]]) -> Afterwards:
    sent = [row.at for row in told if row.kind in _CODE_MAILS and row.state == "sent"]
    return Afterwards(
        review=None if review is None else Review(review.stars, review.text, review.created_at),
        summary=None if summary is None else Summary(summary.text, summary.updated_at, summary.sent_at),
        reminders=tuple(Reminder(row.kind, row.at, row.state, row.mail_id) for row in told if row.told == "client"),
        code_sent_at=max(sent, default=None),
    )
