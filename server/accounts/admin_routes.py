"""REST of the office: what it looks like, who works there."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints

from server.accounts.models import (
    NEUTRAL,
    Colleague,
    Colleagues,
    Invitations,
    Invited,
    NewInvitation,
    Office,
    OfficeChange,
    PublicOffice,
    UserChange,
    colleague,
    invitation,
    office,
    public_office,
)
from server.accounts.offices import MAX_LOGO_BYTES, Offices
from server.accounts.people import People
from server.accounts.refusals import EMAIL_TAKEN, IMAGE_TOO_LARGE, LAST_ADMIN, NOT_AN_IMAGE, OWN_TOTP
from server.mail.outbox import Outbox
from server.web import Call, Id, Raw, Role, Route
from server.web.problems import BAD_REQUEST, BODY_TOO_LARGE, NOT_FOUND

LogoHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

_PICTURES = Raw(("image/png", "image/jpeg", "image/webp"), "The picture itself, at most 2 MB")


class OfficeRoutes:
    def __init__(self, offices: Offices) -> None:
        self._offices = offices

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/api/v1/office", self.public, Role.PUBLIC, "The office that this server belongs to"),
            Route(
                "GET",
                "/api/v1/logos/{logo_hash}",
                self.logo,
                Role.PUBLIC,
                "An office's logo; its content never changes",
                produces="image/png",
            ),
            Route("GET", "/api/v1/organisation", self.show, Role.ADMIN, "The office's settings"),
            Route("PATCH", "/api/v1/organisation", self.change, Role.ADMIN, "Change the office's settings"),
            Route(
                "PUT",
                "/api/v1/organisation/logo",
                self.put_logo,
                Role.ADMIN,
                "Set the office's logo",
                takes=_PICTURES,
                refuses=(NOT_AN_IMAGE, IMAGE_TOO_LARGE, BAD_REQUEST),
            ),
            Route("DELETE", "/api/v1/organisation/logo", self.drop_logo, Role.ADMIN, "Remove the office's logo"),
        ]

    async def public(self, call: Call) -> PublicOffice:
        row = await self._offices.only()
        return NEUTRAL if row is None else public_office(row)

    async def logo(self, call: Call, logo_hash: LogoHash) -> web.StreamResponse:
        picture = await self._offices.logo(logo_hash)
        if picture is None:
            raise NOT_FOUND.problem()
        headers = {"Content-Type": "image/png", "Cache-Control": "public, max-age=31536000, immutable"}
        return web.Response(body=picture, headers=headers)

    async def show(self, call: Call) -> Office:
        return office(await self._offices.one(call.member.organisation_id))

    async def change(self, call: Call, body: OfficeChange) -> Office:
        values = body.model_dump(exclude_none=True)
        return office(await self._offices.change(call.member.organisation_id, values))

    async def put_logo(self, call: Call) -> Office:
        picture = await _whole(call.request)
        return office(await self._offices.put_logo(call.member.organisation_id, picture))

    async def drop_logo(self, call: Call) -> Office:
        return office(await self._offices.drop_logo(call.member.organisation_id))


class PeopleRoutes:
    def __init__(self, people: People, outbox: Outbox, now: Callable[[], datetime]) -> None:
        self._people = people
        self._outbox = outbox
        self._now = now

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/api/v1/users", self.all, Role.ADMIN, "Everybody at the office"),
            Route(
                "PATCH",
                "/api/v1/users/{user_id}",
                self.change,
                Role.ADMIN,
                "Rename, promote, demote, close or open an account, or turn off its second step",
                refuses=(LAST_ADMIN, OWN_TOTP),
            ),
            Route("GET", "/api/v1/invitations", self.invited, Role.ADMIN, "Invitations that wait for an answer"),
            Route(
                "POST",
                "/api/v1/invitations",
                self.invite,
                Role.ADMIN,
                "Invite a colleague by mail",
                status=201,
                refuses=(EMAIL_TAKEN,),
            ),
            Route(
                "DELETE",
                "/api/v1/invitations/{invitation}",
                self.withdraw,
                Role.ADMIN,
                "Withdraw an invitation",
                status=204,
            ),
        ]

    async def all(self, call: Call) -> Colleagues:
        return Colleagues(items=[colleague(row) for row in await self._people.all(call.member.organisation_id)])

    async def change(self, call: Call, user_id: Id, body: UserChange) -> Colleague:
        return colleague(await self._people.change(call.member.organisation_id, user_id, body, by=call.member.user_id))

    async def invited(self, call: Call) -> Invitations:
        rows, now = await self._people.invited(call.member.organisation_id), self._now()
        return Invitations(items=[invitation(row, now) for row in rows])

    async def invite(self, call: Call, body: NewInvitation) -> Invited:
        row, mail_id = await self._people.invite(call.member, body)
        plain = invitation(row, self._now()).model_dump()
        return Invited(**plain, mail_id=mail_id, mail="queued" if self._outbox.sends else "kept")

    async def withdraw(self, call: Call, invitation: Id) -> None:
        await self._people.withdraw(call.member.organisation_id, invitation)


async def _whole(request: web.Request) -> bytes:
    """A small body at once. Raises BODY_TOO_LARGE before more than that is in memory."""
    if (request.content_length or 0) > MAX_LOGO_BYTES:
        raise BODY_TOO_LARGE.problem()
    received = bytearray()
    try:
        async with asyncio.timeout(60):
            async for chunk in request.content.iter_any():
                received += chunk
                if len(received) > MAX_LOGO_BYTES:
                    raise BODY_TOO_LARGE.problem()
    except TimeoutError:
        raise BAD_REQUEST.problem("The body came too slowly.") from None
    return bytes(received)
