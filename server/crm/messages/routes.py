"""REST of templates and messages."""

from typing import Any

from sqlalchemy import Row, select

from crm_adapter.messages.defaults import BY_HAND, KINDS, MARKETING, TO_ADVISER
from crm_adapter.messages.tags import KNOWN
from server.crm.messages import refusals as no
from server.crm.messages import store
from server.crm.messages.tables import mailing_recipients
from server.crm.messages.templates import Sheet, Templates
from server.crm.messages.views import (
    BulkMessage,
    Draft,
    KindView,
    Language,
    MailingView,
    MessageList,
    MessagePage,
    MessageView,
    NewMessage,
    NewTemplate,
    OwnTemplateChange,
    Preview,
    RecipientList,
    RecipientPage,
    RecipientView,
    TemplateChange,
    TemplateList,
    TemplateView,
)
from server.crm.messages.writing import Writing
from server.crm.ports import Actor, Audit, Clients, Ground, Rows
from server.throttle import Rate, key
from server.web import Call, Id, Problem, Refusal, Role, Route
from server.web.problems import NOT_ALLOWED

_PATH = "/api/v1/message-templates"
_WRONG = (no.UNKNOWN_TAG, no.BLOCKS_WRONG, no.SUBJECT_MISSING)
_REFUSED = (
    *_WRONG,
    no.TAG_WITHOUT_VALUE,
    no.MESSAGE_EMPTY,
    no.EMAIL_MISSING,
    no.EMAIL_WRONG,
    no.EMAIL_BLOCKED,
    no.UNSUBSCRIBED,
    no.SENDER_UNKNOWN,
    no.APPOINTMENT_UNKNOWN,
)
TESTS = Rate(10, 6)
"""Test mails of one person: ten at once, then one every six seconds."""
_PLACES = 100
_LARGE = 400_000


