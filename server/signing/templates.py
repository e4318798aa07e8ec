"""Templates: a document with roles and fields, to be sent to other people each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Row, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.jobs import promise
from server.signing import drafts, store
from server.signing.envelopes import By, Document, Draft, DraftSigner, Envelope, Verification
from server.signing.means import Tools
from server.signing.refusals import ENVELOPE_UNKNOWN
from server.signing.sending import Sending
from server.signing.tables import envelopes, signing_templates
from server.signing.turns import Turn
from server.stores.database import uuid7
from server.web import Problem, Refusal
from signing.model import Field, Order, PageSize, Place

TEMPLATE_UNKNOWN = Refusal(404, "template_unknown", "There is no such template.")
ROLES_WRONG = Refusal(422, "roles_wrong", "Say for every role of the template who signs.")
TOO_MANY_TEMPLATES = Refusal(409, "too_many_templates", "There are too many templates. Remove one first.")

MOST = 500
"""Templates of one office."""

_TRIES = 6
_APART = timedelta(seconds=0.5)
"""Between the letters of a list: what people do meanwhile does not wait for all of them."""


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who will sign: "Client", or the name of who it was when the template was made."""

    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes a role. An empty `language` is the role's own; `client_id` was checked (server/signing/whom.py)."""

    name: str
    email: str
    language: str = ""
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """`fields` name their role by its number, from "0", as their signer."""

    id: str
    organisation_id: str
    name: str
    title: str
    document: Document
    roles: tuple[Role, ...]
    fields: tuple[Field, ...]
    order: Order
    language: str
    message: str
    expires_in_days: int
    remind_every_days: int
    verification: Verification
    created_by_name: str
    created_at: datetime


