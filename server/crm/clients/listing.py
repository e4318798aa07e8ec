"""Lists of clients: pages, heads, counts, and what each choice of the filters would leave."""

import asyncio
import base64
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Column, Row, and_, func, literal, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.people.own_fields import FieldDefinition
from server.crm.choices import OfficeChoices
from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.counting import Counted, seen
from server.crm.clients.filters import Asked, Condition, conditions, own_of, searched
from server.crm.clients.refusals import FILTER_WRONG
from server.crm.clients.search import MANY, by_rarity, matching, walking
from server.crm.clients.tables import client_tags, client_values, clients, tags
from server.crm.clients.views import (
    ClientFilter,
    ClientPage,
    ClientQuery,
    ClientRow,
    CountedName,
    CountedValue,
    Facets,
    Kind,
    Letter,
    Named,
    NextAppointment,
)
from server.stores.database import one_of
from server.stores.tables import users
from server.web import Member

_TYPING_S = 5.0
AT_LEAST = 200
"""How many of very many are counted."""
_COUNTED = 50
"""Values of one own field that the facets show."""


_ROW = ("id", "version", "kind", "name", "city", "contact", "email", "email_blocked", "unsubscribed", "adviser_id")
_PLACE = ("letter_first", "letter_last", "sort_first", "sort_last", "sort_number", "created_at")
_SHOWN = [clients.c[name] for name in (*_ROW, *_PLACE)]


