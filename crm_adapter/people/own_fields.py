"""Values of own fields: what fits which kind, how it is kept and given back."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from crm_adapter.people import names

FieldKind = Literal["text", "number", "date", "choice", "yes_no", "url"]
LONGEST = 2000
_KEY = 100
_URL = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@]+[^\s]*")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_YES, _NO = frozenset({"true", "yes", "ja", "oui", "1"}), frozenset({"false", "no", "nee", "non", "0"})


class FieldRefused(ValueError):
    """A value that cannot be kept: `code` is "field_unknown" or "field_wrong"."""

    def __init__(self, code: Literal["field_unknown", "field_wrong"]) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """One own field of an office."""

    id: str
    key: str
    label: str
    kind: FieldKind
    choices: tuple[str, ...]
    position: int
    facet: bool
    version: int


@dataclass(frozen=True, slots=True)
class FieldValue:
    """As it is kept: `value` is text, `key` its folded beginning, `number` of a number."""

    field_id: str
    value: str
    key: str
    number: float | None


def read(definitions: Mapping[str, FieldDefinition], key: str, given: Any) -> FieldValue | None:
    """A value for an own field; None where it is empty. Raises FieldRefused."""
    definition = definitions.get(key)
    if definition is None:
        raise FieldRefused("field_unknown")
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    kept = _kept(definition, given)
    if kept is None:
        raise FieldRefused("field_wrong")
    value, number = kept
    return FieldValue(definition.id, value, value_key(definition.kind, value), number)


def compared(definition: FieldDefinition, given: Any) -> str | None:
    """What a value that is asked for is compared by; None for what could never be kept."""
    if definition.kind == "choice":
        # A choice that has gone is still with those who had it.
        return value_key("choice", str(given))
    kept = _kept(definition, given)
    return None if kept is None else value_key(definition.kind, kept[0])


def value_key(kind: FieldKind, value: str) -> str:
    """What a value is compared by."""
    return value[:_KEY] if kind in ("number", "date", "yes_no") else names.fold(value)[:_KEY]


def shown(kind: FieldKind, value: str) -> Any:
    """A kept value as the API gives it."""
    match kind:
        case "number":
            number = float(value)
            return int(number) if number.is_integer() and "." not in value else number
        case "yes_no":
            return value == "true"
        case _:
            return value


def _kept(definition: FieldDefinition, given: Any) -> tuple[str, float | None] | None:
    match definition.kind:
        case "number":
            return _number(given)
        case "yes_no":
            said = str(given).strip().lower()
            return None if said not in _YES | _NO else ("true" if said in _YES else "false", None)
        case "date":
            return _date(given)
        case "choice":
            wish = names.fold(str(given))
            return next(((choice, None) for choice in definition.choices if names.fold(choice) == wish), None)
        case "url":
            text = str(given).strip()
            return (text, None) if len(text) <= LONGEST and _URL.fullmatch(text) else None
        case "text":
            text = str(given).strip().replace("\r\n", "\n").replace("\r", "\n")
            bad = len(text) > LONGEST or any(ord(sign) < 32 and sign not in "\n\t" for sign in text)
            return None if bad or isinstance(given, (dict, list)) else (text, None)


def _number(given: Any) -> tuple[str, float | None] | None:
    if isinstance(given, bool):
        return None
    text = str(given).strip() if not isinstance(given, float) else repr(given)
    if not _NUMBER.fullmatch(text) or len(text) > 30:
        return None
    number = float(text)
    return (text.removeprefix("+"), number) if math.isfinite(number) and abs(number) < 1e15 else None


def _date(given: Any) -> tuple[str, float | None] | None:
    try:
        return date.fromisoformat(str(given).strip()).isoformat(), None
    except ValueError:
        return None
