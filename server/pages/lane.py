"""The lane of a page: a WebSocket at /pages/{session_id}, of its own so that pictures never wait behind events."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import orjson
import structlog
from aiohttp import WSMessage, WSMsgType, web

from cobrowse.ports import Refused
from media.offer import BadOffer, checked
from server.live.around import IceServers
from server.live.sessions import Sessions, UnknownSession
from server.live.tickets import LiveTickets
from server.pages.desk import Desk
from server.pages.leases import Lease
from server.pages.messages import BadRequest, Hello, Request, read, read_hello
from server.pages.ports import PagePort
from server.pages.relay import CALLER_HEADER, NODE_HEADER, NodeTokens, relay
from server.pages.shared import MOVED, NO_PAGE, SESSION_ENDED, TICKET_UNKNOWN, TRY_AGAIN, Shared
from server.pages.viewer import Viewer
from server.tasks import Tasks
from server.web import TicketHolder
from server.web.security import Doorman
from signalling.session import Session

log = structlog.get_logger(__name__)

MAX_MESSAGE = 64 * 1024
_HELLO_S = 5.0
_CONNECTED_WITHIN_S = 2.0
_ROUND_S = 0.05
_HEARTBEAT_S = 10.0
_WAITING_INPUT = 256
_AT_ONCE = 8
"""Requests of one viewer that may be under way together, besides input."""
_TELL_S = 1.0
_WATCHED = frozenset({"audio", "video"})
"""The sections of a viewer's offer: the sound of the page, and its picture."""


class Closed(Exception):
    """A lane that is not opened: close code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(slots=True)
class _Line:
    """One viewer's lane while it is open."""

    shared: Shared
    viewer: Viewer
    input: asyncio.Queue[Request] = field(default_factory=lambda: asyncio.Queue(_WAITING_INPUT))
    under_way: set[asyncio.Task[Any]] = field(default_factory=set)


