"""REST of envelopes, for advisers and for programs of their office."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import Field, StringConstraints

from server import throttle
from server.signing.desk import Desk
from server.signing.envelopes import By, Envelope, Kind, Signer, SignerRef, Source
from server.signing.refusals import (
    ALREADY_SIGNED,
    DOCUMENT_GONE,
    EMAIL_WRONG,
    ENVELOPE_CHANGED,
    ENVELOPE_CLOSED,
    ENVELOPE_NOT_FAILED,
    ENVELOPE_NOT_SENT,
    ENVELOPE_SENT,
    ENVELOPE_UNKNOWN,
    FILE_NOT_YET,
    NAME_MISSING,
    NO_CREDITS,
    NOT_YOUR_TURN,
    OF_CLIENTS,
    OF_DOCUMENTS,
    OF_DRAFTS,
    SIGNER_UNKNOWN,
)
from server.signing.routes.downloads import arriving, deliver
from server.signing.routes.inputs import DRAFT_BYTES, ClientId, DraftInput, PersonInput, ReasonInput
from server.signing.routes.links import EMBED, HERE, Links
from server.signing.routes.links import Kind as LinkKind
from server.signing.routes.refusals import BAD_RANGE, ORIGIN_WRONG, UPLOAD_BROKEN, UPLOAD_STALLED
from server.signing.routes.signer import person
from server.signing.routes.views import (
    EnvelopeDetail,
    EnvelopePage,
    EnvelopeView,
    envelope_detail,
    envelope_view,
    language_of,
)
from server.signing.turns import Turns
from server.stores.blobs import Blobs
from server.throttle import Rate, Throttle
from server.web import Call, Id, Input, Member, Output, Raw, Role, Route
from server.web.problems import TOO_MANY_ATTEMPTS, too_many_attempts

PDF = "application/pdf"
RESENDS = Rate(5, 120)
"""Of one signer's letter: a mailbox is soon full, and a button soon pressed."""

_ORIGIN = re.compile(
    r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::\d{1,5})?"
    r"|http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?"
)


class UploadQuery(Input):
    """`client_id`: their people are the first signers."""

    name: Annotated[str, Field(min_length=1, max_length=2_000, description="As on the sender's disk; it is cleaned.")]
    client_id: ClientId | None = None


class ListQuery(Input):
    """`before`: `next` of the page before. `search`: in titles, and in names and addresses of signers. `client_id`:
    those of this client."""

    status: Literal["draft", "sent", "completed", "declined", "voided", "expired", "failed"] | None = None
    search: Annotated[str, StringConstraints(max_length=100)] = ""
    before: Id | None = None
    session_id: Id | None = None
    client_id: ClientId | None = None


class SendInput(Input):
    """`mail`: everybody gets a letter when it is their turn. `here`: nobody does; they sign on the sender's screen."""

    deliver: Literal["mail", "here"]


class EmbedInput(Input):
    """`origin`: the website whose page frames the signing, such as https://office.example."""

    origin: Annotated[str, StringConstraints(max_length=300)]


class SigningLink(Output):
    url: str
    expires_at: datetime


SignerId = Annotated[str, StringConstraints(min_length=1, max_length=36)]


