"""REST of aftercare: the client's review, and what a page in a room says of its way to the other."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.accounts.refusals import LINK_UNKNOWN
from server.crm.aftercare.attendance import Attendance
from server.crm.aftercare.refusals import REVIEW_TOO_SOON, REVIEW_WRITTEN, REVIEWS_OFF
from server.crm.aftercare.service import Aftercare
from server.crm.ports import Doors
from server.stores.database import Database
from server.throttle import Rate, Throttle, key
from server.web import Call, Input, Output, Role, Route
from server.web.problems import TOO_MANY_ATTEMPTS, too_many_attempts

LinkToken = Annotated[str, StringConstraints(max_length=200)]
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


class ReviewWritten(Output):
    stars: int
    text: str
    at: datetime


class AftercareRoutes:
    def __init__(
        self, database: Database, attendance: Attendance, aftercare: Aftercare, doors: Doors, throttle: Throttle
    ) -> None:
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
                refuses=(LINK_UNKNOWN, TOO_MANY_ATTEMPTS, REVIEWS_OFF, REVIEW_TOO_SOON, REVIEW_WRITTEN),
                tag="appointment",
            ),
        ]

    async def review(self, call: Call, token: LinkToken, body: ReviewInput) -> ReviewWritten:
        appointment = await self._doors.enter(token, call.address)
        actor = await self._doors.actor(appointment)
        async with self._database.writing() as rows:
            made = await self._aftercare.review(rows, appointment, body.stars, body.text.strip(), actor)
        return ReviewWritten(stars=made.stars, text=made.text, at=made.at)

    async def media(self, call: Call, body: MediaPath) -> None:
        wait = await self._throttle.take(key("media path", call.holder.participant_id), REPORTS)
        if wait:
            raise too_many_attempts(wait)
        await self._attendance.media(call.holder, body.state, body.reason)
