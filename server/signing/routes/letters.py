"""Which letter goes to whom when something happens to an envelope. Written in the transaction of the event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.code_mails import sender_of
from server.mail import signing as letters
from server.mail.outbox import Attachment, Outbox
from server.mail.page import Letter
from server.mail.signing import Ask, Copies, Matter, Over, Reader
from server.signing.envelopes import Envelope, Event, Signer, SignerRef
from server.signing.names import file_name
from server.signing.progress import by_mail
from server.signing.routes.links import CODE, COPY, LATE, Kind, Links
from server.signing.routes.views import language_of
from server.signing.tables import envelope_events
from server.stores.tables import organisations, users

MOST_ATTACHED = 7_000_000
"""Bytes of the two files together. A mail grows by a third on its way, and many mailboxes take no more than 10 MB."""

EVERY_WAY: tuple[Kind, ...] = ("mail", "here", "embed", "copy")


@dataclass(frozen=True, slots=True)
class _About:
    """What all letters of one event share. `sender` is None when a program sent it, or its sender's account is gone."""

    office: Row[Any]
    matter: Matter
    sender: Reader | None
    desk: str  # the envelope's page, for the sender


class SigningMails:
    """`own_url`: where this service is reached, such as https://samen.example."""

    def __init__(self, outbox: Outbox, links: Links, own_url: Callable[[], str]) -> None:
        self._outbox = outbox
        self._links = links
        self._own_url = own_url

    async def on_event(self, rows: AsyncConnection, envelope: Envelope, event: Event) -> None:
        signer = envelope.signer(event.signer_id) if event.signer_id is not None else None
        match event.kind:
            case "link_sent" | "reminded" | "resent" | "address_changed" | "delegated" if signer is not None:
                await self._invite(rows, envelope, event, signer)
            case "voided" | "declined" | "expired" | "failed":
                await self._ended(rows, envelope, event)
            case "stamp_pending" | "completed":
                await self._copies(rows, envelope, event)
            case _:
                return  # of which nobody needs a letter

    async def after_event(self, _envelope: Envelope, _event: Event) -> None:
        self._outbox.wake()

    async def code(self, rows: AsyncConnection, envelope: Envelope, signer: Signer) -> None:
        """A new one-time code; older ones of this signer are worth nothing from now on."""
        about = await self._about(rows, envelope)
        digits = await self._links.new_code(rows, _ref(envelope, signer))
        minutes = int(CODE / timedelta(minutes=1))
        await self._put(rows, about, letters.code(about.matter, _reader(signer), digits, minutes))

    # --- what each event means ---

    async def _invite(self, rows: AsyncConnection, envelope: Envelope, event: Event, signer: Signer) -> None:
        about = await self._about(rows, envelope)
        ref = _ref(envelope, signer)
        if event.kind in ("address_changed", "delegated"):
            # Whoever had a link until now is not the one who signs any more.
            await self._links.revoke(rows, ref, EVERY_WAY)
        elif event.kind == "resent":
            await self._links.revoke(rows, ref, ("mail",))
        if event.kind == "delegated" and about.sender is not None:
            notice = letters.passed_on(
                about.matter, about.sender, giver=event.by, name=signer.name, email=signer.email, link=about.desk
            )
            await self._put(rows, about, notice)
        moved = event.kind in ("address_changed", "delegated")
        if not signer.turn or envelope.expires_at is None or (moved and not by_mail(envelope, signer)):
            return
        token = await self._links.make(rows, ref, "mail", envelope.expires_at + LATE)
        asked = Ask(
            link=f"{self._own_url()}/sign/{token}",
            until=envelope.expires_at,
            message=envelope.message,
            giver=_name_in(signer.delegated_from),
            again=event.kind == "reminded",
            code=envelope.verification == "code",
        )
        await self._put(rows, about, letters.ask(about.matter, _reader(signer), asked))

    async def _ended(self, rows: AsyncConnection, envelope: Envelope, event: Event) -> None:
        about = await self._about(rows, envelope)
        left = tuple(one.name for one in envelope.signers if one.status != "signed")
        over = Over(event.kind, event.by, str(event.details.get("reason", "")), left)  # type: ignore[arg-type]  # one of the four
        knows_already = event.kind == "voided" and event.by == envelope.created_by_name
        if about.sender is not None and not knows_already:
            await self._put(rows, about, letters.ended(about.matter, about.sender, over, about.desk))
        for signer in envelope.signers:
            asked = signer.turn or signer.status == "signed"
            # Who sat in the session saw it happen.
            if asked and by_mail(envelope, signer) and signer.id != event.signer_id:
                await self._put(rows, about, letters.stopped(about.matter, _reader(signer), over))

    async def _copies(self, rows: AsyncConnection, envelope: Envelope, event: Event) -> None:
        about = await self._about(rows, envelope)
        files = _attachments(envelope)
        copies = Copies(
            link=about.desk,
            signers=tuple(one.signed_name or one.name for one in envelope.signers),
            attached=bool(files),
            stamp="missing" if event.kind == "stamp_pending" else await self._stamp(rows, envelope),
            verify=f"{self._own_url()}/verify",
        )
        for signer in envelope.signers:
            token = await self._links.make(rows, _ref(envelope, signer), "copy", event.at + COPY)
            theirs = replace(copies, link=f"{self._own_url()}/sign/{token}")
            await self._put(rows, about, letters.done(about.matter, _reader(signer), theirs), files)
        also_signs = {one.email for one in envelope.signers}
        if about.sender is not None and about.sender.email not in also_signs:
            await self._put(rows, about, letters.done(about.matter, about.sender, copies), files)

    async def _stamp(self, rows: AsyncConnection, envelope: Envelope) -> Literal["there", "followed"]:
        """Whether people have a copy without the archive stamp already."""
        earlier = select(envelope_events.c.seq).where(
            envelope_events.c.envelope_id == envelope.id, envelope_events.c.kind == "stamp_pending"
        )
        return "followed" if (await rows.execute(earlier.limit(1))).first() else "there"

    # --- how ---

    async def _about(self, rows: AsyncConnection, envelope: Envelope) -> _About:
        office = (await rows.execute(select(organisations).where(organisations.c.id == envelope.organisation_id))).one()
        # Of an account that was closed nobody reads the mail.
        mine = (users.c.id == envelope.created_by) & (users.c.organisation_id == envelope.organisation_id)
        user = (await rows.execute(select(users).where(mine, users.c.active))).one_or_none()
        sender = None if user is None else Reader(user.name, user.email, language_of(user.language))
        matter = Matter(sender_of(office), envelope.title, envelope.created_by_name, sender.email if sender else "")
        return _About(office, matter, sender, f"{self._own_url()}/adviser/signing/{envelope.id}")

    async def _put(
        self, rows: AsyncConnection, about: _About, letter: Letter, files: Sequence[Attachment] = ()
    ) -> None:
        await self._outbox.put(rows, about.office.id, letter, attachments=files)


def _attachments(envelope: Envelope) -> list[Attachment]:
    """The signed document and its log; nothing when they are too much for a mail."""
    found = [one for one in (envelope.file("signed"), envelope.file("log")) if one is not None]
    if len(found) < 2 or sum(one.size for one in found) > MOST_ATTACHED:
        return []
    return [Attachment(file_name(envelope, one.kind), "application/pdf", one.size, one.sha256) for one in found]


def _ref(envelope: Envelope, signer: Signer) -> SignerRef:
    return SignerRef(envelope.organisation_id, envelope.id, signer.id)


def _reader(signer: Signer) -> Reader:
    return Reader(signer.name, signer.email, language_of(signer.language))


def _name_in(delegated_from: str | None) -> str:
    """The name of "Jan Jansen <jan@example.com>"."""
    return (delegated_from or "").rpartition(" <")[0] or (delegated_from or "")
