"""Refusals to clients, each with its sentence."""

from server.accounts.refusals import LINK_UNKNOWN
from server.web import Refusal

BOOKING_CLOSED = Refusal(404, "booking_closed", "Appointments cannot be booked at this address. Call the office.")
EMAIL_UNUSABLE = Refusal(422, "email_unusable", "Fill in an e-mail address that can be used.")
NAME_NEEDED = Refusal(422, "name_needed", "Fill in your name.")
PHONE_UNUSABLE = Refusal(422, "phone_unusable", "Fill in a phone number that can be used, or none.")
NOT_NOW = Refusal(409, "not_now", "This cannot be done with the appointment as it is now. Load the page again.")
TIMES_NEEDED = Refusal(422, "times_needed", "Propose at least one time that has not passed, and at most five.")
REVIEWS_OFF = Refusal(409, "reviews_off", "This office does not ask for reviews.")
REVIEW_TOO_SOON = Refusal(409, "review_too_soon", "A review can be written once the appointment has taken place.")
REVIEW_WRITTEN = Refusal(409, "review_written", "You have written your review already.")
NO_TIME_YET = Refusal(409, "no_time_yet", "There is nothing for a calendar until a time has been chosen.")

__all__ = [
    "BOOKING_CLOSED",
    "EMAIL_UNUSABLE",
    "LINK_UNKNOWN",
    "NAME_NEEDED",
    "NOT_NOW",
    "NO_TIME_YET",
    "PHONE_UNUSABLE",
    "REVIEWS_OFF",
    "REVIEW_TOO_SOON",
    "REVIEW_WRITTEN",
    "TIMES_NEEDED",
]
