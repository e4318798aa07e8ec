"""From a filter to SQL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from crm_adapter.people import names, own_fields
from crm_adapter.people.own_fields import FieldDefinition
from server.crm.clients.refusals import FILTER_WRONG
from server.crm.clients.search import matching
from server.crm.clients.tables import client_contacts, client_people, client_tags, client_values, clients
from server.crm.clients.views import ClientFilter

_LAST = "\U0010ffff"
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and what a filter needs to know of the office."""

    organisation_id: str
    user_id: str
    definitions: Mapping[str, FieldDefinition]
    zone: ZoneInfo
    with_appointment: Callable[[], Select[tuple[str]]] | None


def conditions(wish: ClientFilter, asked: Asked) -> list[Condition]:
    """What the filter asks of rows of `clients`. Raises FILTER_WRONG with `field`."""
    return searched(matching(asked.organisation_id, wish.search), wish, asked)


def searched(search: Condition | None, wish: ClientFilter, asked: Asked) -> list[Condition]:
    """The same, with what was typed said by the caller."""
    found = [
        search,
        *_of_the_card(wish, asked),
        *_of_the_people(wish, asked.organisation_id),
        *(_tagged([tag]) for tag in _listed(wish.tags_all)),
        *(_field(key, value, asked) for key, value in own_of(wish).items()),
    ]
    if wish.tags:
        found.append(_tagged(_listed(wish.tags)))
    return [one for one in found if one is not None]


def _of_the_card(wish: ClientFilter, asked: Asked) -> list[Condition | None]:
    found: list[Condition | None] = []
    row = clients.c
    if wish.kind:
        found.append(row.kind == wish.kind)
    for column, said in ((row.consent, wish.consent), (row.unsubscribed, wish.unsubscribed)):
        if said is not None:
            found.append(column if said == "yes" else ~column)
    if wish.blocked is not None:
        found.append(row.email_blocked if wish.blocked == "yes" else ~row.email_blocked)
    if wish.adviser:
        found.append(_whose(wish.adviser, asked))
    if wish.team:
        found.append(row.team_id == wish.team)
    if wish.source:
        found.append(row.source == wish.source)
    if wish.country:
        found.append(row.country == wish.country.upper())
    if wish.letter:
        column = row.letter_first if wish.sort == "first" else row.letter_last
        found.append(column == wish.letter.upper())
    if wish.created_from is not None:
        found.append(row.created_at >= _midnight(wish.created_from, asked.zone))
    if wish.created_to is not None:
        found.append(row.created_at < _midnight(wish.created_to + timedelta(days=1), asked.zone))
    for column, text in ((row.street_key, wish.street), (row.city_key, wish.city)):
        if begin := names.fold(text):
            found.append(_begins(column, begin))
    if begin := "".join(names.fold(wish.postcode).split()):
        found.append(_begins(row.postcode_key, begin))
    if wish.number.strip():
        found.append(func.lower(row.number).contains(wish.number.strip().lower(), autoescape=True))
    if wish.has_appointment is not None and asked.with_appointment is not None:
        inside = row.id.in_(asked.with_appointment())
        found.append(inside if wish.has_appointment == "yes" else ~inside)
    return found


def _of_the_people(wish: ClientFilter, organisation_id: str) -> list[Condition | None]:
    found: list[Condition | None] = []
    person = client_people.c
    for column, text in ((person.given_key, wish.given), (person.family_key, wish.family)):
        if begin := names.fold(text):
            found.append(_has(client_people, organisation_id, _begins(column, begin)))
    if wish.birthday_month:
        found.append(_has(client_people, organisation_id, person.birth_month == int(wish.birthday_month)))
    value = client_contacts.c.value
    if wish.email.strip():
        holds = value.contains(wish.email.strip().lower(), autoescape=True)
        found.append(_has(client_contacts, organisation_id, and_(client_contacts.c.kind == "email", holds)))
    if digits := "".join(sign for sign in wish.phone.replace("(0)", "") if sign.isdigit()):
        # At home a number begins with 0, kept it begins with its country.
        holds = value.contains(digits.removeprefix("00").lstrip("0") or digits, autoescape=True)
        found.append(_has(client_contacts, organisation_id, and_(client_contacts.c.kind == "phone", holds)))
    return found


