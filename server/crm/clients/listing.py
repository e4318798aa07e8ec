"""Lists of clients: pages, heads, counts, and what each choice of the filters would leave."""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Column, Row, and_, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.choices import OfficeChoices
from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.filters import Asked, Condition, conditions, own_of
from server.crm.clients.refusals import FILTER_WRONG
from server.crm.clients.tables import client_tags, client_values, clients, tags
from server.crm.clients.views import (
    ClientFilter,
    ClientPage,
    ClientQuery,
    ClientRow,
    CountedName,
    CountedValue,
    Facets,
    Letter,
    Named,
    NextAppointment,
)
from server.stores.tables import users
from server.web import Member

_COUNTED = 50
"""Values of one own field that the facets show."""


class Listing:
    """Reads only."""

    def __init__(self, book: ClientBook) -> None:
        self._book = book

    async def page(self, rows: AsyncConnection, member: Member, query: ClientQuery) -> ClientPage:
        """One page with everything around it. Raises FILTER_WRONG."""
        where = await self.where(rows, member, query)
        column = _order(query)
        wish = select(clients).where(where)
        down = query.sort == "created"  # the newest first; the rest from A to Z
        if query.after:
            value, client_id = _read_cursor(query.after, query.sort)
            here, there = tuple_(column, clients.c.id), tuple_(literal(value, column.type), literal(client_id))
            wish = wish.where(here < there if down else here > there)
        order = (column.desc(), clients.c.id.desc()) if down else (column, clients.c.id)
        found = (await rows.execute(wish.order_by(*order).limit(query.limit + 1))).all()
        shown = found[: query.limit]
        letters = await self._letters(rows, where, query)
        count = sum(letter.count for letter in letters)
        return ClientPage(
            items=await self.rows_of(rows, member.organisation_id, shown, first=query.sort == "first"),
            next=_cursor(shown[-1], query.sort) if len(found) > query.limit else None,
            found=count,
            total=await self._total(rows, member) if _narrows(query) else count,
            letters=letters if query.sort in ("first", "last") else [],
        )

    async def where(self, rows: AsyncConnection, member: Member, wish: ClientFilter) -> Condition:
        """What a member finds by a filter: nothing that they may not see. Raises FILTER_WRONG."""
        shown = self._book.visible(member)
        if wish.deleted == "yes":
            shown = and_(self._book.allowed(member), clients.c.deleted_at.is_not(None), clients.c.erased_at.is_(None))
            shown = and_(shown, clients.c.merged_into.is_(None))
        return and_(shown, *conditions(wish, await self._asked(rows, member)))

    async def ids(self, rows: AsyncConnection, member: Member, wish: ClientFilter) -> list[str]:
        """All that are found."""
        return list((await rows.execute(select(clients.c.id).where(await self.where(rows, member, wish)))).scalars())

    async def _asked(self, rows: AsyncConnection, member: Member) -> Asked:
        office = await self._book.tools.choices.get(rows, member.organisation_id, OfficeChoices)
        return Asked(
            member.organisation_id,
            member.user_id,
            await store.definitions(rows, member.organisation_id),
            ZoneInfo(office.time_zone),
            self._book.around.with_appointment,
        )

    async def _letters(self, rows: AsyncConnection, where: Condition, query: ClientQuery) -> list[Letter]:
        column = clients.c.letter_first if query.sort == "first" else clients.c.letter_last
        counted = select(column, func.count()).where(where).group_by(column)
        found = [(letter, count) for letter, count in (await rows.execute(counted)).all()]
        # As the list is sorted: what begins with no letter stands behind the Latin letters.
        found.sort(key=lambda one: "~" if one[0] == "#" else one[0].lower())
        return [Letter(letter=letter, count=count) for letter, count in found]

    async def _total(self, rows: AsyncConnection, member: Member) -> int:
        counted = select(func.count()).select_from(clients).where(self._book.visible(member))
        return await rows.scalar(counted) or 0

    async def rows_of(
        self, rows: AsyncConnection, organisation_id: str, found: Sequence[Row[Any]], *, first: bool = False
    ) -> list[ClientRow]:
        """Clients as lists show them. `first`: under the heads of first names."""
        ids = [row.id for row in found]
        tagged: dict[str, list[Named]] = {one: [] for one in ids}
        joined = select(client_tags.c.client_id, tags.c.id, tags.c.name).join(tags, tags.c.id == client_tags.c.tag_id)
        for part in store.in_parts(ids):
            for tag in await rows.execute(joined.where(client_tags.c.client_id.in_(part)).order_by(tags.c.name_key)):
                tagged[tag.client_id].append(Named(id=tag.id, name=tag.name))
        advisers = await names_of_users(rows, organisation_id, {row.adviser_id for row in found if row.adviser_id})
        nexts: Mapping[str, Mapping[str, Any]] = {}
        if ids and self._book.around.next_appointments is not None:
            nexts = await self._book.around.next_appointments(rows, organisation_id, ids)
        return [
            ClientRow(
                id=row.id,
                version=row.version,
                kind=row.kind,
                name=row.name,
                letter=row.letter_first if first else row.letter_last,
                caption=row.contact if row.kind == "company" else row.city,
                email=row.email,
                email_blocked=row.email_blocked,
                unsubscribed=row.unsubscribed,
                tags=tagged[row.id],
                adviser=advisers.get(row.adviser_id),
                next_appointment=NextAppointment(**nexts[row.id]) if row.id in nexts else None,
            )
            for row in found
        ]

    async def facets(self, rows: AsyncConnection, member: Member, wish: ClientFilter) -> Facets:
        """Each group counts what the others leave, so that choosing there goes on making sense."""
        asked = await self._asked(rows, member)

        def left(**change: Any) -> Condition:
            changed = wish.model_copy(update=change)
            return and_(self._book.visible(member), *conditions(changed, asked))

        async def count(what: Condition, where: Condition) -> int:
            return await rows.scalar(select(func.count()).select_from(clients).where(where, what)) or 0

        kinds = select(clients.c.kind, func.count()).where(left(kind=None)).group_by(clients.c.kind)
        whose = select(clients.c.adviser_id, func.count()).where(left(adviser="")).group_by(clients.c.adviser_id)
        served = {adviser: number for adviser, number in (await rows.execute(whose)).all() if adviser}
        called = await names_of_users(rows, member.organisation_id, set(served))
        return Facets(
            tags=await self._tag_counts(rows, member.organisation_id, left(tags="")),
            consent=await count(clients.c.consent, left(consent=None)),
            unsubscribed=await count(clients.c.unsubscribed, left(unsubscribed=None)),
            blocked=await count(clients.c.email_blocked, left(blocked=None)),
            kinds={kind: number for kind, number in (await rows.execute(kinds)).all()},
            advisers=[
                CountedName(id=one, name=called[one].name, count=served[one])
                for one in sorted(called, key=lambda one: called[one].name.casefold())
            ],
            fields=await self._field_counts(rows, asked, wish, left),
        )

    async def _tag_counts(self, rows: AsyncConnection, organisation_id: str, where: Condition) -> list[CountedName]:
        inside = client_tags.c.client_id.in_(select(clients.c.id).where(where))
        counted = (
            select(client_tags.c.tag_id, func.count().label("number"))
            .where(client_tags.c.organisation_id == organisation_id, inside)
            .group_by(client_tags.c.tag_id)
            .subquery()
        )
        query = (
            select(tags.c.id, tags.c.name, func.coalesce(counted.c.number, 0).label("number"))
            .outerjoin(counted, counted.c.tag_id == tags.c.id)
            .where(tags.c.organisation_id == organisation_id)
            .order_by(tags.c.name_key)
        )
        return [CountedName(id=row.id, name=row.name, count=row.number) for row in await rows.execute(query)]

    async def _field_counts(
        self, rows: AsyncConnection, asked: Asked, wish: ClientFilter, left: Any
    ) -> dict[str, list[CountedValue]]:
        found: dict[str, list[CountedValue]] = {}
        own = own_of(wish)
        for key, definition in asked.definitions.items():
            if not definition.facet:
                continue
            others = {other: value for other, value in own.items() if other != key}
            where = left(fields=orjson.dumps(others).decode() if others else "")
            mine = client_values.c.field_id == definition.id
            inside = client_values.c.client_id.in_(select(clients.c.id).where(where))
            # Of texts that only differ in capitals or accents one is shown.
            shown, number = func.min(client_values.c.value), func.count().label("number")
            counted = select(shown, number).where(mine, inside).group_by(client_values.c.value_key)
            ordered = counted.order_by(number.desc(), client_values.c.value_key).limit(_COUNTED)
            found[key] = [CountedValue(value=value[:200], count=count) for value, count in await rows.execute(ordered)]
        return found


