"""Refusals around what follows an appointment, each with its sentence."""

from server.web import Refusal

ADD_ON_OFF = Refusal(409, "add_on_off", "This add-on is switched off. An administrator can switch it on.")
SUMMARY_SENT = Refusal(409, "summary_sent", "This summary has been sent, and cannot be changed any more.")
SUMMARY_EMPTY = Refusal(422, "summary_empty", "Write a summary first.")
REVIEWS_OFF = Refusal(409, "reviews_off", "This office does not ask for reviews.")
REVIEW_TOO_SOON = Refusal(409, "review_too_soon", "A review can be written once the appointment has taken place.")
REVIEW_WRITTEN = Refusal(409, "review_written", "You have written your review already.")
NO_CODE = Refusal(409, "no_code", "This appointment has no code: it is not a video call, or its session has ended.")
NOBODY_TO_TELL = Refusal(409, "nobody_to_tell", "There is no e-mail address to which this can be sent.")
