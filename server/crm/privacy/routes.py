"""REST of privacy: archives, holds, erasure and retention. Administrators alone, and never by an API key."""

from typing import Any

from aiohttp import web
from sqlalchemy import and_, select, update

from server.crm.personal import Whom
from server.crm.ports import Actor, Audit, Clients, Ground, Rows
from server.crm.privacy import views
from server.crm.privacy.erasing import Erasures, Finds
from server.crm.privacy.exports import Exports
from server.crm.privacy.holds import Holds
from server.crm.privacy.refusals import (
    ERASURE_CHANGED,
    ERASURE_STOPPED,
    EXPORT_NOT_READY,
    EXPORT_RUNNING,
    EXPORT_UNKNOWN,
    HOLD_OVER,
    HOLD_UNKNOWN,
    NAME_DIFFERS,
    RULE_UNKNOWN,
)
from server.crm.privacy.rules import Rules
from server.crm.privacy.tables import erasures, retention_rules, retention_runs
from server.signing.desk import OpenFile
from server.signing.routes.downloads import deliver
from server.signing.routes.refusals import BAD_RANGE
from server.web import Call, Id, Refusal, Role, Route
from server.web.problems import CHANGED_MEANWHILE

_MOST = 500


class PrivacyRoutes:
    def __init__(
        self,
        ground: Ground,
        clients: Clients,
        finds: Finds,
        unknown: Refusal,
        holds: Holds,
        rules: Rules,
        exports: Exports,
        erasing: Erasures,
        audit: Audit,
    ) -> None:
        self._ground = ground
        self._clients = clients
        self._finds = finds
        self._unknown = unknown
        self._holds = holds
        self._rules = rules
        self._exports = exports
        self._erasing = erasing
        self._audit = audit

    def routes(self) -> list[Route]:
        base, one = "/api/v1/privacy", "/api/v1/clients/{client_id}"

        def route(method: str, path: str, handler: Any, summary: str, *refuses: Refusal, **more: Any) -> Route:
            return Route(method, path, handler, Role.ADMIN, summary, refuses=refuses, tag="privacy", **more)  # type: ignore[arg-type] # the methods are literals below

        unknown, found = self._unknown, (self._unknown, EXPORT_UNKNOWN)
        content = f"{one}/exports/{{export_id}}/content"
        stopped = (NAME_DIFFERS, ERASURE_STOPPED, ERASURE_CHANGED)
        return [
            route("GET", f"{base}/holds", self.all_holds, "Legal holds that stand"),
            route("GET", f"{one}/holds", self.holds, "Legal holds of a client", unknown),
            route("POST", f"{one}/holds", self.hold, "Hold a client", unknown, HOLD_OVER, status=201, once=True),
            route("DELETE", f"{base}/holds/{{hold_id}}", self.lift, "Lift a legal hold", HOLD_UNKNOWN, status=204),
            route("GET", f"{base}/rules", self.list_rules, "Retention rules, and the last daily round"),
            route("PATCH", f"{base}/rules/{{rule_id}}", self.change, "Change a rule", RULE_UNKNOWN, if_match=True),
            route("GET", f"{base}/erasures", self.erased, "Who was erased: ids and counts, no names"),
            route("GET", f"{one}/exports", self.exports, "Archives of a client", unknown),
            route(
                "POST", f"{one}/exports", self.export, "Make an archive", unknown, EXPORT_RUNNING, status=202, once=True
            ),
            route(
                "GET",
                content,
                self.download,
                "An archive",
                *found,
                EXPORT_NOT_READY,
                BAD_RANGE,
                produces="application/zip",
            ),
            route("GET", f"{one}/erasure", self.plan, "What erasing a client would do", unknown),
            route("POST", f"{one}/erasure", self.erase, "Erase a client for good", unknown, *stopped),
        ]

    async def _whom(self, rows: Rows, call: Call, client_id: str) -> Whom:
        whom = await self._finds(rows, call.member.organisation_id, client_id)
        if whom is None:
            raise self._unknown.problem()
        return whom

    # --- holds ---

    async def all_holds(self, call: Call) -> views.HoldList:
        office = call.member.organisation_id
        async with self._ground.database.reading() as rows:
            found = await self._holds.all(rows, office, _MOST)
            cards = await self._clients.cards(rows, office, [row.client_id for row in found])
        names = {one: card.name for one, card in cards.items()}
        return views.HoldList(items=[views.hold_view(row, names.get(row.client_id, "")) for row in found])

    async def holds(self, call: Call, client_id: Id) -> views.HoldList:
        async with self._ground.database.reading() as rows:
            whom = await self._whom(rows, call, client_id)
            found = await self._holds.of(rows, whom.organisation_id, whom.ids)
        return views.HoldList(items=[views.hold_view(row, whom.name) for row in found])

    async def hold(self, call: Call, client_id: Id, body: views.NewHold) -> views.HoldView:
        async with self._ground.database.writing() as rows:
            whom = await self._whom(rows, call, client_id)
            actor, office = Actor.of(call.member), whom.organisation_id
            row = await self._holds.place(rows, office, client_id, body.reason, body.until, actor)
        return views.hold_view(row, whom.name)

    async def lift(self, call: Call, hold_id: Id) -> None:
        async with self._ground.database.writing() as rows:
            await self._holds.lift(rows, call.member.organisation_id, hold_id, Actor.of(call.member))

    # --- retention ---

    async def list_rules(self, call: Call) -> views.RuleList:
        office, r = call.member.organisation_id, retention_runs.c
        async with self._ground.database.writing() as rows:
            found = await self._rules.of(rows, office)
            newest = select(retention_runs).where(r.organisation_id == office).order_by(r.id.desc()).limit(1)
            last = (await rows.execute(newest)).one_or_none()
        items = [views.rule_view(row) for row in found]
        return views.RuleList(items=items, last=None if last is None else views.run_view(last))

    async def change(self, call: Call, rule_id: Id, body: views.RuleChange) -> views.RuleView:
        office, r = call.member.organisation_id, retention_rules.c
        mine = select(retention_rules).where(and_(r.organisation_id == office, r.id == rule_id))
        async with self._ground.database.writing() as rows:
            row = (await rows.execute(mine.with_for_update())).one_or_none()
            if row is None:
                raise RULE_UNKNOWN.problem()
            if row.version != call.seen():
                raise CHANGED_MEANWHILE.problem(current=views.rule_view(row).model_dump(mode="json"))
            given = body.model_dump(exclude_none=True)
            if given:
                values = {**given, "updated_at": self._ground.now(), "version": r.version + 1}
                await rows.execute(update(retention_rules).where(r.id == rule_id).values(**values))
                detail = {"kind": row.kind, "country": row.country, **given}
                await self._audit.note(
                    rows,
                    office,
                    Actor.of(call.member),
                    "retention.changed",
                    "rule",
                    rule_id,
                    detail,
                    address=call.address,
                )
            row = (await rows.execute(mine)).one()
        call.version = row.version
        return views.rule_view(row)

    # --- archives ---

    async def exports(self, call: Call, client_id: Id) -> views.ExportList:
        async with self._ground.database.reading() as rows:
            whom = await self._whom(rows, call, client_id)
            found = await self._exports.of(rows, whom.organisation_id, client_id)
        return views.ExportList(items=[views.export_view(row) for row in found])

    async def export(self, call: Call, client_id: Id, body: views.NewExport) -> views.ExportView:
        async with self._ground.database.writing() as rows:
            whom = await self._whom(rows, call, client_id)
            card = await self._clients.card(rows, whom.organisation_id, client_id)
            language = body.language or (card.language if card else "")
            language = language if language in ("nl", "en", "fr") else "nl"
            actor = Actor.of(call.member)
            row = await self._exports.ask(rows, whom, actor, internal=body.internal, language=language)
        self._ground.jobs.wake()
        return views.export_view(row)

    async def download(self, call: Call, client_id: Id, export_id: Id) -> web.StreamResponse:
        office = call.member.organisation_id
        async with self._ground.database.writing() as rows:
            await self._whom(rows, call, client_id)
            row = await self._exports.open(rows, office, export_id, Actor.of(call.member), client_id)
        name = f"samen-{row.created_at:%Y-%m-%d}-{client_id[-8:]}.zip"
        stream = self._ground.blobs.stream(office, row.sha256)
        file = OpenFile(name, "application/zip", row.size, row.sha256, stream)
        return await deliver(call.request, self._ground.blobs, office, file, inline=False)

    # --- erasure ---

    async def plan(self, call: Call, client_id: Id) -> views.PlanView:
        async with self._ground.database.reading() as rows:
            plan = await self._erasing.plan(rows, call.member.organisation_id, client_id)
        if plan is None:
            raise self._unknown.problem()
        return views.plan_view(plan)

    async def erase(self, call: Call, client_id: Id, body: views.Erase) -> views.PlanView:
        office = call.member.organisation_id
        async with self._ground.database.reading() as rows:
            whom = await self._whom(rows, call, client_id)
        if " ".join(body.name.split()).casefold() != " ".join(whom.name.split()).casefold():
            raise NAME_DIFFERS.problem(field="name")
        plan = await self._erasing.erase(office, client_id, Actor.of(call.member), seen=body.digest)
        if plan is None:
            raise self._unknown.problem()
        return views.plan_view(plan)

    async def erased(self, call: Call) -> views.ErasureList:
        e = erasures.c
        query = select(erasures).where(e.organisation_id == call.member.organisation_id).order_by(e.id.desc())
        async with self._ground.database.reading() as rows:
            found = (await rows.execute(query.limit(_MOST))).all()
        return views.ErasureList(items=[views.erasure_view(row) for row in found])
