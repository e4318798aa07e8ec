"""What goes in and out of the privacy routes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field, StringConstraints
from sqlalchemy import Row

from server.crm.privacy.erasing import Plan
from server.web import Day, Id, Input, Output

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Typed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class NewHold(Input):
    """`until`: the last day; left out, it stands until somebody lifts it."""

    reason: Reason
    until: Day | None = None


class HoldView(Output):
    id: Id
    client_id: Id
    client_name: str
    reason: str
    until: date | None
    placed_by: str
    created_at: datetime


class HoldList(Output):
    items: list[HoldView]


class RuleView(Output):
    """`since`: what the months count from. `active` False: the daily round only reports."""

    id: Id
    version: int
    kind: str
    country: str
    since: str
    months: int
    active: bool
    reason: str


class RuleChange(Input):
    months: int | None = Field(None, ge=1, le=600)
    active: bool | None = None
    reason: Reason | None = None


class RunLine(Output):
    """`due`: over the time and free to go; `held`: by a legal hold; `stopped`: by something that is still going on."""

    kind: str
    country: str
    months: int
    active: bool
    due: int
    gone: int
    held: int
    stopped: int


class RunView(Output):
    at: datetime
    lines: list[RunLine]


class RuleList(Output):
    """`last`: the newest round; None before the first."""

    items: list[RuleView]
    last: RunView | None


class NewExport(Input):
    """`internal`: with notes and internal documents. `language`: of the index; left out, the client's."""

    internal: bool = False
    language: Literal["nl", "en", "fr"] | None = None


class ExportView(Output):
    id: Id
    state: Literal["waiting", "ready", "failed", "expired"]
    internal: bool
    size: int
    error: str
    asked_by: str
    created_at: datetime
    expires_at: datetime | None


class ExportList(Output):
    items: list[ExportView]


class FateView(Output):
    kind: str
    count: int
    fate: Literal["erased", "emptied", "kept"]
    reason: str


class StopView(Output):
    kind: str
    count: int
    detail: str
    until: date | None


class PlanView(Output):
    """What an erasure would do now. `digest` goes back with the request: what is done is what was shown."""

    client_id: Id
    name: str
    merged: int
    fates: list[FateView]
    stops: list[StopView]
    digest: str


class Erase(Input):
    """`name`: the client's, typed once more."""

    name: Typed
    digest: str = Field(min_length=64, max_length=64)


class ErasureView(Output):
    """`cause`: asked, or retention."""

    id: Id
    client_id: Id
    cause: str
    by: str
    at: datetime
    fates: list[FateView]


class ErasureList(Output):
    items: list[ErasureView]


def hold_view(row: Row[Any], name: str) -> HoldView:
    return HoldView(
        id=row.id,
        client_id=row.client_id,
        client_name=name,
        reason=row.reason,
        until=row.until,
        placed_by=row.placed_by_name,
        created_at=row.created_at,
    )


def rule_view(row: Row[Any]) -> RuleView:
    return RuleView(
        id=row.id,
        version=row.version,
        kind=row.kind,
        country=row.country,
        since=row.since,
        months=row.months,
        active=row.active,
        reason=row.reason,
    )


def run_view(row: Row[Any]) -> RunView:
    return RunView(at=row.created_at, lines=[RunLine(**one) for one in orjson.loads(row.report)])


def export_view(row: Row[Any]) -> ExportView:
    return ExportView(
        id=row.id,
        state=row.state,
        internal=row.internal,
        size=row.size,
        error=row.error,
        asked_by=row.asked_by_name,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def plan_view(plan: Plan) -> PlanView:
    return PlanView(
        client_id=plan.whom.client_id,
        name=plan.whom.name,
        merged=len(plan.whom.ids) - 1,
        fates=[FateView(kind=one.kind, count=one.count, fate=one.fate, reason=one.reason) for one in plan.fates],
        stops=[
            StopView(
                kind=one.kind,
                count=one.count,
                detail=one.detail,
                until=date.fromisoformat(one.until) if one.until else None,
            )
            for one in plan.stops
        ],
        digest=plan.digest,
    )


def erasure_view(row: Row[Any]) -> ErasureView:
    return ErasureView(
        id=row.id,
        client_id=row.client_id,
        cause=row.cause,
        by=row.by_name,
        at=row.created_at,
        fates=[FateView(**one) for one in orjson.loads(row.report)],
    )
