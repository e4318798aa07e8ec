"""REST behind a signer's link: what it leads to, a code by mail, a pass, and with the pass everything else."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import ConfigDict, Field, StringConstraints
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server import throttle
from server.signing import store
from server.signing.envelopes import CLOSED, Envelope, Origin, Signer, Via
from server.signing.refusals import ENVELOPE_CLOSED, NOT_YOUR_TURN
from server.signing.routes.inputs import SIGN_BYTES, PersonInput, ReasonInput, SigningInput
from server.signing.routes.letters import SigningMails
from server.signing.routes.links import CodeDead, CodeIsWrong, Links, Pass, Way
from server.signing.routes.refusals import (
    CODE_EXPIRED,
    CODE_NEEDED,
    CODE_WRONG,
    LINK_UNKNOWN,
    NO_SUCH_MARK,
    PASS_UNKNOWN,
)
from server.signing.routes.signer import (
    REFUSES_DOCUMENT,
    REFUSES_LEAVING,
    REFUSES_SIGNING,
    MarkQuery,
    SignerDesk,
    origin_of,
)
from server.signing.routes.views import Language, SigningOffice, SigningView, language_of, office_view
from server.signing.turns import Turns
from server.stores.tables import organisations
from server.throttle import Rate, Throttle
from server.web import Call, Input, Output, Problem, Role, Route
from server.web.problems import TOO_MANY_ATTEMPTS, too_many_attempts

PASS_HEADER = "Samen-Pass"  # noqa: S105 - the name of a header

# Links that lead nowhere, from one network. What leads somewhere costs nothing.
GUESSES = Rate(60, 2)
# Codes by mail: for one signer, to one mailbox, asked for from one network.
CODES_OF_SIGNER = Rate(3, 120)
CODES_TO_MAILBOX = Rate(6, 300)
CODES_FROM_NETWORK = Rate(30, 20)
# Wrong codes of one signer, over all their codes: a million codes would take a century.
WRONG_CODES = Rate(20, 3_600)

State = Literal["code_needed", "open", "waiting", "signed", "declined", "completed", "voided", "expired"]

# Any text is looked for: one that cannot be a link is refused like one that leads nowhere.
LinkToken = Annotated[str, StringConstraints(max_length=200)]

_DIGITS = re.compile(r"[0-9]{6}")


class LinkStateView(Output):
    """What a link leads to, before anything of the document is shown. `code`: whether a code by mail is asked for.

    `origin`: whose page may frame this one; of links to embed.
    """

    state: State
    code: bool
    office: SigningOffice
    sender: str
    title: str
    email_hint: str
    language: Language
    kind: Via
    origin: str | None


class OpenInput(Input):
    code: Annotated[str, StringConstraints(max_length=20)] | None = None


class PassView(Output):
    """Send `pass` as the header Samen-Pass."""

    # "pass" is a word of Python's.
    model_config = ConfigDict(frozen=True, defer_build=True, serialize_by_alias=True)

    pass_: Annotated[str, Field(serialization_alias="pass")]
    expires_at: datetime


class SignRoutes:
    def __init__(
        self, signer: SignerDesk, turns: Turns, links: Links, mails: SigningMails, throttle_: Throttle
    ) -> None:
        self._signer = signer
        self._turns = turns
        self._links = links
        self._mails = mails
        self._throttle = throttle_

    def routes(self) -> list[Route]:
        base = "/api/v1/sign/{token}"
        door = (LINK_UNKNOWN, TOO_MANY_ATTEMPTS)
        inside = (*door, PASS_UNKNOWN)
        closed = (ENVELOPE_CLOSED, NOT_YOUR_TURN)

        def route(method: Any, path: str, handler: Any, summary: str, **more: Any) -> Route:
            return Route(method, base + path, handler, Role.PUBLIC, summary, tag="sign", **more)

        pdf = {"produces": "application/pdf", "also": (206,), "refuses": (*inside, *REFUSES_DOCUMENT, ENVELOPE_CLOSED)}
        return [
            route("GET", "", self.look, "What a link leads to", refuses=door),
            route("POST", "/code", self.send_code, "Mail a one-time code", status=202, refuses=(*door, *closed)),
            route(
                "POST",
                "/open",
                self.open,
                "A pass, for the code that was mailed",
                status=201,
                refuses=(*door, *closed, CODE_NEEDED, CODE_WRONG, CODE_EXPIRED),
            ),
            route("GET", "/envelope", self.view, "The envelope as its signer sees it", refuses=inside),
            route("GET", "/document", self.document, "The document with all signatures so far", **pdf),
            route(
                "POST", "/viewed", self.viewed, "The signer has the document before them", refuses=(*inside, *closed)
            ),
            route(
                "POST",
                "/sign",
                self.sign,
                "Sign",
                refuses=(*inside, *REFUSES_SIGNING),
                json_bytes=SIGN_BYTES,
            ),
            route("POST", "/decline", self.decline, "Do not sign", refuses=(*inside, *REFUSES_LEAVING, NOT_YOUR_TURN)),
            route(
                "POST",
                "/delegate",
                self.delegate,
                "Let somebody else sign, who gets a link of their own",
                refuses=(*inside, *REFUSES_LEAVING, NOT_YOUR_TURN),
            ),
            route(
                "GET",
                "/ink/{signer_id}",
                self.ink,
                "The mark of somebody who has signed: a PNG, or an SVG of what was drawn",
                produces="image/png",
                refuses=(*inside, NO_SUCH_MARK),
            ),
            route("GET", "/files/signed", self.signed, "The signed document", **pdf),
            route("GET", "/files/log", self.log, "The log of the signing", **pdf),
        ]

    # --- before the pass ---

    async def look(self, call: Call, token: LinkToken) -> LinkStateView:
        way, envelope, signer, office = await self._arrive(call, token)
        return LinkStateView(
            state=_state(envelope, signer, way, self._turns.now()),
            code=_asks_code(envelope, way),
            office=office_view(office),
            sender=envelope.created_by_name,
            title=envelope.title,
            email_hint=hint(signer.email),
            language=language_of(signer.language),
            kind=_via(way),
            origin=way.origin or None,
        )

    async def send_code(self, call: Call, token: LinkToken) -> None:
        """Where no code is asked for, none is sent."""
        way, envelope, signer, _ = await self._arrive(call, token)
        _enterable(envelope, signer, self._turns.now())
        if not _asks_code(envelope, way):
            return
        await self._take("code from", CODES_FROM_NETWORK, throttle.network_of(call.address))
        await self._take("code for", CODES_OF_SIGNER, envelope.id, signer.id)
        await self._take("code to", CODES_TO_MAILBOX, signer.email)
        origin = origin_of(call, _via(way), "none")
        async with self._turns.turn(envelope.organisation_id, envelope.id) as turn:
            now = turn.envelope.signer(signer.id)
            if now is None or now.email != signer.email:
                # Somebody else signs since a moment ago: this link has ended.
                raise LINK_UNKNOWN.problem()
            await self._mails.code(turn.rows, turn.envelope, now)
            await turn.event("code_sent", signer.id, signer.name, via=origin.via, address=origin.address)

    async def open(self, call: Call, token: LinkToken, body: OpenInput) -> PassView:
        way, envelope, signer, _ = await self._arrive(call, token)
        _enterable(envelope, signer, self._turns.now())
        if not _asks_code(envelope, way):
            async with self._turns.database.writing() as rows:
                if way.kind == "here" and await self._links.was_opened(rows, way):
                    # It is for one screen, and no code says who opens it.
                    raise LINK_UNKNOWN.problem()
                made, until = await self._links.new_pass(rows, way, _vouched(way))
                # Whoever came in by a short link may read in peace.
                await self._links.keep(rows, way, until)
            return PassView(pass_=made, expires_at=until)
        if not (body.code or "").strip():
            raise CODE_NEEDED.problem()
        tries = throttle.key("wrong codes", envelope.id, signer.id)
        if (wait := await self._throttle.take(tries, WRONG_CODES)) > 0:
            raise too_many_attempts(wait)
        made, until = await self._spend(call, way, re.sub(r"[\s.-]", "", body.code or ""))
        await self._throttle.give_back(tries, WRONG_CODES)
        return PassView(pass_=made, expires_at=until)

    async def _spend(self, call: Call, way: Way, digits: str) -> tuple[str, datetime]:
        wrong: Problem
        async with self._turns.turn(way.ref.organisation_id, way.ref.envelope_id) as turn:
            try:
                await self._links.try_code(turn.rows, way.ref, digits if _DIGITS.fullmatch(digits) else "")
            except CodeIsWrong as tried:
                # No exception may leave the transaction: the try has to count.
                wrong = CODE_WRONG.problem(tries=tried.left)
            except CodeDead:
                wrong = CODE_EXPIRED.problem()
            else:
                signer = turn.envelope.signer(way.ref.signer_id)
                await turn.event(
                    "code_verified",
                    way.ref.signer_id,
                    signer.name if signer is not None else "",
                    via=_via(way),
                    address=call.address,
                )
                return await self._links.new_pass(turn.rows, way, "code")
        raise wrong

    # --- with the pass ---

    async def view(self, call: Call, token: LinkToken) -> SigningView:
        return await self._signer.view((await self._admit(call, token)).way.ref)

    async def document(self, call: Call, token: LinkToken) -> web.StreamResponse:
        shown = await self._admit(call, token)
        await self._still_shown(shown.way)
        return await self._signer.document(shown.way.ref, call.request)

    async def viewed(self, call: Call, token: LinkToken) -> SigningView:
        shown = await self._admit(call, token)
        return await self._signer.viewed(shown.way.ref, _origin(call, shown))

    async def sign(self, call: Call, token: LinkToken, body: SigningInput) -> SigningView:
        shown = await self._admit(call, token)
        return await self._signer.sign(shown.way.ref, body, _origin(call, shown))

    async def decline(self, call: Call, token: LinkToken, body: ReasonInput) -> SigningView:
        shown = await self._admit(call, token)
        return await self._signer.decline(shown.way.ref, body, _origin(call, shown))

    async def delegate(self, call: Call, token: LinkToken, body: PersonInput) -> SigningView:
        shown = await self._admit(call, token)
        return await self._signer.delegate(shown.way.ref, body, _origin(call, shown))

    async def ink(
        self,
        call: Call,
        token: LinkToken,
        signer_id: Annotated[str, StringConstraints(max_length=36)],
        query: MarkQuery,
    ) -> web.StreamResponse:
        shown = await self._admit(call, token)
        await self._still_shown(shown.way)
        return await self._signer.ink(shown.way.ref, signer_id, query.kind)

    async def signed(self, call: Call, token: LinkToken) -> web.StreamResponse:
        return await self._signer.file((await self._admit(call, token)).way.ref, "signed", call.request)

    async def log(self, call: Call, token: LinkToken) -> web.StreamResponse:
        return await self._signer.file((await self._admit(call, token)).way.ref, "log", call.request)

    # --- who comes in ---

    async def _arrive(self, call: Call, token: LinkToken) -> tuple[Way, Envelope, Signer, Row[Any]]:
        """The link, if it works. Every other one gets the same answer, in the same time."""
        async with self._turns.database.reading() as rows:
            way = await self._way(call, rows, token)
            envelope = await store.read(rows, way.ref.organisation_id, way.ref.envelope_id)
            signer = None if envelope is None else envelope.signer(way.ref.signer_id)
            if envelope is None or signer is None:
                raise LINK_UNKNOWN.problem()
            office = await rows.execute(select(organisations).where(organisations.c.id == envelope.organisation_id))
            return way, envelope, signer, office.one()

    async def _admit(self, call: Call, token: LinkToken) -> Pass:
        """Whoever shows a pass of this very link."""
        async with self._turns.database.reading() as rows:
            way = await self._way(call, rows, token)
            shown = await self._links.check(rows, way, call.request.headers.get(PASS_HEADER, ""))
        if shown is None:
            raise PASS_UNKNOWN.problem()
        return shown

    async def _way(self, call: Call, rows: AsyncConnection, token: LinkToken) -> Way:
        guesses = throttle.key("links", throttle.network_of(call.address))
        if (wait := await self._throttle.take(guesses, GUESSES)) > 0:
            raise too_many_attempts(wait)
        way = await self._links.find(rows, token)
        if way is None:
            raise LINK_UNKNOWN.problem()
        await self._throttle.give_back(guesses, GUESSES)
        return way

    async def _still_shown(self, way: Way) -> None:
        """What was taken back, or has run out, is not shown any more."""
        envelope = await self._turns.get(way.ref.organisation_id, way.ref.envelope_id)
        if envelope.status in CLOSED and envelope.status != "completed":
            raise ENVELOPE_CLOSED.problem(status=envelope.status)

    async def _take(self, purpose: str, rate: Rate, *parts: str) -> None:
        if (wait := await self._throttle.take(throttle.key(purpose, *parts), rate)) > 0:
            raise too_many_attempts(wait)


def hint(email: str) -> str:
    """An address for who knows it: j•••@example.com."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def _via(way: Way) -> Via:
    return "mail" if way.kind == "copy" else way.kind


