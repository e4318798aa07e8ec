"""Refusals to clients, each with its sentence."""

from server.accounts.refusals import LINK_UNKNOWN
from server.web import Refusal

BOOKING_CLOSED = Refusal(404, "booking_closed", "Appointments cannot be booked at this address. Call the office.")
EMAIL_UNUSABLE = Refusal(422, "email_unusable", "Fill in an e-mail address that can be used.")
NAME_NEEDED = Refusal(422, "name_needed", "Fill in your name.")
PHONE_UNUSABLE = Refusal(422, "phone_unusable", "Fill in a phone number that can be used, or none.")
NO_TIME_YET = Refusal(409, "no_time_yet", "There is nothing for a calendar until a time has been chosen.")

__all__ = [
    "BOOKING_CLOSED",
    "EMAIL_UNUSABLE",
    "LINK_UNKNOWN",
    "NAME_NEEDED",
    "NO_TIME_YET",
    "PHONE_UNUSABLE",
]
