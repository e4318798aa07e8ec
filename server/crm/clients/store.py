"""Rows of clients, in and out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.people import names
from crm_adapter.people.own_fields import FieldDefinition, FieldValue
from server.crm.clients.draft import Prepared
from server.crm.clients.refusals import TOO_MANY
from server.crm.clients.tables import (
    client_access,
    client_contacts,
    client_fields,
    client_people,
    client_tags,
    client_values,
    client_words,
    clients,
    tags,
)
from server.stores.database import uuid7

_SOME = 500
"""Ids in one question: SQLite and PostgreSQL both have a most."""
MOST_TAGS = 2000
"""Of one office."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that is kept of a client in tables of its own."""

    row: Row[Any]
    people: Sequence[Row[Any]]
    contacts: Sequence[Row[Any]]
    tags: Sequence[Any]  # rows of id and name
    values: Sequence[Row[Any]]  # field_id, value
    assigned: Sequence[str]  # ids of users


def in_parts(ids: Sequence[str]) -> Iterable[list[str]]:
    """The ids in portions that one question can take."""
    return (list(ids[at : at + _SOME]) for at in range(0, len(ids), _SOME))


async def whole(rows: AsyncConnection, organisation_id: str, ids: Sequence[str]) -> dict[str, Whole]:
    """Clients by id, deleted ones too; those of other offices are not there."""
    found: dict[str, Whole] = {}
    for part in in_parts(ids):
        theirs = clients.c.organisation_id == organisation_id
        main = (await rows.execute(select(clients).where(theirs, clients.c.id.in_(part)))).all()
        mine = [row.id for row in main]
        people = await _of(rows, client_people, mine)
        contacts = await _of(rows, client_contacts, mine)
        tagged: dict[str, list[Any]] = defaultdict(list)
        joined = select(client_tags.c.client_id, tags.c.id, tags.c.name).join(tags, tags.c.id == client_tags.c.tag_id)
        for tag in await rows.execute(joined.where(client_tags.c.client_id.in_(mine)).order_by(tags.c.name_key)):
            tagged[tag.client_id].append(tag)
        values: dict[str, list[Row[Any]]] = defaultdict(list)
        for value in await rows.execute(select(client_values).where(client_values.c.client_id.in_(mine))):
            values[value.client_id].append(value)
        assigned: dict[str, list[str]] = defaultdict(list)
        for access in await rows.execute(select(client_access).where(client_access.c.client_id.in_(mine))):
            assigned[access.client_id].append(access.user_id)
        for row in main:
            its = row.id
            found[its] = Whole(row, people[its], contacts[its], tagged[its], values[its], assigned[its])
    return found


async def _of(rows: AsyncConnection, table: Table, ids: list[str]) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = defaultdict(list)
    query = select(table).where(table.c.client_id.in_(ids)).order_by(table.c.position)
    for row in await rows.execute(query):
        grouped[row.client_id].append(row)
    return grouped


async def add(
    rows: AsyncConnection, organisation_id: str, new: Sequence[tuple[Prepared, Mapping[str, Any]]], now: datetime
) -> list[str]:
    """Insert clients; each with what is said of it beside its draft: adviser_id, team_id, source. Their ids."""
    ids = [uuid7() for _ in new]
    stamped = {"organisation_id": organisation_id, "created_at": now, "updated_at": now}
    await _insert(
        rows,
        clients,
        [{"id": one, **stamped, **made.client, **more} for one, (made, more) in zip(ids, new, strict=True)],
    )
    made = [(one, prepared) for one, (prepared, _) in zip(ids, new, strict=True)]
    tag_ids = await ensure_tags(rows, organisation_id, [tag for _, one in made for tag in one.tags], now)
    await _add_parts(rows, organisation_id, made, tag_ids)
    return ids


async def replace(
    rows: AsyncConnection,
    organisation_id: str,
    before: Whole,
    prepared: Prepared,
    values: Mapping[str, Any],
    now: datetime,
) -> None:
    """Put what was prepared in the place of what was there. Addresses that stay keep why they were blocked."""
    client_id = before.row.id
    blocked = {(one.kind, one.value): one for one in before.contacts if one.blocked_reason}
    for contact in prepared.contacts:
        if (was := blocked.get((contact["kind"], contact["value"]))) is not None:
            contact |= {"blocked_reason": was.blocked_reason, "blocked_at": was.blocked_at}
    for table in (client_people, client_contacts, client_words, client_values, client_tags):
        await rows.execute(delete(table).where(table.c.client_id == client_id))
    tag_ids = await ensure_tags(rows, organisation_id, prepared.tags, now)
    await _add_parts(rows, organisation_id, [(client_id, prepared)], tag_ids)
    await bump(rows, client_id, now, **prepared.client, email_blocked=all_blocked(prepared.contacts), **values)


