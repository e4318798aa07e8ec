"""Content stamps: a step is skipped when what it reads has not changed, whatever the clock says."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


def digest(*parts: Path | str) -> str:
    """One hash over strings and the contents of files; a missing file counts as empty."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            body = part.read_bytes() if part.is_file() else b""
            total.update(f"{part.name}:{len(body)}:".encode() + body)
        else:
            total.update(f"{len(part)}:{part}".encode())
    return total.hexdigest()


def digest_tree(folder: Path, without: frozenset[str], *more: str) -> str:
    """One hash over the names and contents of all files below the folder."""
    total = hashlib.sha256("".join(more).encode())
    for path in files(folder, without):
        total.update(f"{path.relative_to(folder)}:{digest(path)}".encode())
    return total.hexdigest()


def files(folder: Path, without: frozenset[str]) -> Iterator[Path]:
    """All files below the folder in a fixed order, leaving out folders and files with these names."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in without and not name.startswith("."))
        for name in sorted(names):
            if name not in without:
                yield Path(place, name)


def matches(stamp: Path, wanted: str) -> bool:
    """Whether the step for this digest was done."""
    return stamp.is_file() and stamp.read_text() == wanted


def write(stamp: Path, value: str) -> None:
    """Remembers that the step for this digest is done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)
