"""Signing inside a live session: an envelope's way into the room, and each told what becomes of it at the other.

The session's log decides at whose screen somebody signs, and that the document stays before everybody; the envelope
decides who may sign and what is signed. Both are written by themselves, so either may be behind when a process dies
between the two: `put_right` brings them together again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from server.files.problems import NOT_INSIDE, SESSION_ENDED, UNKNOWN_FILE
from server.live.log import SessionLog
from server.live.sessions import Sessions, UnknownSession
from server.pages.refusals import NOT_HOST
from server.signing.desk import Desk
from server.signing.envelopes import By, Draft, DraftSigner, Envelope, Event, SignerRef
from server.signing.means import Tools
from server.signing.refusals import NOT_A_PDF, refused
from server.signing.room_refusals import NO_SIGNING, NOT_YOUR_SIGNER, SCREEN_UNKNOWN, SIGNING_NOW
from server.signing.settings import read_choices
from server.web import Problem, TicketHolder
from signalling import commands as cmd
from signalling import events as ev
from signalling.limits import SYSTEM, NamedSigner, SigningAfter, SigningOutcome
from signalling.session import Participant, Rejected, Session, SharedFile
from signalling.session import Signing as Here
from signing.jobs import Inspect, Inspected
from signing.model import Field, Order, Refused

log = structlog.get_logger(__name__)

EVERY_S = 60.0
"""Seconds between looking whether envelopes and their sessions know of each other."""
_OPENING = timedelta(minutes=5)
"""For so long an envelope may be on its way into its session; nobody who is not there by then ever will be."""

UserOf = Callable[[str, str], Awaitable[str | None]]
"""Session and participant: the user that they have signed in as."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a host or co-host asks for. `page` is the one to begin at, `after` what happens when the session ends."""

    file_id: str
    title: str
    order: Order
    language: str
    message: str
    after: SigningAfter
    page: int
    signers: tuple[DraftSigner, ...]
    fields: tuple[Field, ...]