class PageLane:
    def __init__(
        self,
        desk: Desk,
        sessions: Sessions,
        tickets: LiveTickets,
        tokens: NodeTokens,
        ice_servers: IceServers,
        doorman: Doorman,
        tasks: Tasks,
    ) -> None:
        self._desk = desk
        self._sessions = sessions
        self._tickets = tickets
        self._tokens = tokens
        self._ice_servers = ice_servers
        self._doorman = doorman
        self._tasks = tasks
        self._lines: dict[Viewer, _Line] = {}

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/pages/{session_id}", self._serve)

    def start(self) -> None:
        self._tasks.every("page diagnostics", _TELL_S, self._diagnose)

    # --- opening --------------------------------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(
            max_msg_size=MAX_MESSAGE, compress=False, timeout=2, heartbeat=_HEARTBEAT_S, autoclose=True
        )
        await socket.prepare(request)
        session_id = request.match_info["session_id"]
        # A node that sends viewers here has found us to be the owner: they are not sent on once more.
        token = request.headers.get(NODE_HEADER)
        try:
            if token is not None and not self._tokens.good(token, session_id):
                raise Closed(TICKET_UNKNOWN, "ticket_unknown")
            hello, session = await self._greet(socket, session_id)
            found = await self._find(session)
            if isinstance(found, Lease):
                if token is not None:
                    raise Closed(TRY_AGAIN, "moved_on")
                passport = {NODE_HEADER: self._tokens.make(session_id), CALLER_HEADER: self._caller(request)}
                await relay(socket, found, hello, passport, self._tasks)
                return socket
            await self._look(request, socket, hello, _holder(hello), found)
        except Closed as closed:
            await socket.close(code=closed.code, message=closed.reason.encode())
        return socket

    async def _greet(self, socket: web.WebSocketResponse, session_id: str) -> tuple[Hello, Session]:
        """Who it is, and that they are connected to the session. Raises Closed."""
        try:
            hello = read_hello(orjson.loads(await socket.receive_str(timeout=_HELLO_S)))
        except (TypeError, ValueError, BadRequest, TimeoutError, ConnectionError):
            raise Closed(TICKET_UNKNOWN, "bad_message") from None
        holder = await self._tickets.check(hello.ticket)
        if holder is None or holder.session_id != session_id:
            raise Closed(TICKET_UNKNOWN, "ticket_unknown")
        return hello, await self._connected(holder, hello.instance)

    async def _connected(self, holder: TicketHolder, instance: str) -> Session:
        """The session, once this page load is the one that is connected: a moment, where nodes tell each other."""
        until = time.monotonic() + _CONNECTED_WITHIN_S
        while True:
            try:
                session = await self._sessions.get(holder.session_id)
            except UnknownSession:
                raise Closed(TICKET_UNKNOWN, "ticket_unknown") from None
            if session.ended is not None:
                raise Closed(SESSION_ENDED, "session_ended")
            person = session.participants.get(holder.participant_id)
            if person is None or person.status == "removed":
                raise Closed(TICKET_UNKNOWN, "ticket_unknown")
            if person.inside and person.instance == instance:
                if session.page is None:
                    raise Closed(NO_PAGE, "no_page")
                return session
            if time.monotonic() > until:
                moved = person.inside and person.instance is not None
                raise Closed(MOVED, "moved") if moved else Closed(TRY_AGAIN, "not_connected")
            await asyncio.sleep(_ROUND_S)

    async def _find(self, session: Session) -> Shared | Lease:
        try:
            return await self._desk.find(session)
        except LookupError:
            raise Closed(NO_PAGE, "no_page") from None

    # --- looking --------------------------------------------------------------------------------------------------

    async def _look(
        self, request: web.Request, socket: web.WebSocketResponse, hello: Hello, participant_id: str, shared: Shared
    ) -> None:
        if request.transport is None:
            return

        def hang_up(_: Viewer, code: int, reason: str) -> None:
            self._tasks.start("page lane", _goodbye(socket, code, reason))

        viewer = Viewer(participant_id, hello, self._caller(request), socket, request.transport, hang_up)
        line = _Line(shared, viewer)
        self._lines[viewer] = line
        hands = self._tasks.start("page input", self._hands(line))
        try:
            shared.welcome(viewer)
            async for message in socket:
                if not self._hear(line, message):
                    break
        finally:
            hands.cancel()
            del self._lines[viewer]
            shared.left(viewer)

    def _caller(self, request: web.Request) -> str:
        """The viewer's own address, also when another node has passed them on (which has shown that it is one)."""
        passed_on = request.headers.get(CALLER_HEADER) if NODE_HEADER in request.headers else None
        return passed_on or self._doorman.address(request)

    def _hear(self, line: _Line, message: WSMessage) -> bool:
        """Whether the lane goes on after this message."""
        if message.type is not WSMsgType.TEXT:
            return False
        viewer = line.viewer
        if not viewer.may_say(time.monotonic()):
            viewer.refuse("too_fast")
            return True
        try:
            request = read(orjson.loads(message.data))
        except (ValueError, BadRequest):
            viewer.refuse("bad_message")
            return True
        self._do(line, request)
        return True

    def _do(self, line: _Line, request: Request) -> None:
        """What needs no waiting is done here; an acknowledgement must not wait behind a page that loads."""
        viewer, given = line.viewer, request.given
        match request.type:
            case "ack":
                if viewer.seat is not None:
                    viewer.seat.acked(given["n"])
            case "need_key":
                if viewer.seat is not None:
                    viewer.seat.need_key()
            case "hidden":
                viewer.hidden = given["on"]
                line.shared.follow(line.shared.session)
            case "diagnostics":
                viewer.diagnostics = given["on"]
            case "size":
                if line.shared.leads(viewer.participant_id):
                    line.shared.resize(given["width"], given["height"], given["pixel_ratio"])
            case "input":
                self._take_input(line, request)
            case _:
                self._begin(line, request)

    def _take_input(self, line: _Line, request: Request) -> None:
        viewer, events = line.viewer, request.given["events"]
        if not line.shared.drives(viewer.participant_id, request.given["epoch"]):
            viewer.dropped += len(events)
            return
        if line.input.full() or not viewer.may_do(len(events), time.monotonic()):
            # What is left out may be the end of a key: no key stays down for that.
            line.shared.let_go_of_keys()
            viewer.refuse("too_fast")
            return
        line.input.put_nowait(request)

    async def _hands(self, line: _Line) -> None:
        """Input in its order, one after the other."""
        while True:
            request = await line.input.get()
            shared, viewer = line.shared, line.viewer
            epoch, events = request.given["epoch"], request.given["events"]
            # Asked again: the right may have gone while this waited behind a slow page.
            if shared.page is None or not shared.drives(viewer.participant_id, epoch):
                viewer.dropped += len(events)
                continue
            try:
                await shared.page.input(viewer.participant_id, epoch, events)
            except Refused as refused:
                viewer.refuse(refused.code)
            except Exception:
                # A browser that dies in the middle of a click is told of elsewhere.
                log.warning("A page took no input", exc_info=True)

    def _begin(self, line: _Line, request: Request) -> None:
        viewer, shared = line.viewer, line.shared
        if not shared.may(viewer.participant_id, request.who):
            viewer.refuse("not_allowed")
            return
        page = shared.page
        if page is None:
            viewer.refuse("no_page")
            return
        if len(line.under_way) >= _AT_ONCE:
            viewer.refuse("too_fast")
            return
        if request.type == "outline":
            viewer.outline = request.given["on"]
        work = self._of_rtc(page, viewer, request) or _work(page, viewer.participant_id, request)
        task = self._tasks.start("page request", _told(viewer, work))
        line.under_way.add(task)
        task.add_done_callback(line.under_way.discard)

    def _of_rtc(self, page: PagePort, viewer: Viewer, request: Request) -> Coroutine[Any, Any, None] | None:
        if request.type not in ("rtc", "rtc_stop"):
            return None
        servers = tuple(self._ice_servers(viewer.participant_id))
        message = {"type": request.type, **request.given}
        if "sdp" in message:
            try:
                message["sdp"] = checked(message["sdp"], viewer.caller, relayed=bool(servers), kinds=_WATCHED)
            except BadOffer:
                # Nothing of it goes on: the page refuses an empty offer in its own words, and counts it.
                message["sdp"] = ""
        return page.rtc(viewer.participant_id, message, servers)

    async def _diagnose(self) -> None:
        for viewer, line in tuple(self._lines.items()):
            if viewer.diagnostics and viewer.seat is not None:
                told: dict[str, Any] = {
                    "backlog": viewer.backlog(),
                    "bbr": viewer.bbr(),
                    "input_dropped": viewer.dropped,
                }
                page = {} if line.shared.page is None else line.shared.page.diagnostics()
                told |= {"viewers": len(line.shared.viewers), "page": page}
                viewer.text({**viewer.seat.diagnostics(), **told} | _DIAGNOSTICS)