async def bump(rows: AsyncConnection, client_id: str, now: datetime, **values: Any) -> None:
    """Change columns of a client; its version rises."""
    values |= {"updated_at": now, "version": clients.c.version + 1}
    await rows.execute(update(clients).where(clients.c.id == client_id).values(**values))


def all_blocked(contacts: Sequence[Mapping[str, Any]]) -> bool:
    """Whether there are e-mail addresses, and none of them takes mail."""
    addresses = [one for one in contacts if one["kind"] == "email"]
    return bool(addresses) and all(one.get("blocked_reason") for one in addresses)


async def _add_parts(
    rows: AsyncConnection, organisation_id: str, made: Sequence[tuple[str, Prepared]], tag_ids: Mapping[str, str]
) -> None:
    of = {"organisation_id": organisation_id}
    await _insert(rows, client_people, [{**of, "client_id": one, **row} for one, new in made for row in new.people])
    free = {"blocked_reason": "", "blocked_at": None}
    await _insert(
        rows, client_contacts, [{**of, **free, "client_id": one, **row} for one, new in made for row in new.contacts]
    )
    await put_words(rows, organisation_id, {one: new.words for one, new in made})
    await put_values(rows, organisation_id, {one: new.values for one, new in made})
    chosen = [(one, sorted({tag_ids[tag_key(tag)] for tag in new.tags})) for one, new in made]
    await _insert(rows, client_tags, [{**of, "client_id": one, "tag_id": tag} for one, each in chosen for tag in each])


async def put_words(rows: AsyncConnection, organisation_id: str, found_by: Mapping[str, Iterable[str]]) -> None:
    of = {"organisation_id": organisation_id}
    listed = [{**of, "client_id": one, "word": word} for one, words in found_by.items() for word in sorted(words)]
    await _insert(rows, client_words, listed)


async def put_values(rows: AsyncConnection, organisation_id: str, values: Mapping[str, Sequence[FieldValue]]) -> None:
    of = {"organisation_id": organisation_id}
    listed = [
        {
            **of,
            "client_id": one,
            "field_id": value.field_id,
            "value": value.value,
            "value_key": value.key,
            "number": value.number,
        }
        for one, each in values.items()
        for value in each
    ]
    await _insert(rows, client_values, listed)


async def _insert(rows: AsyncConnection, table: Table, listed: list[dict[str, Any]]) -> None:
    for at in range(0, len(listed), 5000):
        await rows.execute(insert(table), listed[at : at + 5000])


# --- tags and fields ---


def tag_key(name: str) -> str:
    """By what two tags are the same."""
    return names.fold(name)[:80]


async def ensure_tags(
    rows: AsyncConnection, organisation_id: str, wanted: Iterable[str], now: datetime
) -> dict[str, str]:
    """The ids of these tags by `tag_key`; those that are not there yet are made. Raises TOO_MANY."""
    missing: dict[str, str] = {}
    for name in wanted:
        missing.setdefault(tag_key(name), name)
    if not missing:
        return {}
    theirs = select(tags.c.name_key, tags.c.id).where(tags.c.organisation_id == organisation_id)
    known: dict[str, str] = {row.name_key: row.id for row in await rows.execute(theirs)}
    new = [
        {
            "id": uuid7(),
            "organisation_id": organisation_id,
            "name": name,
            "name_key": key,
            "created_at": now,
            "updated_at": now,
        }
        for key, name in missing.items()
        if key not in known
    ]
    if new and len(known) + len(new) > MOST_TAGS:
        raise TOO_MANY.problem(field="tags")
    await _insert(rows, tags, new)
    made = {str(one["name_key"]): str(one["id"]) for one in new}
    return {key: made.get(key) or known[key] for key in missing}


async def definitions(rows: AsyncConnection, organisation_id: str) -> dict[str, FieldDefinition]:
    """The own fields of an office by key, in their order."""
    query = select(client_fields).where(client_fields.c.organisation_id == organisation_id)
    found = await rows.execute(query.order_by(client_fields.c.position, client_fields.c.id))
    return {row.key: definition(row) for row in found}


def definition(row: Row[Any]) -> FieldDefinition:
    return FieldDefinition(
        row.id, row.key, row.label, row.kind, tuple(orjson.loads(row.choices)), row.position, row.facet, row.version
    )
