"""The record in JSON: whole, verifiable, and silent about what was said unless asked."""

import copy
import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.record.chain import GENESIS, canonical, entry_hash
from server.record.document import make
from server.record.verify import seal, verify
from tests.record.conftest import SECRET, SESSION

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.fixture(params=[True, False], ids=["with chat", "without chat"])
async def record(request, story):
    return json.loads(json.dumps(make(await story.archived(), NOW, chat=request.param)))


@pytest.fixture
async def whole(story):
    return make(await story.archived(), NOW, chat=True)


@given(text=WORDS, seq=st.integers(1, 2**31), on=st.booleans())
def test_the_hashed_bytes_read_back_as_the_same_line(text, seq, on):
    events = [{"type": "chat_sent", "text": text}, {"type": "chat_switched", "on": on, "people": ("a", "é")}]
    entry = {"seq": seq, "at": 5, "actor": "ann", "cause": "c", "events": events}
    read = json.loads(canonical(SESSION, entry))
    assert read.pop("session_id") == SESSION
    assert canonical(SESSION, read) == canonical(SESSION, entry)


async def test_the_log_keeps_the_hashes_that_the_description_gives(story):
    head = GENESIS
    for line in await story.log.read(SESSION):
        head = entry_hash(head, canonical(SESSION, line.body))
        assert line.hash == head


def test_the_hash_is_what_the_description_says():
    entry = {"seq": 1, "at": 2, "actor": "ann", "cause": "c", "events": []}
    line = b'{"actor":"ann","at":2,"cause":"c","events":[],"seq":1,"session_id":"s"}'
    assert canonical("s", entry) == line
    inner = hashlib.sha256(line).hexdigest()
    assert entry_hash(GENESIS, line) == hashlib.sha256(("0" * 64 + inner).encode()).hexdigest()


async def test_a_fresh_record_holds(record):
    report = verify(record)
    assert report.problems == []
    assert report.entries == len(record["entries"]) > 40
    assert report.head == record["chain"]["head"]


async def test_the_record_names_people_times_and_office(whole):
    assert whole["office"]["name"] == "Kantoor Łódź"
    people = {person["name"]: person for person in whole["participants"]}
    assert set(people) == {"Anna de Vries", "Łukasz Żak", "Ελένη", "Мария", "Eve", "Max"}
    assert people["Мария"]["role"] == "cohost"
    assert people["Eve"]["present"] == []
    assert all(each["to"] for person in people.values() for each in person["present"])
    assert whole["session"]["end_reason"] == "host"
    assert whole["session"]["started_at"] < whole["session"]["ended_at"]


async def test_what_was_said_is_left_out_unless_asked(story):
    archived = await story.archived()
    assert SECRET in json.dumps(make(archived, NOW, chat=True))
    silent = make(archived, NOW, chat=False)
    assert SECRET not in json.dumps(silent, ensure_ascii=False)
    assert verify(silent).withheld == 2
    lines = [entry for entry in silent["entries"] if "withheld" in entry]
    assert all(event == {"type": "chat_sent", "participant_id": "luk"} for line in lines for event in line["events"])


async def test_a_record_of_a_running_session_holds(story):
    from server.record.document import Archived

    archived = await story.archived()
    running = Archived(
        archived.office_id, archived.office_name, archived.session_id, "", "Anna", "UTC", archived.lines[:10]
    )
    record = make(running, NOW, chat=False)
    assert record["session"]["ended_at"] is None
    assert verify(record).intact


# --- tampering ----------------------------------------------------------------------------------------------------


def leaves(value, path=()):
    """Every place in the record that holds a value."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from leaves(part, (*path, number))
    else:
        yield path


def changed(record, path):
    forged = copy.deepcopy(record)
    target = forged
    for step in path[:-1]:
        target = target[step]
    old = target[path[-1]]
    target[path[-1]] = (not old) if isinstance(old, bool) else old + 1 if isinstance(old, int) else f"{old}x"
    return forged


async def test_every_single_change_anywhere_is_found(record):
    paths = list(leaves(record))
    assert len(paths) > 300
    missed = [path for path in paths if verify(changed(record, path)).intact]
    assert missed == []


async def test_a_change_in_a_line_is_found_even_under_a_new_seal(whole):
    for path in [path for path in leaves(whole["entries"])]:
        forged = changed(whole, ("entries", *path))
        forged["seal"] = seal(forged)
        assert not verify(forged).intact, path


async def test_lines_left_out_added_or_moved_are_found(record):
    count = len(record["entries"])
    for at in range(count):
        forged = copy.deepcopy(record)
        del forged["entries"][at]
        forged["chain"]["count"] -= 1
        forged["seal"] = seal(forged)
        assert not verify(forged).intact, at
    moved = copy.deepcopy(record)
    moved["entries"][5], moved["entries"][6] = moved["entries"][6], moved["entries"][5]
    moved["seal"] = seal(moved)
    assert not verify(moved).intact
    longer = copy.deepcopy(record)
    longer["entries"].append(dict(longer["entries"][-1], seq=count + 1))
    longer["seal"] = seal(longer)
    assert not verify(longer).intact


async def test_nothing_but_the_chat_can_be_hidden(whole):
    from server.record.chain import digest

    forged = copy.deepcopy(whole)
    line = next(entry for entry in forged["entries"] if entry["events"][0]["type"] == "input_granted")
    line |= {"withheld": ["participant_id"], "digest": digest(canonical(SESSION, line))}
    line["events"] = [{"type": "input_granted"}]
    forged["seal"] = seal(forged)
    assert any("never left out" in problem for problem in verify(forged).problems)


async def test_a_changed_log_shows_in_a_fresh_record(story):
    from dataclasses import replace

    archived = await story.archived()
    lines = list(archived.lines)
    lines[7] = replace(lines[7], entry=replace(lines[7].entry, actor="mar"))
    record = make(replace(archived, lines=lines), NOW, chat=False)
    assert record["chain"]["intact"] is False
    assert not verify(record).intact


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["format", "version", "entries", "session", "chain"]), inner, max_size=5)
        ),
        max_leaves=10,
    )
)
def test_what_is_no_record_is_refused_without_a_crash(value):
    assert not verify(value).intact
    if isinstance(value, dict):
        assert not verify({**value, "format": "samen.session-record", "version": 1}).intact


# --- the command ----------------------------------------------------------------------------------------------------


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "server.record", *arguments], capture_output=True, text=True, check=False
    )


async def test_the_command_tells_a_good_record_from_a_bad_one(whole, tmp_path: Path):
    good, bad, garbled = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "garbled.json"
    good.write_text(json.dumps(whole, ensure_ascii=False))
    bad.write_text(good.read_text().replace("Hypotheek", "Spaarrekening"))
    garbled.write_text("{")
    done = command("verify", str(good))
    assert (done.returncode, whole["chain"]["head"] in done.stdout) == (0, True)
    done = command("verify", str(bad))
    assert (done.returncode, done.stdout) == (
        1,
        "Something outside the lines was changed: the seal does not fit.\n",
    )
    assert command("verify", str(garbled)).returncode == 2
    assert command("verify", str(tmp_path / "none.json")).returncode == 2
    assert command().returncode == 2
