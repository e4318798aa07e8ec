"""The golden files say what the code does; the web client reads the same files."""

import json
from pathlib import Path

import pytest

from signalling import wire
from signalling.events import EVENTS, Entry
from signalling.evolve import replay
from tests.wire import generate

FILES = generate.files()
SESSIONS = sorted((generate.HERE / "sessions").glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden_file_equals_the_code(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == FILES[path], "run `python -m tests.wire.generate`"


def test_no_golden_file_is_left_over() -> None:
    assert sorted(path for path in FILES if path != generate.SHAPES) == SESSIONS


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_decoding_and_encoding_gives_the_same_back(path: Path) -> None:
    for entry in json.loads(path.read_text(encoding="utf-8"))["entries"]:
        again = [wire.encode_event(wire.decode_event(event)) for event in entry["events"]]
        assert json.loads(json.dumps(again)) == entry["events"]


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_replaying_the_file_rebuilds_its_state(path: Path) -> None:
    told = json.loads(path.read_text(encoding="utf-8"))
    entries = [
        Entry(
            entry["seq"],
            entry["at"],
            entry["actor"],
            entry["cause"],
            tuple(wire.decode_event(event) for event in entry["events"]),
        )
        for entry in told["entries"]
    ]
    assert generate.plain(replay(told["session_id"], entries)) == told["state"]


def test_the_dialogues_hold_every_event() -> None:
    told = {
        event["type"]
        for path in SESSIONS
        for entry in json.loads(path.read_text(encoding="utf-8"))["entries"]
        for event in entry["events"]
    }
    assert told == {wire.wire_name(cls) for cls in EVENTS}