class MessageRoutes:
    def __init__(
        self,
        ground: Ground,
        templates: Templates,
        writing: Writing,
        clients: Clients,
        audit: Audit,
        client_unknown: Refusal,
        filter_wrong: Refusal,
    ) -> None:
        self._ground = ground
        self._templates = templates
        self._writing = writing
        self._clients = clients
        self._audit = audit
        self._client_unknown = client_unknown
        self._filter_wrong = filter_wrong

    def routes(self) -> list[Route]:
        adviser = Role.ADVISER
        many = (no.NOBODY_CHOSEN, no.TOO_MANY_RECIPIENTS, no.SENDER_UNKNOWN, no.MESSAGE_EMPTY)
        return [
            *self._of_templates(),
            Route(
                "POST",
                "/api/v1/clients/{client_id}/messages",
                self.send,
                adviser,
                "Write to a client",
                status=201,
                refuses=(
                    *_REFUSED,
                    self._client_unknown,
                    no.NOT_AN_ADDRESS,
                    no.DOCUMENT_UNKNOWN,
                    no.TEMPLATE_WRONG,
                    no.MESSAGE_UNKNOWN,
                ),
                once=True,
                keys=True,
                json_bytes=_LARGE,
            ),
            Route(
                "GET",
                "/api/v1/clients/{client_id}/messages",
                self.of_client,
                adviser,
                "What was written to a client, newest first, and whether it arrived",
                refuses=(self._client_unknown,),
                keys=True,
            ),
            Route(
                "GET",
                "/api/v1/messages/{message_id}",
                self.one,
                adviser,
                "One message",
                refuses=(no.MESSAGE_UNKNOWN,),
                keys=True,
            ),
            Route(
                "POST",
                "/api/v1/messages/bulk",
                self.bulk,
                adviser,
                "Write to many clients at once; each gets a mail of their own",
                status=202,
                refuses=(*_WRONG, *many, self._client_unknown, self._filter_wrong),
                once=True,
                keys=True,
                json_bytes=_LARGE,
            ),
            Route(
                "GET",
                "/api/v1/mailings/{mailing_id}",
                self.mailing,
                adviser,
                "How far a message to many is",
                refuses=(no.MAILING_UNKNOWN,),
                keys=True,
            ),
            Route(
                "GET",
                "/api/v1/mailings/{mailing_id}/recipients",
                self.recipients,
                adviser,
                "What came of a message to many, for each client",
                refuses=(no.MAILING_UNKNOWN,),
                keys=True,
            ),
        ]

    def _of_templates(self) -> list[Route]:
        adviser, one = Role.ADVISER, _PATH + "/own/{sheet_id}"
        look = (*_REFUSED, no.KIND_UNKNOWN, self._client_unknown)
        return [
            Route("GET", _PATH, self.templates, adviser, "Templates of every kind, and their tags", keys=True),
            Route(
                "POST",
                _PATH,
                self.add,
                adviser,
                "Add a template of your own office, to choose",
                status=201,
                refuses=(*_WRONG, no.KIND_UNKNOWN, no.TOO_MANY_TEMPLATES, NOT_ALLOWED),
                once=True,
                keys=True,
                json_bytes=_LARGE,
            ),
            Route(
                "PUT",
                _PATH + "/{kind}/{language}",
                self.change,
                Role.ADMIN,
                "Change the template of a kind in a language",
                refuses=(*_WRONG, no.KIND_UNKNOWN),
                if_match=True,
                keys=True,
                json_bytes=_LARGE,
            ),
            Route(
                "DELETE",
                _PATH + "/{kind}/{language}",
                self.reset,
                Role.ADMIN,
                "Back to the default",
                refuses=(no.KIND_UNKNOWN,),
                keys=True,
            ),
            Route(
                "PUT",
                one,
                self.rewrite,
                adviser,
                "Change an added template",
                refuses=(*_WRONG, no.TEMPLATE_UNKNOWN, NOT_ALLOWED),
                if_match=True,
                keys=True,
                json_bytes=_LARGE,
            ),
            Route(
                "DELETE",
                one,
                self.remove,
                adviser,
                "Remove an added template",
                status=204,
                refuses=(no.TEMPLATE_UNKNOWN, NOT_ALLOWED),
                keys=True,
            ),
            Route(
                "POST",
                _PATH + "/preview",
                self.preview,
                adviser,
                "How a message would look for a client",
                refuses=look,
                keys=True,
                json_bytes=_LARGE,
            ),
            Route(
                "POST",
                _PATH + "/test",
                self.test,
                adviser,
                "Send the message to myself",
                status=204,
                refuses=(*look, no.TOO_MANY_TESTS),
                json_bytes=_LARGE,
            ),
        ]

    # --- templates ---

    async def templates(self, call: Call) -> TemplateList:
        async with self._ground.database.reading() as rows:
            found = await self._templates.all(rows, call.member.organisation_id)
        kinds = [
            KindView(
                kind=kind,
                tags=list(KNOWN[kind]),
                to="adviser" if kind in TO_ADVISER else "client",
                by_hand=kind in BY_HAND,
                marketing=kind in MARKETING,
            )
            for kind in KINDS
        ]
        return TemplateList(items=[_template(one) for one in found], kinds=kinds)

    async def add(self, call: Call, body: NewTemplate) -> TemplateView:
        self._may_write(call, body.kind)
        async with self._ground.database.writing() as rows:
            made = await self._templates.add(
                rows, call.member, body.kind, body.language, body.name, body.subject, body.blocks
            )
            await self._noted(rows, call, "template.added", made.id)
        call.version = made.version
        return _template(made)

    async def change(self, call: Call, kind: str, language: Language, body: TemplateChange) -> TemplateView:
        async with self._ground.database.writing() as rows:
            made = await self._templates.change(
                rows, call.member, kind, language, call.seen(), body.subject, body.blocks
            )
            await self._noted(rows, call, "template.changed", f"{kind}/{language}")
        call.version = made.version
        return _template(made)

    async def reset(self, call: Call, kind: str, language: Language) -> TemplateView:
        async with self._ground.database.writing() as rows:
            await self._templates.reset(rows, call.member.organisation_id, kind, language)
            await self._noted(rows, call, "template.reset", f"{kind}/{language}")
            sheet = await self._templates.of(rows, call.member.organisation_id, kind, language)
        call.version = sheet.version
        return _template(sheet)

    async def rewrite(self, call: Call, sheet_id: Id, body: OwnTemplateChange) -> TemplateView:
        async with self._ground.database.writing() as rows:
            before = await self._templates.one(rows, call.member.organisation_id, sheet_id)
            self._may_write(call, before.kind)
            made = await self._templates.rewrite(
                rows, call.member, sheet_id, call.seen(), body.name, body.subject, body.blocks
            )
            await self._noted(rows, call, "template.changed", sheet_id)
        call.version = made.version
        return _template(made)

    async def remove(self, call: Call, sheet_id: Id) -> None:
        async with self._ground.database.writing() as rows:
            gone = await self._templates.remove(rows, call.member.organisation_id, sheet_id)
            self._may_write(call, gone.kind)
            await self._noted(rows, call, "template.removed", sheet_id)

    def _may_write(self, call: Call, kind: str) -> None:
        """What leaves by itself is the administrator's; what somebody writes by hand, everybody's."""
        if kind not in BY_HAND and call.member.role != "admin":
            raise NOT_ALLOWED.problem()

    async def _noted(self, rows: Rows, call: Call, action: str, subject: str) -> None:
        member = call.member
        await self._audit.note(
            rows, member.organisation_id, Actor.of(member), action, "template", subject, address=call.address
        )

    async def preview(self, call: Call, body: Draft) -> Preview:
        shown, to = await self._writing.preview(call.member, body)
        return Preview(subject=shown.subject, html=shown.html, text=shown.text, to=to.email)

    async def test(self, call: Call, body: Draft) -> None:
        if wait := await self._ground.throttle.take(key("test mail", call.member.user_id), TESTS):
            raise no.TOO_MANY_TESTS.problem(retry_after=int(wait) + 1)
        await self._writing.test(call.member, body)

    # --- messages ---

    async def send(self, call: Call, client_id: Id, body: NewMessage) -> MessageView:
        return _message(await self._writing.send(call.member, client_id, body))

    async def of_client(self, call: Call, client_id: Id, query: MessagePage) -> MessageList:
        office = call.member.organisation_id
        async with self._ground.database.reading() as rows:
            await self._clients.seen(rows, call.member, client_id)
            found = await store.of_client(rows, office, client_id, query.before)
        more = len(found) > store.PAGE
        shown = found[: store.PAGE]
        return MessageList(items=[_message(row) for row in shown], next=shown[-1].id if more else None)

    async def one(self, call: Call, message_id: Id) -> MessageView:
        async with self._ground.database.reading() as rows:
            row = await store.one(rows, call.member.organisation_id, message_id)
            if row is None:
                raise no.MESSAGE_UNKNOWN.problem()
            try:
                await self._clients.seen(rows, call.member, row.client_id)
            except Problem:
                raise no.MESSAGE_UNKNOWN.problem() from None
        return _message(row)

    async def bulk(self, call: Call, body: BulkMessage) -> MailingView:
        mailing_id = await self._writing.send_to_many(call.member, body)
        return await self.mailing(call, mailing_id)

    async def mailing(self, call: Call, mailing_id: Id) -> MailingView:
        async with self._ground.database.reading() as rows:
            row = await self._mailing(rows, call, mailing_id)
            counts = await store.mailing_counts(rows, mailing_id)
        return MailingView(
            id=row.id,
            kind=row.kind,
            subject=row.subject,
            total=row.total,
            waiting=counts.get("waiting", 0),
            sent=counts.get("sent", 0),
            skipped=counts.get("skipped", 0),
            created_at=row.created_at,
            done_at=row.done_at,
        )

    async def recipients(self, call: Call, mailing_id: Id, query: RecipientPage) -> RecipientList:
        r = mailing_recipients.c
        office = call.member.organisation_id
        async with self._ground.database.reading() as rows:
            await self._mailing(rows, call, mailing_id)
            places = select(mailing_recipients).where(r.mailing_id == mailing_id, r.position > (query.after or 0))
            found = (await rows.execute(places.order_by(r.position).limit(_PLACES + 1))).all()
            cards = await self._clients.cards(rows, office, [row.client_id for row in found])
        shown = found[:_PLACES]
        items = [
            RecipientView(
                client_id=row.client_id,
                name=cards[row.client_id].name if row.client_id in cards else "",
                state=row.state,
                reason=row.reason,
                message_id=row.message_id,
            )
            for row in shown
        ]
        return RecipientList(items=items, next=shown[-1].position if len(found) > _PLACES else None)

    async def _mailing(self, rows: Rows, call: Call, mailing_id: str) -> Row[Any]:
        """Whoever sent it may look, and the administrator."""
        row = await store.mailing(rows, call.member.organisation_id, mailing_id)
        if row is None or (call.member.role != "admin" and row.made_by != call.member.user_id):
            raise no.MAILING_UNKNOWN.problem()
        return row


def _template(one: Sheet) -> TemplateView:
    return TemplateView(
        id=one.id,
        kind=one.kind,
        language=one.language,  # type: ignore[arg-type]  # one of the three: written by us
        name=one.name,
        subject=one.subject,
        blocks=list(one.blocks),
        own=one.own,
        changed=bool(one.id) and not one.own,
        version=one.version,
        updated_at=one.updated_at,
    )


def _message(row: Row[Any]) -> MessageView:
    return MessageView(
        id=row.id,
        client_id=row.client_id,
        direction=row.direction,
        kind=row.kind,
        email=row.email,
        name=row.name,
        subject=row.subject,
        text=row.text or "",
        sender_id=row.sender_id,
        sender_name=row.sender_name,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        state=store.state_of(row),
        error=row.error,
        created_at=row.created_at,
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        returned_at=row.bounced_at,
    )