_DIAGNOSTICS = {"type": "diagnostics"}


def _work(page: PagePort, me: str, request: Request) -> Coroutine[Any, Any, None]:
    """A request as what it asks of the page."""
    given = request.given
    text = str(given.get("text", ""))
    works: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
        "visit": lambda: page.visit(given["address"], given.get("tab")),
        "back": page.back,
        "forward": page.forward,
        "reload": page.reload,
        "stop": page.stop,
        "zoom": lambda: page.zoom(float(given["factor"])),
        "new_tab": lambda: page.new_tab(given.get("address", "")),
        "select_tab": lambda: page.select_tab(given["id"]),
        "close_tab": lambda: page.close_tab(given["id"]),
        "restart": page.restart,
        "answer": lambda: page.answer(me, given["dialog"], given["accept"], **_answer(request)),
        "copy": lambda: page.copy(me),
        "act": lambda: page.act(me, given["node"], given["action"], text),
        "outline": lambda: page.outline(me, given["on"]),
    }
    return works[request.type]()


def _answer(request: Request) -> dict[str, Any]:
    names = ("text", "file_ids", "index", "indexes", "value")
    given = {name: request.given[name] for name in names if name in request.given}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


async def _told(viewer: Viewer, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Refused as refused:
        viewer.refuse(refused.code)
    except Exception:
        # A browser that dies in the middle of it is told of elsewhere.
        log.warning("A page did not do what was asked", exc_info=True)


async def _goodbye(socket: web.WebSocketResponse, code: int, reason: str) -> None:
    await socket.close(code=code, message=reason.encode())


def _holder(hello: Hello) -> str:
    """The participant of a ticket that has been found good."""
    return hello.ticket.partition(".")[0]
