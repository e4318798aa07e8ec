"""REST of the audit: what was seen and done, and whether the chain holds."""

from datetime import datetime
from typing import Any

import orjson
from pydantic import Field
from sqlalchemy import Row, and_, func, or_, select

from server.crm.audit.sealing import AuditChain
from server.crm.audit.tables import audit_events
from server.crm.ports import Clients
from server.stores.database import Database
from server.web import Call, Id, Input, Instant, Output, Role, Route

PAGE = 50


class AuditQuery(Input):
    """`after`: the id of the last line that was shown. `action`: how it begins, such as "client"."""

    search: str = Field("", max_length=120)
    action: str = Field("", max_length=40)
    actor: str = Field("", max_length=36)
    subject: str = Field("", max_length=80)
    client: str = Field("", max_length=36)
    since: Instant | None = Field(None, alias="from")
    to: Instant | None = None
    after: str = Field("", max_length=36)
    limit: int = Field(PAGE, ge=1, le=200)


class AuditActor(Output):
    kind: str
    id: str
    name: str


class AuditLine(Output):
    """`seq` is None until the line has its place in the chain; `withheld`: an erasure took its name and details."""

    id: Id
    at: datetime
    actor: AuditActor
    action: str
    subject_kind: str
    subject_id: str
    subject_name: str
    detail: dict[str, Any]
    address: str
    seq: int | None
    hash: str | None
    withheld: bool


class AuditPage(Output):
    items: list[AuditLine]
    next: str | None


class AuditVerdict(Output):
    """`problem`: "", changed, missing or head. `wrong`: the place of the first line that is not right."""

    intact: bool
    problem: str
    wrong: int | None
    lines: int
    withheld: int
    unsealed: int
    head: str
    checked_at: datetime


class AuditRoutes:
    def __init__(self, database: Database, chain: AuditChain, clients: Clients, now: Any) -> None:
        self._database = database
        self._chain = chain
        self._clients = clients
        self._now = now

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/api/v1/audit", self.list, Role.ADMIN, "Who saw and did what, the newest first", keys=True),
            Route("GET", "/api/v1/audit/verdict", self.verdict, Role.ADMIN, "Whether the audit is as it was written"),
        ]

    async def list(self, call: Call, query: AuditQuery) -> AuditPage:
        office, a = call.member.organisation_id, audit_events.c
        asked = select(audit_events).where(a.organisation_id == office, *_wanted(query))
        async with self._database.reading() as rows:
            found = (await rows.execute(asked.order_by(a.id.desc()).limit(query.limit + 1))).all()
            shown = found[: query.limit]
            ids = [row.subject_id for row in shown if row.subject_kind == "client"]
            cards = await self._clients.cards(rows, office, ids) if ids else {}
        names = {one: card.name for one, card in cards.items()}
        more = shown[-1].id if len(found) > query.limit else None
        return AuditPage(items=[_view(row, names) for row in shown], next=more)

    async def verdict(self, call: Call) -> AuditVerdict:
        verdict, waiting = await self._chain.verify(call.member.organisation_id)
        return AuditVerdict(
            intact=verdict.intact,
            problem=verdict.problem,
            wrong=verdict.wrong,
            lines=verdict.lines,
            withheld=verdict.withheld,
            unsealed=waiting,
            head=verdict.head,
            checked_at=self._now(),
        )


def _wanted(query: AuditQuery) -> list[Any]:
    a, wanted = audit_events.c, []
    if query.action:
        wanted.append(a.action.startswith(query.action, autoescape=True))
    if query.actor:
        wanted.append(a.actor_id == query.actor)
    if query.subject:
        wanted.append(a.subject_id == query.subject)
    if query.client:
        by = and_(a.actor_kind == "client", a.actor_id == query.client)
        wanted.append(or_(by, a.subject_id == query.client, a.detail.contains(query.client, autoescape=True)))
    if query.since is not None:
        wanted.append(a.at >= query.since)
    if query.to is not None:
        wanted.append(a.at <= query.to)
    if query.after:
        wanted.append(a.id < query.after)
    if text := query.search.strip().lower():
        within = (func.lower(column).contains(text, autoescape=True) for column in (a.actor_name, a.action, a.detail))
        wanted.append(or_(*within, a.subject_id == query.search.strip()))
    return wanted


def _view(row: Row[Any], names: dict[str, str]) -> AuditLine:
    return AuditLine(
        id=row.id,
        at=row.at,
        actor=AuditActor(kind=row.actor_kind, id=row.actor_id, name=row.actor_name),
        action=row.action,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        subject_name=names.get(row.subject_id, ""),
        detail=orjson.loads(row.detail) if row.detail else {},
        address=row.address,
        seq=row.seq,
        hash=row.hash,
        withheld=row.withheld_at is not None,
    )
