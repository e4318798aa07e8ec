"""The contract's values as JSON, and back. What comes from outside is checked before anybody relies on it."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from crm_adapter.contract import AdapterDown

V = TypeVar("V")

_LONGEST = 2_000  # characters of one text


_shapes: dict[Any, TypeAdapter[Any]] = {}


def _shape(kind: Any) -> TypeAdapter[Any]:
    if kind not in _shapes:
        _shapes[kind] = TypeAdapter(kind)
    return _shapes[kind]


def decode(kind: type[V], raw: Any) -> V:
    """One value of the contract. Fields that we do not know are left out. Raises AdapterDown for anything garbled."""
    try:
        value: V = _shape(kind).validate_python(raw)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(one) for one in first["loc"])
        raise AdapterDown(f"garbled {kind.__name__}: {place or 'value'}: {first['msg']}") from None
    _check(kind.__name__, value)
    return value


def _check(name: str, value: Any) -> None:
    """Texts have an end and can be stored, times have a zone."""
    for field in fields(value):
        given = getattr(value, field.name)
        if isinstance(given, str) and (len(given) > _LONGEST or "\x00" in given):
            raise AdapterDown(f"garbled {name}: {field.name}: a text that is too long or holds U+0000")
        if isinstance(given, datetime) and given.tzinfo is None:
            raise AdapterDown(f"garbled {name}: {field.name}: a time without a zone")
        if field.name == "id" and not 0 < len(given) <= 200:
            raise AdapterDown(f"garbled {name}: an id has 1 to 200 characters")


def encode(value: Any) -> dict[str, Any]:
    """As it travels; times in UTC or with their zone, RFC 3339."""
    return {field.name: plain_value(getattr(value, field.name)) for field in fields(value)}


def plain_value(value: Any) -> Any:
    """Times and dates as texts, the rest as it is."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, dict) else value
