"""What live sessions need of the rest of the house."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Row

from server.web import Member


class OfficeLogo(Protocol):
    """The address of an office's logo, or None."""

    def __call__(self, office: Row[Any]) -> str | None: ...


class CodeMails(Protocol):
    """Sends codes by mail."""

    async def send(
        self,
        office: Row[Any],
        *,
        sender: str,
        email: str,
        name: str,
        language: str,
        code: str,
        link: str,
        session_id: str,
    ) -> bool:
        """Returns whether there is a mail server to send it; else it is kept in the outbox."""
        ...

    async def resend(self, email: str) -> None: ...


@dataclass(slots=True)
class Parties:
    """Whom sessions may be about. The office's CRM fills `check`: the id as it lives now; it raises a Problem."""

    check: Callable[[Member, str], Awaitable[str]] | None = None


class IceServers(Protocol):
    """RTCIceServer dictionaries for one participant, good for a limited time."""

    def __call__(self, participant_id: str) -> Sequence[dict[str, Any]]: ...
