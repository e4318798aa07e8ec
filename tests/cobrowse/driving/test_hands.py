"""What is pressed is released, whatever comes in: the hands by themselves, against a model of a browser's input."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobrowse.driving.events import parse
from cobrowse.driving.hands import Call, Hands
from cobrowse.driving.keys import virtual_key
from cobrowse.driving.reins import Reins
from cobrowse.ports import BadInput


class Machine:
    """What a browser holds to be pressed after the commands that it got; complains of what makes no sense."""

    def __init__(self) -> None:
        self.keys: set[tuple[str, str]] = set()
        self.buttons: set[str] = set()
        self.fingers: set[int] = set()
        self.composing = False
        self.dragging = False

    @property
    def idle(self) -> bool:
        return not (self.keys or self.buttons or self.fingers or self.composing or self.dragging)

    def obey(self, call: Call) -> None:
        params = call.params
        match call.method:
            case "Input.dispatchKeyEvent":
                self._key(params)
            case "Input.dispatchMouseEvent":
                self._mouse(params)
            case "Input.dispatchTouchEvent":
                self._touch(params)
            case "Input.imeSetComposition":
                self.composing = bool(params["text"])
            case "Input.insertText" | "paste":
                self.composing = False
            case "Input.dispatchDragEvent":
                self.dragging = params["type"] in ("dragEnter", "dragOver")
                if params["type"] == "drop":
                    self.buttons.discard("left")
            case _:
                raise AssertionError(call.method)

    def _key(self, params: dict[str, Any]) -> None:
        key = (params["code"], params["key"] if not params["code"] else "")
        if params["type"] == "keyUp":
            assert key in self.keys, "a release of what is not pressed"
            self.keys.remove(key)
        else:
            assert params["autoRepeat"] or key not in self.keys, "pressed twice without repeating"
            self.keys.add(key)

    def _mouse(self, params: dict[str, Any]) -> None:
        if params["type"] == "mousePressed":
            assert params["button"] not in self.buttons
            self.buttons.add(params["button"])
        elif params["type"] == "mouseReleased":
            self.buttons.discard(params["button"])

    def _touch(self, params: dict[str, Any]) -> None:
        slots = {point["id"] for point in params["touchPoints"]}
        match params["type"]:
            case "touchStart":
                assert slots > self.fingers
                self.fingers = slots
            case "touchMove":
                assert slots == self.fingers
            case "touchEnd":
                assert slots < self.fingers
                self.fingers = self.fingers - slots if slots else set()
            case _:
                self.fingers = set()


KEYS = [("a", "KeyA"), ("A", "KeyA"), ("Shift", "ShiftLeft"), ("Shift", "ShiftRight"), ("Control", "ControlLeft"), ("Alt", "AltLeft"), ("AltGraph", "AltRight"),
        ("Meta", "MetaLeft"), ("Enter", "Enter"), ("é", "Digit2"), ("Dead", "BracketLeft"), ("F12", "F12"), ("t", "KeyT"), ("Process", "KeyN"), ("q", ""), ("Escape", "Escape"), ("ж", "Semicolon")]  # fmt: skip


def some_event(chance: random.Random) -> dict[str, Any]:
    """One event as a viewer (or somebody who plays one) may send it, sensible or not."""
    x, y = chance.choice([0.0, 1.0, chance.random()]), chance.random()
    m = chance.choice([None, {}, {name: chance.random() < 0.3 for name in ("alt", "ctrl", "meta", "shift", "altgr")}])
    kind = chance.choice(
        ["move", "down", "up", "wheel", "touch", "key", "key", "key", "text", "compose", "commit", "cut"]
    )
    event: dict[str, Any] = {"k": kind} | ({"m": m} if m is not None else {})
    if kind in ("move", "down", "up", "wheel"):
        event |= {"x": x, "y": y}
    if kind in ("down", "up"):
        event["b"] = chance.randrange(3)
    if kind == "touch":
        fingers = [{"i": i, "x": x, "y": y} for i in chance.sample(range(12), chance.randrange(4))]
        event |= {"p": chance.choice(["start", "move", "end", "cancel"]), "t": fingers}
    if kind == "key":
        key, code = chance.choice(KEYS)
        event |= {"p": chance.choice(["down", "up"]), "key": key, "code": code, "rep": chance.random() < 0.1}
    if kind in ("text", "compose", "commit"):
        event["text"] = chance.choice(["", "a", "日本", "👍"])
    return event


@pytest.mark.covers("F017", "F045")
def test_after_100000_inputs_nothing_is_stuck_and_none_of_the_revoked_counts() -> None:
    """Two people, rights that come and go at any moment, input that was on its way under an older epoch."""
    chance = random.Random(20260)
    hands, machine, reins = Hands(1000, 700), Machine(), Reins()
    accepted = 0
    for number in range(100_000):
        if chance.random() < 0.01:
            reins.give(chance.choice(["anna", "ben", None]), reins.epoch + 1)
            for call in hands.release():
                machine.obey(call)
            assert machine.idle, f"stuck after input {number}: {vars(machine)}"
            assert not hands.holds
        who = chance.choice(["anna", "ben"])
        epoch = reins.epoch - (chance.random() < 0.2)
        (event,) = parse([some_event(chance)])
        if not reins.allows(who, epoch):
            assert who != reins.driver or epoch < reins.epoch
            continue
        assert who == reins.driver
        accepted += 1
        for call in hands.take(event):
            machine.obey(call)
        if chance.random() < 0.002 and hands.pressed:
            for call in hands.dragging({"items": []}):
                machine.obey(call)
    assert accepted > 20_000
    assert reins.stale > 20_000


@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=60), st.integers(0, 59))
def test_letting_go_at_any_moment_leaves_nothing_held(seeds: list[int], moment: int) -> None:
    hands, machine = Hands(800, 600), Machine()
    for at, seed in enumerate(seeds):
        for call in hands.take(parse([some_event(random.Random(seed))])[0]):
            machine.obey(call)
        if at == moment:
            for call in hands.release():
                machine.obey(call)
            assert machine.idle
    for call in hands.release():
        machine.obey(call)
    assert machine.idle
    assert hands.release() == []


def test_an_older_epoch_takes_nothing_back() -> None:
    reins = Reins()
    assert reins.give("anna", 5)
    assert not reins.give("ben", 4)
    assert reins.allows("anna", 5)
    assert not reins.allows("anna", 4)
    assert not reins.allows("ben", 5)


BAD: list[Any] = [
    None, {}, "x", [None], [{}], [{"k": "fly"}], [{"k": ["move"]}], [{"k": "move"}], [{"k": "move", "x": 0.5}],
    [{"k": "move", "x": 1.01, "y": 0}], [{"k": "move", "x": -0.01, "y": 0}], [{"k": "move", "x": True, "y": 0}],
    [{"k": "move", "x": float("nan"), "y": 0}], [{"k": "move", "x": float("inf"), "y": 0}], [{"k": "move", "x": 10**400, "y": 0}],
    [{"k": "move", "x": "0.5", "y": 0}], [{"k": "move", "x": 0, "y": 0, "method": "Page.navigate"}],
    [{"k": "down", "x": 0, "y": 0, "b": 3}], [{"k": "down", "x": 0, "y": 0, "b": 0, "n": 99}], [{"k": "down", "x": 0, "y": 0, "b": 0.0}],
    [{"k": "wheel", "x": 0, "y": 0, "dx": 1e9, "dy": 0}], [{"k": "touch", "p": "hover", "t": []}],
    [{"k": "touch", "p": "start", "t": [{"i": 1, "x": 0, "y": 0}, {"i": 1, "x": 0, "y": 0}]}], [{"k": "touch", "p": "start", "t": [{"i": -1, "x": 0, "y": 0}]}],
    [{"k": "touch", "p": "start", "t": [{"i": i, "x": 0, "y": 0} for i in range(11)]}], [{"k": "touch", "p": "start", "t": {}}],
    [{"k": "key", "p": "down", "key": "", "code": "KeyA"}], [{"k": "key", "p": "press", "key": "a", "code": "KeyA"}], [{"k": "key", "p": "down", "key": "a" * 33, "code": ""}],
    [{"k": "key", "p": "down", "key": "a", "code": "Key A"}], [{"k": "key", "p": "down", "key": "\x00", "code": ""}], [{"k": "key", "p": "down", "key": "a\n", "code": ""}],
    [{"k": "key", "p": "down", "key": "\ud800", "code": ""}], [{"k": "key", "p": "down", "key": "a", "code": "", "loc": 4}], [{"k": "key", "p": "down", "key": "a", "code": "", "rep": 1}],
    [{"k": "text", "text": "a" * 20_001}], [{"k": "text", "text": None}], [{"k": "text", "text": "\udfff"}], [{"k": "text", "text": "a", "paste": "yes"}],
    [{"k": "compose", "text": "a", "a": -1, "b": 0}], [{"k": "cut", "x": 0}], [{"k": "cut", "m": {"hyper": True}}], [{"k": "cut", "m": {"ctrl": 1}}], [{"k": "cut", "m": []}],
    [{"k": "cut"}] * 257,
]  # fmt: skip


@pytest.mark.parametrize("raw", BAD, ids=lambda raw: repr(raw)[:60].encode("ascii", "backslashreplace").decode())
def test_what_no_viewer_sends_is_refused_whole(raw: Any) -> None:
    with pytest.raises(BadInput) as refused:
        parse(raw)
    assert refused.value.code == "bad_message"


def test_control_characters_of_a_paste_are_left_out() -> None:
    (text,) = parse([{"k": "text", "text": "a\x00b\x1b[31m\r\nc\td\x7f"}])
    assert text.text == "ab[31m\nc\td"  # type: ignore[union-attr]  # a text event was sent


def test_a_modifier_whose_release_was_lost_is_lifted_with_the_next_event() -> None:
    hands = Hands(100, 100)
    down = parse([{"k": "key", "p": "down", "key": "Shift", "code": "ShiftLeft", "m": {"shift": True}}])
    hands.take(down[0])
    calls = hands.take(parse([{"k": "move", "x": 0, "y": 0, "m": {}}])[0])
    assert [call.params["type"] for call in calls] == ["keyUp", "mouseMoved"]
    assert not hands.holds


def test_a_mac_that_tells_no_release_of_a_commanded_key_leaves_none_stuck() -> None:
    hands = Hands(100, 100)
    meta = {"meta": True}
    for key, code, phase, m in [
        ("Meta", "MetaLeft", "down", meta),
        ("a", "KeyA", "down", meta),
        ("Meta", "MetaLeft", "up", {}),
    ]:
        calls = hands.take(parse([{"k": "key", "p": phase, "key": key, "code": code, "m": m}])[0])
    assert [(call.params["key"], call.params["type"]) for call in calls] == [("a", "keyUp"), ("Control", "keyUp")]
    assert not hands.holds


@pytest.mark.parametrize(
    ("key", "code", "number"),
    [
        ("a", "KeyQ", 65),
        ("с", "KeyC", 67),
        ("&", "Digit1", 49),
        ("1", "Numpad1", 97),
        ("F5", "F5", 116),
        ("ArrowLeft", "ArrowLeft", 37),
        (" ", "Space", 32),
        ("ü", "BracketLeft", 219),
        ("5", "", 53),
        ("日", "", 0),
    ],
)
def test_keys_have_chromiums_numbers(key: str, code: str, number: int) -> None:
    assert virtual_key(key, code) == number
