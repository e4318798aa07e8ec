"""The overview of appointments: filtered, sorted by what SQL knows, in pages."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from crm_adapter.agenda.status import Status
from crm_adapter.people.names import fold
from server.crm.agenda.desk import visible
from server.crm.agenda.refusals import CURSOR_WRONG
from server.crm.agenda.states import rank_sql, status_sql
from server.crm.agenda.tables import appointments
from server.crm.ports import Rows
from server.web import Member
from server.web.problems import NOT_ALLOWED

Sort = Literal["newest", "oldest", "status", "name", "title"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for. `all_advisers`: Iedereen, for administrators; `since` and `until` touch its time."""

    all_advisers: bool = False
    adviser_id: str | None = None
    client_id: str | None = None
    statuses: tuple[Status, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    search: str = ""
    sort: Sort = "newest"
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page:
    """`found`: how many there are in all."""

    rows: Sequence[Row[Any]]
    next: str | None
    found: int


class Lists:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    async def page(self, rows: Rows, member: Member, question: Question) -> Page:
        """Raises NOT_ALLOWED for colleagues' appointments, CURSOR_WRONG."""
        now = self._now()
        where = self._where(member, question, now)
        key, descending = _key(question.sort, now)
        query: Select[Any] = select(appointments, key.label("sorted_by")).where(where)
        direction = (key.desc(), appointments.c.id.desc()) if descending else (key.asc(), appointments.c.id.asc())
        if question.after is not None:
            at, last_id = _read(question.after, question.sort)
            further = key < at if descending else key > at
            beyond = appointments.c.id < last_id if descending else appointments.c.id > last_id
            query = query.where(or_(further, and_(key == at, beyond)))
        found = list((await rows.execute(query.order_by(*direction).limit(question.limit + 1))).all())
        count = await rows.scalar(select(func.count()).select_from(appointments).where(where))
        shown = found[: question.limit]
        more = len(found) > question.limit
        return Page(shown, _cursor(shown[-1], question.sort) if more else None, int(count or 0))

    def _where(self, member: Member, question: Question, now: datetime) -> ColumnElement[bool]:
        a = appointments.c
        others = question.all_advisers or question.adviser_id not in (None, member.user_id)
        if others and member.role != "admin":
            raise NOT_ALLOWED.problem()
        where = [visible(member)]
        if question.adviser_id is not None:
            where.append(a.adviser_id == question.adviser_id)
        elif not question.all_advisers:
            where.append(a.adviser_id == member.user_id)
        if question.client_id is not None:
            where.append(or_(a.client_id == question.client_id, a.party_id == question.client_id))
        if question.statuses:
            where.append(status_sql(now).in_(question.statuses))
        if question.since is not None:
            where.append(a.end_at > question.since)
        if question.until is not None:
            where.append(a.start_at < question.until)
        where += [a.search.contains(word, autoescape=True) for word in fold(question.search).split()[:8]]
        return and_(*where)


def _key(sort: Sort, now: datetime) -> tuple[ColumnElement[Any], bool]:
    """What it is sorted by, and whether the largest comes first."""
    a = appointments.c
    match sort:
        case "newest":
            return a.start_at, True
        case "oldest":
            return a.start_at, False
        case "status":
            return rank_sql(now), False
        case "name":
            return func.lower(a.who_name), False
        case "title":
            return func.lower(a.title), False


def _cursor(row: Row[Any], sort: Sort) -> str:
    at = row.sorted_by
    value = at.isoformat() if isinstance(at, datetime) else at
    return base64.urlsafe_b64encode(orjson.dumps([sort, value, row.id])).decode().rstrip("=")


def _read(cursor: str, sort: Sort) -> tuple[Any, str]:
    try:
        found = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        kind, value, last_id = found
        if kind != sort or not isinstance(last_id, str):
            raise CURSOR_WRONG.problem()
        if sort in ("newest", "oldest"):
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise CURSOR_WRONG.problem()
            return moment, last_id
        if not isinstance(value, int if sort == "status" else str):
            raise CURSOR_WRONG.problem()
    except (binascii.Error, orjson.JSONDecodeError, ValueError, TypeError):
        raise CURSOR_WRONG.problem() from None
    return value, last_id
