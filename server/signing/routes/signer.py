"""What somebody who signs may do, whichever way they came: by a link, in a frame, or in the room of a session."""

from typing import Any, Literal

from aiohttp import web
from sqlalchemy import Row, select

from server.accounts.fields import is_email
from server.mail.page import one_line
from server.signing import store
from server.signing.desk import Desk
from server.signing.envelopes import Envelope, Origin, SignerRef, Via
from server.signing.refusals import (
    EMAIL_WRONG,
    ENVELOPE_CLOSED,
    FILE_NOT_YET,
    NAME_MISSING,
    OF_SIGNING,
    SIGNER_UNKNOWN,
)
from server.signing.routes.downloads import deliver
from server.signing.routes.inputs import PersonInput, ReasonInput, SigningInput
from server.signing.routes.marks import picture_of
from server.signing.routes.refusals import BAD_RANGE, NO_SUCH_MARK
from server.signing.routes.views import SigningView, signing_view
from server.stores.blobs import Blobs
from server.stores.database import Database
from server.stores.tables import organisations
from server.web import Call, Input

File = Literal["signed", "log"]
Mark = Literal["signature", "initials"]

REFUSES_DOCUMENT = (BAD_RANGE, FILE_NOT_YET)
REFUSES_SIGNING = OF_SIGNING
REFUSES_LEAVING = (ENVELOPE_CLOSED, NAME_MISSING, EMAIL_WRONG)


class MarkQuery(Input):
    kind: Mark = "signature"


def origin_of(call: Call, via: Via, verified: str) -> Origin:
    """Where a request came from, as the log will tell it."""
    return Origin(call.address, one_line(call.request.headers.get("User-Agent", ""), 400), via, verified)


class SignerDesk:
    """One signer's requests. Who they are was settled before: `ref` is taken for true here. All raise a Problem."""

    def __init__(self, desk: Desk, database: Database, blobs: Blobs) -> None:
        self._desk = desk
        self._database = database
        self._blobs = blobs

    # --- reading ---

    async def view(self, ref: SignerRef) -> SigningView:
        envelope = await self._own(ref)
        return await self._view(envelope, ref.signer_id)

    async def watch(self, organisation_id: str, envelope_id: str) -> SigningView:
        """For who looks along and does not sign."""
        return await self._view(await self._desk.get(organisation_id, envelope_id), None)

    async def document(self, ref: SignerRef, request: web.Request) -> web.StreamResponse:
        """The document with all signatures so far."""
        await self._own(ref)
        return await self.watch_document(ref.organisation_id, ref.envelope_id, request)

    async def watch_document(self, organisation_id: str, envelope_id: str, request: web.Request) -> web.StreamResponse:
        file = await self._desk.open_file(organisation_id, envelope_id, None)
        return await deliver(request, self._blobs, organisation_id, file, inline=True)

    async def file(self, ref: SignerRef, kind: File, request: web.Request) -> web.StreamResponse:
        """The signed document or its log, once everybody has signed."""
        await self._own(ref)
        file = await self._desk.open_file(ref.organisation_id, ref.envelope_id, kind)
        return await deliver(request, self._blobs, ref.organisation_id, file, inline=False)

    async def ink(self, ref: SignerRef, signer_id: str, kind: Mark) -> web.Response:
        """The mark of somebody who has signed: their own, or another signer's."""
        await self._own(ref)
        return await self.watch_ink(ref.organisation_id, ref.envelope_id, signer_id, kind)

    async def watch_ink(self, organisation_id: str, envelope_id: str, signer_id: str, kind: Mark) -> web.Response:
        async with self._database.reading() as rows:
            ink = (await store.inks(rows, organisation_id, envelope_id)).get((signer_id, kind))
        if ink is None:
            raise NO_SUCH_MARK.problem()
        media_type, content = picture_of(ink)
        headers = {
            "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            "Cache-Control": "private, no-store",
        }
        return web.Response(body=content, content_type=media_type, headers=headers)

    # --- doing ---

    async def viewed(self, ref: SignerRef, origin: Origin) -> SigningView:
        return await self._view(await self._desk.viewed(ref, origin), ref.signer_id)

    async def sign(self, ref: SignerRef, body: SigningInput, origin: Origin) -> SigningView:
        return await self._view(await self._desk.sign(ref, body.signing(), origin), ref.signer_id)

    async def decline(self, ref: SignerRef, body: ReasonInput, origin: Origin) -> SigningView:
        return await self._view(await self._desk.decline(ref, body.reason.strip(), origin), ref.signer_id)

    async def delegate(self, ref: SignerRef, body: PersonInput, origin: Origin) -> SigningView:
        """Somebody else signs instead. The answer is the last that this person gets to see."""
        name, email = person(body)
        before = await self._own(ref)
        await self._desk.delegate(ref, name, email, origin)
        return await self._view(before, ref.signer_id)

    async def _own(self, ref: SignerRef) -> Envelope:
        envelope = await self._desk.get(ref.organisation_id, ref.envelope_id)
        if envelope.signer(ref.signer_id) is None:
            raise SIGNER_UNKNOWN.problem()
        return envelope

    async def _view(self, envelope: Envelope, signer_id: str | None) -> SigningView:
        return signing_view(envelope, await self._office(envelope.organisation_id), signer_id)

    async def _office(self, organisation_id: str) -> Row[Any]:
        async with self._database.reading() as rows:
            return (await rows.execute(select(organisations).where(organisations.c.id == organisation_id))).one()


def person(body: PersonInput) -> tuple[str, str]:
    """A name and an address that can be used. Raises a Problem."""
    name, email = one_line(body.name, 120), body.email.strip().lower()
    if not name:
        raise NAME_MISSING.problem()
    if not is_email(email):
        raise EMAIL_WRONG.problem()
    return name, email
