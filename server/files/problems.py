"""The ways to refuse a file, with their stable codes."""

from server.web import Refusal

FILE_TOO_LARGE = Refusal(413, "file_too_large", "This file is larger than the office allows.")
TOO_MANY_FILES = Refusal(413, "too_many_files", "This session holds as many files as it can. Withdraw one first.")
TOO_MANY_UPLOADS = Refusal(429, "too_many_uploads", "Several files are on their way already. Wait for one to finish.")
UPLOAD_STALLED = Refusal(408, "upload_stalled", "Nothing more of this file arrived. Try again.")
UPLOAD_BROKEN = Refusal(400, "upload_broken", "This file did not arrive whole. Try again.")
NOT_INSIDE = Refusal(403, "not_inside", "Only who is inside the session can do this.")
SESSION_ENDED = Refusal(410, "session_ended", "This session has ended.")
UNKNOWN_FILE = Refusal(404, "unknown_file", "There is no such file in this session, or not for you.")
FILE_GONE = Refusal(410, "file_gone", "This file was taken back.")
LINK_UNKNOWN = Refusal(404, "file_link_unknown", "This link leads nowhere.")
LINK_EXPIRED = Refusal(410, "file_link_expired", "This link has run out. Click the file again for a new one.")
BAD_RANGE = Refusal(416, "bad_range", "That part of the file does not exist.")
