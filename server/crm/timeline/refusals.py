"""How the timeline says no."""

from server.web import Refusal

NOTE_UNKNOWN = Refusal(404, "note_unknown", "There is no such note.")
NOTE_NOT_YOURS = Refusal(403, "note_not_yours", "Only whoever wrote this note can change or delete it.")
CURSOR_WRONG = Refusal(422, "cursor_wrong", "This list cannot be continued from there. Begin again.")
