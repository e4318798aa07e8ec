"""Tags, own fields, saved filters and choices of an office."""

import re
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.people import names
from crm_adapter.people.own_fields import FieldDefinition, value_key
from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.draft import tag_names
from server.crm.clients.refusals import (
    FIELD_MISSING,
    FIELD_TAKEN,
    FIELD_WRONG,
    FILTER_UNKNOWN,
    TAG_TAKEN,
    TAG_UNKNOWN,
    TEXT_WRONG,
    TOO_MANY,
)
from server.crm.clients.tables import client_fields, client_tags, client_values, clients, saved_filters, tags
from server.crm.clients.views import ClientFilter
from server.crm.ports import Actor
from server.stores.database import uuid7
from server.web import Member
from server.web.problems import CHANGED_MEANWHILE

MOST_FIELDS, MOST_FILTERS, MOST_CHOICES = 60, 200, 200


class Parts:
    """Each call in the caller's transaction."""

    def __init__(self, book: ClientBook) -> None:
        self._book = book
        self._tools = book.tools

    # --- tags ---

    async def tags(self, rows: AsyncConnection, member: Member) -> Sequence[Row[Any]]:
        """Every tag of the office with how many of the clients that this member sees have it."""
        shown = select(clients.c.id).where(self._book.visible(member))
        number = (
            select(client_tags.c.tag_id, func.count().label("number"))
            .where(client_tags.c.organisation_id == member.organisation_id, client_tags.c.client_id.in_(shown))
            .group_by(client_tags.c.tag_id)
            .subquery()
        )
        query = select(tags, func.coalesce(number.c.number, 0).label("number")).outerjoin(
            number, number.c.tag_id == tags.c.id
        )
        mine = query.where(tags.c.organisation_id == member.organisation_id)
        return (await rows.execute(mine.order_by(tags.c.name_key))).all()

    async def add_tag(self, rows: AsyncConnection, member: Member, name: str) -> str:
        """Raises TAG_TAKEN and what a name can be wrong by."""
        (name,) = tag_names([name], await self._book.house(rows, member.organisation_id))
        if await self._tag_of(rows, member, store.tag_key(name)) is not None:
            raise TAG_TAKEN.problem()
        made = await store.ensure_tags(rows, member.organisation_id, [name], self._tools.now())
        return made[store.tag_key(name)]

    async def rename_tag(self, rows: AsyncConnection, member: Member, tag_id: str, seen: int, name: str) -> None:
        (name,) = tag_names([name], await self._book.house(rows, member.organisation_id))
        await self._held(rows, tags, member, tag_id, seen)
        other = await self._tag_of(rows, member, store.tag_key(name))
        if other not in (None, tag_id):
            raise TAG_TAKEN.problem()
        values = {"name": name, "name_key": store.tag_key(name), "updated_at": self._tools.now()}
        await rows.execute(update(tags).where(tags.c.id == tag_id).values(**values, version=tags.c.version + 1))
        await self._note(rows, member, "tag.renamed", tag_id)

    async def drop_tag(self, rows: AsyncConnection, member: Member, tag_id: str, seen: int) -> None:
        await self._held(rows, tags, member, tag_id, seen)
        await rows.execute(delete(tags).where(tags.c.id == tag_id))
        await self._note(rows, member, "tag.deleted", tag_id)

    @staticmethod
    async def _tag_of(rows: AsyncConnection, member: Member, key: str) -> str | None:
        mine = (tags.c.organisation_id == member.organisation_id) & (tags.c.name_key == key)
        found: str | None = await rows.scalar(select(tags.c.id).where(mine))
        return found

    # --- own fields ---

    async def add_field(self, rows: AsyncConnection, member: Member, told: dict[str, Any]) -> str:
        """`told`: label, kind, choices, facet, and perhaps a key; without one it is made of the label."""
        office, now, field_id = member.organisation_id, self._tools.now(), uuid7()
        await self._tools.database.alone(rows, f"fields of {office}")
        known = await store.definitions(rows, office)
        if len(known) >= MOST_FIELDS:
            raise TOO_MANY.problem(field="fields")
        label = _line(told["label"])
        key = told["key"] or _free_key(label, known)
        if key in known:
            raise FIELD_TAKEN.problem()
        position = max((one.position for one in known.values()), default=-1) + 1
        await rows.execute(
            insert(client_fields).values(
                id=field_id,
                organisation_id=office,
                key=key,
                label=label,
                kind=told["kind"],
                choices=orjson.dumps(_choices(told["kind"], told["choices"])).decode(),
                position=position,
                facet=told["facet"],
                created_at=now,
                updated_at=now,
            )
        )
        await self._note(rows, member, "field.created", field_id)
        return field_id

    async def change_field(
        self, rows: AsyncConnection, member: Member, field_id: str, seen: int, told: dict[str, Any]
    ) -> None:
        """Its kind and key stay. A choice that goes stays with the clients who have it."""
        row = await self._held(rows, client_fields, member, field_id, seen)
        values: dict[str, Any] = {name: told[name] for name in ("facet", "position") if name in told}
        if "label" in told:
            values["label"] = _line(told["label"])
        if "choices" in told:
            values["choices"] = orjson.dumps(_choices(row.kind, told["choices"])).decode()
        values |= {"updated_at": self._tools.now(), "version": client_fields.c.version + 1}
        await rows.execute(update(client_fields).where(client_fields.c.id == field_id).values(**values))
        await self._note(rows, member, "field.changed", field_id)

    async def drop_field(self, rows: AsyncConnection, member: Member, field_id: str, seen: int) -> None:
        """With everything that was filled in there."""
        await self._held(rows, client_fields, member, field_id, seen)
        await rows.execute(delete(client_fields).where(client_fields.c.id == field_id))
        await self._note(rows, member, "field.deleted", field_id)

    async def uses(self, rows: AsyncConnection, field_id: str) -> int:
        """How many clients have something filled in there."""
        counted = select(func.count()).select_from(client_values).where(client_values.c.field_id == field_id)
        return await rows.scalar(counted) or 0

    # --- saved filters ---

    async def filters(self, rows: AsyncConnection, member: Member) -> Sequence[Row[Any]]:
        """Their own, and those that colleagues share."""
        mine = or_(saved_filters.c.user_id == member.user_id, saved_filters.c.shared)
        query = select(saved_filters).where(saved_filters.c.organisation_id == member.organisation_id, mine)
        return (await rows.execute(query.order_by(func.lower(saved_filters.c.name), saved_filters.c.id))).all()

    async def save_filter(
        self, rows: AsyncConnection, member: Member, name: str, wish: ClientFilter, *, shared: bool
    ) -> str:
        known = await self.filters(rows, member)
        if sum(one.user_id == member.user_id for one in known) >= MOST_FILTERS:
            raise TOO_MANY.problem(field="filters")
        now, filter_id = self._tools.now(), uuid7()
        await rows.execute(
            insert(saved_filters).values(
                id=filter_id,
                organisation_id=member.organisation_id,
                user_id=member.user_id,
                name=_line(name),
                filter=wish.model_dump_json(exclude_defaults=True),
                shared=shared,
                created_at=now,
                updated_at=now,
            )
        )
        return filter_id

    async def drop_filter(self, rows: AsyncConnection, member: Member, filter_id: str) -> None:
        """One's own; an administrator also those that are shared."""
        mine = saved_filters.c.user_id == member.user_id
        if member.role == "admin":
            mine = or_(mine, saved_filters.c.shared)
        its = (saved_filters.c.id == filter_id) & (saved_filters.c.organisation_id == member.organisation_id)
        if not (await rows.execute(delete(saved_filters).where(its, mine))).rowcount:
            raise FILTER_UNKNOWN.problem()

    # --- all of them ---

    async def _held(self, rows: AsyncConnection, table: Any, member: Member, row_id: str, seen: int) -> Row[Any]:
        mine = (table.c.id == row_id) & (table.c.organisation_id == member.organisation_id)
        row = (await rows.execute(select(table).where(mine).with_for_update())).one_or_none()
        if row is None:
            raise (TAG_UNKNOWN if table is tags else FIELD_MISSING).problem()
        if row.version != seen:
            shown = {"id": row.id, "version": row.version, "name": row.name if table is tags else row.label}
            raise CHANGED_MEANWHILE.problem(current=shown)
        return row

    async def _note(self, rows: AsyncConnection, member: Member, action: str, subject_id: str) -> None:
        kind = action.partition(".")[0]
        await self._tools.audit.note(rows, member.organisation_id, Actor.of(member), action, kind, subject_id)


def _line(text: str) -> str:
    try:
        found = names.clean(text)
    except ValueError:
        found = ""
    if not found or len(found) > 120:
        raise TEXT_WRONG.problem(field="label")
    return found


def _choices(kind: str, given: Sequence[str]) -> list[str]:
    """Each once, as it is first written. Raises FIELD_WRONG for a choice between nothing."""
    found = {value_key("choice", text): text for text in reversed([_line(one) for one in given])}
    if (kind == "choice") != bool(found) or len(found) > MOST_CHOICES:
        raise FIELD_WRONG.problem(field="choices")
    return list(reversed(found.values()))


def _free_key(label: str, known: dict[str, FieldDefinition]) -> str:
    begin = re.sub(r"[^a-z0-9]+", "_", names.fold(label)).strip("_")[:32] or "field"
    begin = begin if begin[0].isalpha() else f"field_{begin}"
    return next(key for key in (begin, *(f"{begin}_{number}" for number in range(2, 1000))) if key not in known)
