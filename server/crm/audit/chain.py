"""The hash chain of the audit, in the standard library alone: anybody can write this check again.

    private  = SHA-256(salt + JSON of actor_name, address, detail), in hex; the salt is random and stands in the line
    public   = JSON of id, organisation_id, seq, at, actor_kind, actor_id, action, subject_kind, subject_id, private
    hash     = SHA-256(hash of the line before + SHA-256(public)), in hex, as ASCII text; GENESIS before the first line

JSON has its keys sorted, no spaces, UTF-8. The two steps let an erasure take names and details out of a line, with its
salt, and still prove the line's place. The head of a chain carries an HMAC under a key that is not in the database:
whoever can write the database but not read secrets.json cannot make a chain anew, nor cut lines off its end.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
"""The hash before the first line."""

PURPOSE = "audit chain"
"""What the key of the head is for."""

PRIVATE = ("actor_name", "address", "detail")
PUBLIC = ("id", "organisation_id", "seq", "actor_kind", "actor_id", "action", "subject_kind", "subject_id")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`problem`: "" (intact), changed, missing or head. `wrong`: the `seq` of the first line that is not right."""

    lines: int
    withheld: int
    head: str
    problem: str = ""
    wrong: int | None = None

    @property
    def intact(self) -> bool:
        return not self.problem


def _hex(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def private(salt: str, line: Mapping[str, Any]) -> str:
    return _hex(salt + _json({name: line[name] for name in PRIVATE}))


def link(before: str, seq: int, private_digest: str, line: Mapping[str, Any]) -> str:
    """The hash of this line after the line with the hash `before`."""
    at: datetime = line["at"]
    public = {name: line[name] for name in PUBLIC if name != "seq"}
    told = _json(
        {**public, "seq": seq, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
        | {"private": private_digest}
    )
    return _hex(before + _hex(told))


def seal(key: bytes, organisation_id: str, seq: int, head: str) -> str:
    """What stands beside the head."""
    return hmac.new(key, f"{organisation_id} {seq} {head}".encode(), hashlib.sha256).hexdigest()


class Check:
    """Goes through a chain from its first line on. Feed it lines in the order of `seq`, then ask for the verdict."""

    def __init__(self) -> None:
        self._seq = 0
        self._withheld = 0
        self._head = GENESIS
        self._problem = ""
        self._wrong: int | None = None

    def feed(self, lines: Iterable[Mapping[str, Any]]) -> None:
        for line in lines:
            if self._problem:
                return
            self._one(line)

    def _one(self, line: Mapping[str, Any]) -> None:
        expected = self._seq + 1
        if line["seq"] != expected:
            self._problem, self._wrong = "missing", expected
            return
        digest = line["private"] or ""
        if line["withheld_at"] is None and private(line["salt"] or "", line) != digest:
            self._problem, self._wrong = "changed", expected
            return
        head = link(self._head, expected, digest, line)
        if head != line["hash"]:
            self._problem, self._wrong = "changed", expected
            return
        self._seq, self._head = expected, head
        self._withheld += line["withheld_at"] is not None

    def verdict(self, key: bytes, organisation_id: str, head: tuple[int, str, str] | None) -> Verdict:
        """`head`: seq, hash and seal as they are kept; None when there is none."""
        problem, wrong = self._problem, self._wrong
        if not problem and (head is not None or self._seq):
            seq, hash_, sealed = head or (0, "", "")
            right = hmac.compare_digest(seal(key, organisation_id, seq, hash_), sealed)
            if seq > self._seq:
                problem, wrong = "missing", self._seq + 1
            elif not right or (seq, hash_) != (self._seq, self._head):
                problem, wrong = "head", self._seq
        return Verdict(self._seq, self._withheld, self._head, problem, wrong)
