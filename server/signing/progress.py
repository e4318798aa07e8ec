"""Whose turn it is, and what follows from it. Shared by sending and signing."""

from collections.abc import Iterable

from server.signing.envelopes import Envelope, Signer
from server.signing.turns import Turn


def by_mail(envelope: Envelope, signer: Signer, delivery: str | None = None) -> bool:
    """Whether this signer gets a letter when it is their turn: who sits before a screen of the session does not."""
    way = delivery or envelope.delivery
    return way == "mail" or (way == "room" and signer.participant_id is None)


def next_ones(envelope: Envelope, done: Iterable[str] = ()) -> tuple[Signer, ...]:
    """Who may go ahead now and could not before, `done` having signed."""
    signed = {*done, *(one.id for one in envelope.signed)}
    left = [one for one in envelope.signers if one.id not in signed]
    if envelope.order == "sequential":
        left = left[:1]
    return tuple(one for one in left if one.status == "waiting")


async def let_go_ahead(turn: Turn, envelope: Envelope, signers: Iterable[Signer], delivery: str | None = None) -> None:
    """It is their turn: whoever is not here gets a letter."""
    for signer in signers:
        await turn.set_signer(signer.id, status="ready")
        if by_mail(envelope, signer, delivery):
            await turn.event("link_sent", signer.id, address=signer.email)
