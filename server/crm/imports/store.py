"""Rows of imports, in and out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, and_, bindparam, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.imports.refusals import IMPORT_UNKNOWN
from server.crm.imports.tables import client_imports, import_rows
from server.stores.tables import users
from server.web import Member


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows are in each state, and what became of them."""

    new: int = 0
    double: int = 0
    wrong: int = 0
    added: int = 0
    merged: int = 0
    skipped: int = 0
    refused: int = 0  # outcome "wrong"
    gone: int = 0
    restored: int = 0
    kept: int = 0


def shown(member: Member) -> ColumnElement[bool]:
    """An adviser sees their own imports, an administrator those of the office."""
    mine = true() if member.role == "admin" else client_imports.c.user_id == member.user_id
    return and_(client_imports.c.organisation_id == member.organisation_id, mine)


async def one(rows: AsyncConnection, member: Member, import_id: str, *, held: bool = False) -> Row[Any]:
    """Raises IMPORT_UNKNOWN. `held`: nobody else changes it until the transaction ends."""
    query = select(client_imports).where(client_imports.c.id == import_id, shown(member))
    found = (await rows.execute(query.with_for_update() if held else query)).one_or_none()
    if found is None:
        raise IMPORT_UNKNOWN.problem()
    return found


async def by_id(rows: AsyncConnection, import_id: str, *, held: bool = False) -> Row[Any] | None:
    """For durable work."""
    query = select(client_imports).where(client_imports.c.id == import_id)
    return (await rows.execute(query.with_for_update() if held else query)).one_or_none()


async def change(rows: AsyncConnection, import_id: str, now: datetime, **values: Any) -> None:
    values |= {"updated_at": now, "version": client_imports.c.version + 1}
    await rows.execute(update(client_imports).where(client_imports.c.id == import_id).values(**values))


UNDECIDED = ("", "", None, "{}", "", "[]")
"""The end of a row in `add_rows` with which nothing was done yet: choice, outcome, client_id, added, undone, kept."""


async def add_rows(rows: AsyncConnection, listed: Sequence[tuple[Any, ...]]) -> None:
    """Each in the order of the table's columns. They go to the driver as they are, being tens of thousands: of texts and
    whole numbers nothing has to be made."""
    if not listed:
        return
    if rows.dialect.name == "sqlite":
        await rows.exec_driver_sql(str(insert(import_rows).compile(dialect=rows.dialect)), list(listed))
        return
    raw = await rows.get_raw_connection()
    assert raw.driver_connection is not None  # noqa: S101 - there is one until the transaction ends
    await raw.driver_connection.copy_records_to_table(import_rows.name, records=listed, columns=import_rows.c.keys())


async def counts(rows: AsyncConnection, import_id: str) -> Counts:
    of = import_rows.c
    query = select(of.state, of.outcome, of.undone, func.count()).where(of.import_id == import_id)
    found: dict[str, int] = {}
    for state, outcome, undone, number in await rows.execute(query.group_by(of.state, of.outcome, of.undone)):
        for name in (state, "refused" if outcome == "wrong" else outcome, undone):
            if name:
                found[name] = found.get(name, 0) + number
    return Counts(**found)


async def mark(rows: AsyncConnection, import_id: str, marks: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Write what became of rows, by their numbers; each with the same names."""
    grouped: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for number, values in marks:
        grouped.setdefault(tuple(sorted(values)), []).append({"of": import_id, "at": number, **values})
    for names, listed in grouped.items():
        its = and_(import_rows.c.import_id == bindparam("of"), import_rows.c.number == bindparam("at"))
        await rows.execute(update(import_rows).where(its).values({name: bindparam(name) for name in names}), listed)


async def member_of(rows: AsyncConnection, found: Row[Any]) -> Member | None:
    """Whoever began it, as they may see clients now; None when they have left."""
    theirs = and_(users.c.id == found.user_id, users.c.organisation_id == found.organisation_id, users.c.active)
    user = (await rows.execute(select(users).where(theirs))).one_or_none()
    if user is None:
        return None
    return Member(user.id, user.organisation_id, user.name, user.email, user.role, user.language, "")


def loads(text: str) -> Any:
    return orjson.loads(text) if text else None


def dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def as_dict(counted: Counts) -> dict[str, int]:
    return {name: getattr(counted, name) for name in Counts.__slots__}
