"""Tags: %{client_first_name} and %CLIENT_FIRST_NAME% stand for something that is known when a message leaves."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

CLIENT: Final = ("client_first_name", "client_full_name", "client_name")
HOUSE: Final = ("adviser_name", "adviser_email", "office_name", "office_phone", "office_question", "join_host")
MEETING: Final = ("schermdelen_href", "schermdelen_link", "appointment_code")
APPOINTMENT: Final = (
    "appointment_title",
    "appointment_date",
    "appointment_time",
    "appointment_duration",
    "appointment_service",
    "appointment_place",
    "appointment_description",
    "appointment_link",
    "move_link",
    "cancel_link",
    "calendar_link",
)
_ALL_OF_APPOINTMENT: Final = (*CLIENT, *HOUSE, *MEETING, *APPOINTMENT)
_TO_ADVISER: Final = (*_ALL_OF_APPOINTMENT, "client_email", "client_phone", "adviser_link")
_REQUEST: Final = ("request_link", "request_what", "request_due", "request_subject", "request_text")

KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "appointment_planned": (*_ALL_OF_APPOINTMENT, "message_text"),
    "appointment_proposed": (*_ALL_OF_APPOINTMENT, "appointment_options", "message_text"),
    "appointment_moved": (*_ALL_OF_APPOINTMENT, "message_text"),
    "appointment_changed": (*_ALL_OF_APPOINTMENT, "message_text"),
    "appointment_cancelled": (*_ALL_OF_APPOINTMENT, "cancel_reason", "cancelled_by"),
    "appointment_reminder": _ALL_OF_APPOINTMENT,
    "appointment_code": _ALL_OF_APPOINTMENT,
    "appointment_summary": (*_ALL_OF_APPOINTMENT, "summary_text"),
    "review_request": (*_ALL_OF_APPOINTMENT, "review_link"),
    "adviser_booked": (*_TO_ADVISER, "message_text"),
    "adviser_picked": _TO_ADVISER,
    "adviser_moved": _TO_ADVISER,
    "adviser_cancelled": (*_TO_ADVISER, "cancel_reason", "cancelled_by"),
    "adviser_counter": (*_TO_ADVISER, "appointment_options", "counter_text"),
    "review_written": (*_TO_ADVISER, "review_stars", "review_text"),
    "document_shared": (*CLIENT, *HOUSE, "document_link", "document_names", "message_text"),
    "document_request": (*CLIENT, *HOUSE, *_REQUEST),
    "document_reminder": (*CLIENT, *HOUSE, *_REQUEST),
    "document_received": (*CLIENT, *HOUSE, "document_link", "document_names", "request_what"),
    "client_message": (*_ALL_OF_APPOINTMENT, "document_names", "document_link", "portal_link"),
    "client_marketing": (*CLIENT, *HOUSE, "unsubscribe_link"),
    "invite": (*CLIENT, *HOUSE, *MEETING, "message_text"),
}
"""Which tags each kind of message knows."""

EVERY: Final = tuple(dict.fromkeys(name for names in KNOWN.values() for name in names))

# %NAME% needs a word that looks like a name: "10% of 20%" and "100%" are no tags.
_TAG = re.compile(r"%\{([^{}%\n]{0,60})\}|%([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+|[A-Z][A-Z0-9]{2,})%|%\{")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Use:
    """A tag in a text, as it was written; `name` is "" where it was never closed."""

    written: str
    name: str


class UnknownTag(ValueError):
    """`tag` as it was written is none of this kind's; `suggestion` is the one that was probably meant, or ""."""

    def __init__(self, tag: str, suggestion: str) -> None:
        super().__init__(tag)
        self.tag, self.suggestion = tag, suggestion


class EmptyTag(ValueError):
    """`tag` cannot be filled for this person or without an appointment."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


def uses(text: str) -> Iterator[Use]:
    """The tags of a text, in their order, also those that nobody knows."""
    for found in _TAG.finditer(text):
        yield _use(found)


def _use(found: re.Match[str]) -> Use:
    if found[1] is not None:
        return Use(found[0], found[1] if _NAME.fullmatch(found[1]) else "")
    return Use(found[0], found[2].lower() if found[2] and found[2].isupper() else "")


def check(text: str, known: tuple[str, ...]) -> None:
    """Raises UnknownTag at the first tag that is not `known`."""
    for use in uses(text):
        if use.name not in known:
            raise UnknownTag(use.written, _suggestion(use.written, known))


def _suggestion(written: str, known: tuple[str, ...]) -> str:
    bare = written.strip("%{}").strip().lower().replace(" ", "_").replace("-", "_")
    close = [bare] if bare in known else get_close_matches(bare, known, 1, 0.6)
    if not close:
        return ""
    return f"%{{{close[0]}}}" if written.startswith("%{") or not written.endswith("%") else f"%{close[0].upper()}%"


def fill(text: str, value: Callable[[str], str]) -> str:
    """Replace each tag by its value, once: what a value says is never read as a tag again."""
    return _TAG.sub(lambda found: value(_use(found).name), text)


def parts(text: str) -> Iterator[tuple[str, str]]:
    """(literal, tag name) pairs in order; one of the two is empty."""
    at = 0
    for found in _TAG.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], ""
        yield "", _use(found).name
        at = found.end()
    if at < len(text):
        yield text[at:], ""


def empty_in(text: str, values: Mapping[str, str]) -> str:
    """The first tag of a text that has no value, as it was written; "" when all have one."""
    return next((use.written for use in uses(text) if not values.get(use.name)), "")
