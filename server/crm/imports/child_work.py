"""The child's whole work: a file in, what its rows tell out."""

import contextlib
import gc
import logging
import multiprocessing
import os
import pickle
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from crm_adapter.importing.columns import TARGETS, guess, is_google
from crm_adapter.importing.doubles import Keys, Within
from crm_adapter.importing.reading import read
from crm_adapter.importing.sheets import Sheet, Unreadable
from crm_adapter.importing.told import Reading, reading, tell
from server.crm.imports.child import Setup

_MEMORY = 2 * 1024 * 1024 * 1024
_CPU_S = 200
_AT_ONCE = 250
_FEW = 2000
"""Rows that are not worth a second process."""
_SAMPLES = 4
_FRAME_CHARS = 4_000_000

Looked = tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, ...], ...]]
"""What a row is called, what is wrong in it, and its keys: as little as can be, for it crosses two processes."""


def main() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * 1024, 1024 * 1024))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    # It lives for one file, and nearly all that is made stays to its end: there is little to look for.
    gc.set_threshold(200_000, 20, 100)
    (length,) = struct.unpack(">I", sys.stdin.buffer.read(4))
    setup: Setup = pickle.loads(sys.stdin.buffer.read(length))  # noqa: S301 - from our own parent
    try:
        _work(setup, sys.stdin.buffer.read())
    except Unreadable as wrong:
        _say({"trouble": wrong.code})
    except MemoryError:
        _say({"trouble": "file_too_dense"})
    except Exception:  # noqa: BLE001 - whatever a broken file makes its reader raise, it cannot be read
        _say({"trouble": "file_broken"})


def _say(frame: dict[str, Any]) -> None:
    told = orjson.dumps(frame)
    sys.stdout.buffer.write(struct.pack(">I", len(told)) + told)
    sys.stdout.buffer.flush()


def _work(setup: Setup, content: bytes) -> None:
    sheet = read(content)
    labels = {key: label for key, (label, _) in setup.fields.items()}
    guessed = guess(sheet, labels)
    columns = list(setup.columns) if setup.columns is not None else guessed
    known = {*TARGETS, *(f"field:{key}" for key in setup.fields)}
    columns = [one if one in known else "" for one in (columns + [""] * len(sheet.header))[: len(sheet.header)]]
    how = reading(columns, sheet.rows, {key: kind for key, (_, kind) in setup.fields.items()})
    _say({"facts": _facts(sheet, columns), "month_first": sorted(how.month_first)})
    within = Within()
    for begin, looked in _looked(sheet, how, setup):
        rows = []
        for at, (caption, wrong, keys) in enumerate(looked, begin):
            same = within.same(at + 1, Keys(*keys)) if not wrong else None
            rows.append([at + 1, sheet.lines[at], sheet.rows[at], caption, wrong, same, keys])
        for part in _parts(rows):
            _say({"rows": part})
    _say({"end": True})


def _facts(sheet: Sheet, columns: list[str]) -> dict[str, Any]:
    return {
        "kind": sheet.kind,
        "google": is_google(sheet.header),
        "encoding": sheet.encoding,
        "delimiter": sheet.delimiter,
        "sheet": sheet.name,
        "more_sheets": sheet.more_sheets,
        "shortened": sheet.shortened,
        "total": len(sheet.rows),
        "columns": [
            {"header": name, "target": columns[at], "samples": _samples(sheet, at)}
            for at, name in enumerate(sheet.header)
        ],
    }


def _samples(sheet: Sheet, at: int) -> list[str]:
    found: dict[str, None] = {}
    for row in sheet.rows[:2000]:
        if row[at]:
            found[row[at][:80]] = None
            if len(found) == _SAMPLES:
                break
    return list(found)


def _parts(rows: list[list[Any]]) -> Iterable[list[list[Any]]]:
    """No frame grows large, whatever stands in the cells."""
    part: list[list[Any]] = []
    chars = 0
    for row in rows:
        part.append(row)
        chars += sum(map(len, row[2]))
        if chars > _FRAME_CHARS:
            yield part
            part, chars = [], 0
    if part:
        yield part


# --- looking at rows, by several processes where there are many ---

_job: tuple[Sheet, Reading, Setup] | None = None


def _look(begin: int) -> tuple[int, list[Looked]]:
    assert _job is not None  # noqa: S101 - set before the helpers are made
    sheet, how, setup = _job
    found: list[Looked] = []
    for cells in sheet.rows[begin : begin + _AT_ONCE]:
        told = tell(cells, how)
        one = setup.check(told.draft, told.note)
        found.append((told.caption[:300], one.wrong, (one.emails, one.phones, one.names, one.births)))
    return begin, found


def _looked(sheet: Sheet, how: Reading, setup: Setup) -> Iterator[tuple[int, list[Looked]]]:
    global _job
    _job = (sheet, how, setup)
    begins = range(0, len(sheet.rows), _AT_ONCE)
    helpers = min(4, os.cpu_count() or 1)
    if len(sheet.rows) < _FEW or helpers < 2 or not hasattr(os, "fork"):
        yield from map(_look, begins)
        return
    # Copies of this process, which have the rows already.
    with multiprocessing.get_context("fork").Pool(helpers) as pool:
        run: Callable[..., Iterator[tuple[int, list[Looked]]]] = pool.imap
        yield from run(_look, begins)
