"""REST of live sessions: for advisers, for whoever comes with a code, and for those inside."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row

from server.live.around import CodeMails, IceServers, OfficeLogo, Parties
from server.live.guard import CodeGuard, ProofNeeded, TooManyTries
from server.live.rooms import About, Admission, Found, Rooms
from server.live.sessions import Sessions, UnknownSession
from server.live.turns import Turns
from server.live.views import (
    Accepted,
    AdviserView,
    CodeMail,
    CodeMailed,
    EvaluationList,
    EvaluationView,
    JoinView,
    Limits,
    NewEvaluation,
    NewGuest,
    NewSession,
    OfficeView,
    Page,
    PersonView,
    ResendRequest,
    RoomView,
    SessionPage,
    SessionView,
    TicketView,
)
from server.web import Call, Id, Member, Refusal, Role, Route
from server.web.problems import NOT_FOUND, TOO_MANY_ATTEMPTS, too_many_attempts
from signalling.session import Rejected

CODE_UNKNOWN = Refusal(404, "code_unknown", "This code is not in use. Ask your adviser for the code.")
SESSION_ENDED = Refusal(410, "session_ended", "This session has ended.")
SESSION_FULL = Refusal(409, "session_full", "This session is full. Ask your adviser to make room.")
PROOF_NEEDED = Refusal(428, "proof_needed", "Many wrong codes are being tried. Your browser has to do some work first.")
REMOVED = Refusal(403, "removed", "You were taken out of this session.")
CLIENT_NOT_THERE = Refusal(404, "crm_not_there", "The CRM has no such client or document, or does not show it to you.")
ALREADY_EVALUATED = Refusal(409, "already_evaluated", "You have given your opinion of this session already.")


class LiveRoutes:
    def __init__(
        self,
        rooms: Rooms,
        live: Sessions,
        guard: CodeGuard,
        mails: CodeMails,
        ice_servers: IceServers,
        logo_url: OfficeLogo,
        own_url: Callable[[], str],
        turns: Turns,
        parties: Parties,
    ) -> None:
        self._parties = parties
        self._rooms = rooms
        self._live = live
        self._guard = guard
        self._mails = mails
        self._ice_servers = ice_servers
        self._logo_url = logo_url
        self._own_url = own_url
        self._turns = turns

    def routes(self) -> list[Route]:
        at_the_door = (CODE_UNKNOWN, SESSION_ENDED, SESSION_FULL, PROOF_NEEDED, TOO_MANY_ATTEMPTS)
        return [
            Route(
                "POST",
                "/api/v1/sessions",
                self.start,
                Role.ADVISER,
                "Start a session, with or without a client's page",
                status=201,
                refuses=(CLIENT_NOT_THERE, NOT_FOUND),
                tag="sessions",
            ),
            Route("GET", "/api/v1/sessions", self.list, Role.ADVISER, "Sessions, newest first", tag="sessions"),
            Route("GET", "/api/v1/sessions/{session_id}", self.show, Role.ADVISER, "One session", tag="sessions"),
            Route(
                "POST",
                "/api/v1/sessions/{session_id}/enter",
                self.enter,
                Role.ADVISER,
                "Come in as the host, or as a colleague",
                refuses=(SESSION_ENDED, SESSION_FULL, REMOVED),
                tag="sessions",
            ),
            Route(
                "POST",
                "/api/v1/sessions/{session_id}/end",
                self.end,
                Role.ADVISER,
                "End a running session",
                status=204,
                tag="sessions",
            ),
            Route(
                "POST",
                "/api/v1/sessions/{session_id}/code-mail",
                self.mail_code,
                Role.ADVISER,
                "Mail the code to a client",
                status=202,
                refuses=(SESSION_ENDED,),
                tag="sessions",
            ),
            Route(
                "GET",
                "/api/v1/sessions/{session_id}/evaluations",
                self.evaluations,
                Role.ADVISER,
                "What people thought of a session",
                tag="sessions",
            ),
            Route(
                "GET",
                "/api/v1/join/{code}",
                self.look,
                Role.PUBLIC,
                "What a code leads to",
                refuses=at_the_door,
                tag="join",
            ),
            Route(
                "POST",
                "/api/v1/join",
                self.join,
                Role.PUBLIC,
                "Come in with a code",
                status=201,
                refuses=at_the_door,
                tag="join",
            ),
            Route(
                "POST",
                "/api/v1/join/resend",
                self.resend,
                Role.PUBLIC,
                "Mail the codes of running sessions again",
                status=202,
                refuses=(TOO_MANY_ATTEMPTS,),
                tag="join",
            ),
            Route("GET", "/api/v1/room", self.room, Role.TICKET, "What a page in the room needs", tag="room"),
            Route(
                "POST",
                "/api/v1/sessions/{session_id}/evaluation",
                self.evaluate,
                Role.TICKET,
                "Give an opinion of the session",
                status=204,
                refuses=(ALREADY_EVALUATED,),
                tag="room",
            ),
        ]

    # --- for advisers ---------------------------------------------------------------------------------------

    async def start(self, call: Call, body: NewSession) -> SessionView:
        about = About()
        if body.appointment_id is not None:
            planned = await self._rooms.of_appointment(call.member.organisation_id, body.appointment_id)
            if planned is None:
                raise NOT_FOUND.problem()
            return await self._view(await self._own(call.member, planned.id), call.member)
        if body.client_id is not None:
            if self._parties.check is None:
                raise CLIENT_NOT_THERE.problem()
            about = About(await self._parties.check(call.member, body.client_id), body.with_client_page)
        session_id = await self._rooms.start(call.member, body.title.strip(), about)
        return await self._view(await self._own(call.member, session_id), call.member)

    async def list(self, call: Call, query: Page) -> SessionPage:
        # "All" is the administrator's view; for others it is their own.
        everyone = query.scope == "all" and call.member.role == "admin"
        rows, following = await self._rooms.page(
            call.member.organisation_id, None if everyone else call.member.user_id, query.cursor
        )
        opinions = await self._rooms.evaluations([row.id for row in rows])
        items = [
            await self._view(row, call.member, [one for one in opinions if one.session_id == row.id]) for row in rows
        ]
        return SessionPage(items=items, next=following)

    async def show(self, call: Call, session_id: Id) -> SessionView:
        return await self._view(await self._own(call.member, session_id), call.member)

    async def enter(self, call: Call, session_id: Id) -> TicketView:
        # Every colleague of the office may come in to help; without the host's rights.
        admission = await self._rooms.enter(call.member, session_id)
        return _ticket(admission)

    async def end(self, call: Call, session_id: Id) -> None:
        row = await self._own(call.member, session_id)
        if row.ended_at is None:
            await self._rooms.end(session_id)

    async def mail_code(self, call: Call, session_id: Id, body: CodeMail) -> CodeMailed:
        row = await self._own(call.member, session_id)
        if row.code is None:
            raise SESSION_ENDED.problem()
        office = await self._rooms.office(row.organisation_id)
        sends = await self._mails.send(
            office,
            sender=call.member.name,
            email=body.email,
            name=body.name.strip(),
            language=body.language or office.language,
            code=row.code,
            link=self._link(row.code),
            session_id=row.id,
        )
        return CodeMailed(mail="queued" if sends else "kept")

    async def evaluations(self, call: Call, session_id: Id) -> EvaluationList:
        row = await self._own(call.member, session_id)
        return EvaluationList(items=[_evaluation(one) for one in await self._rooms.evaluations([row.id])])

    # --- for whoever comes with a code ------------------------------------------------------------------------

    async def look(self, call: Call, code: str) -> JoinView:
        found = await self._find(call, code)
        session = await self._rooms.state(found.session_id)
        if session is not None and session.ended is not None:
            raise SESSION_ENDED.problem()
        office = await self._rooms.office(found.organisation_id)
        return JoinView(
            office=self._office(office),
            adviser=AdviserView(
                name=found.host_name,
                present=session is not None and any(session.is_chair(person.id) for person in session.connected),
            ),
            lobby=office.lobby if session is None else session.lobby,
            ice_servers=list(self._ice_servers("connection test")),
        )

    async def join(self, call: Call, body: NewGuest) -> TicketView:
        found = await self._find(call, body.code)
        wait = await self._turns.wait(found.session_id, call.address)
        if wait > 0:
            raise too_many_attempts(wait)
        return _ticket(await self._rooms.join(found, body.name.strip(), body.language))

    async def resend(self, call: Call, body: ResendRequest) -> Accepted:
        try:
            # The same purse as wrong codes: nobody mails others without end.
            self._guard.before_mail(call.address)
        except TooManyTries as refused:
            raise too_many_attempts(refused.wait) from None
        await self._mails.resend(body.email)
        return Accepted()

    # --- for those inside -------------------------------------------------------------------------------------

    async def room(self, call: Call) -> RoomView:
        holder = call.holder
        row = await self._rooms.row(holder.session_id, holder.organisation_id)
        if row is None:
            raise NOT_FOUND.problem()
        office = await self._rooms.office(holder.organisation_id)
        person = (await self._live.get(holder.session_id)).participants[holder.participant_id]
        code = row.code if person.role in ("host", "cohost") else None
        opinions = await self._rooms.evaluations([row.id])
        ours = row.client_id is not None and await self._rooms.is_colleague(row.id, person.id)
        return RoomView(
            session_id=row.id,
            participant_id=person.id,
            role=person.role,
            name=person.name,
            title=row.title,
            office=self._office(office),
            # After the end there is nobody to reach: no new password for the relay.
            ice_servers=[] if row.ended_at is not None else list(self._ice_servers(person.id)),
            code=code,
            link=None if code is None else self._link(code),
            limits=Limits(max_file_mb=office.max_file_mb),
            started_at=row.started_at,
            ended_at=row.ended_at,
            evaluated=any(one.participant_id == person.id for one in opinions),
            client=ours,
            client_page=ours and row.client_page,
        )

    async def evaluate(self, call: Call, session_id: Id, body: NewEvaluation) -> None:
        if session_id != call.holder.session_id:
            raise NOT_FOUND.problem()
        session = await self._live.get(session_id)
        kept = await self._rooms.evaluate(
            session, call.holder.participant_id, body.stars, list(body.helped), body.text.strip()
        )
        if not kept:
            raise ALREADY_EVALUATED.problem()

    # --- shared -----------------------------------------------------------------------------------------------

    async def _find(self, call: Call, code: str) -> Found:
        digits = re.sub(r"\D", "", code)
        try:
            self._guard.before(call.address, digits, call.request.headers.get("Samen-Proof"))
        except TooManyTries as refused:
            raise too_many_attempts(refused.wait) from None
        except ProofNeeded as asked:
            raise PROOF_NEEDED.problem(challenge=asked.challenge, difficulty=asked.difficulty) from None
        found = await self._rooms.find(digits) if len(digits) == 9 else None
        if found is None:
            raise CODE_UNKNOWN.problem()
        if found.state == "ended":
            # Not given back, or old codes would tell a guesser which numbers are worth waiting for.
            raise SESSION_ENDED.problem()
        self._guard.right(call.address)
        return found

    async def _own(self, member: Member, session_id: str) -> Row[Any]:
        """A session that this member may look into: their own, or any of the office for an administrator."""
        row = await self._rooms.row(session_id, member.organisation_id)
        if row is None or (row.host_user_id != member.user_id and member.role != "admin"):
            raise NOT_FOUND.problem()
        return row

    async def _view(self, row: Row[Any], member: Member, opinions: Sequence[Row[Any]] | None = None) -> SessionView:
        if opinions is None:
            opinions = await self._rooms.evaluations([row.id])
        connected: set[str] = set()
        if row.ended_at is None:
            try:
                connected = {person.id for person in (await self._live.get(row.id)).connected}
            except UnknownSession:
                connected = set()
        return SessionView(
            id=row.id,
            title=row.title,
            host_name=row.host_name,
            mine=row.host_user_id == member.user_id,
            code=row.code,
            link=None if row.code is None else self._link(row.code),
            started_at=row.started_at,
            ended_at=row.ended_at,
            end_reason=row.end_reason,
            client_id=row.client_id,
            with_client_page=row.client_page,
            appointment_id=row.appointment_id,
            people=[
                PersonView(**person, connected=person["participant_id"] in connected)
                for person in json.loads(row.people)
            ],
            evaluations=[_evaluation(one) for one in opinions],
        )

    def _office(self, office: Row[Any]) -> OfficeView:
        return OfficeView(
            name=office.name,
            colour=office.colour,
            logo_url=self._logo_url(office),
            phone=office.phone,
            language=office.language,
            privacy_url=office.privacy_url,
        )

    def _link(self, code: str) -> str:
        return f"{self._own_url()}/{code}"


def _ticket(admission: Admission | Rejected) -> TicketView:
    if isinstance(admission, Rejected):
        refusals = {one.code: one for one in (SESSION_ENDED, SESSION_FULL, REMOVED)}
        raise refusals.get(admission.code, NOT_FOUND).problem()
    return TicketView(session_id=admission.session_id, participant_id=admission.participant_id, ticket=admission.ticket)


def _evaluation(row: Row[Any]) -> EvaluationView:
    return EvaluationView(
        participant_id=row.participant_id,
        name=row.name,
        role=row.role,
        stars=row.stars,
        helped=json.loads(row.helped),
        text=row.text,
        at=row.created_at,
    )
