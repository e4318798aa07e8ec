"""Delivery by SMTP: one mail, one connection, every wait bounded."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime
from typing import Any, Protocol

import structlog
from sqlalchemy import Row

from server.mail.dkim import Dkim, signed
from server.mail.outbox import Attachment, Outbox
from server.mail.page import LOGO
from server.stores.blobs import BlobMissing, Blobs

log = structlog.get_logger(__name__)

_POLL = 5.0
_WHOLE = 90
_EACH = 20


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where mail goes. `security`: "tls" from the first byte, "starttls" required, or "offered"."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom mails come from. `bounces`: an address with {} for the mail, where reports come back to; "" is `mail_from`."""

    mail_from: str
    bounces: str = ""
    dkim: Dkim | None = None

    def envelope_from(self, mail_id: str) -> str:
        return self.bounces.replace("{}", mail_id.replace("-", "")) if self.bounces else self.mail_from


class Counted(Protocol):
    """Told the outcome of each try."""

    def __call__(self, outcome: str) -> None: ...


class MailSender:
    """Takes mails from the outbox one by one. Several nodes may run one each: leases keep them apart."""

    def __init__(
        self, outbox: Outbox, smtp: Smtp, origin: Origin, blobs: Blobs, now: Callable[[], datetime], counted: Counted
    ) -> None:
        self._outbox = outbox
        self._smtp = smtp
        self._origin = origin
        self._blobs = blobs
        self._now = now
        self._counted = counted

    async def run(self) -> None:
        """Send what is due, then wait to be woken; look anyway now and then, for retries and other nodes."""
        while True:
            self._outbox.waiting.clear()
            while await self.send_one():
                pass
            try:
                async with asyncio.timeout(_POLL):
                    await self._outbox.waiting.wait()
            except TimeoutError:
                continue

    async def send_one(self) -> bool:
        """Try one mail that is due. Returns whether there was one."""
        mail = await self._outbox.claim()
        if mail is None:
            return False
        error, final = await self._try(mail)
        if error is None:
            await self._outbox.sent(mail)
            status = "sent"
        else:
            status = await self._outbox.failed(mail, error, final=final)
            log.warning("A mail was not delivered.", mail=mail.id, kind=mail.kind, error=error, status=status)
        self._counted(status if error is None or status == "failed" else "retry")
        return True

    async def _try(self, mail: Row[Any]) -> tuple[str | None, bool]:
        """(None, _) when delivered; else a stable word, and whether trying again is pointless."""
        import aiosmtplib

        try:
            logo, files = await self._logo(mail), await self._files(mail)
            # Files are turned into text for the journey: seconds of a slow machine for the largest.
            message = await asyncio.to_thread(written, mail, self._origin, self._now(), logo, files)
        except ValueError:
            return "unwritable", True
        except (BlobMissing, OSError, TimeoutError):
            return "attachment_missing", False
        try:
            async with asyncio.timeout(_WHOLE):
                await self._hand_over(mail, message)
        except aiosmtplib.SMTPAuthenticationError:
            return "sign_in_refused", False  # a setting is wrong: the mail waits until it is right
        except aiosmtplib.SMTPRecipientsRefused as refused:
            code = refused.recipients[0].code
            return f"recipient_refused_{code}", code >= 500
        except aiosmtplib.SMTPResponseException as answer:
            return f"refused_{answer.code}", answer.code >= 550
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            return "unreachable", False
        return None, False

    async def _hand_over(self, mail: Row[Any], message: bytes) -> None:
        import aiosmtplib

        security = self._smtp.security
        client = aiosmtplib.SMTP(
            hostname=self._smtp.host,
            port=self._smtp.port,
            username=self._smtp.user or None,
            password=self._smtp.password or None,
            use_tls=security == "tls",
            start_tls=True if security == "starttls" else None if security == "offered" else False,
            timeout=_EACH,
        )
        async with client:
            wishes: list[str] = []
            if self._origin.bounces and client.supports_extension("dsn"):
                wishes = ["NOTIFY=SUCCESS,FAILURE"]  # RFC 3461: tell us also when it has arrived
            sender = self._origin.envelope_from(mail.id)
            await client.sendmail(sender, [mail.recipient], message, rcpt_options=wishes)

    async def _logo(self, mail: Row[Any]) -> bytes | None:
        if mail.logo is None or LOGO not in mail.html:
            return None
        try:
            async with asyncio.timeout(_EACH):
                return await self._blobs.read(mail.organisation_id, mail.logo)
        except (BlobMissing, OSError, TimeoutError):
            return None

    async def _files(self, mail: Row[Any]) -> list[tuple[Attachment, bytes]]:
        """What travels along. A mail that promises a file never leaves without it."""
        async with asyncio.timeout(2 * _EACH):
            return [
                (one, await self._blobs.read(mail.organisation_id, one.sha256))
                for one in await self._outbox.attachments(mail.id)
            ]


def written(
    mail: Row[Any], origin: Origin, now: datetime, logo: bytes | None, files: Sequence[tuple[Attachment, bytes]]
) -> bytes:
    """The message as bytes, signed where there is a key. Raises ValueError."""
    message = compose(mail, origin.mail_from, now, logo, files).as_bytes()
    return message if origin.dkim is None else signed(message, origin.dkim)


def compose(
    mail: Row[Any],
    mail_from: str,
    now: datetime,
    logo: bytes | None,
    files: Sequence[tuple[Attachment, bytes]] = (),
) -> EmailMessage:
    """The message as it travels. Raises ValueError for a header that cannot be one line."""
    # Seven bits only: a server on the way that converts eight would break the signature.
    message = EmailMessage(policy=POLICY.clone(cte_type="7bit"))
    user, _, domain = mail_from.rpartition("@")
    message["From"] = Address(mail.sender_name, user, domain)
    to_user, _, to_domain = mail.recipient.rpartition("@")
    message["To"] = Address(mail.recipient_name, to_user, to_domain)
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail.id}@{domain}>"
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:  # RFC 8058: both, and both signed
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    if logo is not None:
        page = message.get_payload()[1]  # type: ignore[index]  # a list, as add_alternative made it
        page.add_related(logo, "image", "png", cid="<logo>", filename="logo.png", disposition="inline")  # type: ignore[union-attr]  # a message
    if mail.calendar:
        _add_calendar(message, mail.calendar_method, mail.calendar)
    for one, content in files:
        kind, _, subtype = one.media_type.partition("/")
        message.add_attachment(content, maintype=kind, subtype=subtype, filename=one.name)
    return message


def _add_calendar(message: EmailMessage, method: str, calendar: str) -> None:
    """As the last alternative, which programs with an agenda show; and as a file for those that look for one."""
    message.add_alternative(calendar, subtype="calendar", params={"method": method}, cte="base64")
    name = "invite.ics" if method == "REQUEST" else "cancel.ics"
    message.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename=name)