class EnvelopeRoutes:
    def __init__(
        self, desk: Desk, turns: Turns, blobs: Blobs, links: Links, throttle_: Throttle, own_url: Callable[[], str]
    ) -> None:
        self._desk = desk
        self._turns = turns
        self._blobs = blobs
        self._links = links
        self._throttle = throttle_
        self._own_url = own_url

    def routes(self) -> list[Route]:
        base, one = "/api/v1/envelopes", "/api/v1/envelopes/{envelope_id}"
        signer = one + "/signers/{signer_id}"

        def route(method: Any, path: str, handler: Any, summary: str, *refuses: Any, **more: Any) -> Route:
            if "{envelope_id}" in path:
                refuses = (ENVELOPE_UNKNOWN, *refuses)
            return Route(
                method, path, handler, Role.ADVISER, summary, refuses=refuses, tag="envelopes", keys=True, **more
            )

        pdf: dict[str, Any] = {"produces": PDF, "also": (206,)}
        lines: dict[str, Any] = {"produces": "application/x-ndjson", "also": (206,)}
        running = (ENVELOPE_NOT_SENT, ENVELOPE_CLOSED, SIGNER_UNKNOWN, ALREADY_SIGNED)
        file = (FILE_NOT_YET, DOCUMENT_GONE, BAD_RANGE)
        return [
            route(
                "POST",
                base,
                self.create,
                "Bring in a document; the answer is a draft",
                *OF_DOCUMENTS,
                *OF_CLIENTS,
                UPLOAD_STALLED,
                UPLOAD_BROKEN,
                status=201,
                takes=Raw((PDF, "application/octet-stream"), "The document, byte for byte"),
            ),
            route("GET", base, self.page, "Envelopes that you may see, newest first"),
            route("GET", one, self.show, "One envelope with its time line"),
            route(
                "PUT",
                one,
                self.change,
                "Change all of a draft",
                ENVELOPE_SENT,
                ENVELOPE_CHANGED,
                *OF_DRAFTS,
                *OF_CLIENTS,
                json_bytes=DRAFT_BYTES,
            ),
            route("DELETE", one, self.discard, "Throw a draft away", ENVELOPE_SENT, status=204),
            route(
                "POST",
                one + "/send",
                self.send,
                "Send a draft",
                ENVELOPE_SENT,
                ENVELOPE_CHANGED,
                NO_CREDITS,
                DOCUMENT_GONE,
                *OF_DRAFTS,
                *OF_DOCUMENTS,
            ),
            route("POST", one + "/void", self.void, "Take an envelope back", ENVELOPE_NOT_SENT, ENVELOPE_CLOSED),
            route("POST", one + "/retry", self.retry, "Finish again what failed at its end", ENVELOPE_NOT_FAILED),
            route("PUT", signer, self.change_signer, "Put a signer right", *running, NAME_MISSING, EMAIL_WRONG),
            route(
                "POST",
                signer + "/resend",
                self.resend,
                "Send a signer's letter again, with a new link",
                *running,
                NOT_YOUR_TURN,
                TOO_MANY_ATTEMPTS,
            ),
            route(
                "POST",
                signer + "/here",
                self.here,
                "A link to sign on this screen, for a quarter of an hour",
                *running,
                NOT_YOUR_TURN,
                status=201,
            ),
            route(
                "POST",
                signer + "/embed",
                self.embed,
                "A link to sign in a frame of another website, for an hour",
                *running,
                NOT_YOUR_TURN,
                ORIGIN_WRONG,
                status=201,
            ),
            route("GET", one + "/document", self.document, "The document as it is now", *file, **pdf),
            route("GET", one + "/signed", self.signed, "The signed document", *file, **pdf),
            route("GET", one + "/log", self.log, "The log of the signing", *file, **pdf),
            route("GET", one + "/log-data", self.log_data, "The same log for machines, a line each", *file, **lines),
        ]

    # --- drafts ---

    async def create(self, call: Call, query: UploadQuery) -> EnvelopeView:
        member = call.member
        source: Source = "api" if member.key_id else "desk"
        client = None if query.client_id is None else await self._desk.whom.client(member, query.client_id)
        envelope = await self._desk.create(
            by(member),
            member.organisation_id,
            source,
            query.name,
            arriving(call.request),
            call.request.content_length,
            language=member.language if client is None else language_of(client.language),
            signers=() if client is None else client.signers(),
        )
        return envelope_view(envelope)

    async def page(self, call: Call, query: ListQuery) -> EnvelopePage:
        items, following = await self._desk.page(
            call.member.organisation_id,
            query.status,
            query.search,
            query.before,
            query.session_id,
            self._desk.visible(call.member),
            query.client_id,
        )
        return EnvelopePage(items=[envelope_view(one) for one in items], next=following)

    async def show(self, call: Call, envelope_id: Id) -> EnvelopeDetail:
        await self._desk.seen(call.member, envelope_id)
        return envelope_detail(await self._desk.get(call.member.organisation_id, envelope_id))

    async def change(self, call: Call, envelope_id: Id, body: DraftInput) -> EnvelopeView:
        await self._desk.seen(call.member, envelope_id)
        office = call.member.organisation_id
        known = (await self._desk.get(office, envelope_id)).client_ids
        draft = await self._desk.whom.checked(call.member, body.draft(), known)
        return envelope_view(await self._desk.change(envelope_id, office, draft, body.version))

    async def discard(self, call: Call, envelope_id: Id) -> None:
        await self._desk.seen(call.member, envelope_id)
        await self._desk.discard(call.member.organisation_id, envelope_id)

    # --- on its way ---

    async def send(self, call: Call, envelope_id: Id, body: SendInput) -> EnvelopeView:
        await self._desk.seen(call.member, envelope_id)
        return envelope_view(
            await self._desk.send(call.member.organisation_id, envelope_id, by(call.member), body.deliver)
        )

    async def void(self, call: Call, envelope_id: Id, body: ReasonInput) -> EnvelopeView:
        await self._desk.seen(call.member, envelope_id)
        return envelope_view(
            await self._desk.void(call.member.organisation_id, envelope_id, by(call.member), body.reason)
        )

    async def retry(self, call: Call, envelope_id: Id) -> EnvelopeView:
        await self._desk.seen(call.member, envelope_id)
        return envelope_view(await self._desk.retry(call.member.organisation_id, envelope_id, by(call.member)))

    async def change_signer(self, call: Call, envelope_id: Id, signer_id: SignerId, body: PersonInput) -> EnvelopeView:
        office, (name, email) = call.member.organisation_id, person(body)
        await self._desk.seen(call.member, envelope_id)
        _signer_of(await self._desk.get(office, envelope_id), signer_id)
        return envelope_view(
            await self._desk.change_signer(office, envelope_id, signer_id, by(call.member), name, email)
        )

    async def resend(self, call: Call, envelope_id: Id, signer_id: SignerId) -> EnvelopeView:
        office = call.member.organisation_id
        await self._desk.seen(call.member, envelope_id)
        _signer_of(await self._desk.get(office, envelope_id), signer_id)
        if (wait := await self._throttle.take(throttle.key("resend", envelope_id, signer_id), RESENDS)) > 0:
            raise too_many_attempts(wait)
        return envelope_view(await self._desk.resend(office, envelope_id, signer_id, by(call.member)))

    async def here(self, call: Call, envelope_id: Id, signer_id: SignerId) -> SigningLink:
        return await self._link(call.member, envelope_id, signer_id, "here")

    async def embed(self, call: Call, envelope_id: Id, signer_id: SignerId, body: EmbedInput) -> SigningLink:
        origin = body.origin.strip().lower().removesuffix("/")
        if not _ORIGIN.fullmatch(origin):
            raise ORIGIN_WRONG.problem()
        return await self._link(call.member, envelope_id, signer_id, "embed", origin)

    async def _link(
        self, member: Member, envelope_id: str, signer_id: str, kind: LinkKind, origin: str = ""
    ) -> SigningLink:
        await self._desk.seen(member, envelope_id)
        async with self._turns.turn(member.organisation_id, envelope_id) as turn:
            envelope = turn.envelope
            signer = _signer_of(envelope, signer_id)
            if envelope.status == "draft":
                raise ENVELOPE_NOT_SENT.problem()
            if signer.status == "signed":
                raise ALREADY_SIGNED.problem()
            if envelope.status != "sent":
                raise ENVELOPE_CLOSED.problem(status=envelope.status)
            if not signer.turn:
                raise NOT_YOUR_TURN.problem()
            until = turn.now + (HERE if kind == "here" else EMBED)
            ref = SignerRef(envelope.organisation_id, envelope.id, signer.id)
            token = await self._links.make(turn.rows, ref, kind, until, origin)
        return SigningLink(url=f"{self._own_url()}/sign/{token}", expires_at=until)

    # --- files ---

    async def document(self, call: Call, envelope_id: Id) -> web.StreamResponse:
        return await self._file(call, envelope_id, None, inline=True)

    async def signed(self, call: Call, envelope_id: Id) -> web.StreamResponse:
        return await self._file(call, envelope_id, "signed")

    async def log(self, call: Call, envelope_id: Id) -> web.StreamResponse:
        return await self._file(call, envelope_id, "log")

    async def log_data(self, call: Call, envelope_id: Id) -> web.StreamResponse:
        return await self._file(call, envelope_id, "log_data")

    async def _file(
        self, call: Call, envelope_id: str, kind: Kind | None, *, inline: bool = False
    ) -> web.StreamResponse:
        office = call.member.organisation_id
        await self._desk.seen(call.member, envelope_id)
        file = await self._desk.open_file(office, envelope_id, kind)
        return await deliver(call.request, self._blobs, office, file, inline=inline)


def by(member: Member) -> By:
    """Who acts; what a program does is its maker's doing."""
    return By(member.user_id, member.name)


def _signer_of(envelope: Envelope, signer_id: str) -> Signer:
    signer = envelope.signer(signer_id)
    if signer is None:
        raise SIGNER_UNKNOWN.problem()
    return signer
