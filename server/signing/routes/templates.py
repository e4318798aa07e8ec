"""REST of templates: make one of an envelope, use it once, or for a whole list of people."""

import asyncio
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from server.accounts.fields import Language, Name
from server.signing.credits import Credits
from server.signing.desk import Desk
from server.signing.refusals import EMAIL_WRONG, ENVELOPE_UNKNOWN, NAME_MISSING, NO_CREDITS, OF_CLIENTS
from server.signing.routes.downloads import arriving
from server.signing.routes.envelopes import by
from server.signing.routes.inputs import Address, ClientId, Line
from server.signing.routes.lists import MOST_BYTES, Mistake, People, read_list
from server.signing.routes.refusals import (
    LIST_EMPTY,
    LIST_TOO_LONG,
    LIST_UNREADABLE,
    LIST_WRONG,
    UPLOAD_BROKEN,
    UPLOAD_STALLED,
)
from server.signing.routes.views import EnvelopeView, envelope_view
from server.signing.settings import read_choices
from server.signing.templates import (
    ROLES_WRONG,
    TEMPLATE_UNKNOWN,
    TOO_MANY_TEMPLATES,
    Person,
    Template,
    Templates,
)
from server.stores.database import Database
from server.web import Call, Id, Input, Output, Raw, Role, Route
from server.web.problems import BODY_TOO_LARGE

COLOURS = 8


class NewTemplate(Input):
    envelope_id: Id
    name: Name


class TemplateDocument(Output):
    name: str
    pages: int


class TemplateRole(Output):
    """`position` from 1; `colour` is one of eight, 0 to 7."""

    position: int
    name: str
    language: str
    colour: int


class TemplateView(Output):
    """`fields`: how many there are."""

    id: str
    name: str
    document: TemplateDocument
    roles: list[TemplateRole]
    fields: int
    created_at: datetime


class TemplateList(Output):
    items: list[TemplateView]


class RolePerson(Input):
    """`language`: the role's own where it is left out. `client_id`: the client as whom they were chosen."""

    name: Line
    email: Address
    language: Language | None = None
    client_id: ClientId | None = None


class TemplateUse(Input):
    """`signers`: one for every role, in their order."""

    signers: Annotated[list[RolePerson], Field(max_length=20)]


class BulkQuery(Input):
    """`dry`: read the list and say what is wrong with it; nothing is made."""

    dry: bool = False


class BulkMistake(Output):
    """`row` as a spreadsheet counts; `sentence` is in the adviser's language."""

    row: int
    code: str
    sentence: str


class BulkView(Output):
    """`credits_available` is null where nothing is counted. `made`: how many envelopes are on their way."""

    rows: int
    errors: list[BulkMistake]
    credits_needed: int
    credits_available: int | None
    made: int


