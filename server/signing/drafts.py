"""What a draft must be like: checked once when it is changed, and whole when it is sent."""

import re
from collections.abc import Callable, Sequence

from server.accounts.fields import is_email
from server.signing.envelopes import MAX_FIELDS, MAX_SIGNERS, Draft, DraftSigner, Envelope, Signer
from server.signing.refusals import (
    EMAIL_WRONG,
    FIELD_OFF_PAGE,
    FIELD_UNOWNED,
    NAME_MISSING,
    NOT_ENOUGH_FIELDS,
    SIGNERS_MISSING,
    TOO_MANY_FIELDS,
    TOO_MANY_SIGNERS,
)
from signing.model import Field, PageSize, Place

COLOURS = 8
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_EDGE = 1e-6
"""Fractions are rounded on their way here; so much of a field may seem to stick out."""


def people(draft: Draft, new_id: Callable[[], str]) -> tuple[tuple[Signer, ...], tuple[Field, ...]]:
    """The signers and the fields of a draft, with ids of our own where theirs are none. Raises a Problem.

    A draft may be unfinished: names and addresses are asked for when it is sent.
    """
    if len(draft.signers) > MAX_SIGNERS:
        raise TOO_MANY_SIGNERS.problem(most=MAX_SIGNERS)
    if len(draft.fields) > MAX_FIELDS:
        raise TOO_MANY_FIELDS.problem(most=MAX_FIELDS)
    ids: dict[str, str] = {}
    for one in draft.signers:
        if one.id in ids:
            raise FIELD_UNOWNED.problem(signer=one.id)
        ids[one.id] = one.id if _ID.fullmatch(one.id) else new_id()
    signers = tuple(_signer(one, ids[one.id], number) for number, one in enumerate(draft.signers))
    seen: set[str] = set()
    fields = []
    for field in draft.fields:
        if field.signer_id not in ids:
            raise FIELD_UNOWNED.problem(field=field.id)
        kept = field.id if _ID.fullmatch(field.id) and field.id not in seen else new_id()
        seen.add(kept)
        fields.append(Field(kept, ids[field.signer_id], field.kind, field.place, field.required, field.label.strip()))
    return signers, tuple(fields)


def _signer(one: DraftSigner, signer_id: str, number: int) -> Signer:
    return Signer(
        id=signer_id,
        position=number + 1,
        name=one.name.strip(),
        email=one.email.strip().lower(),
        language=one.language,
        colour=number % COLOURS,
        status="waiting",
        participant_id=one.participant_id,
        client_id=one.client_id,
    )


def begun(signers: Sequence[DraftSigner], new_id: Callable[[], str]) -> tuple[Signer, ...]:
    """The signers with whom a draft begins, each with an id of our own. Raises a Problem."""
    if len(signers) > MAX_SIGNERS:
        raise TOO_MANY_SIGNERS.problem(most=MAX_SIGNERS)
    return tuple(_signer(one, new_id(), number) for number, one in enumerate(signers))


def places(fields: tuple[Field, ...], pages: tuple[PageSize, ...]) -> None:
    """Every field lies on a page that there is. Raises a Problem."""
    for field in fields:
        if not _on_page(field.place, len(pages)):
            raise FIELD_OFF_PAGE.problem(field=field.id, page=field.place.page)


def _on_page(place: Place, pages: int) -> bool:
    return (
        1 <= place.page <= pages
        and place.x >= -_EDGE
        and place.y >= -_EDGE
        and place.width > 0
        and place.height > 0
        and place.x + place.width <= 1 + _EDGE
        and place.y + place.height <= 1 + _EDGE
    )


def complete(envelope: Envelope) -> None:
    """Whether it can be sent as it is. Raises a Problem."""
    if not envelope.signers:
        raise SIGNERS_MISSING.problem()
    for signer in envelope.signers:
        if not signer.name:
            raise NAME_MISSING.problem(signer=signer.id)
        if not is_email(signer.email):
            raise EMAIL_WRONG.problem(signer=signer.id)
        if not any(field.kind == "signature" for field in envelope.fields_of(signer.id)):
            raise NOT_ENOUGH_FIELDS.problem(signer=signer.id)
    places(envelope.fields, envelope.document.pages)
