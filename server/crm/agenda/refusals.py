"""How the agenda says no."""

from server.web import Refusal

SLOT_TAKEN = Refusal(409, "slot_taken", "This time has just been taken. Choose another one.")
TIME_BLOCKED = Refusal(
    409, "time_blocked", "The adviser has kept this time free. Plan it anyway, or choose another one."
)
NOT_OFFERED = Refusal(409, "time_not_offered", "This time cannot be booked. Choose another one.")
BLOCK_OVER_APPOINTMENTS = Refusal(
    409,
    "block_over_appointments",
    "There are appointments at this time. Keep them and block the rest, or move them first.",
)
APPOINTMENT_OVER = Refusal(409, "appointment_over", "This appointment is over, or was cancelled.")
APPOINTMENT_STANDS = Refusal(
    409, "appointment_stands", "Only an appointment that did not take place is planned anew. Move this one instead."
)
NOT_BEGUN = Refusal(409, "appointment_not_begun", "This appointment has not begun yet.")
NOT_PLANNED = Refusal(409, "appointment_not_planned", "No time has been chosen for this appointment yet.")
NO_ROOM = Refusal(409, "appointment_without_room", "Nobody meets in the browser for this appointment.")
OPTION_UNKNOWN = Refusal(404, "option_unknown", "This time is no longer proposed.")
SERVICE_UNKNOWN = Refusal(422, "service_unknown", "This service is not offered, or no longer.")
ADVISER_UNKNOWN = Refusal(
    422, "adviser_unknown", "This colleague does not offer that service, or works here no longer."
)
IN_THE_PAST = Refusal(422, "time_in_the_past", "This time has passed already.")
REPEATS_WRONG = Refusal(422, "repeats_wrong", "This block cannot be repeated like that.")
HOURS_WRONG = Refusal(422, "hours_wrong", "Write hours as 09:00 to 17:00, one after the other.")
ZONE_UNKNOWN = Refusal(422, "zone_unknown", "There is no such time zone.")
SLUG_TAKEN = Refusal(409, "slug_taken", "Another office has this address. Choose another one.")
SLUG_MISSING = Refusal(409, "slug_missing", "Choose the address of the booking page first.")
CURSOR_WRONG = Refusal(422, "cursor_wrong", "This list cannot be continued from there. Begin again.")
TOO_LONG_A_STRETCH = Refusal(422, "stretch_too_long", "Ask for fewer days at once.")
SERVICE_IN_USE = Refusal(409, "service_in_use", "Appointments are planned for this service. Switch it off instead.")
"""Only where it cannot be taken away without changing them."""
SERVICE_TEMPLATE_WRONG = Refusal(
    422, "service_template_wrong", "A service can only use templates of this office, each for its own kind of mail."
)