class TemplateRoutes:
    def __init__(self, templates: Templates, credits_: Credits, database: Database, desk: Desk) -> None:
        self._templates = templates
        self._credits = credits_
        self._database = database
        self._desk = desk

    def routes(self) -> list[Route]:
        base, one = "/api/v1/signing-templates", "/api/v1/signing-templates/{template_id}"

        def route(method: Any, path: str, handler: Any, summary: str, *refuses: Any, **more: Any) -> Route:
            if "{template_id}" in path:
                refuses = (TEMPLATE_UNKNOWN, *refuses)
            return Route(
                method, path, handler, Role.ADVISER, summary, refuses=refuses, tag="templates", keys=True, **more
            )

        return [
            route("GET", base, self.all, "Templates of the office, by name"),
            route(
                "POST",
                base,
                self.make,
                "Make a template of an envelope",
                ENVELOPE_UNKNOWN,
                TOO_MANY_TEMPLATES,
                status=201,
            ),
            route("GET", one, self.show, "One template"),
            route("DELETE", one, self.remove, "Remove a template; what was sent with it stays", status=204),
            route(
                "POST",
                one + "/envelopes",
                self.use,
                "A draft for these people",
                ROLES_WRONG,
                NAME_MISSING,
                EMAIL_WRONG,
                *OF_CLIENTS,
                status=201,
            ),
            route(
                "POST",
                one + "/bulk",
                self.bulk,
                "Send to a whole list of people, or with `dry` only check it",
                LIST_UNREADABLE,
                LIST_EMPTY,
                LIST_TOO_LONG,
                LIST_WRONG,
                NO_CREDITS,
                UPLOAD_STALLED,
                UPLOAD_BROKEN,
                status=202,
                also=(200,),
                takes=Raw(
                    ("text/csv",), "The list: a column of names, one of e-mail addresses, perhaps one of languages"
                ),
            ),
        ]

    async def all(self, call: Call) -> TemplateList:
        return TemplateList(items=[_view(one) for one in await self._templates.all(call.member.organisation_id)])

    async def make(self, call: Call, body: NewTemplate) -> TemplateView:
        office = call.member.organisation_id
        await self._desk.seen(call.member, body.envelope_id)
        return _view(await self._templates.make(office, body.envelope_id, by(call.member), body.name))

    async def show(self, call: Call, template_id: Id) -> TemplateView:
        return _view(await self._templates.get(call.member.organisation_id, template_id))

    async def remove(self, call: Call, template_id: Id) -> None:
        await self._templates.remove(call.member.organisation_id, template_id)

    async def use(self, call: Call, template_id: Id, body: TemplateUse) -> EnvelopeView:
        living = await self._desk.whom.living(call.member, [one.client_id for one in body.signers])
        people = [
            Person(one.name, one.email, one.language or "", living[one.client_id] if one.client_id else None)
            for one in body.signers
        ]
        office = call.member.organisation_id
        return envelope_view(await self._templates.use(office, template_id, by(call.member), people))

    async def bulk(self, call: Call, template_id: Id, query: BulkQuery) -> BulkView:
        office = call.member.organisation_id
        template = await self._templates.get(office, template_id)
        # A thousand rows take long enough for others to notice.
        content = await _whole(call)
        people = await asyncio.to_thread(read_list, content, len(template.roles), call.member.language)
        if query.dry:
            call.status = 200
            return await self._view(office, people, 0)
        if people.mistakes:
            raise LIST_WRONG.problem(
                rows=people.count, mistakes=[_mistake(one).model_dump() for one in people.mistakes]
            )
        await self._credits.needed(office, len(people.rows))
        made = await self._templates.send_all(office, template_id, by(call.member), people.rows)
        return await self._view(office, people, len(made))

    async def _view(self, office: str, people: People, made: int) -> BulkView:
        async with self._database.reading() as rows:
            metered = (await read_choices(rows, office)).metered
        available = (await self._credits.balance(office)).available if metered else None
        return BulkView(
            rows=people.count,
            errors=[_mistake(one) for one in people.mistakes],
            credits_needed=people.count if metered else 0,
            credits_available=available,
            made=made,
        )


async def _whole(call: Call) -> bytes:
    """A list as it came. Raises a Problem when it is too large."""
    content = bytearray()
    async for chunk in arriving(call.request, 60):
        content += chunk
        if len(content) > MOST_BYTES:
            raise BODY_TOO_LARGE.problem()
    return bytes(content)


def _view(template: Template) -> TemplateView:
    return TemplateView(
        id=template.id,
        name=template.name,
        document=TemplateDocument(name=template.document.name, pages=len(template.document.pages)),
        roles=[
            TemplateRole(position=number, name=role.name, language=role.language, colour=(number - 1) % COLOURS)
            for number, role in enumerate(template.roles, 1)
        ],
        fields=len(template.fields),
        created_at=template.created_at,
    )


def _mistake(one: Mistake) -> BulkMistake:
    return BulkMistake(row=one.row, code=one.code, sentence=one.sentence)
