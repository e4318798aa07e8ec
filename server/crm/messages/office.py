"""The post office: fills a template for one person and puts it into the outbox. Implements the port Letters."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import Row, insert, select

from crm_adapter.messages import tags
from crm_adapter.messages.blocks import texts
from crm_adapter.messages.defaults import LANGUAGES, MARKETING, TO_ADVISER
from crm_adapter.messages.rendering import Look, Rendered, render
from server.accounts.fields import is_email
from server.crm.messages.refusals import (
    EMAIL_BLOCKED,
    EMAIL_MISSING,
    EMAIL_WRONG,
    TAG_WITHOUT_VALUE,
    UNSUBSCRIBED,
)
from server.crm.messages.tables import bounces, messages
from server.crm.messages.templates import Templates, checked, strict
from server.crm.messages.unsubscribe import Unsubscribing
from server.crm.ports import SYSTEM, Actor, Clients, Ground, Recipient, Rows, Timeline
from server.mail.outbox import Attachment
from server.mail.page import LOGO, Letter, legible, one_line, tint
from server.mail.words import WORDS
from server.stores.database import uuid7
from server.stores.tables import organisations, users

# In the conversation and the timeline of a client; what the others tell stands there already.
_TOLD: Final = frozenset({"client_message", "client_marketing", "invite"})


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything that one mail is made of. `blocks` empty: the template's; `actor`: whoever pressed the button;
    `test`: to oneself, so nothing of it is noted and offers need no consent."""

    kind: str
    to: Recipient
    values: Mapping[str, str]
    adviser_id: str | None = None
    subject_kind: str = ""
    subject_id: str = ""
    attachments: Sequence[Attachment] = ()
    calendar: tuple[str, bytes] | None = None
    template_id: str | None = None
    subject: str = ""
    blocks: Sequence[Any] = ()
    mailing_id: str = ""
    actor: Actor = SYSTEM
    test: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """`message_id` is "" for mails to the office itself."""

    mail_id: str
    message_id: str


