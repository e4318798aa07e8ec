"""Messages that somebody writes: to one client, to many, to themselves as a test, or only to look at."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Row, insert, select

from crm_adapter.messages import blocks as tree
from crm_adapter.messages import tags
from crm_adapter.messages.defaults import KINDS, TO_ADVISER, documents_at
from crm_adapter.messages.rendering import Rendered
from crm_adapter.messages.samples import SAMPLES
from server.crm.messages import store
from server.crm.messages.office import PostOffice, Wish
from server.crm.messages.refusals import (
    APPOINTMENT_UNKNOWN,
    DOCUMENT_UNKNOWN,
    KIND_UNKNOWN,
    MESSAGE_EMPTY,
    MESSAGE_UNKNOWN,
    NOBODY_CHOSEN,
    NOT_AN_ADDRESS,
    SENDER_UNKNOWN,
    TOO_MANY_RECIPIENTS,
)
from server.crm.messages.tables import mailing_recipients, mailings
from server.crm.messages.templates import Templates, checked
from server.crm.messages.views import BulkMessage, Draft, NewMessage
from server.crm.ports import Actor, Audit, Card, Clients, Documents, Ground, Recipient, Rows
from server.stores.database import uuid7
from server.stores.tables import organisations, users
from server.web import Member

MOST = 10_000
"""Recipients of one message to many."""

AppointmentValues = Callable[[Rows, Member, str, str], Awaitable[tuple[str | None, dict[str, str]] | None]]
"""(rows, member, appointment, language) -> its client and the values of its tags; None for one not shown to them."""
LinkTo = Callable[[Rows, Member, Card, Sequence[str]], Awaitable[str]]
"""(rows, member, client, documents of theirs) -> the address at which this client opens them, without an account."""
Chosen = Callable[[Rows, Member, Any, Sequence[str]], Awaitable[Sequence[str]]]
"""(rows, member, filter, left out) -> ids of clients, as the list of clients shows them."""


async def no_appointments(_rows: Rows, _member: Member, _appointment: str, _language: str) -> None:
    """Where there is no agenda."""
    return


class Writing:
    """`appointments`, `documents`, `link_to` and `chosen` are given once the modules that know are there."""

    def __init__(self, ground: Ground, post: PostOffice, templates: Templates, clients: Clients, audit: Audit) -> None:
        self._ground = ground
        self._post = post
        self._templates = templates
        self._clients = clients
        self._audit = audit
        self.appointments: AppointmentValues = no_appointments
        self.documents: Documents | None = None
        self.link_to: LinkTo | None = None
        self.chosen: Chosen | None = None

    async def send(self, member: Member, client_id: str, wish: NewMessage) -> Row[Any]:
        """One message to one client; its row."""
        async with self._ground.database.writing() as rows:
            card = await self._clients.seen(rows, member, client_id)
            sender = await self._sender(rows, member, wish.sender_id)
            to = recipient(card, wish.to)
            blocks = await self._blocks(rows, member.organisation_id, wish, to.language)
            values = await self._appointment(rows, member, card.id, wish.appointment_id, to.language)
            if wish.documents:
                blocks = await self._with_documents(rows, member, card, wish, blocks, values, to.language)
            posted = await self._post.post(
                rows,
                member.organisation_id,
                Wish(
                    kind=wish.kind,
                    to=to,
                    values=values,
                    adviser_id=sender,
                    subject_kind="appointment" if wish.appointment_id else "",
                    subject_id=wish.appointment_id or "",
                    template_id=wish.template_id,
                    subject=wish.subject,
                    blocks=blocks,
                    actor=Actor.of(member),
                ),
            )
            await self._audit.note(
                rows, member.organisation_id, Actor.of(member), "message.sent", "client", card.id, {"kind": wish.kind}
            )
            row = await store.one(rows, member.organisation_id, posted.message_id)
        self._ground.outbox.wake()
        if row is None:
            raise MESSAGE_UNKNOWN.problem()
        return row

    async def preview(self, member: Member, draft: Draft) -> tuple[Rendered, Recipient]:
        # The link of an appointment that has none yet is made by asking for it.
        database = self._ground.database
        async with database.reading() if draft.appointment_id is None else database.writing() as rows:
            wish = await self._draft(rows, member, draft)
            logo = await rows.scalar(select(organisations.c.logo).where(organisations.c.id == member.organisation_id))
            shown = await self._post.preview(
                rows, member.organisation_id, wish, f"/api/v1/logos/{logo}" if logo else ""
            )
            return shown, wish.to

    async def test(self, member: Member, draft: Draft) -> None:
        """The message, filled as in the preview, to whoever asks."""
        async with self._ground.database.writing() as rows:
            wish = await self._draft(rows, member, draft)
            me = Recipient(member.email, wish.to.name, wish.to.language)
            names = {"client_first_name": await self._post.first_name(rows, member.organisation_id, wish.to)}
            await self._post.post(
                rows, member.organisation_id, replace(wish, to=me, values={**wish.values, **names}, test=True)
            )
        self._ground.outbox.wake()

    async def send_to_many(self, member: Member, wish: BulkMessage) -> str:
        """A durable message to many; its id. Each gets their own, or a reason why not."""
        async with self._ground.database.writing() as rows:
            ids = await self._whom(rows, member, wish)
            sender = await self._sender(rows, member, wish.sender_id)
            blocks = wish.blocks or ([tree.paragraphs(wish.text)] if wish.text.strip() else [])
            if not blocks:
                raise MESSAGE_EMPTY.problem()
            subject, clean = checked(wish.kind, wish.subject, blocks)
            now, mailing_id = self._ground.now(), uuid7()
            await rows.execute(
                insert(mailings).values(
                    id=mailing_id,
                    organisation_id=member.organisation_id,
                    kind=wish.kind,
                    subject=subject,
                    blocks=orjson.dumps(clean).decode(),
                    sender_id=sender,
                    made_by=member.user_id,
                    total=len(ids),
                    created_at=now,
                    updated_at=now,
                )
            )
            places = [
                {
                    "mailing_id": mailing_id,
                    "position": position,
                    "organisation_id": member.organisation_id,
                    "client_id": client_id,
                    "state": "waiting",
                }
                for position, client_id in enumerate(ids, 1)
            ]
            await rows.execute(insert(mailing_recipients), places)
            await self._ground.jobs.put(rows, member.organisation_id, "mailing", mailing_id)
            await self._audit.note(
                rows,
                member.organisation_id,
                Actor.of(member),
                "message.sent_to_many",
                "mailing",
                mailing_id,
                {"kind": wish.kind, "total": len(ids)},
            )
        self._ground.jobs.wake()
        return mailing_id

    async def _whom(self, rows: Rows, member: Member, wish: BulkMessage) -> list[str]:
        if wish.filter is not None and self.chosen is not None:
            ids = list(await self.chosen(rows, member, wish.filter, wish.except_ids))
        else:
            ids = []
            for client_id in dict.fromkeys(wish.ids):
                await self._clients.seen(rows, member, client_id)
                ids.append(client_id)
        if not ids:
            raise NOBODY_CHOSEN.problem()
        if len(ids) > MOST:
            raise TOO_MANY_RECIPIENTS.problem(most=MOST)
        return ids

    async def _draft(self, rows: Rows, member: Member, draft: Draft) -> Wish:
        if draft.kind not in KINDS:
            raise KIND_UNKNOWN.problem()
        samples = SAMPLES[draft.language]
        values = dict(samples)
        to = Recipient(member.email, samples["client_full_name"], draft.language)
        if draft.kind in TO_ADVISER:
            to = Recipient(member.email, member.name, draft.language)
        elif draft.client_id is not None:
            card = await self._clients.seen(rows, member, draft.client_id)
            to = replace(recipient(card, ""), language=draft.language)
            for name in ("client_full_name", "client_name", "client_first_name"):
                values.pop(name)
        if draft.appointment_id is not None:
            found = await self.appointments(rows, member, draft.appointment_id, draft.language)
            if found is None or (draft.client_id and found[0] != draft.client_id):
                raise APPOINTMENT_UNKNOWN.problem()
            values |= found[1]
        sender = await self._sender(rows, member, draft.sender_id)
        return Wish(draft.kind, to, values, sender, subject=draft.subject, blocks=draft.blocks)

    async def _blocks(self, rows: Rows, organisation_id: str, wish: NewMessage, language: str) -> list[Any]:
        """What was written; plain text goes between the greeting and the foot of nothing but itself."""
        if wish.blocks:
            return list(wish.blocks)
        if wish.text.strip():
            return [tree.paragraphs(wish.text)]
        if wish.kind != "invite" and wish.template_id is None:
            raise MESSAGE_EMPTY.problem()
        sheet = await self._templates.of(rows, organisation_id, wish.kind, language, wish.template_id)
        return list(sheet.blocks)

    async def _sender(self, rows: Rows, member: Member, sender_id: str | None) -> str:
        if sender_id is None or sender_id == member.user_id:
            return member.user_id
        mine = (users.c.organisation_id == member.organisation_id) & (users.c.id == sender_id) & users.c.active
        if await rows.scalar(select(users.c.id).where(mine)) is None:
            raise SENDER_UNKNOWN.problem()
        return sender_id

    async def _appointment(
        self, rows: Rows, member: Member, client_id: str, appointment_id: str | None, language: str
    ) -> dict[str, str]:
        if appointment_id is None:
            return {}
        found = await self.appointments(rows, member, appointment_id, language)
        if found is None or found[0] != client_id:
            raise APPOINTMENT_UNKNOWN.problem()
        return dict(found[1])

    async def _with_documents(
        self,
        rows: Rows,
        member: Member,
        card: Card,
        wish: NewMessage,
        blocks: list[Any],
        values: dict[str, str],
        language: str,
    ) -> list[Any]:
        """The message with the way to its documents: where it says `document_link`, else under it. Never the bytes: a
        link can be taken back, is looked after in the audit, and opens to nobody after its time."""
        names = []
        for document_id in dict.fromkeys(wish.documents):
            one = None
            if self.documents is not None:
                one = await self.documents.one_shared(rows, member.organisation_id, document_id)
            if one is None or one.client_id != card.id:
                raise DOCUMENT_UNKNOWN.problem()
            names.append(one.name)
        if self.link_to is None:
            raise DOCUMENT_UNKNOWN.problem()
        link = await self.link_to(rows, member, card, list(dict.fromkeys(wish.documents)))
        values |= {"document_names": ", ".join(names), "document_link": link}
        _, clean = checked(wish.kind, wish.subject, blocks)
        used = {use.name for text in tree.texts(clean) for use in tags.uses(text)}
        return blocks if "document_link" in used else [*blocks, *documents_at(wish.kind, language, link)]


def recipient(card: Card, email: str) -> Recipient:
    """Who gets a client's mail: the address asked for, or the first that takes mail. Raises NOT_AN_ADDRESS."""
    wanted = email.strip().lower()
    chosen = next((one for one in card.emails if one.value.lower() == wanted), None)
    if wanted and chosen is None:
        raise NOT_AN_ADDRESS.problem()
    chosen = chosen or next((one for one in card.emails if not one.blocked), None) or (card.emails or (None,))[0]
    person = next((one for one in card.people if chosen is not None and one.id == chosen.person_id), None)
    return Recipient(
        email="" if chosen is None else chosen.value,
        name=card.name if person is None else person.name,
        language=card.language if person is None or not person.language else person.language,
        client_id=card.id,
        person_id="" if person is None else person.id,
    )
