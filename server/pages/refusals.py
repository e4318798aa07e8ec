"""Refusals of co-browsing, each with its sentence."""

from server.web import Problem, Refusal

NO_BROWSER = Refusal(503, "no_browser", "No web page can be opened here: this server has no browser for it.")
PAGE_BLOCKED = Refusal(403, "page_blocked", "Your office does not open this website in a session.")
ADDRESS_REFUSED = Refusal(400, "address_refused", "This address is not one of a public website.")
ADDRESS_EMPTY = Refusal(400, "address_empty", "Type an address first.")
ADDRESS_UNREADABLE = Refusal(400, "address_unreadable", "This address cannot be read. Is there a typing error in it?")
SEARCH_OFF = Refusal(400, "search_off", "This is no address, and your office has chosen no search engine.")
NOT_HOST = Refusal(403, "not_host", "Only the host and co-hosts may do this.")
SESSION_ENDED = Refusal(410, "session_ended", "This session has ended.")
SIGNING_NOW = Refusal(409, "signing_now", "A document is being signed now; finish or stop that first.")
TOO_MANY_FAVOURITES = Refusal(409, "too_many_favourites", "There are too many favourites. Remove one first.")
BAD_PATTERN = Refusal(422, "bad_pattern", "This is no website: write bank.example, or *.bank.example for all below it.")
BAD_SEARCH = Refusal(422, "bad_search", "The address of a search engine begins with https:// and holds {words} once.")
BAD_SELECTOR = Refusal(422, "bad_selector", "This is no CSS selector.")

OF_ADDRESSES = (ADDRESS_EMPTY, ADDRESS_UNREADABLE, ADDRESS_REFUSED, SEARCH_OFF, PAGE_BLOCKED)
_BY_CODE = {one.code: one for one in (NO_BROWSER, *OF_ADDRESSES)}
_UNABLE = ("no_display", "no_user", "no_folder", "start_failed")


def refused(code: str) -> Problem:
    """What cobrowse refused, as an answer; whatever keeps a browser from starting is one thing to people."""
    if code in _UNABLE:
        return NO_BROWSER.problem(reason=code)
    return _BY_CODE.get(code, ADDRESS_REFUSED).problem()
