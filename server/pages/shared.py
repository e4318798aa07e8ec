"""The page of one session on the node that owns it: what the session's log means for the browser, and for its viewers."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from cobrowse.ports import Files, Full, Policy, Refused, TabAddress
from server.pages.messages import Hello, Who
from server.pages.newest import Newest
from server.pages.ports import HousePort, PagePort
from server.pages.sight import Last, sees, veiled
from server.pages.viewer import Viewer
from signalling.session import Session

if TYPE_CHECKING:
    from cobrowse.picture.ports import Wants

log = structlog.get_logger(__name__)

MOVED, SESSION_ENDED, NO_PAGE, TICKET_UNKNOWN = 4409, 4410, 4404, 4401
TRY_AGAIN = 1012
_SIZE = (1280, 720)
_TELL_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Around:
    """What a shared page asks of the rest of this node. Everything but `start` is quick and ordered by the caller."""

    start: Callable[[str, Coroutine[Any, Any, Any]], asyncio.Task[Any]]
    house: Callable[[], Coroutine[Any, Any, HousePort]]
    policy: Callable[[str], Coroutine[Any, Any, Policy]]
    remember: Callable[[str, tuple[str, ...], int], Coroutine[Any, Any, None]]
    visited: Callable[[str, str], Coroutine[Any, Any, None]]
    """Session and host name: for the record."""
    beyond_repair: Callable[[str], Coroutine[Any, Any, None]]
    welcome: Callable[[str], Coroutine[Any, Any, bool]]
    """Whether a ticket still opens the session."""
    pictures: Callable[[str, dict[str, Any]], None]
    """Office, and a `page` message whose tabs have icons."""
    counted: Callable[[str, str], None]
    """("crash", "") or ("refused", code)."""


class Shared:
    """A listener of its page, and the place where rights and sight follow the log, entry by entry."""

    def __init__(self, session: Session, files: Files, around: Around) -> None:
        self.session = session
        self.page: PagePort | None = None
        self.viewers: dict[str, Viewer] = {}
        self.settled = asyncio.Event()
        """Set once it is open, waits in the queue, or cannot be opened."""
        self.place = 0
        self.closed = False
        self._files = files
        self._around = around
        self._last = Last()
        self._size = _SIZE
        self._ratio = 1.0
        self._fitted: tuple[tuple[int, int], float] = (_SIZE, 1.0)
        self._sharp: frozenset[str] | None = None
        self._epoch = -1
        self._status = "starting"
        self._newest = Newest(around.start)
        self._host = ""
        self._error: object = None
        self._early: dict[str, list[dict[str, Any]]] = {}

    # --- opening and closing ----------------------------------------------------------------------------------------

    async def open(self, tabs: tuple[str, ...], active: int) -> None:
        """Open the browser with these addresses, each as somebody typed it; returns when it is open or never will be."""
        office = self.session.organisation_id
        try:
            house, policy = await self._around.house(), await self._around.policy(office)
            page = await self._admitted(house, policy, tabs, active)
        except Refused as refused:
            log.warning("A web page could not be opened.", code=refused.code)
            self.ended(refused.code)
            return
        except Exception:
            # People must not look at "starting" for ever, whatever it was.
            log.exception("A web page could not be opened")
            self.ended("start_failed")
            return
        finally:
            self.settled.set()
        if page is None or self.closed:
            await house.close(self.session.id)
            return
        self.page, self._status, self._epoch = page, "running", -1
        # The host may have come to look while the browser started.
        self._fit()
        self.follow(self.session)
        for viewer in tuple(self.viewers.values()):
            self._sit_down(viewer)

    async def _admitted(self, house: HousePort, policy: Policy, tabs: tuple[str, ...], active: int) -> PagePort | None:
        """The page, after a place has come free where that was needed; None when it is closed before."""
        page: PagePort | None = None
        while page is None and not self.closed:
            self._fitted = (self._size, self._ratio)
            try:
                page = await house.open(
                    self.session.id,
                    policy,
                    self._files,
                    self,
                    width=self._size[0],
                    height=self._size[1],
                    ratio=self._ratio,
                    restore=tuple(map(TabAddress, tabs)),
                    active=active,
                )
            except Full as full:
                self.place, self._status = full.place, "queued"
                self.told(self._empty())
                self.settled.set()
                self._around.start("place in the queue", self._watch_place(house))
                await house.wait_for_place(self.session.id)
                self.place, self._status = 0, "starting"
        return page

    async def _watch_place(self, house: HousePort) -> None:
        while not self.closed and self._status == "queued":
            place = house.place(self.session.id)
            if place and place != self.place:
                self.place = place
                self.told(self._empty())
            await asyncio.sleep(_TELL_AGAIN_S)

    async def close(self, code: int, reason: str) -> None:
        """Everybody out, and the browser gone. The lease is the caller's business."""
        if self.closed:
            return
        self.closed, self.page = True, None
        self._newest.forget()
        for viewer in tuple(self.viewers.values()):
            viewer.close(code, reason)
        self.viewers.clear()
        self._last.clear()
        house = await self._around.house()
        await house.close(self.session.id)

    # --- the log ------------------------------------------------------------------------------------------------------

    def follow(self, session: Session) -> None:
        """The session after an entry of its log. Whoever lost a right has lost it when this returns."""
        self.session = session
        state, page = session.page, self.page
        if state is None:
            return
        if page is not None and state.epoch != self._epoch:
            page.drive(state.driver, state.epoch)
        chairs = frozenset(person.id for person in session.inside if session.is_chair(person.id))
        # `sharp` is None while nothing is blurred: then it makes no difference who the chairs are.
        sharp = chairs if state.blurred else None
        if page is not None and sharp != self._sharp:
            page.blur(state.blurred, chairs)
            self._sharp = sharp
        for viewer in tuple(self.viewers.values()):
            self._follow_viewer(viewer)
        if state.epoch != self._epoch:
            self._epoch = state.epoch
            self._tell_all({"type": "drive", "driver": state.driver, "epoch": state.epoch})

    def _follow_viewer(self, viewer: Viewer) -> None:
        person = self.session.participants.get(viewer.participant_id)
        if person is None or not person.inside:
            self._dismiss(viewer, TICKET_UNKNOWN, "ticket_unknown")
            if self.page is not None:
                self.page.forget(viewer.participant_id)
            return
        if person.instance is not None and person.instance != viewer.hello.instance:
            self._dismiss(viewer, MOVED, "moved")
            return
        if person.instance is None:
            # Cut off for a moment, or shut out: closed accounts do not look on.
            self._around.start("ticket of a viewer", self._ask_again(viewer))
        before, viewer.sees = viewer.sees, sees(self.session, person.id)
        self._place_seat(viewer)
        if before and not viewer.sees:
            empty = veiled(self._last.page() or self._empty())
            viewer.text(empty or {})
        elif viewer.sees and not before:
            self._catch_up(viewer)

    async def _ask_again(self, viewer: Viewer) -> None:
        if not await self._around.welcome(viewer.hello.ticket):
            self._dismiss(viewer, TICKET_UNKNOWN, "ticket_unknown")

    def _place_seat(self, viewer: Viewer) -> None:
        """A client gets pictures of what is on the stage, blurred when it is blurred; a chair always gets them."""
        if viewer.seat is None:
            return
        chair = self.session.is_chair(viewer.participant_id)
        on_stage = self.session.stage == "page"
        viewer.seat.pause(viewer.hidden or not (chair or on_stage))
        # Whoever only looks at another tab of the browser goes on hearing.
        viewer.seat.silence(not (chair or on_stage))

    # --- viewers ------------------------------------------------------------------------------------------------------

    def welcome(self, viewer: Viewer) -> None:
        """Another lane of this participant gives way."""
        before = self.viewers.get(viewer.participant_id)
        if before is not None:
            self._dismiss(before, MOVED, "moved")
        self.viewers[viewer.participant_id] = viewer
        viewer.sees = sees(self.session, viewer.participant_id)
        if self.leads(viewer.participant_id) and viewer.hello.width and viewer.hello.height:
            self.resize(viewer.hello.width, viewer.hello.height, viewer.hello.pixel_ratio)
        if self.page is None:
            self._tell(viewer, self._empty())
        else:
            self._sit_down(viewer)

    def _sit_down(self, viewer: Viewer) -> None:
        page, state = self.page, self.session.page
        if page is None or state is None:
            return
        early: list[dict[str, Any]] = []
        self._early[viewer.participant_id] = early
        viewer.seat = page.seat(viewer.participant_id, viewer, _wants(viewer.hello), webrtc=viewer.hello.webrtc)
        del self._early[viewer.participant_id]
        if state.blurred and not self.session.is_chair(viewer.participant_id):
            viewer.seat.cover(on=True)
        self._place_seat(viewer)
        viewer.text({**page.ready(viewer.seat), "type": "ready", "epoch": state.epoch, "driver": state.driver})
        viewer.text({"type": "drive", "driver": state.driver, "epoch": state.epoch})
        self._last.take(page.snapshot())
        self._catch_up(viewer)
        known = self._last.dialogs
        for message in early:
            # A dialog that everybody was told of has just been told again.
            if message.get("type") != "dialog" or message.get("id") not in known:
                self._tell(viewer, message)

    def left(self, viewer: Viewer) -> None:
        """Its lane has ended."""
        viewer.left()
        if viewer.outline and self.page is not None and not self.closed:
            self._around.start("outline ends", self.page.outline(viewer.participant_id, on=False))
        if self.viewers.get(viewer.participant_id) is viewer:
            del self.viewers[viewer.participant_id]

    def leads(self, participant_id: str) -> bool:
        """Whose stage gives the page its size: the host's; a co-host's while the host does not look."""
        person = self.session.participants.get(participant_id)
        if person is None or not self.session.is_chair(participant_id):
            return False
        lookers = (self.session.participants.get(one) for one in self.viewers)
        return person.role == "host" or not any(one is not None and one.role == "host" for one in lookers)

    def may(self, participant_id: str, who: Who) -> bool:
        """Whether this participant is one of these, as the session's log has it now."""
        if who == "viewer":
            return True
        chair = self.session.is_chair(participant_id)
        return (who == "steering" and chair) or self.drives(participant_id)

    def drives(self, participant_id: str, epoch: int | None = None) -> bool:
        """Whether they are the driver, may be it still, and (where an epoch is given) speak of now."""
        state = self.session.page
        if state is None or state.driver != participant_id or (epoch is not None and epoch != state.epoch):
            return False
        return self.session.may_drive(participant_id)

    def let_go_of_keys(self) -> None:
        state = self.session.page
        if self.page is not None and state is not None:
            self.page.drive(state.driver, state.epoch)

    def resize(self, width: int, height: int, ratio: float) -> None:
        size = (max(320, min(width, 1920)), max(240, min(height, 1920)))
        if (size, ratio) == (self._size, self._ratio):
            return
        self._size, self._ratio = size, ratio
        self._fit()

    def _fit(self) -> None:
        if self.page is not None and self._fitted != (self._size, self._ratio):
            self._fitted = (self._size, self._ratio)
            self._newest.do("page size", partial(self.page.resize, *self._size, self._ratio), pause=0.1)

    def _dismiss(self, viewer: Viewer, code: int, reason: str) -> None:
        if self.viewers.get(viewer.participant_id) is viewer:
            del self.viewers[viewer.participant_id]
        viewer.close(code, reason)

    # --- what the page says (cobrowse.ports.Listener) -----------------------------------------------------------------

    def told(self, message: dict[str, Any], only: str | None = None) -> None:
        if self.closed:
            return
        if only is not None:
            if only in self._early:
                # What the page tells a viewer while they sit down comes after the word that they have a seat.
                self._early[only].append(message)
                return
            viewer = self.viewers.get(only)
            if viewer is not None:
                self._tell(viewer, message)
            return
        self._last.take(message)
        if message.get("type") == "page":
            self._count(message)
            self._around.pictures(self.session.organisation_id, message)
        self._tell_all(message)

    def site(self, host: str) -> None:
        if host and host != self._host:
            self._host = host
            self._newest.do("site visited", partial(self._around.visited, self.session.id, host), pause=2.0)

    def remember(self, tabs: tuple[TabAddress, ...], active: int) -> None:
        addresses = tuple(tab.address for tab in tabs)
        self._newest.do("page remembered", partial(self._around.remember, self.session.id, addresses, active))

    def ended(self, code: str) -> None:
        if self.closed:
            return
        for viewer in tuple(self.viewers.values()):
            viewer.text({"type": "notice", "code": code})
        self._around.start("page ended", self._around.beyond_repair(self.session.id))

    # --- telling ------------------------------------------------------------------------------------------------------

    def _tell_all(self, message: dict[str, Any]) -> None:
        for viewer in tuple(self.viewers.values()):
            self._tell(viewer, message)

    def _tell(self, viewer: Viewer, message: dict[str, Any]) -> None:
        if message.get("type") == "outline" and not viewer.outline:
            return
        seen = message if viewer.sees else veiled(message)
        if seen is not None:
            viewer.text(self._without_foreign_files(viewer, seen))

    def _without_foreign_files(self, viewer: Viewer, message: dict[str, Any]) -> dict[str, Any]:
        """A file chooser names the files that the driver may see; others read only of those that are theirs too."""
        if message.get("type") != "dialog" or not message.get("files"):
            return message
        known, me = self.session.files, viewer.participant_id
        own = [
            one
            for one in message["files"]
            if one.get("id") in known and self.session.may_see_file(me, known[one["id"]])
        ]
        return {**message, "files": own}

    def _catch_up(self, viewer: Viewer) -> None:
        if self.page is None:
            self._tell(viewer, self._empty())
        for message in self._last.all():
            self._tell(viewer, message)

    def _empty(self) -> dict[str, Any]:
        """What stands in the place of the page while there is none."""
        return {
            "type": "page",
            "status": self._status,
            "place": self.place,
            "tabs": [],
            "active": "",
            "can_back": False,
            "can_forward": False,
            "loading": self._status == "starting",
            "progress": 0,
            "zoom": 1,
            "error": None,
            "width": self._size[0],
            "height": self._size[1],
        }

    def _count(self, message: dict[str, Any]) -> None:
        status, error = message.get("status"), message.get("error")
        if status == "crashed" and self._status != "crashed":
            self._around.counted("crash", "")
        if error != self._error and isinstance(error, dict) and isinstance(error.get("code"), str):
            self._around.counted("refused", error["code"])
        self._error = error
        self._status = str(status)


def _wants(hello: Hello) -> "Wants":
    from cobrowse.picture.ports import Wants

    return Wants(h264=hello.h264, transport="auto", pixel_ratio=hello.pixel_ratio)
