"""How privacy says no."""

from server.web import Refusal

HOLD_UNKNOWN = Refusal(404, "hold_unknown", "There is no such hold, or it was lifted already.")
HOLD_OVER = Refusal(422, "hold_in_the_past", "The last day of a hold lies ahead.")
EXPORT_UNKNOWN = Refusal(404, "export_unknown", "There is no such archive, or not any more: ask for a new one.")
EXPORT_NOT_READY = Refusal(409, "export_not_ready", "The archive is still being made.")
EXPORT_RUNNING = Refusal(409, "export_running", "An archive of this client is being made already.")
EXPORT_TOO_LARGE = Refusal(409, "export_too_large", "The documents are too large for one archive.")
NAME_DIFFERS = Refusal(422, "name_differs", "This is not the client's name: type it as it is shown.")
ERASURE_STOPPED = Refusal(409, "erasure_stopped", "This client cannot be erased now; the report says why.")
ERASURE_CHANGED = Refusal(409, "erasure_changed", "The client has changed since the report: look at it again.")
RULE_UNKNOWN = Refusal(404, "rule_unknown", "There is no such retention rule.")
