"""The templates that every office begins with, of each kind in each language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from crm_adapter.messages.blocks import paragraphs
from crm_adapter.messages.tags import KNOWN
from crm_adapter.messages.words_en import WORDS as EN
from crm_adapter.messages.words_fr import WORDS as FR
from crm_adapter.messages.words_nl import WORDS as NL

LANGUAGES: Final = ("nl", "en", "fr")
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {"nl": NL, "en": EN, "fr": FR}
TO_ADVISER: Final = frozenset(
    kind for kind in KNOWN if kind.startswith("adviser_") or kind in ("review_written", "document_received")
)
"""Kinds that go to the office itself."""
BY_HAND: Final = frozenset({"client_message", "client_marketing"})
"""Kinds that somebody writes: an empty tag stops them, where the others leave the paragraph out."""
MARKETING: Final = frozenset({"client_marketing"})

Words = Mapping[str, str]
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """`name` is what an office calls it."""

    kind: str
    language: str
    name: str
    subject: str
    blocks: tuple[Block, ...]


@lru_cache(maxsize=128)
def default(kind: str, language: str) -> Template:
    """Raises KeyError for a kind that is none."""
    words = _WORDS.get(language, EN)
    blocks = tuple(_BLOCKS[kind](words, kind))
    return Template(kind, language, words[f"{kind}_name"], words[f"{kind}_subject"], blocks)


def _title(w: Words, kind: str) -> Block:
    return {"type": "heading", "text": w[f"{kind}_title"]}


def _said(*lines: str) -> Block:
    return paragraphs("\n\n".join(lines))


def _facts(*rows: tuple[str, str]) -> Block:
    return {"type": "facts", "rows": [{"label": label, "value": value} for label, value in rows]}


def _button(label: str, href: str) -> Block:
    return {"type": "button", "label": label, "href": href}


def _links(*items: tuple[str, str]) -> Block:
    return {"type": "links", "items": [{"label": label, "href": href} for label, href in items]}


def _quote(tag: str) -> Block:
    return {"type": "quote", "text": f"%{{{tag}}}"}


def _foot(*lines: str) -> Block:
    return {"type": "footer", "text": "\n".join((*lines, "%{office_name}"))}


def _when(w: Words) -> Block:
    return _facts(
        (w["when"], w["moment"]),
        (w["duration"], "%{appointment_duration}"),
        (w["where"], "%{appointment_place}"),
        (w["about"], "%{appointment_title}"),
    )


def _meet(w: Words) -> list[Block]:
    return [
        _button(w["to_meeting"], "%SCHERMDELEN_HREF%"),
        {"type": "code", "text": w["code"], "value": "%{appointment_code}"},
    ]


def _choices(w: Words) -> Block:
    links = ((w["into_calendar"], "%{calendar_link}"), (w["move"], "%{move_link}"), (w["cancel"], "%{cancel_link}"))
    return _links(*links)


def _appointment(w: Words, kind: str) -> list[Block]:
    said = [w["hello"], w[f"{kind}_text"]]
    said += [w["appointment_planned_more"]] if kind == "appointment_planned" else []
    note = [] if kind in ("appointment_reminder", "appointment_code") else [_quote("message_text")]
    # What was changed may be the description, which the other mails leave to the client's page.
    note += [_quote("appointment_description")] if kind == "appointment_changed" else []
    return [_title(w, kind), _said(*said), *note, _when(w), *_meet(w), _choices(w), _foot(w["foot"], w["foot_code"])]


def _proposed(w: Words, kind: str) -> list[Block]:
    facts = _facts((w["duration"], "%{appointment_duration}"), (w["where"], "%{appointment_place}"))
    link = _links((w["appointment_proposed_link"], "%{appointment_link}"))
    said = _said(w["hello"], w[f"{kind}_text"])
    return [
        _title(w, kind),
        said,
        _quote("message_text"),
        facts,
        {"type": "options", "label": ""},
        link,
        _foot(w["foot"]),
    ]


def _cancelled(w: Words, kind: str) -> list[Block]:
    facts = _facts((w["when"], w["moment"]), (w["reason"], "%{cancel_reason}"))
    return [_title(w, kind), _said(w["hello"], w[f"{kind}_text"]), facts, _foot(w["foot"])]


def _summary(w: Words, kind: str) -> list[Block]:
    said = _said(w["hello"], w[f"{kind}_text"])
    return [_title(w, kind), said, _quote("summary_text"), _foot(w["foot"])]


def _review(w: Words, kind: str) -> list[Block]:
    button = _button(w["review_request_button"], "%{review_link}")
    return [_title(w, kind), _said(w["hello"], w[f"{kind}_text"]), button, _foot(w["foot"])]


def _to_adviser(w: Words, kind: str) -> list[Block]:
    facts = _facts(
        (w["client"], "%{client_full_name}"),
        (w["when"], w["moment"]),
        (w["about"], "%{appointment_title}"),
        (w["mail"], "%{client_email}"),
        (w["phone"], "%{client_phone}"),
        *([(w["reason"], "%{cancel_reason}")] if kind == "adviser_cancelled" else []),
        *([(w["stars"], "%{review_stars}")] if kind == "review_written" else []),
    )
    tag = {"adviser_booked": "message_text", "adviser_counter": "counter_text", "review_written": "review_text"}.get(
        kind
    )
    quote = [_quote(tag)] if tag else []
    options: list[Block] = [{"type": "options", "label": ""}] if kind == "adviser_counter" else []
    button = _button(w["to_appointment"], "%{adviser_link}")
    said = _said(w["hello_adviser"], w[f"{kind}_text"])
    return [_title(w, kind), said, *quote, facts, *options, button, _foot(w["foot_adviser"])]


def documents_at(kind: str, language: str, link: str) -> list[Block]:
    """What stands under a message that brings documents: their names where its kind knows them, and the way there."""
    w = _WORDS.get(language, EN)
    named = [_facts((w["documents"], "%{document_names}"))] if "document_names" in KNOWN[kind] else []
    return [*named, _button(w["document_shared_button"], link)]


def _shared(w: Words, kind: str) -> list[Block]:
    facts = _facts((w["documents"], "%{document_names}"))
    button = _button(w["document_shared_button"], "%{document_link}")
    said = _said(w["hello"], w[f"{kind}_text"])
    return [_title(w, kind), said, _quote("message_text"), facts, button, _foot(w["foot"])]


def _request(w: Words, kind: str) -> list[Block]:
    facts = _facts((w["asked"], "%{request_what}"), (w["until"], "%{request_due}"))
    said = _said(w["hello"], *([w["document_reminder_text"]] if kind == "document_reminder" else []), "%{request_text}")
    return [_title(w, kind), said, facts, _button(w["document_request_button"], "%{request_link}"), _foot(w["foot"])]


def _received(w: Words, kind: str) -> list[Block]:
    facts = _facts((w["asked"], "%{request_what}"), (w["documents"], "%{document_names}"))
    button = _button(w["document_received_button"], "%{document_link}")
    return [_title(w, kind), _said(w["hello_adviser"], w[f"{kind}_text"]), facts, button, _foot(w["foot_adviser"])]


def _message(w: Words, _kind: str) -> list[Block]:
    return [_said(w["hello"], "", f"{w['regards']}\n{w['regards_name']}"), _foot(w["foot"])]


def _marketing(w: Words, kind: str) -> list[Block]:
    said = _said(w["hello"], w[f"{kind}_text"], f"{w['regards']}\n{w['regards_name']}")
    return [_title(w, kind), said, _foot(w["foot_marketing"])]


def _invite(w: Words, kind: str) -> list[Block]:
    facts = _facts((w["handy"], w["handy_text"]))
    said = _said(w["hello"], w[f"{kind}_text"])
    return [_title(w, kind), said, _quote("message_text"), facts, *_meet(w), _foot(w["foot"], w["foot_code"])]


_BLOCKS: Final[Mapping[str, Callable[[Words, str], list[Block]]]] = {
    "appointment_planned": _appointment,
    "appointment_proposed": _proposed,
    "appointment_moved": _appointment,
    "appointment_changed": _appointment,
    "appointment_cancelled": _cancelled,
    "appointment_reminder": _appointment,
    "appointment_code": _appointment,
    "appointment_summary": _summary,
    "review_request": _review,
    "adviser_booked": _to_adviser,
    "adviser_picked": _to_adviser,
    "adviser_moved": _to_adviser,
    "adviser_cancelled": _to_adviser,
    "adviser_counter": _to_adviser,
    "review_written": _to_adviser,
    "document_shared": _shared,
    "document_request": _request,
    "document_reminder": _request,
    "document_received": _received,
    "client_message": _message,
    "client_marketing": _marketing,
    "invite": _invite,
}
KINDS: Final = tuple(_BLOCKS)
