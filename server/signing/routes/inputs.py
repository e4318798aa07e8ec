"""What comes in by the routes of signing, each part with its limits."""

import base64
import binascii
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.accounts.fields import Language
from server.mail.page import one_line
from server.signing.envelopes import Draft, DraftSigner, Signing
from server.signing.refusals import INK_UNUSABLE
from server.web import Id, Input
from signing import model
from signing.model import Ink, Place, Point

# One line, perhaps still empty: a draft may be unfinished.
_ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
Line = Annotated[str, StringConstraints(max_length=120, pattern=_ONE_LINE)]
Title = Annotated[str, StringConstraints(max_length=200, pattern=_ONE_LINE)]
Address = Annotated[str, StringConstraints(max_length=254, pattern=_ONE_LINE)]
Words = Annotated[str, StringConstraints(max_length=2_000)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=36, pattern=r"^[A-Za-z0-9_.-]+$")]
Fraction = Annotated[float, Field(ge=-10, le=10, allow_inf_nan=False)]
Part = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]

SIGN_BYTES = 1_500_000
_MOST_PICTURE = 1_000_000  # base64: about 700 kB of a picture


ClientId = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class SignerDraft(Input):
    """`id`: any key that the fields use; a UUIDv7 is kept. `participant_id`: who signs on their screen in a session."""

    id: Key
    name: Line = ""
    email: Address = ""
    language: Language = "nl"
    participant_id: Id | None = None

    def signer(self) -> DraftSigner:
        return DraftSigner(self.id, self.name, self.email, self.language, self.participant_id)


class ClientSignerDraft(SignerDraft):
    """`client_id`: the client as whom they were chosen, in the CRM that the office has. At the desk alone: in a session
    the envelope is of the session's client."""

    client_id: ClientId | None = None

    def signer(self) -> DraftSigner:
        return replace(SignerDraft.signer(self), client_id=self.client_id)


class FieldDraft(Input):
    """`page` counts from 1; the rest are fractions of the page as people see it, from the left and the top."""

    id: Key
    signer_id: Key
    kind: model.FieldKind
    page: Annotated[int, Field(ge=1, le=100_000)]
    x: Fraction
    y: Fraction
    width: Fraction
    height: Fraction
    required: bool = True
    label: Line = ""

    def field(self) -> model.Field:
        place = Place(self.page, self.x, self.y, self.width, self.height)
        return model.Field(self.id, self.signer_id, self.kind, place, self.required, self.label)


class DraftInput(Input):
    """All of a draft. `version`: of the envelope that this was made from."""

    version: Annotated[int, Field(ge=1)]
    title: Title
    order: model.Order
    language: Language
    message: Words = ""
    expires_in_days: Annotated[int, Field(ge=1, le=365)]
    remind_every_days: Annotated[int, Field(ge=0, le=90)]
    verification: Literal["code", "none"]
    signers: Annotated[list[ClientSignerDraft], Field(max_length=100)]
    fields: Annotated[list[FieldDraft], Field(max_length=2_000)]

    def draft(self) -> Draft:
        return Draft(
            title=self.title,
            order=self.order,
            language=self.language,
            message=self.message,
            expires_in_days=self.expires_in_days,
            remind_every_days=self.remind_every_days,
            verification=self.verification,
            signers=tuple(one.signer() for one in self.signers),
            fields=tuple(one.field() for one in self.fields),
        )


DRAFT_BYTES = 400_000
"""500 fields with their labels."""


class InkInput(Input):
    """Drawn: strokes of [x, y, pressure, ms] on a pad of `aspect` (width : height). Else `picture`: base64."""

    how: model.How
    strokes: Annotated[
        list[
            Annotated[
                list[tuple[Part, Part, Part, Annotated[int, Field(ge=0, le=86_400_000)]]], Field(max_length=20_000)
            ]
        ],
        Field(max_length=2_000),
    ] = []
    aspect: Annotated[float, Field(ge=0.05, le=50, allow_inf_nan=False)] = 3.0
    picture: Annotated[str, StringConstraints(max_length=_MOST_PICTURE)] = ""
    text: Line = ""

    def ink(self) -> Ink:
        """Raises a Problem when the picture is not base64."""
        strokes = tuple(tuple(Point(*point) for point in stroke) for stroke in self.strokes if stroke)
        # What was drawn are its strokes: a picture beside them would be a second truth.
        picture = b"" if self.how == "drawn" else _bytes(self.picture)
        return Ink(self.how, strokes if self.how == "drawn" else (), self.aspect, picture, self.text)


class SigningInput(Input):
    """`key`: of the click, the same for every try of it. `consent`: the version of the text that was agreed to.

    `values`: by field id; a text, or whether a box is ticked.
    """

    key: Key
    consent: Annotated[str, StringConstraints(max_length=32)]
    name: Line
    ink: InkInput
    initials: InkInput | None = None
    values: Annotated[dict[Key, Annotated[str, StringConstraints(max_length=5_000)] | bool], Field(max_length=500)] = {}

    def signing(self) -> Signing:
        """Raises a Problem."""
        return Signing(
            key=self.key,
            consent=self.consent,
            # On paper and in letters a name is one line that people can see: no turned letters, nothing unseen.
            name=one_line(self.name, 120),
            ink=self.ink.ink(),
            initials=None if self.initials is None else self.initials.ink(),
            values=self.values,
        )


class ReasonInput(Input):
    reason: Words = ""


class PersonInput(Input):
    """Checked where it is used, so that each of the two has its own refusal."""

    name: Line
    email: Address


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.partition("base64,")[2] or text, validate=True)
    except (binascii.Error, ValueError):
        raise INK_UNUSABLE.problem() from None
