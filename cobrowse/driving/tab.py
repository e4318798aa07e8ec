"""One tab under the driver's hands: input, veiled fields, lists and calendars, the pointer's shape, copying."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from playwright.async_api import CDPSession

from cobrowse.driving.events import Event, Key, Text
from cobrowse.driving.extension import Names
from cobrowse.driving.hidden import Hidden
from cobrowse.driving.input import Input, Tasks
from cobrowse.driving.masks import Box, Told, Veils
from cobrowse.driving.outline import Outline
from cobrowse.driving.places import origin_of_frame, viewport
from cobrowse.driving.reins import Reins
from cobrowse.driving.worlds import World, Worlds

# After another took over: how long what the page reports may still come from the former driver's last keys.
_UNSURE_SECONDS: Final = 0.3
# How long keys may wait for a page that is slow.
_SLOW_SECONDS: Final = 30.0
_CURSORS: Final = frozenset(
    [
        "default",
        "none",
        "context-menu",
        "help",
        "pointer",
        "progress",
        "wait",
        "cell",
        "crosshair",
        "text",
        "vertical-text",
        "alias",
        "copy",
        "move",
        "no-drop",
        "not-allowed",
        "grab",
        "grabbing",
        "e-resize",
        "n-resize",
        "ne-resize",
        "nw-resize",
        "s-resize",
        "se-resize",
        "sw-resize",
        "w-resize",
        "ew-resize",
        "ns-resize",
        "nesw-resize",
        "nwse-resize",
        "col-resize",
        "row-resize",
        "all-scroll",
        "zoom-in",
        "zoom-out",
    ]
)
_INPUTS: Final = frozenset({"date", "time", "month", "week", "datetime-local", "color"})
_PICKED: Final = re.compile(r"[0-9A-Za-z#:.\-]{0,40}")

Tell = Callable[[dict[str, Any], str | None], None]


@dataclass(frozen=True, slots=True)
class _Pick:
    """A list or calendar that is open: which one of which frame."""

    dialog: str
    world: World
    number: int
    options: int  # 0 for a calendar
    message: dict[str, Any]  # what viewers are told, empty until the place is known


class Tab:
    """What `Driving` keeps of one tab. `tell(message, only)` is called only while `shown`."""

    def __init__(
        self,
        name: str,
        cdp: CDPSession,
        tasks: Tasks,
        reins: Reins,
        tell: Tell,
        hidden: Hidden,
        names: Names,
        size: tuple[float, float],
    ) -> None:
        self.shown = False
        self.worlds = Worlds(cdp, tasks, world=names.world, binding=names.binding, heard=self._heard)
        self.input = Input(cdp, tasks, width=size[0], height=size[1], paste=self._paste)
        self.outline = Outline(self.worlds, self.input, tasks)
        self._name = name
        self._cdp = cdp
        self._tasks = tasks
        self._reins = reins
        self._tell = tell
        self._hidden = hidden
        self._veils = Veils()
        self._pick: _Pick | None = None
        self._picks = 0
        self._cursor = "default"
        self._typed = -_SLOW_SECONDS
        self._sure = True
        self._placing = 0
        self._placed: World | None = None

    async def start(self) -> None:
        """Connect to the page; done before its first navigation, nothing of it goes unseen."""
        self._cdp.on("Input.dragIntercepted", lambda event: self.input.drag_began(event["data"]))
        await self.worlds.start()
        await self.input.start()

    def take(self, events: tuple[Event, ...]) -> None:
        """Input of the present driver."""
        if any(isinstance(event, Key | Text) for event in events):
            self._typed = time.monotonic()
        self.input.take(events)

    def release(self) -> None:
        """The driver changes, or another tab is shown."""
        # Clicks and moves under way make no value: whoever clicks to take the page may type at once.
        if time.monotonic() - self._typed < (_SLOW_SECONDS if self.input.busy else _UNSURE_SECONDS):
            self._sure = False
            self._tasks("page settles", self._settle(self._reins.epoch))
        self.input.release_all()
        self._close_pick()

    async def _settle(self, epoch: int) -> None:
        await self.input.settled()
        await asyncio.sleep(_UNSURE_SECONDS)
        if self._reins.epoch == epoch:
            self._sure = True

    def show(self, on: bool) -> None:
        """Whether this is the tab that people see."""
        if not on and self.shown:
            self._say(self._veils.leave())
            self.release()
        self.shown = on
        if on:
            self._tell({"type": "cursor", "name": self._cursor}, None)

    def greet(self, participant_id: str) -> None:
        """Tell one who comes later what is open and hidden now."""
        self._tell({"type": "cursor", "name": self._cursor}, participant_id)
        if self._pick is not None and self._pick.message:
            self._tell(self._pick.message, participant_id)
        for told in self._veils.now(participant_id):
            self._tell(told.message, participant_id)

    def forget(self, participant_id: str) -> None:
        """This participant has left the session."""
        self._say(self._veils.forget(participant_id))

    def gone(self) -> None:
        """The tab is closed."""
        self._close_pick()
        self._say(self._veils.leave())
        self.outline.stop()
        self.shown = False

    # Lists and calendars

    async def answer(self, dialog: str, accept: bool, index: int | None, value: str) -> bool:
        """Answers a list or a calendar of this tab; False where it is none of its dialogs."""
        pick = self._pick
        if pick is None or pick.dialog != dialog:
            return False
        self._pick = None
        self._tell({"type": "dialog_closed", "id": dialog}, None)
        chosen: list[int] | str | None = None
        if accept and pick.options and index is not None and 0 <= index < pick.options:
            chosen = [index]
        elif accept and not pick.options and _PICKED.fullmatch(value):
            chosen = value
        await self.worlds.call(pick.world, "picked", pick.number, chosen)
        return True

    async def _open_pick(self, world: World, message: dict[str, Any]) -> None:
        if not self.shown or self._reins.driver is None:
            return
        self._close_pick()
        self._picks += 1
        options = message.get("options")
        kind = "date" if options is None else "select"
        pick = _Pick(f"{self._name}-pick-{self._picks}", world, int(message["pick"]), len(options or ()), {})
        self._pick = pick
        box = await self._place(world, message["box"])
        if self._pick is not pick:
            return
        dialog: dict[str, Any] = {
            "type": "dialog",
            "id": pick.dialog,
            "kind": kind,
            "message": str(message.get("label", "")),
        }
        dialog |= {"value": str(message.get("value", "")), "multiple": False, "for": self._reins.driver}
        if options is not None:
            dialog["options"] = [option if option["group"] else _without(option, "group") for option in options]
        elif message.get("input") in _INPUTS:
            dialog |= {name: str(message.get(name, "")) for name in ("input", "min", "max", "step")}
        if box is not None:
            dialog["box"] = box
        pick.message.update(dialog)
        self._tell(dialog, None)

    def _close_pick(self) -> None:
        if self._pick is not None:
            self._tell({"type": "dialog_closed", "id": self._pick.dialog}, None)
            self._pick = None

    # What our script reports

    def _heard(self, world: World, message: dict[str, Any]) -> None:
        key = (world.session, world.context, int(message.get("n", 0)))
        match message.get("t"):
            case "cursor":
                self._point(str(message["name"]))
            case "focus" | "box":
                self._placing += 1
                self._placed = world
                self._tasks("page field", self._focused(world, message, self._placing))
            case "edit":
                self._hidden.saw(key, message["value"])
                by = self._reins.driver if self._sure and self.shown else None
                self._say(self._veils.edit(
                    key, message["kind"], message["value"], empty=message["empty"], foreign=message["foreign"], by=by
                ))  # fmt: skip
            case "left":
                if self._placed == world:  # not when another frame has told of its focus already
                    self._placing += 1
                if self._veils.focused is not None and self._veils.focused[:2] == key[:2]:
                    self._say(self._veils.leave())
            case "gone":
                self._say(self._veils.lost(world.session, world.context))
                if self._pick is not None and self._pick.world == world:
                    self._close_pick()
            case "pick":
                self._tasks("page list", self._open_pick(world, message))
            case "copied" | "kept":
                self._copied(world, key, message)
            case _:
                pass

    def _point(self, name: str) -> None:
        name = name if name in _CURSORS else "default"
        if name != self._cursor:
            self._cursor = name
            if self.shown:
                self._tell({"type": "cursor", "name": name}, None)

    async def _focused(self, world: World, message: dict[str, Any], turn: int) -> None:
        box = await self._place(world, message["box"])
        if turn != self._placing:
            return  # the focus has moved on meanwhile
        key = (world.session, world.context, int(message["n"]))
        if message["t"] == "box":
            self._say(self._veils.move(key, box))
        else:
            self._hidden.saw(key, message["value"])
            told = self._veils.focus(key, message["kind"], message["value"], foreign=message["foreign"], box=box)
            self._say(told)

    async def _place(self, world: World, box: list[float]) -> Box | None:
        """A box of a frame as fractions of the picture."""
        origin = await origin_of_frame(self.worlds, world.session, world.frame)
        if origin is None:
            return None
        width, height = await viewport(self.worlds) or (self.input.hands.width, self.input.hands.height)
        x, y, w, h = box
        fractions = {"x": (x + origin[0]) / width, "y": (y + origin[1]) / height, "w": w / width, "h": h / height}
        return {name: round(number, 5) for name, number in fractions.items()}

    def _copied(self, world: World, key: tuple[str, int, int], message: dict[str, Any]) -> None:
        driver = self._reins.driver
        if driver is None or not self.shown:
            return
        own = message["t"] == "copied" and (key[2] == 0 or self._veils.may_copy(key, driver))
        if not own:
            self._tell({"type": "notice", "code": "copy_refused"}, driver)
            return
        self._tell({"type": "copied", "text": message["text"]}, driver)
        if key[2] and message.get("cut"):
            self._tasks("page cut", self.worlds.call(world, "cut", key[2]))

    async def _paste(self, text: str) -> bool:
        return any(await self.worlds.ask_all("paste", text))

    def _say(self, told: list[Told]) -> None:
        if self.shown:
            for one in told:
                self._tell(one.message, one.only)

    async def close(self) -> None:
        """Stop what runs; the tab itself is its owner's."""
        self.gone()
        with contextlib.suppress(Exception):
            await self._cdp.detach()


def _without(option: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in option.items() if key != name}
