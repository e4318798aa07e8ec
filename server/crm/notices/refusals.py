"""Refusals around notices, each with its sentence."""

from server.web import Refusal

NO_CODE = Refusal(409, "no_code", "This appointment has no code: it is not a video call, or its session has ended.")
NOBODY_TO_TELL = Refusal(409, "nobody_to_tell", "There is no e-mail address to which this can be sent.")
