"""How many clients a member sees, under each head or with each adviser.

Who sees whom is asked of the groups that one index holds, not of each client: of a hundred thousand that takes a third
of the time. Those that are shown to somebody beside their own are few, and are counted one by one.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, false, func, not_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.clients.book import ClientBook
from server.crm.clients.tables import clients
from server.web import Member

Counted = dict[Any, list[int]]


async def seen(
    rows: AsyncConnection,
    book: ClientBook,
    member: Member,
    by: Column[Any],
    *where: ColumnElement[bool],
    which: Sequence[ColumnElement[bool]] = (),
) -> Counted:
    """By each value of `by` (a head or the adviser): how many, and how many of them are `which`."""
    row = clients.c
    living = and_(row.deleted_at.is_(None), *where)
    kept = and_(living, book.of_office(member))
    numbers = [func.count(), *(func.count().filter(one) for one in which)]
    query: Any = _grouped(by, numbers, kept)
    if member.role != "admin":
        # In the order of the index nothing has to be sorted. What is summed up first stays so: a filter that is pulled
        # into the groups is asked of every client again.
        head = row.letter_last if by is row.adviser_id else by
        order = [head, row.team_id, row.adviser_id]
        named = [number.label(f"n{at}") for at, number in enumerate(numbers)]
        groups = select(*order, *named).where(kept).group_by(*order).cte("groups").prefix_with("MATERIALIZED")
        mine = book.whose(member, groups.c)
        sums = [func.sum(groups.c[f"n{at}"]) for at in range(len(numbers))]
        its = groups.c[by.name]
        others = not_(func.coalesce(book.whose(member, row), false()))
        beside = and_(living, book.of_office(member, few=True), book.opened(member), others)
        query = union_all(select(its, *sums).where(mine).group_by(its), _grouped(by, numbers, beside))
    counted: Counted = defaultdict(lambda: [0] * len(numbers))
    for value, *found in await rows.execute(query):
        counted[value] = [had + int(more) for had, more in zip(counted[value], found, strict=True)]
    return counted


def _grouped(by: Column[Any], numbers: Sequence[ColumnElement[Any]], kept: ColumnElement[bool]) -> Select[Any]:
    return select(by, *numbers).where(kept).group_by(by)
