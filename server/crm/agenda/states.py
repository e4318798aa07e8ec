"""The status rule twice: of a row, and as SQL for lists that filter and sort by it. A test holds them equal."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, literal, or_

from crm_adapter.agenda.status import SOON, STATUSES, Facts, Status, status
from server.crm.agenda.tables import appointments
from server.stores.tables import Utc


def facts(row: Row[Any]) -> Facts:
    return Facts(
        start=row.start_at,
        end=row.end_at,
        planned=row.planned_at is not None,
        video=row.kind == "video",
        cancelled_at=row.cancelled_at,
        done_at=row.done_at,
        missed_at=row.missed_at,
        host_seen=row.host_seen_at is not None,
        guest_seen=row.guest_seen_at is not None,
        host_inside=row.host_inside,
        guest_inside=row.guest_inside,
        failed_reason=row.failed_reason,
        ended_at=row.ended_at,
    )


def status_of(row: Row[Any], now: datetime) -> Status:
    return status(facts(row), now)


def status_sql(now: datetime) -> ColumnElement[str]:
    """crm_adapter/agenda/status.py, word for word."""
    a = appointments.c
    at = literal(now, Utc)
    unplanned = a.planned_at.is_(None)
    seen = or_(a.host_seen_at.is_not(None), a.guest_seen_at.is_not(None))
    met = and_(a.kind == "video", a.host_seen_at.is_not(None), a.guest_seen_at.is_not(None))
    nobody = and_(a.host_inside.is_(False), a.guest_inside.is_(False))
    left = and_(met, or_(a.ended_at.is_not(None), and_(a.end_at <= at, nobody)))
    return case(
        (and_(a.cancelled_at.is_not(None), or_(unplanned, a.cancelled_at < a.start_at)), "cancelled"),
        (a.done_at.is_not(None), "completed"),
        (a.missed_at.is_not(None), "missed"),
        (unplanned, "planning"),
        (a.cancelled_at.is_not(None), "missed"),
        (left, case((a.failed_reason != "", "failed"), else_="completed")),
        (a.end_at <= at, case((and_(a.kind == "video", ~met), "missed"), else_="scheduled")),
        (a.start_at <= at, case((seen, "scheduled"), else_="starting_soon")),
        # An hour before exactly is soon: start - now <= an hour.
        (a.start_at <= literal(now + SOON, Utc), "starting_soon"),
        else_="scheduled",
    )


def rank_sql(now: datetime) -> ColumnElement[int]:
    """The place of its status in the order of lists."""
    return case({each: place for place, each in enumerate(STATUSES)}, value=status_sql(now), else_=len(STATUSES))
