"""Links that open one file for one participant, for a short while."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from itsdangerous import BadData, URLSafeSerializer

Disposition = Literal["attachment", "inline"]

LIFETIME = timedelta(seconds=60)
"""Long enough for a click; a download that has begun goes on."""


class LinkUnknown(Exception):
    """Nobody here made this link."""


class LinkExpired(Exception):
    """It was good once."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a token says. Whether its holder may see the file is asked anew at every use."""

    session_id: str
    participant_id: str
    file_id: str
    disposition: Disposition
    expires_at: datetime


class Links:
    """Seals links with this installation's `key`: every node opens what another has made, and nobody else can."""

    def __init__(self, key: bytes) -> None:
        self._sealer = URLSafeSerializer(key, salt="file link", signer_kwargs={"digest_method": hashlib.sha256})

    def token(self, link: Link) -> str:
        until = int(link.expires_at.timestamp() * 1000)
        return str(self._sealer.dumps([link.session_id, link.participant_id, link.file_id, link.disposition[0], until]))

    def read(self, token: str, now: datetime) -> Link:
        """Raises LinkUnknown or LinkExpired."""
        try:
            session_id, participant_id, file_id, kind, until = self._sealer.loads(token)
        except BadData:
            raise LinkUnknown from None
        expires_at = datetime.fromtimestamp(until / 1000, now.tzinfo)
        if now >= expires_at:
            raise LinkExpired
        return Link(session_id, participant_id, file_id, "inline" if kind == "i" else "attachment", expires_at)