class Listing:
    """Reads only."""

    def __init__(self, book: ClientBook) -> None:
        self._book = book
        self._totals: dict[str, tuple[float, int]] = {}

    async def page(self, rows: AsyncConnection, member: Member, query: ClientQuery) -> ClientPage:
        """One page with everything around it. Raises FILTER_WRONG."""
        asked = await self._asked(rows, member, query)
        wanted, many = await by_rarity(rows, member.organisation_id, query.search) if query.search else ([], 0)
        if query.search and wanted and many > MANY and query.exact is None:
            return await self._some(rows, member, query, asked)
        if not _narrows(query):
            where = self._book.visible(member)
            shown = (await rows.execute(_paged(select(*_SHOWN), query).where(where))).all()
            letters = _heads(await seen(rows, self._book, member, _letter(query)))
        else:
            gathered = many <= MANY and not self._book.tools.database.sqlite
            search = matching(member.organisation_id, query.search, wanted, gathered=gathered)
            # Of the towns there is an index by office; by all else the office is best not begun with.
            few = bool(query.search) or not query.city
            where = and_(self._shown(member, query, few=few), *searched(search, query, asked))
            shown, letters = await self._narrowed(rows, where, query)
        count = sum(letter.count for letter in letters)
        return ClientPage(
            items=await self.rows_of(rows, member.organisation_id, shown[: query.limit], first=query.sort == "first"),
            next=_cursor(shown[query.limit - 1], query.sort) if len(shown) > query.limit else None,
            found=count,
            more=False,
            total=await self._total(rows, member, query) if _narrows(query) else count,
            letters=letters if query.sort in ("first", "last") else [],
        )

    async def _narrowed(
        self, rows: AsyncConnection, where: Condition, query: ClientQuery
    ) -> tuple[Sequence[Row[Any]], list[Letter]]:
        """The rows of a page and one, and the heads of all; what is found is gone through once."""
        order = _order(query)
        found = select(clients.c.id, order.label("place"), _letter(query).label("letter")).where(where).cte("found")
        counted = select(found.c.letter, func.count(), literal("").label("id")).group_by(found.c.letter)
        page = _paged(
            select(literal("").label("letter"), literal(0).label("count"), found.c.id), query, found
        ).subquery()
        both = (await rows.execute(union_all(counted, select(page)))).all()
        ids = [one[2] for one in both if one[2]]
        its = one_of(rows, clients.c.id, ids)
        shown = (await rows.execute(select(*_SHOWN).where(its).order_by(*_ordered(query)))).all()
        return shown, _heads({one[0]: [one[1]] for one in both if not one[2]})

    async def _some(self, rows: AsyncConnection, member: Member, query: ClientQuery, asked: Asked) -> ClientPage:
        """Of very many who match the page, and that there are at least so many: nobody looks further while typing."""
        where = and_(self._shown(member, query), *searched(walking(query.search), query, asked))
        shown = (await rows.execute(_paged(select(*_SHOWN), query).where(where))).all()
        some = select(clients.c.id).where(where).limit(AT_LEAST + 1)
        count = await rows.scalar(select(func.count()).select_from(some.subquery())) or 0
        return ClientPage(
            items=await self.rows_of(rows, member.organisation_id, shown[: query.limit], first=query.sort == "first"),
            next=_cursor(shown[query.limit - 1], query.sort) if len(shown) > query.limit else None,
            found=min(count, AT_LEAST),
            more=count > AT_LEAST,
            total=await self._total(rows, member, query),
            letters=[],
        )

    async def where(self, rows: AsyncConnection, member: Member, wish: ClientFilter) -> Condition:
        """What a member finds by a filter: nothing that they may not see. Raises FILTER_WRONG."""
        return and_(self._shown(member, wish), *conditions(wish, await self._asked(rows, member, wish)))

    def _shown(self, member: Member, wish: ClientFilter, *, few: bool = False) -> Condition:
        if wish.deleted != "yes":
            return self._book.visible(member, few=few)
        gone = and_(clients.c.deleted_at.is_not(None), clients.c.erased_at.is_(None), clients.c.merged_into.is_(None))
        return and_(self._book.allowed(member), gone)

    async def ids(self, rows: AsyncConnection, member: Member, wish: ClientFilter) -> list[str]:
        """All that are found."""
        return list((await rows.execute(select(clients.c.id).where(await self.where(rows, member, wish)))).scalars())

    async def _asked(
        self, rows: AsyncConnection, member: Member, wish: ClientFilter, *, all_fields: bool = False
    ) -> Asked:
        office_id, zone, definitions = member.organisation_id, ZoneInfo("UTC"), dict[str, FieldDefinition]()
        # Only what the filter needs: each question is a journey, and people type.
        if wish.created_from or wish.created_to:
            zone = ZoneInfo((await self._book.tools.choices.get(rows, office_id, OfficeChoices)).time_zone)
        if wish.fields or all_fields:
            definitions = await store.definitions(rows, office_id)
        return Asked(office_id, member.user_id, definitions, zone, self._book.around.with_appointment)

    async def _total(self, rows: AsyncConnection, member: Member, query: ClientQuery) -> int:
        """How many clients a member sees. Between two keystrokes it stays what it was."""
        now = asyncio.get_running_loop().time()
        at, known = self._totals.get(member.user_id, (-_TYPING_S, 0))
        if query.search and now - at < _TYPING_S:
            return known
        total = sum(count for (count,) in (await seen(rows, self._book, member, clients.c.letter_last)).values())
        if len(self._totals) > 1000:
            self._totals.clear()
        self._totals[member.user_id] = (now, total)
        return total

    async def rows_of(
        self, rows: AsyncConnection, organisation_id: str, found: Sequence[Row[Any]], *, first: bool = False
    ) -> list[ClientRow]:
        """Clients as lists show them. `first`: under the heads of first names."""
        ids = [row.id for row in found]
        if not ids:
            return []
        tagged: dict[str, list[Named]] = {one: [] for one in ids}
        joined = select(client_tags.c.client_id, tags.c.id, tags.c.name).join(tags, tags.c.id == client_tags.c.tag_id)
        its = one_of(rows, client_tags.c.client_id, ids)
        for tag in await rows.execute(joined.where(its).order_by(tags.c.name_key)):
            tagged[tag.client_id].append(Named(id=tag.id, name=tag.name))
        advisers = await names_of_users(rows, organisation_id, {row.adviser_id for row in found if row.adviser_id})
        nexts: Mapping[str, Mapping[str, Any]] = {}
        if self._book.around.next_appointments is not None:
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
        asked = await self._asked(rows, member, wish, all_fields=True)

        def left(*, few: bool = False, **change: Any) -> Condition:
            changed = wish.model_copy(update=change)
            return and_(self._book.visible(member, few=few), *conditions(changed, asked))

        counts = await self._own_counts(rows, member, wish, asked)
        served = {adviser: number for adviser, number in counts["adviser"].items() if adviser}
        called = await names_of_users(rows, member.organisation_id, set(served))
        return Facets(
            tags=await self._tag_counts(rows, member.organisation_id, left(few=not wish.city, tags="")),
            consent=counts["consent"].get(True, 0),
            unsubscribed=counts["unsubscribed"].get(True, 0),
            blocked=counts["blocked"].get(True, 0),
            kinds=counts["kind"],
            advisers=[
                CountedName(id=one, name=called[one].name, count=served[one])
                for one in sorted(called, key=lambda one: called[one].name.casefold())
            ],
            fields=await self._field_counts(rows, asked, wish, left),
        )

    async def _own_counts(
        self, rows: AsyncConnection, member: Member, wish: ClientFilter, asked: Asked
    ) -> dict[str, dict[Any, int]]:
        """Of columns of the clients: by what they hold. All that are not filtered by are counted at one go."""
        columns: dict[str, tuple[Column[Any], tuple[Any, ...]]] = {
            "kind": (clients.c.kind, get_args(Kind)),
            "adviser": (clients.c.adviser_id, ()),
            "consent": (clients.c.consent, (True,)),
            "unsubscribed": (clients.c.unsubscribed, (True,)),
            "blocked": (clients.c.email_blocked, (True,)),
        }
        filtered = [name for name in columns if getattr(wish, name)]
        together = [name for name in columns if name not in filtered]
        counts: dict[str, dict[Any, int]] = {name: defaultdict(int) for name in columns}
        for group in (together, *([name] for name in filtered)):
            if not group:
                continue
            but = wish.model_copy(update={name: "" if name == "adviser" else None for name in group})
            wanted = [(name, value) for name in group for value in columns[name][1]]
            which = [columns[name][0] == value for name, value in wanted]
            counted = await seen(rows, self._book, member, clients.c.adviser_id, *conditions(but, asked), which=which)
            for adviser, (everybody, *numbers) in counted.items():
                if "adviser" in group:
                    counts["adviser"][adviser] += everybody
                for (name, value), number in zip(wanted, numbers, strict=True):
                    if number:
                        counts[name][value] += number
        return counts

    async def _tag_counts(self, rows: AsyncConnection, organisation_id: str, where: Condition) -> list[CountedName]:
        counted = (
            select(client_tags.c.tag_id, func.count().label("number"))
            .join(clients, clients.c.id == client_tags.c.client_id)
            .where(where)
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
    its = one_of(rows, users.c.id, sorted(ids))
    for row in await rows.execute(select(users.c.id, users.c.name).where(theirs, its)):
        found[row.id] = Named(id=row.id, name=row.name)
    return found


def _letter(query: ClientFilter) -> Column[Any]:
    return clients.c.letter_first if query.sort == "first" else clients.c.letter_last


def _heads(counted: Counted) -> list[Letter]:
    """As the list is sorted: what begins with no letter stands behind the Latin letters."""
    return [
        Letter(letter=letter, count=counted[letter][0])
        for letter in sorted(counted, key=lambda one: "~" if one == "#" else one.lower())
    ]


def _ordered(query: ClientFilter) -> tuple[Any, Any]:
    # The newest first; the rest from A to Z.
    column = _order(query)
    return (column.desc(), clients.c.id.desc()) if query.sort == "created" else (column, clients.c.id)


def _paged(wish: Any, query: ClientQuery, found: Any = None) -> Any:
    """A page and one, of the clients or of what was `found` of them (id and place)."""
    column, client_id = (_order(query), clients.c.id) if found is None else (found.c.place, found.c.id)
    down = query.sort == "created"
    if query.after:
        value, last = _read_cursor(query.after, query.sort)
        here, there = tuple_(column, client_id), tuple_(literal(value, column.type), literal(last))
        wish = wish.where(here < there if down else here > there)
    order = (column.desc(), client_id.desc()) if down else (column, client_id)
    return wish.order_by(*order).limit(query.limit + 1)


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
    return bool(query.model_dump(exclude_defaults=True, exclude={"after", "limit", "sort", "exact"}))


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
