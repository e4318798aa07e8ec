"""Texts as search compares them: without accents, in small letters, with single spaces."""

import re
import unicodedata

MOST_TEXT = 200_000
"""Characters of a document that search knows."""

_SPACES = re.compile(r"[\s\x00-\x1f]+")


def fold(text: str) -> str:
    """`Hypothéék  Offerte` becomes `hypotheek offerte`."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return _SPACES.sub(" ", plain.casefold()).strip()


def words(search: str) -> list[str]:
    """What has to be found, each of them; at most eight."""
    return fold(search).split()[:8]