def _asks_code(envelope: Envelope, way: Way) -> bool:
    return way.kind in ("mail", "copy") and envelope.verification == "code"


def _vouched(way: Way) -> str:
    """How we know who it is without a code: an adviser stands beside them, another website says so, or not at all."""
    return way.kind if way.kind in ("here", "embed") else "none"


def _origin(call: Call, shown: Pass) -> Origin:
    return origin_of(call, _via(shown.way), shown.verified)


def _ended(envelope: Envelope, now: datetime) -> State | None:
    """How it has ended for everybody, if it has."""
    if envelope.status == "completed" or envelope.file("signed") is not None:
        return "completed"
    match envelope.status:
        case "declined" | "expired":
            return envelope.status
        case "voided" | "failed" | "draft":
            return "voided"
        case "sent":
            late = envelope.seal == "none" and envelope.expires_at is not None and envelope.expires_at <= now
            return "expired" if late else None


def _state(envelope: Envelope, signer: Signer, way: Way, now: datetime) -> State:
    ended = _ended(envelope, now)
    if ended is not None:
        return ended
    if signer.status == "signed":
        return "signed"
    if not signer.turn:
        return "waiting"
    return "code_needed" if _asks_code(envelope, way) else "open"


def _enterable(envelope: Envelope, signer: Signer, now: datetime) -> None:
    """Whether there is something to see behind the door. Raises a Problem."""
    ended = _ended(envelope, now)
    if ended not in (None, "completed"):
        raise ENVELOPE_CLOSED.problem(status=ended)
    if ended is None and signer.status == "waiting":
        raise NOT_YOUR_TURN.problem()
