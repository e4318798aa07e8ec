"""REST of aftercare: the client's review, and what a page in a room says of its way to the other."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.accounts.refusals import LINK_UNKNOWN
from server.crm.aftercare.attendance import Attendance
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
from server.crm.aftercare.service import Aftercare
from server.crm.ports import Actor, Agenda, Appointment, Doors
from server.mail.page import written
from server.stores.database import Database
from server.throttle import Rate, Throttle, key
from server.web import Call, Id, Input, Member, Output, Refusal, Role, Route
from server.web.problems import NOT_FOUND, TOO_MANY_ATTEMPTS, too_many_attempts

LinkToken = Annotated[str, StringConstraints(max_length=200)]
CODES = Rate(3, 60)
"""Codes of one appointment, mailed again."""
REPORTS = Rate(20, 10)
"""Of one participant: a connection that comes and goes says so a few times."""


class MediaPath(Input):
    """`up`: sound, picture or data of somebody else arrive. `failed`: no way to anybody else came up; `reason` is a word
    for the record, such as ice_failed, no_relay or blocked."""

    state: Literal["up", "failed"]
    reason: Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9_]*$")] = ""


class ReviewInput(Input):
    stars: Annotated[int, Field(ge=1, le=5)]
    text: Annotated[str, StringConstraints(max_length=2000)] = ""


class Nothing(Input):
    """An empty body: {}."""


class CodeSent(Output):
    """The mail, to be found among what was sent."""

    mail_id: str


class SummaryInput(Input):
    text: Annotated[str, StringConstraints(max_length=20_000)]
    send: bool = False


class SummaryKept(Output):
    text: str
    sent_at: datetime | None


class ReviewWritten(Output):
    stars: int
    text: str
    at: datetime


class AftercareRoutes:
    def __init__(
        self,
        database: Database,
        agenda: Agenda,
        attendance: Attendance,
        aftercare: Aftercare,
        doors: Doors,
        throttle: Throttle,
        not_kept: tuple[Refusal, ...],
        not_mailed: tuple[Refusal, ...],
    ) -> None:
        """`not_kept`: how the clients refuse a text; `not_mailed`: why a mail may not be written."""
        self._not_kept = not_kept
        self._agenda = agenda
        self._not_mailed = not_mailed
        self._database = database
        self._attendance = attendance
        self._aftercare = aftercare
        self._doors = doors
        self._throttle = throttle

    def routes(self) -> list[Route]:
        return [
            Route(
                "POST",
                "/api/v1/room/media-path",
                self.media,
                Role.TICKET,
                "Whether a way for sound and picture to the others came up",
                status=204,
                refuses=(TOO_MANY_ATTEMPTS,),
                tag="room",
            ),
            Route(
                "POST",
                "/api/v1/appointment/{token}/review",
                self.review,
                Role.PUBLIC,
                "The client's judgement, once it has taken place",
                status=201,
                refuses=(
                    LINK_UNKNOWN,
                    TOO_MANY_ATTEMPTS,
                    REVIEWS_OFF,
                    REVIEW_TOO_SOON,
                    REVIEW_WRITTEN,
                    *self._not_kept,
                ),
                tag="appointment",
            ),
            Route(
                "POST",
                "/api/v1/appointments/{appointment_id}/resend-code",
                self.resend,
                Role.ADVISER,
                "Mail the code again",
                refuses=(NO_CODE, NOBODY_TO_TELL, TOO_MANY_ATTEMPTS, *self._not_mailed),
                once=True,
                keys=True,
                tag="appointments",
            ),
            Route(
                "POST",
                "/api/v1/appointments/{appointment_id}/summary",
                self.summarise,
                Role.ADVISER,
                "Keep a summary for the client, and send it when asked",
                refuses=(ADD_ON_OFF, SUMMARY_SENT, SUMMARY_EMPTY, NOBODY_TO_TELL, *self._not_kept, *self._not_mailed),
                once=True,
                keys=True,
                tag="appointments",
            ),
        ]

    async def resend(self, call: Call, appointment_id: Id, body: Nothing) -> CodeSent:
        appointment = await self._own(call.member, appointment_id)
        wait = await self._throttle.take(key("codes again", appointment_id), CODES)
        if wait:
            raise too_many_attempts(wait)
        async with self._database.writing() as rows:
            mail_id = await self._aftercare.resend_code(rows, appointment, Actor.of(call.member))
        self._aftercare.wake()
        return CodeSent(mail_id=mail_id)

    async def summarise(self, call: Call, appointment_id: Id, body: SummaryInput) -> SummaryKept:
        appointment = await self._own(call.member, appointment_id)
        async with self._database.writing() as rows:
            kept = await self._aftercare.summarise(rows, appointment, body.text, Actor.of(call.member), send=body.send)
        self._aftercare.wake()
        return SummaryKept(text=kept.text, sent_at=kept.sent_at)

    async def _own(self, member: Member, appointment_id: str) -> Appointment:
        """One's own, or any of the office for an administrator. Raises NOT_FOUND."""
        async with self._database.reading() as rows:
            appointment = await self._agenda.get(rows, member.organisation_id, appointment_id)
        if appointment is None or (appointment.adviser_id != member.user_id and member.role != "admin"):
            raise NOT_FOUND.problem()
        return appointment

    async def review(self, call: Call, token: LinkToken, body: ReviewInput) -> ReviewWritten:
        appointment = await self._doors.enter(token, call.address)
        actor = await self._doors.actor(appointment)
        async with self._database.writing() as rows:
            made = await self._aftercare.review(rows, appointment, body.stars, written(body.text), actor)
        return ReviewWritten(stars=made.stars, text=made.text, at=made.at)

    async def media(self, call: Call, body: MediaPath) -> None:
        wait = await self._throttle.take(key("media path", call.holder.participant_id), REPORTS)
        if wait:
            raise too_many_attempts(wait)
        await self._attendance.media(call.holder, body.state, body.reason)