class PostOffice:
    def __init__(
        self, ground: Ground, templates: Templates, clients: Clients, timeline: Timeline, unsubscribing: Unsubscribing
    ) -> None:
        self._ground = ground
        self._templates = templates
        self._clients = clients
        self._timeline = timeline
        self._unsubscribing = unsubscribing

    async def send(
        self,
        rows: Rows,
        organisation_id: str,
        kind: str,
        to: Recipient,
        values: Mapping[str, str],
        *,
        adviser_id: str | None = None,
        subject_kind: str = "",
        subject_id: str = "",
        attachments: Sequence[Attachment] = (),
        calendar: tuple[str, bytes] | None = None,
        template_id: str | None = None,
        blocks: Sequence[Any] = (),
    ) -> str:
        """See the port Letters."""
        wish = Wish(
            kind, to, values, adviser_id, subject_kind, subject_id, attachments, calendar, template_id, blocks=blocks
        )
        return (await self.post(rows, organisation_id, wish)).mail_id

    async def places(self, rows: Rows, organisation_id: str, ids: Collection[str]) -> dict[str, str]:
        """See the port Letters."""
        return await self._templates.places(rows, organisation_id, ids)

    async def post(self, rows: Rows, organisation_id: str, wish: Wish) -> Posted:
        """Raises a Problem, and has written nothing then."""
        await self._may_go(rows, organisation_id, wish)
        office, adviser = await self._house(rows, organisation_id, wish.adviser_id)
        unsubscribe = ""
        if wish.kind in MARKETING and not wish.test:
            unsubscribe = self._unsubscribing.link(organisation_id, wish.to.client_id, wish.to.email)
        rendered = await self._rendered(rows, office, adviser, wish, unsubscribe)
        to_office = wish.kind in TO_ADVISER
        sender = office.name if adviser is None or to_office else f"{adviser.name} · {office.name}"
        letter = Letter(
            kind=wish.kind,
            recipient=wish.to.email,
            recipient_name=one_line(wish.to.name, 120),
            sender_name=one_line(sender, 120),
            reply_to="" if adviser is None or to_office else adviser.email,
            language=_language(wish.to.language),
            subject=one_line(rendered.subject, 300),
            text=rendered.text,
            html=rendered.html,
            secret=False,
            calendar=None if wish.calendar is None else (wish.calendar[0], wish.calendar[1].decode()),
            unsubscribe=unsubscribe,
        )
        mail_id = await self._ground.outbox.put(rows, organisation_id, letter, attachments=wish.attachments)
        message_id = await self._note(rows, organisation_id, wish, letter, mail_id, adviser)
        return Posted(mail_id, message_id)

    async def preview(self, rows: Rows, organisation_id: str, wish: Wish, logo: str = "") -> Rendered:
        """As `post` would write it, to look at; `logo` is an address that a browser can open."""
        office, adviser = await self._house(rows, organisation_id, wish.adviser_id)
        link = self._unsubscribing.link(organisation_id, wish.to.client_id, wish.to.email)
        rendered = await self._rendered(rows, office, adviser, wish, link if wish.kind in MARKETING else "")
        return Rendered(rendered.subject, rendered.html.replace(LOGO, logo), rendered.text)

    async def _may_go(self, rows: Rows, organisation_id: str, wish: Wish) -> None:
        email = wish.to.email
        if not email:
            raise EMAIL_MISSING.problem()
        if not is_email(email) or len(email) > 254 or not email.isprintable():
            raise EMAIL_WRONG.problem()
        card = await self._clients.card(rows, organisation_id, wish.to.client_id) if wish.to.client_id else None
        if card is not None:
            known = [one for one in card.emails if one.value == email]
            if known and all(one.blocked for one in known):
                raise EMAIL_BLOCKED.problem(email=email)
            if wish.kind in MARKETING and card.unsubscribed:
                raise UNSUBSCRIBED.problem()
            if known:
                return
        # On no card: what came back from it decides.
        its = (bounces.c.organisation_id == organisation_id) & (bounces.c.email == email.lower())
        hard = its & bounces.c.kind.in_(("hard", "complaint"))
        if wish.kind not in TO_ADVISER and await rows.scalar(select(bounces.c.id).where(hard).limit(1)):
            raise EMAIL_BLOCKED.problem(email=email)

    async def _house(
        self, rows: Rows, organisation_id: str, adviser_id: str | None
    ) -> tuple[Row[Any], Row[Any] | None]:
        office = (await rows.execute(select(organisations).where(organisations.c.id == organisation_id))).one()
        if adviser_id is None:
            return office, None
        mine = (users.c.organisation_id == organisation_id) & (users.c.id == adviser_id)
        return office, (await rows.execute(select(users).where(mine))).one_or_none()

    async def _rendered(
        self, rows: Rows, office: Row[Any], adviser: Row[Any] | None, wish: Wish, unsubscribe: str
    ) -> Rendered:
        language = _language(wish.to.language)
        sheet = await self._templates.of(rows, office.id, wish.kind, language, wish.template_id)
        subject, tree = checked(wish.kind, wish.subject or sheet.subject, wish.blocks or sheet.blocks)
        values = await self._values(rows, office, adviser, wish, language) | {
            "unsubscribe_link": unsubscribe or self._ground.own_url()
        }
        if strict(wish.kind):
            for text in (subject, *texts(tree)):
                if empty := tags.empty_in(text, values):
                    raise TAG_WITHOUT_VALUE.problem(tag=empty)
        colour = legible(office.colour)
        person = adviser is not None and wish.kind not in TO_ADVISER
        look = Look(
            office=office.name,
            colour=colour,
            tint=tint(colour),
            logo=LOGO if office.logo else "",
            adviser=adviser.name if adviser is not None and person else "",
            caption=WORDS[language]["your_adviser"],
            language=language,
        )
        return render(subject, tree, values, look)

    async def _values(
        self, rows: Rows, office: Row[Any], adviser: Row[Any] | None, wish: Wish, language: str
    ) -> dict[str, str]:
        words = WORDS[language]
        question = words["question_phone"].format(phone=office.phone) if office.phone else words["question"]
        values = {
            "client_full_name": wish.to.name,
            "client_name": wish.to.name,
            "client_first_name": await self.first_name(rows, office.id, wish.to),
            "adviser_name": office.name if adviser is None else adviser.name,
            "adviser_email": "" if adviser is None else adviser.email,
            "office_name": office.name,
            "office_phone": office.phone,
            "office_question": question,
            "join_host": urlsplit(self._ground.own_url()).netloc,
        }
        if wish.kind in TO_ADVISER:
            values |= {"client_full_name": "", "client_name": "", "client_first_name": "", "adviser_name": wish.to.name}
        given = {name: str(value) for name, value in wish.values.items() if value or name not in values}
        return values | given

    async def first_name(self, rows: Rows, organisation_id: str, to: Recipient) -> str:
        card = await self._clients.card(rows, organisation_id, to.client_id) if to.client_id else None
        if card is None:
            return to.name
        person = next((one for one in card.people if to.person_id and one.id == to.person_id), None)
        return (person.given or person.name) if person is not None else (card.given or card.name)

    async def _note(
        self, rows: Rows, organisation_id: str, wish: Wish, letter: Letter, mail_id: str, adviser: Row[Any] | None
    ) -> str:
        if not wish.to.client_id or wish.kind in TO_ADVISER or wish.test:
            return ""
        now, message_id = self._ground.now(), uuid7()
        await rows.execute(
            insert(messages).values(
                id=message_id,
                organisation_id=organisation_id,
                client_id=wish.to.client_id,
                person_id=wish.to.person_id,
                direction="out",
                kind=wish.kind,
                email=letter.recipient,
                name=letter.recipient_name,
                subject=letter.subject,
                mail_id=mail_id,
                sender_id=None if adviser is None else adviser.id,
                sender_name="" if adviser is None else adviser.name,
                subject_kind=wish.subject_kind,
                subject_id=wish.subject_id,
                mailing_id=wish.mailing_id,
                created_at=now,
                updated_at=now,
            )
        )
        if wish.kind in _TOLD:
            detail = {"subject": letter.subject, "to": letter.recipient, "kind": wish.kind}
            actor = wish.actor
            if actor.kind == "system" and adviser is not None:
                actor = Actor("user", adviser.id, adviser.name)
            await self._timeline.add(
                rows,
                organisation_id,
                wish.to.client_id,
                "message_sent",
                actor,
                subject_kind="message",
                subject_id=message_id,
                detail=detail,
                key=f"message {message_id}",
            )
        return message_id


def _language(wanted: str) -> str:
    return wanted if wanted in LANGUAGES else "nl"
