"""Refusals at the edges of signing, each with its sentence."""

from server.web import Refusal

LINK_UNKNOWN = Refusal(
    404, "link_unknown", "This link does not work, or no longer. Check that you copied all of it, or ask for a new one."
)
PASS_UNKNOWN = Refusal(401, "pass_unknown", "It has been a while. Open the document again.")
CODE_NEEDED = Refusal(422, "code_needed", "Fill in the code that was mailed to you.")
CODE_WRONG = Refusal(422, "code_wrong", "This code is not right.")
CODE_EXPIRED = Refusal(410, "code_expired", "This code no longer works. Ask for a new one.")
NO_SUCH_MARK = Refusal(404, "no_such_mark", "Nothing has been signed here yet.")
BAD_RANGE = Refusal(416, "bad_range", "That part of the file does not exist.")
UPLOAD_STALLED = Refusal(408, "upload_stalled", "Nothing more of this file arrived. Try again.")
UPLOAD_BROKEN = Refusal(400, "upload_broken", "This file did not arrive whole. Try again.")
ORIGIN_WRONG = Refusal(422, "origin_wrong", "Write the website as https://example.com, without a path.")
LIST_UNREADABLE = Refusal(
    422, "list_unreadable", "This list cannot be read: save it as CSV, with a line of column names."
)
LIST_EMPTY = Refusal(422, "list_empty", "This list has no rows.")
LIST_TOO_LONG = Refusal(422, "list_too_long", "This list has too many rows for one time.")
LIST_WRONG = Refusal(422, "list_wrong", "Some rows of this list are not right. Nothing was sent.")
NOT_CHECKED_NOW = Refusal(503, "busy", "Many files are being checked at this moment. Try again in a moment.")
