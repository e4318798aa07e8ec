"""REST of signing inside a session, for those who hold its ticket."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from server.accounts.fields import Language
from server.files.problems import NOT_INSIDE, SESSION_ENDED, UNKNOWN_FILE
from server.pages.refusals import NOT_HOST
from server.signing.refusals import (
    CREDITS_NOT_ALLOWED,
    DOCUMENT_GONE,
    ENVELOPE_CLOSED,
    NO_CREDITS,
    OF_DOCUMENTS,
    OF_DRAFTS,
)
from server.signing.room import RoomSigning, Wish
from server.signing.room_refusals import NO_SIGNING, NOT_YOUR_SIGNER, SCREEN_UNKNOWN, SIGNING_NOW
from server.signing.routes.inputs import (
    DRAFT_BYTES,
    SIGN_BYTES,
    FieldDraft,
    ReasonInput,
    SignerDraft,
    SigningInput,
    Title,
    Words,
)
from server.signing.routes.refusals import NO_SUCH_MARK
from server.signing.routes.signer import (
    REFUSES_DOCUMENT,
    REFUSES_LEAVING,
    REFUSES_SIGNING,
    MarkQuery,
    SignerDesk,
    origin_of,
)
from server.signing.routes.views import PageSizeView, SigningView
from server.web import Call, Id, Input, Output, Role, Route
from signing.model import Order

_HERE = "/api/v1/room/signing"
_OWN = _HERE + "/{screen_signer}"
_INSIDE = (NOT_INSIDE, SESSION_ENDED)
_CHAIR = (*_INSIDE, NOT_HOST)
_WATCHING = (*_INSIDE, NO_SIGNING)
_SIGNING = (*_WATCHING, NOT_YOUR_SIGNER)


class FileWish(Input):
    file_id: Id


class CheckView(Output):
    """What a document is like. `warnings` are codes: what people should know before they go on."""

    pages: int
    page_sizes: list[PageSizeView]
    signatures: int
    warnings: list[str]


class SigningWish(Input):
    """`page`: where everybody begins. `after`: what happens when the session ends before everybody has signed.

    Signers without a `participant_id` sign by mail.
    """

    file_id: Id
    title: Title = ""
    order: Order = "sequential"
    language: Language = "nl"
    message: Words = ""
    after: Literal["mail", "void"] = "mail"
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    signers: Annotated[list[SignerDraft], Field(max_length=100)]
    fields: Annotated[list[FieldDraft], Field(max_length=2_000)]

    def wish(self) -> Wish:
        return Wish(
            file_id=self.file_id,
            title=self.title,
            order=self.order,
            language=self.language,
            message=self.message,
            after=self.after,
            page=self.page,
            signers=tuple(one.signer() for one in self.signers),
            fields=tuple(one.field() for one in self.fields),
        )


class Ending(Input):
    then: Literal["mail", "void"]


class RoomSigningRoutes:
    def __init__(self, room: RoomSigning, signers: SignerDesk) -> None:
        self._room = room
        self._signers = signers

    def routes(self) -> list[Route]:
        return [*self._together(), *self._at_one_screen()]

    def _together(self) -> list[Route]:
        return [
            Route(
                "POST",
                _HERE + "/check",
                self.check,
                Role.TICKET,
                "Whether a file of the session can be signed",
                refuses=(*_CHAIR, UNKNOWN_FILE, DOCUMENT_GONE, *OF_DOCUMENTS),
                tag="room",
            ),
            Route(
                "POST",
                _HERE,
                self.open,
                Role.TICKET,
                "Let a file be signed in the session",
                status=201,
                refuses=(
                    *_CHAIR,
                    UNKNOWN_FILE,
                    SIGNING_NOW,
                    SCREEN_UNKNOWN,
                    DOCUMENT_GONE,
                    NO_CREDITS,
                    CREDITS_NOT_ALLOWED,
                    *OF_DOCUMENTS,
                    *OF_DRAFTS,
                ),
                json_bytes=DRAFT_BYTES,
                tag="room",
            ),
            Route(
                "DELETE",
                _HERE,
                self.stop,
                Role.TICKET,
                "Stop signing in the session: go on by mail, or make it void",
                status=204,
                refuses=(*_CHAIR, NO_SIGNING, ENVELOPE_CLOSED),
                tag="room",
            ),
            Route(
                "GET",
                _HERE + "/envelope",
                self.watch,
                Role.TICKET,
                "What is being signed, for all who look along",
                refuses=_WATCHING,
                tag="room",
            ),
            Route(
                "GET",
                _HERE + "/document",
                self.watch_document,
                Role.TICKET,
                "The document with all signatures so far",
                produces="application/pdf",
                refuses=(*_WATCHING, *REFUSES_DOCUMENT),
                tag="room",
            ),
            Route(
                "GET",
                _HERE + "/ink/{marked}",
                self.watch_ink,
                Role.TICKET,
                "The mark of somebody who has signed",
                produces="image/png",
                refuses=(*_WATCHING, NO_SUCH_MARK),
                tag="room",
            ),
        ]

    def _at_one_screen(self) -> list[Route]:
        """For the participant at whose screen this signer signs, and nobody else."""
        return [
            Route(
                "GET",
                _OWN + "/envelope",
                self.view,
                Role.TICKET,
                "What somebody signs at this screen",
                refuses=_SIGNING,
                tag="room",
            ),
            Route(
                "GET",
                _OWN + "/document",
                self.document,
                Role.TICKET,
                "The document to sign",
                produces="application/pdf",
                refuses=(*_SIGNING, *REFUSES_DOCUMENT),
                tag="room",
            ),
            Route(
                "GET",
                _OWN + "/ink/{marked}",
                self.ink,
                Role.TICKET,
                "The mark of somebody who has signed, for who signs now",
                produces="image/png",
                refuses=(*_SIGNING, NO_SUCH_MARK),
                tag="room",
            ),
            Route(
                "POST",
                _OWN + "/viewed",
                self.viewed,
                Role.TICKET,
                "The signer has the document before them",
                refuses=(*_SIGNING, *REFUSES_SIGNING),
                tag="room",
            ),
            Route(
                "POST",
                _OWN + "/sign",
                self.sign,
                Role.TICKET,
                "Sign at this screen",
                refuses=(*_SIGNING, *REFUSES_SIGNING),
                json_bytes=SIGN_BYTES,
                tag="room",
            ),
            Route(
                "POST",
                _OWN + "/decline",
                self.decline,
                Role.TICKET,
                "Not sign, which ends it for all",
                refuses=(*_SIGNING, *REFUSES_LEAVING, *REFUSES_SIGNING),
                tag="room",
            ),
        ]

    async def check(self, call: Call, body: FileWish) -> CheckView:
        inspected = await self._room.check(call.holder, body.file_id)
        return CheckView(
            pages=len(inspected.pages),
            page_sizes=[PageSizeView(width=page.width, height=page.height) for page in inspected.pages],
            signatures=inspected.signatures,
            warnings=list(inspected.warnings),
        )

    async def open(self, call: Call, body: SigningWish) -> SigningView:
        envelope = await self._room.open(call.holder, body.wish())
        return await self._signers.watch(envelope.organisation_id, envelope.id)

    async def stop(self, call: Call, query: Ending) -> None:
        await self._room.stop(call.holder, query.then)

    async def watch(self, call: Call) -> SigningView:
        return await self._signers.watch(call.holder.organisation_id, await self._room.watched(call.holder))

    async def watch_document(self, call: Call) -> web.StreamResponse:
        envelope_id = await self._room.watched(call.holder)
        return await self._signers.watch_document(call.holder.organisation_id, envelope_id, call.request)

    async def watch_ink(self, call: Call, marked: Id, query: MarkQuery) -> web.StreamResponse:
        envelope_id = await self._room.watched(call.holder)
        return await self._signers.watch_ink(call.holder.organisation_id, envelope_id, marked, query.kind)

    async def view(self, call: Call, screen_signer: Id) -> SigningView:
        return await self._signers.view(await self._room.own(call.holder, screen_signer))

    async def document(self, call: Call, screen_signer: Id) -> web.StreamResponse:
        return await self._signers.document(await self._room.own(call.holder, screen_signer), call.request)

    async def ink(self, call: Call, screen_signer: Id, marked: Id, query: MarkQuery) -> web.StreamResponse:
        return await self._signers.ink(await self._room.own(call.holder, screen_signer), marked, query.kind)

    async def viewed(self, call: Call, screen_signer: Id) -> SigningView:
        ref = await self._room.own(call.holder, screen_signer)
        return await self._signers.viewed(ref, origin_of(call, "room", "room"))

    async def sign(self, call: Call, screen_signer: Id, body: SigningInput) -> SigningView:
        ref = await self._room.own(call.holder, screen_signer)
        view = await self._signers.sign(ref, body, origin_of(call, "room", "room"))
        # Told by the desk already, unless that process died between the two.
        await self._room.catch_up(call.holder, ref.envelope_id)
        return view

    async def decline(self, call: Call, screen_signer: Id, body: ReasonInput) -> SigningView:
        ref = await self._room.own(call.holder, screen_signer)
        return await self._signers.decline(ref, body, origin_of(call, "room", "room"))
