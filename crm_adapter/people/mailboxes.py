"""What the address of a mailbox looks like wherever one is typed."""

import re

PATTERN = (
    r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}){0,8}"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$"
)
LONGEST = 254
_MATCH = re.compile(PATTERN[:-1] + r"\Z")


def is_email(value: str) -> bool:
    """Whether this can be the address of a mailbox. No line breaks, so no headers either."""
    return len(value) <= LONGEST and _MATCH.match(value) is not None
