"""Refusals at the edges of signing, each with its sentence."""

from server.accounts.refusals import LINK_UNKNOWN
from server.files.problems import BAD_RANGE, UPLOAD_BROKEN, UPLOAD_STALLED
from server.web import Refusal

PASS_UNKNOWN = Refusal(401, "pass_unknown", "It has been a while. Open the document again.")
CODE_NEEDED = Refusal(422, "code_needed", "Fill in the code that was mailed to you.")
CODE_WRONG = Refusal(422, "code_wrong", "This code is not right.")
CODE_EXPIRED = Refusal(410, "code_expired", "This code no longer works. Ask for a new one.")
NO_SUCH_MARK = Refusal(404, "no_such_mark", "Nothing has been signed here yet.")
ORIGIN_WRONG = Refusal(422, "origin_wrong", "Write the website as https://example.com, without a path.")
LIST_UNREADABLE = Refusal(
    422, "list_unreadable", "This list cannot be read: save it as CSV, with a line of column names."
)
LIST_EMPTY = Refusal(422, "list_empty", "This list has no rows.")
LIST_TOO_LONG = Refusal(422, "list_too_long", "This list has too many rows for one time.")
LIST_WRONG = Refusal(422, "list_wrong", "Some rows of this list are not right. Nothing was sent.")

__all__ = [
    "BAD_RANGE",
    "CODE_EXPIRED",
    "CODE_NEEDED",
    "CODE_WRONG",
    "LINK_UNKNOWN",
    "LIST_EMPTY",
    "LIST_TOO_LONG",
    "LIST_UNREADABLE",
    "LIST_WRONG",
    "NO_SUCH_MARK",
    "ORIGIN_WRONG",
    "PASS_UNKNOWN",
    "UPLOAD_BROKEN",
    "UPLOAD_STALLED",
]