async def names_of_users(rows: AsyncConnection, organisation_id: str, ids: set[str]) -> dict[str, Named]:
    """Colleagues by id, those who left too."""
    if not ids:
        return {}
    theirs = users.c.organisation_id == organisation_id
    found: dict[str, Named] = {}
    for part in store.in_parts(sorted(ids)):
        for row in await rows.execute(select(users.c.id, users.c.name).where(theirs, users.c.id.in_(part))):
            found[row.id] = Named(id=row.id, name=row.name)
    return found


def _order(query: ClientFilter) -> Column[Any]:
    match query.sort:
        case "first":
            return clients.c.sort_first
        case "created":
            return clients.c.created_at
        case "number":
            return clients.c.sort_number
        case "last":
            return clients.c.sort_last


def _narrows(query: ClientQuery) -> bool:
    return bool(query.model_dump(exclude_defaults=True, exclude={"after", "limit", "sort"}))


def _cursor(row: Row[Any], sort: str) -> str:
    value = {"first": row.sort_first, "created": row.created_at.isoformat(), "number": row.sort_number}
    told = [sort, value.get(sort, row.sort_last), row.id]
    return base64.urlsafe_b64encode(orjson.dumps(told)).decode().rstrip("=")


def _read_cursor(text: str, sort: str) -> tuple[Any, str]:
    try:
        told = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        was, value, client_id = told
        if was != sort or not isinstance(value, str) or not isinstance(client_id, str):
            raise ValueError
        at = datetime.fromisoformat(value) if sort == "created" else None
        if at is not None and at.tzinfo is None:
            raise ValueError
        return at or value, client_id
    except (ValueError, TypeError):
        raise FILTER_WRONG.problem(field="after") from None
