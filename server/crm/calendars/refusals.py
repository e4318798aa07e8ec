"""Refusals of calendars elsewhere, each with its sentence."""

from server.accounts.refusals import LINK_UNKNOWN
from server.web import Refusal

DAV_SIGN_IN_REFUSED = Refusal(
    422, "calendar_sign_in_refused", "The calendar server refuses this user name or password. Try an app password."
)
DAV_UNREACHABLE = Refusal(422, "calendar_unreachable", "The calendar server cannot be reached at this address.")
DAV_NO_CALENDAR = Refusal(422, "no_calendar_found", "There is no calendar at this address.")
DAV_ADDRESS_REFUSED = Refusal(
    422, "calendar_address_refused", "This address cannot be used. Give the https address of a public server."
)
DAV_CHOOSE = Refusal(409, "choose_calendar", "There are several calendars at this address. Give the address of one.")
DAV_OFF = Refusal(409, "calendar_not_connected", "No calendar is connected.")

NO_TIME = Refusal(409, "no_time_yet", "There is nothing for a calendar until a time has been chosen.")

__all__ = [
    "DAV_ADDRESS_REFUSED",
    "DAV_CHOOSE",
    "DAV_NO_CALENDAR",
    "DAV_OFF",
    "DAV_SIGN_IN_REFUSED",
    "DAV_UNREACHABLE",
    "LINK_UNKNOWN",
    "NO_TIME",
]
