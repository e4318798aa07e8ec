"""Finding a Dutch citizen service number (BSN), which advisers may generally not keep."""

import re

from stdnum.nl import bsn

_DIGITS = 9
# Nine digits, perhaps in groups, that are no part of a longer number or word.
_LIKE = re.compile(r"(?<![\w.,+/-])\d(?:[ .-]?\d){8}(?![\w/-]|[.,]\d)")


def find(text: str) -> str | None:
    """The first number in a text that passes the test of eleven, as it is written there."""
    if len(text) < _DIGITS:
        return None
    for found in _LIKE.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if bsn.is_valid(digits) and len(set(digits)) > 1:
            return found[0]
    return None