class RoomSigning:
    """All methods that a ticket calls raise a Problem."""

    def __init__(self, desk: Desk, tools: Tools, sessions: Sessions, session_log: SessionLog, user_of: UserOf) -> None:
        self._desk = desk
        self._tools = tools
        self._sessions = sessions
        self._log = session_log
        self._user_of = user_of

    # --- what people ask ---

    async def check(self, holder: TicketHolder, file_id: str) -> Inspected:
        """Whether a file can be signed, before anybody puts fields on it."""
        session, _ = await self._chair(holder)
        file = _pdf(session, holder.participant_id, file_id)
        async with self._tools.documents.desk() as place:
            source = await self._tools.documents.fetch(holder.organisation_id, file.sha256, place / "original.pdf")
            try:
                inspected = await self._tools.works.run(Inspect(source))
            except Refused as wrong:
                raise refused(wrong) from None
        assert isinstance(inspected, Inspected)  # noqa: S101 - the answer to this job
        return inspected

    async def open(self, holder: TicketHolder, wish: Wish) -> Envelope:
        """Let a file be signed here: an envelope is made and sent, and everybody gets the document before them."""
        session, person = await self._chair(holder)
        if session.signing is not None:
            raise SIGNING_NOW.problem()
        file = _pdf(session, person.id, wish.file_id)
        screens = {one.participant_id for one in wish.signers if one.participant_id is not None}
        if not screens or not all(_inside(session, one) for one in screens):
            raise SCREEN_UNKNOWN.problem()
        by = By(await self._user_of(session.id, person.id), person.name)
        envelope = await self._sent(holder.organisation_id, session, file, wish, by)
        named = tuple(NamedSigner(one.id, one.name, one.participant_id) for one in envelope.signers)
        answer = await self._sessions.handle(
            session.id,
            SYSTEM,
            cmd.OpenSigning(envelope.id, file.id, envelope.title, person.id, wish.order, wish.after, wish.page, named),
            cause=envelope.id,
        )
        if isinstance(answer, Rejected):
            # Somebody left, or began something else, while the document was made ready.
            await self._desk.void(holder.organisation_id, envelope.id, by, "")
            raise _BY_CODE.get(answer.code, SIGNING_NOW).problem()
        return envelope

    async def stop(self, holder: TicketHolder, then: SigningAfter) -> None:
        """End it in this session: it goes on by mail, or nobody can sign it any more."""
        session, person = await self._chair(holder)
        signing = _open(session)
        by = By(await self._user_of(session.id, person.id), person.name)
        if then == "void":
            # The envelope first: while it is open, somebody may be signing at this moment.
            await self._desk.void(holder.organisation_id, signing.envelope_id, by, "")
        outcome: SigningOutcome = "mailed" if then == "mail" else "stopped"
        await self._sessions.handle(session.id, SYSTEM, cmd.CloseSigning(signing.envelope_id, outcome, person.id))

    async def watched(self, holder: TicketHolder) -> str:
        """The envelope that is being signed here, for anybody inside."""
        session = await self._session(holder)
        return _open(session).envelope_id

    async def own(self, holder: TicketHolder, signer_id: str) -> SignerRef:
        """A signer who signs at this participant's screen, and at nobody else's."""
        session = await self._session(holder)
        signing = _open(session)
        signer = signing.signer(signer_id)
        if signer is None or signer.participant_id != holder.participant_id:
            raise NOT_YOUR_SIGNER.problem()
        return SignerRef(holder.organisation_id, signing.envelope_id, signer_id)

    # --- what follows from what happened ---

    async def react(self, session: Session, entry: ev.Entry) -> None:
        """The session's word for the envelope: who moved to another screen, and how it ended here."""
        for event in entry.events:
            match event:
                case ev.SigningMoved():
                    envelope_id = _envelope_of(session, entry)
                    await self._quietly(
                        self._desk.seat(session.organisation_id, envelope_id, event.signer_id, event.participant_id)
                    )
                case ev.SigningClosed():
                    await self._closed(session, event)
                case _:
                    pass

    async def after_event(self, envelope: Envelope, event: Event) -> None:
        """The envelope's word for the session that it came from."""
        if envelope.session_id is None:
            return
        command = _told(envelope.id, event)
        if command is not None:
            await self._sessions.handle(envelope.session_id, SYSTEM, command)

    async def put_right(self) -> None:
        """Bring envelopes and their sessions together where one of the two has not heard of the other."""
        for envelope_id, organisation_id, session_id in await self._desk.open_in_rooms():
            envelope = await self._desk.get(organisation_id, envelope_id)
            try:
                session = await self._sessions.get(session_id)
            except UnknownSession:
                await self._desk.mail_rest(organisation_id, envelope_id, _SERVICE)
                continue
            if session.signing is not None and session.signing.envelope_id == envelope_id:
                await self.tell(envelope, session)
            else:
                await self._not_there(session, envelope)

    async def catch_up(self, holder: TicketHolder, envelope_id: str) -> None:
        """After a signature of this session's: the session knows of it."""
        session = await self._sessions.get(holder.session_id)
        if session.signing is not None and session.signing.envelope_id == envelope_id:
            await self.tell(await self._desk.get(holder.organisation_id, envelope_id), session)

    async def tell(self, envelope: Envelope, session: Session) -> None:
        """Tell a session what has become of an envelope, as far as it does not know."""
        signing = session.signing
        if signing is None or signing.envelope_id != envelope.id:
            return
        for event in envelope.events:
            signer = None if event.signer_id is None else signing.signer(event.signer_id)
            command = _told(envelope.id, event)
            if command is not None and (signer is None or signer.open):
                await self._sessions.handle(session.id, SYSTEM, command)

    # --- how ---

    async def _sent(self, organisation_id: str, session: Session, file: SharedFile, wish: Wish, by: By) -> Envelope:
        """The envelope, made and sent; or, when that is refused, nothing at all."""
        made = await self._desk.from_file(
            by, organisation_id, session.id, file.id, file.sha256, file.name, wish.language
        )
        async with self._tools.database.reading() as rows:
            choices = await read_choices(rows, organisation_id)
        draft = Draft(
            title=wish.title,
            order=wish.order,
            language=wish.language,
            message=wish.message,
            expires_in_days=choices.expires_in_days,
            remind_every_days=choices.remind_every_days,
            verification=choices.verification,
            signers=wish.signers,
            fields=wish.fields,
        )
        try:
            changed = await self._desk.change(made.id, organisation_id, draft, made.version)
            await self._desk.send(organisation_id, changed.id, by, "room")
        except BaseException:
            await asyncio.shield(self._quietly(self._desk.discard(organisation_id, made.id)))
            raise
        return await self._desk.get(organisation_id, made.id)

    async def _closed(self, session: Session, event: ev.SigningClosed) -> None:
        person = session.participants.get(event.by)
        user = None if person is None else await self._user_of(session.id, person.id)
        by = By(user, "" if person is None else person.name)
        if event.outcome == "mailed":
            await self._quietly(self._desk.mail_rest(session.organisation_id, event.envelope_id, by))
        elif event.outcome == "stopped":
            await self._quietly(self._desk.void(session.organisation_id, event.envelope_id, by, ""))

    async def _not_there(self, session: Session, envelope: Envelope) -> None:
        """An envelope of a session that has nothing open of it: closed there, or never opened."""
        for line in await self._log.read(session.id):
            for event in line.entry.events:
                if isinstance(event, ev.SigningClosed) and event.envelope_id == envelope.id:
                    await self._closed(session, event)
                    return
        if envelope.sent_at is None or self._tools.now() - envelope.sent_at > _OPENING:
            await self._quietly(self._desk.void(envelope.organisation_id, envelope.id, _SERVICE, ""))

    async def _quietly(self, doing: Awaitable[object]) -> None:
        """What was done already is refused, and that is well."""
        try:
            await doing
        except Problem as done:
            log.info("An envelope was further than its session", code=done.refusal.code)

    async def _session(self, holder: TicketHolder) -> Session:
        session = await self._sessions.get(holder.session_id)
        if session.ended is not None:
            raise SESSION_ENDED.problem()
        if not _inside(session, holder.participant_id):
            raise NOT_INSIDE.problem()
        return session

    async def _chair(self, holder: TicketHolder) -> tuple[Session, Participant]:
        session = await self._session(holder)
        if not session.is_chair(holder.participant_id):
            raise NOT_HOST.problem()
        return session, session.participants[holder.participant_id]


