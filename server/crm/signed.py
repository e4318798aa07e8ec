"""How a file of a finished envelope arrives with a client, in whichever CRM."""

from server.crm.ports import Arrival
from server.signing.envelopes import Envelope
from server.signing.filing import Leaf


def arrival_of(envelope: Envelope, leaf: Leaf, client_id: str, part: str) -> Arrival:
    """`part`: what tells this file from the others of its envelope; arriving again changes nothing."""
    return Arrival(
        client_id=client_id,
        name=leaf.name,
        media_type=leaf.media_type,
        size=leaf.size,
        sha256=leaf.sha256,
        source="signing",
        # A log has the addresses of everybody who signed: the client got it by mail, or asks for it.
        internal=leaf.kind != "signed",
        pages=leaf.pages,
        session_id=envelope.session_id or "",
        envelope_id=envelope.id,
        kind=leaf.kind,
        key=f"envelope {envelope.id} {part} {client_id}",
    )