def _has(table: Any, organisation_id: str, what: Condition) -> Condition:
    return clients.c.id.in_(select(table.c.client_id).where(table.c.organisation_id == organisation_id, what))


def _begins(column: ColumnElement[str], begin: str) -> Condition:
    return and_(column >= begin, column < begin + _LAST)


def _tagged(ids: list[str]) -> Condition:
    return clients.c.id.in_(select(client_tags.c.client_id).where(client_tags.c.tag_id.in_(ids)))


def _whose(adviser: str, asked: Asked) -> Condition:
    match adviser:
        case "none":
            return clients.c.adviser_id.is_(None)
        case "me":
            return clients.c.adviser_id == asked.user_id
        case _:
            return clients.c.adviser_id == adviser


def _listed(text: str) -> list[str]:
    found = [part.strip() for part in text.split(",") if part.strip()]
    if len(found) > 100:
        raise FILTER_WRONG.problem(field="tags")
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


# --- own fields ---


def own_of(wish: ClientFilter) -> dict[str, Any]:
    """What is asked of own fields, by key. Raises FILTER_WRONG."""
    if not wish.fields:
        return {}
    try:
        found = orjson.loads(wish.fields)
    except orjson.JSONDecodeError:
        raise FILTER_WRONG.problem(field="fields") from None
    if not isinstance(found, dict) or len(found) > 20:
        raise FILTER_WRONG.problem(field="fields")
    return found


def _field(key: str, wish: Any, asked: Asked) -> Condition:
    definition = asked.definitions.get(key)
    if definition is None:
        raise FILTER_WRONG.problem(field=f"fields.{key}"[:120])
    if isinstance(wish, dict):
        what = _between(definition, wish)
    elif isinstance(wish, list):
        if not 0 < len(wish) <= 100:
            raise FILTER_WRONG.problem(field=f"fields.{key}")
        what = or_(*(_is(definition, one) for one in wish))
    else:
        what = _is(definition, wish)
    return clients.c.id.in_(select(client_values.c.client_id).where(client_values.c.field_id == definition.id, what))


def _is(definition: FieldDefinition, wish: Any) -> Condition:
    if isinstance(wish, dict | list) or wish is None:
        raise FILTER_WRONG.problem(field=f"fields.{definition.key}")
    column, number = client_values.c.value_key, client_values.c.number
    match definition.kind:
        case "text" | "url":
            return column.contains(names.fold(str(wish)), autoescape=True)
        case "number":
            return number == _number(definition, wish)
        case "date" | "choice" | "yes_no":
            held = own_fields.compared(definition, wish)
            if held is None:
                raise FILTER_WRONG.problem(field=f"fields.{definition.key}")
            return column == held


def _between(definition: FieldDefinition, wish: Mapping[str, Any]) -> Condition:
    if not wish or set(wish) - {"from", "to"} or definition.kind not in ("number", "date"):
        raise FILTER_WRONG.problem(field=f"fields.{definition.key}")
    column: ColumnElement[Any] = client_values.c.value_key
    bounds: dict[str, Any] = {name: str(bound) for name, bound in wish.items()}
    if definition.kind == "number":
        column, bounds = client_values.c.number, {name: _number(definition, bound) for name, bound in wish.items()}
    found = [column >= bounds["from"]] if "from" in bounds else []
    return and_(*found, *([column <= bounds["to"]] if "to" in bounds else []))


def _number(definition: FieldDefinition, wish: Any) -> float:
    try:
        return float(str(wish))
    except ValueError:
        raise FILTER_WRONG.problem(field=f"fields.{definition.key}") from None