_SERVICE = By(None, "")
_BY_CODE = {
    "session_ended": SESSION_ENDED,
    "not_allowed": NOT_HOST,
    "signing_now": SIGNING_NOW,
    "unknown_file": UNKNOWN_FILE,
    "unknown_participant": SCREEN_UNKNOWN,
}


def _told(envelope_id: str, event: Event) -> cmd.SystemCommand | None:
    """An envelope's event as the session hears it."""
    match event.kind:
        case "signed" if event.signer_id is not None:
            return cmd.NoteSigned(envelope_id, event.signer_id, _millis(event.at))
        case "declined" if event.signer_id is not None:
            return cmd.NoteDeclined(envelope_id, event.signer_id)
        case "voided" | "expired":
            return cmd.CloseSigning(envelope_id, "stopped", SYSTEM)
        case "failed":
            return cmd.CloseSigning(envelope_id, "failed", SYSTEM)
        case _:
            return None


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _envelope_of(session: Session, entry: ev.Entry) -> str:
    """Which envelope an entry about signing is of; it may have been closed in the same entry."""
    closed = next((event.envelope_id for event in entry.events if isinstance(event, ev.SigningClosed)), "")
    return closed or ("" if session.signing is None else session.signing.envelope_id)


def _pdf(session: Session, participant_id: str, file_id: str) -> SharedFile:
    file = session.files.get(file_id)
    if file is None or not session.may_see_file(participant_id, file):
        raise UNKNOWN_FILE.problem()
    if file.media_type != "application/pdf":
        raise NOT_A_PDF.problem()
    return file


def _open(session: Session) -> Here:
    if session.signing is None:
        raise NO_SIGNING.problem()
    return session.signing


def _inside(session: Session, participant_id: str | None) -> bool:
    person = session.participants.get(participant_id or "")
    return person is not None and person.inside
