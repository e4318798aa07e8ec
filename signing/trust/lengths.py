"""Mends asn1crypto 1.5: a value whose length ends in the octet 80 is not one of indefinite length.

`dump` looks at the last octet of a value's header alone, takes 30 82 02 80 for the header of an indefinite length, and
encodes everything below it anew, at every level more than once: a signature whose parts happen to have such a length
(one in some dozens, by its random numbers) took seconds in place of milliseconds. An indefinite length is the octet 80
directly behind the tag, and nothing else.
"""

from collections.abc import Callable
from typing import Any

from asn1crypto import core

_HIGH_TAG = 0x1F


def _definite(header: bytes | None) -> bool:
    """Whether a header that ends in 80 says a length all the same. Tags of several octets are left to asn1crypto."""
    return header is not None and len(header) > 2 and header[-1] == 0x80 and header[0] & _HIGH_TAG != _HIGH_TAG


def _mended(dump: Callable[..., bytes]) -> Callable[..., bytes]:
    def dump_as_it_is(self: Any, force: bool = False) -> bytes:
        if not force and _definite(self._header):
            contents = self.contents  # encoded anew where something was changed; the header goes then
            if self._header is not None:
                return bytes(self._header + contents + self._trailer)
        return dump(self, force)

    dump_as_it_is.__wrapped__ = dump  # type: ignore[attr-defined]  # as functools.wraps would
    return dump_as_it_is


def mend() -> None:
    """For this process; again changes nothing."""
    for kind in (core.Sequence, core.SequenceOf, core.Set):
        dump = kind.__dict__.get("dump")
        if dump is not None and not hasattr(dump, "__wrapped__"):
            kind.dump = _mended(dump)
