"""A real SMTP server that keeps what it receives."""

from __future__ import annotations

import email
import email.policy
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.patience import PATIENCE
from tests.services.processes import HOST, free_port


class MailServer:
    """Receives mail on loopback in a thread of its own; `refusal` makes it answer that line instead."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refusal: str | None = None
        self._changed = threading.Condition()
        self._controller = Controller(self, hostname=HOST, port=free_port())

    @property
    def url(self) -> str:
        """The address for SMTP_URL."""
        return f"smtp://{HOST}:{self._controller.port}"

    @property
    def settings(self) -> dict[str, str]:
        """What the server under test is told."""
        return {"SMTP_URL": self.url, "SAMEN_MAIL_FROM": "samen@office.test"}

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        """Called by aiosmtpd for each mail."""
        if self.refusal:
            return self.refusal
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        message = email.message_from_bytes(content, policy=email.policy.default)
        with self._changed:
            self.messages.append(message)
            self._changed.notify_all()
        return "250 OK"

    def wait_for(self, fits: Callable[[EmailMessage], bool], seconds: float = PATIENCE) -> EmailMessage:
        """The first mail that fits, as soon as it is there. Blocks: from a coroutine use asyncio.to_thread."""
        with self._changed:
            found = self._changed.wait_for(lambda: next(filter(fits, self.messages), None), seconds)
        if not found:
            subjects = [str(message["Subject"]) for message in self.messages]
            raise TimeoutError(f"No such mail in {seconds} s; there are {subjects}")
        return found

    def wait_for_mail_to(self, address: str, seconds: float = PATIENCE) -> EmailMessage:
        """The first mail to that address."""
        return self.wait_for(lambda message: address in str(message["To"]), seconds)

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server with an empty inbox."""
    server = MailServer()
    server.start()
    yield server
    server.stop()