class Templates:
    """All methods raise a Problem."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._sending = Sending(tools)

    async def make(self, organisation_id: str, envelope_id: str, by: By, name: str) -> Template:
        """Of an envelope, in whichever state: its document, its choices, its fields, and its signers as roles."""
        tools, template_id = self._tools, uuid7()
        async with tools.database.writing() as rows:
            envelope = await store.read(rows, organisation_id, envelope_id)
            if envelope is None:
                raise ENVELOPE_UNKNOWN.problem()
            # The bytes are held by the envelope until here, and by the template from the commit on.
            await tools.keeper.alone(rows, organisation_id, envelope.document.sha256)
            count = select(func.count()).where(signing_templates.c.organisation_id == organisation_id)
            if int(await rows.scalar(count) or 0) >= MOST:
                raise TOO_MANY_TEMPLATES.problem(most=MOST)
            now = tools.now()
            await rows.execute(
                insert(signing_templates).values(
                    id=template_id,
                    organisation_id=organisation_id,
                    name=name,
                    content=orjson.dumps(_content(envelope)).decode(),
                    document_name=envelope.document.name,
                    document_size=envelope.document.size,
                    document_sha256=envelope.document.sha256,
                    pages=orjson.dumps([[page.width, page.height] for page in envelope.document.pages]).decode(),
                    warnings=orjson.dumps(list(envelope.document.warnings)).decode(),
                    created_by_name=by.name,
                    created_at=now,
                    updated_at=now,
                )
            )
        return await self.get(organisation_id, template_id)

    async def all(self, organisation_id: str) -> list[Template]:
        """By name."""
        query = (
            select(signing_templates)
            .where(signing_templates.c.organisation_id == organisation_id)
            .order_by(signing_templates.c.name, signing_templates.c.id)
        )
        async with self._tools.database.reading() as rows:
            return [_template(row) for row in await rows.execute(query)]

    async def get(self, organisation_id: str, template_id: str) -> Template:
        async with self._tools.database.reading() as rows:
            return await _read(rows, organisation_id, template_id)

    async def remove(self, organisation_id: str, template_id: str) -> None:
        """What was sent with it stays."""
        async with self._tools.database.writing() as rows:
            template = await _read(rows, organisation_id, template_id)
            await rows.execute(delete(signing_templates).where(signing_templates.c.id == template.id))
            await self._tools.keeper.let_go(rows, organisation_id, template.document.sha256)
        await self._tools.keeper.sweep()

    async def use(self, organisation_id: str, template_id: str, by: By, people: Sequence[Person]) -> Envelope:
        """A draft for these people, one for each role."""
        async with self._tools.database.writing() as rows:
            template = await _read(rows, organisation_id, template_id)
            turn = await self._draft(rows, template, by, people)
            after = await self._tools.turns.finish(turn)
        await self._tools.turns.tell(after, turn.events)
        return after

    async def send_all(
        self, organisation_id: str, template_id: str, by: By, lists: Sequence[Sequence[Person]]
    ) -> list[str]:
        """An envelope for each of these, sent one after another by the durable work. All are made, or none."""
        tools, made = self._tools, list[str]()
        try:
            for people in lists:
                made.append((await self.use(organisation_id, template_id, by, people)).id)
            async with tools.database.writing() as rows:
                now = tools.now()
                for number, envelope_id in enumerate(made):
                    at = now + number * _APART
                    await promise(rows, now, organisation_id, "envelope_send", envelope_id, run_at=at)
        except BaseException:
            async with tools.database.writing() as rows:
                for envelope_id in made:
                    mine = (envelopes.c.id == envelope_id) & (envelopes.c.status == "draft")
                    await rows.execute(delete(envelopes).where(mine))
            raise
        tools.wake()
        return made

    async def send_one(self, organisation_id: str, envelope_id: str, tries: int) -> None:
        """What the durable work does with each of them. One that cannot be sent stays a draft, and says why."""
        envelope = await self._tools.turns.get(organisation_id, envelope_id)
        if envelope.status != "draft":
            return  # by an earlier try, or by somebody's hand
        by = By(envelope.created_by, envelope.created_by_name)
        try:
            await self._sending.send(organisation_id, envelope_id, by, "mail")
        except Problem as wrong:
            if wrong.refusal.status >= 500 and tries < _TRIES:
                raise
            async with self._tools.turns.turn(organisation_id, envelope_id) as turn:
                if turn.envelope.status == "draft":
                    await turn.set(problem=wrong.refusal.code)

    async def _draft(self, rows: AsyncConnection, template: Template, by: By, people: Sequence[Person]) -> Turn:
        """The document was inspected when it came in, and is the same: it is not read again."""
        if len(people) != len(template.roles):
            raise ROLES_WRONG.problem(roles=len(template.roles))
        tools, office = self._tools, template.organisation_id
        signers, fields = drafts.people(_as_draft(template, people), uuid7)
        now, envelope_id = tools.now(), uuid7()
        await tools.keeper.alone(rows, office, template.document.sha256)
        await rows.execute(
            insert(envelopes).values(
                id=envelope_id,
                organisation_id=office,
                title=template.title,
                status="draft",
                seal="none",
                clock="own",
                signing_order=template.order,
                language=template.language,
                message=template.message,
                source="template",
                template_id=template.id,
                created_by=by.user_id,
                created_by_name=by.name,
                verification=template.verification,
                expires_in_days=template.expires_in_days,
                remind_every_days=template.remind_every_days,
                document_name=template.document.name,
                document_size=template.document.size,
                document_sha256=template.document.sha256,
                pages=orjson.dumps([[page.width, page.height] for page in template.document.pages]).decode(),
                warnings=orjson.dumps(list(template.document.warnings)).decode(),
                created_at=now,
                updated_at=now,
            )
        )
        envelope = await store.read(rows, office, envelope_id)
        assert envelope is not None  # noqa: S101 - inserted above
        await store.put_signers(rows, envelope, signers)
        await store.put_fields(rows, envelope, fields)
        turn = Turn(rows, envelope, now)
        await turn.file("original", template.document.sha256, template.document.size)
        await turn.event("created", by=by.name, source="template")
        return turn


def _as_draft(template: Template, people: Sequence[Person]) -> Draft:
    signers = tuple(
        DraftSigner(
            str(number), person.name, person.email, person.language or role.language, client_id=person.client_id
        )
        for number, (person, role) in enumerate(zip(people, template.roles, strict=True))
    )
    return Draft(
        title=template.title,
        order=template.order,
        language=template.language,
        message=template.message,
        expires_in_days=template.expires_in_days,
        remind_every_days=template.remind_every_days,
        verification=template.verification,
        signers=signers,
        fields=template.fields,
    )


def _content(envelope: Envelope) -> dict[str, Any]:
    numbers = {signer.id: number for number, signer in enumerate(envelope.signers)}
    return {
        "title": envelope.title,
        "order": envelope.order,
        "language": envelope.language,
        "message": envelope.message,
        "expires_in_days": envelope.expires_in_days,
        "remind_every_days": envelope.remind_every_days,
        "verification": envelope.verification,
        "roles": [{"name": one.name, "language": one.language} for one in envelope.signers],
        "fields": [
            {
                "role": numbers[one.signer_id],
                "kind": one.kind,
                "place": [one.place.page, one.place.x, one.place.y, one.place.width, one.place.height],
                "required": one.required,
                "label": one.label,
            }
            for one in envelope.fields
        ],
    }


async def _read(rows: AsyncConnection, organisation_id: str, template_id: str) -> Template:
    query = select(signing_templates).where(
        signing_templates.c.organisation_id == organisation_id, signing_templates.c.id == template_id
    )
    row = (await rows.execute(query)).one_or_none()
    if row is None:
        raise TEMPLATE_UNKNOWN.problem()
    return _template(row)


def _template(row: Row[Any]) -> Template:
    content = orjson.loads(row.content)
    fields = tuple(
        Field(str(number), str(one["role"]), one["kind"], Place(*one["place"]), one["required"], one["label"])
        for number, one in enumerate(content["fields"])
    )
    return Template(
        id=row.id,
        organisation_id=row.organisation_id,
        name=row.name,
        title=content["title"],
        document=Document(
            row.document_name,
            row.document_size,
            row.document_sha256,
            tuple(PageSize(*size) for size in orjson.loads(row.pages)),
            tuple(orjson.loads(row.warnings)),
        ),
        roles=tuple(Role(one["name"], one["language"]) for one in content["roles"]),
        fields=fields,
        order=content["order"],
        language=content["language"],
        message=content["message"],
        expires_in_days=content["expires_in_days"],
        remind_every_days=content["remind_every_days"],
        verification=content["verification"],
        created_by_name=row.created_by_name,
        created_at=row.created_at,
    )
