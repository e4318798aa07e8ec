"""Filing: what an envelope leaves goes where its document came from. Sessions here; a client file can be added."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, Protocol, cast

from server.files.drawer import Drawer
from server.signing.envelopes import Envelope, EnvelopeFile
from server.signing.names import file_name, media_type
from server.stores.database import uuid7
from signalling.commands import AddFile
from signalling.limits import SYSTEM


@dataclass(frozen=True, slots=True)
class Leaf:
    """One document to be filed. `id` is the same each time, so that filing it again can be recognised."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    pages: int
    kind: Literal["signed", "log", "log_data"]


class Filing(Protocol):
    """A place where documents come from and go back to. Called at least once per envelope: again changes nothing.

    Raises Later (server/jobs) to be asked again later.
    """

    async def file(self, envelope: Envelope, leaves: Sequence[Leaf]) -> None: ...


class SessionFiling:
    """The files of the session in which it was signed, for as long as that lives."""

    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer

    async def file(self, envelope: Envelope, leaves: Sequence[Leaf]) -> None:
        if envelope.session_id is None:
            return
        for one in leaves:
            command = AddFile(
                file_id=one.id,
                participant_id=SYSTEM,
                name=one.name,
                size=one.size,
                media_type=one.media_type,
                sha256=one.sha256,
                pages=one.pages,
                everyone=True,
            )
            if not await self._drawer.put_there(envelope.organisation_id, envelope.session_id, command):
                return  # the session has ended: they are with the envelope


def leaves(envelope: Envelope) -> list[Leaf]:
    """The signed document, and beside it its log to read and its log for machines."""
    found = [envelope.file("signed"), envelope.file("log"), envelope.file("log_data")]
    return [_leaf(envelope, one) for one in found if one is not None]


def _leaf(envelope: Envelope, file: EnvelopeFile) -> Leaf:
    noise = sha256(f"{envelope.id} {file.kind} {file.sha256}".encode()).digest()[:10]
    return Leaf(
        id=uuid7(millis=int(file.created_at.timestamp() * 1000), noise=noise),
        name=file_name(envelope, file.kind),
        media_type=media_type(file.kind),
        size=file.size,
        sha256=file.sha256,
        pages=len(envelope.document.pages) if file.kind == "signed" else 0,
        kind=cast(Literal["signed", "log", "log_data"], file.kind),
    )
