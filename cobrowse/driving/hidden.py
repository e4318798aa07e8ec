"""What was typed into veiled fields of one page, kept in memory so that addresses and titles never show it."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final
from urllib.parse import unquote_plus, urlsplit, urlunsplit

_SHORTEST: Final = 4
"""Shorter values stand in too many innocent words; dots would then say more than they hide."""
_MOST: Final = 200
_DOTS: Final = "…"
_PIECES: Final = re.compile(r"[^/&=;#?]+")


class Hidden:
    """One for each page; it outlives the browser, so that what comes back after a crash is cleaned as well."""

    def __init__(self) -> None:
        self._values: OrderedDict[Hashable, str] = OrderedDict()

    def saw(self, field: Hashable, value: str) -> None:
        """A veiled field holds this now; what it held before, half typed, is left out."""
        tight = _tight(value)
        if len(tight) < _SHORTEST:
            return
        self._values[field] = tight
        self._values.move_to_end(field)
        while len(self._values) > _MOST:
            self._values.popitem(last=False)

    def text(self, text: str) -> str:
        """A title as everybody may read it: dots in the place of a text that holds a hidden value."""
        return _DOTS if self._holds(text) else text

    def address(self, address: str) -> str:
        """An address as everybody may read it, and as it may be kept: dots for each piece that holds a hidden value."""
        whole = unquote_plus(address)
        if not self._holds(whole) and not self._spread(whole):
            return address
        parts = urlsplit(address)
        path, query, fragment = (
            _PIECES.sub(lambda piece: _DOTS if self._holds(unquote_plus(piece[0])) else piece[0], part)
            for part in (parts.path, parts.query, parts.fragment)
        )
        cleaned = urlunsplit(parts._replace(path=path, query=query, fragment=fragment))
        if self._spread(unquote_plus(cleaned)):
            # In parts, in several pieces: none of them holds it alone.
            return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
        return cleaned

    def _holds(self, text: str) -> bool:
        tight = _tight(text)
        return any(value in tight for value in self._values.values())

    def _spread(self, text: str) -> bool:
        bare = _bare(text)
        return any(len(_bare(value)) >= 2 * _SHORTEST and _bare(value) in bare for value in self._values.values())


def _tight(text: str) -> str:
    """Without what people and forms put between the characters of a number, in one case."""
    return re.sub(r"[\s.\-]", "", text).casefold()


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
