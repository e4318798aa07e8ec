"""What a signer hands in, checked; and what the service fills in itself: names, addresses, dates."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from server.signing.consent import consent_known
from server.signing.envelopes import Envelope, Signer, Signing
from server.signing.refusals import (
    CONSENT_NEEDED,
    INITIALS_MISSING,
    INK_MISSING,
    NAME_MISSING,
    VALUE_MISSING,
    VALUE_WRONG,
)
from server.web import Refusal
from signing.model import Ink, Value

LONGEST = 2_000
"""Characters of one text field."""

_SHORTEST_INK = 0.04
"""Of the pad's width: less than this, in both directions, is a dot."""
_MOST_POINTS = 50_000
_DATES = {"nl": "%d-%m-%Y", "en": "%d/%m/%Y", "fr": "%d/%m/%Y"}
_SIGNED_BY = {"nl": "Getekend door {name}", "en": "Signed by {name}", "fr": "Signé par {name}"}


def check(envelope: Envelope, signer: Signer, signing: Signing, at: datetime, zone: ZoneInfo) -> Mapping[str, Value]:
    """The values of all the signer's fields that are no ink. Raises a Problem."""
    if not consent_known(signing.consent):
        raise CONSENT_NEEDED.problem()
    if not signing.name.strip():
        raise NAME_MISSING.problem()
    fields = envelope.fields_of(signer.id)
    _ink(signing.ink)
    if signing.initials is not None:
        _ink(signing.initials, INITIALS_MISSING)
    elif any(field.kind == "initials" and field.required for field in fields):
        raise INITIALS_MISSING.problem()
    values: dict[str, Value] = {}
    for field in fields:
        given = signing.values.get(field.id)
        match field.kind:
            case "signature" | "initials":
                continue
            case "name":
                values[field.id] = signing.name.strip()
            case "email":
                values[field.id] = signer.email
            case "date":
                values[field.id] = at.astimezone(zone).strftime(_DATES[envelope.language])
            case "checkbox":
                if given not in (None, True, False) or isinstance(given, str):
                    raise VALUE_WRONG.problem(field=field.id)
                if field.required and given is not True:
                    raise VALUE_MISSING.problem(field=field.id)
                values[field.id] = given is True
            case "text":
                if given is not None and not isinstance(given, str):
                    raise VALUE_WRONG.problem(field=field.id)
                text = (given or "").strip()
                if field.required and not text:
                    raise VALUE_MISSING.problem(field=field.id)
                if len(text) > LONGEST:
                    raise VALUE_WRONG.problem(field=field.id, longest=LONGEST)
                values[field.id] = text
    return values


def _ink(ink: Ink, missing: Refusal = INK_MISSING) -> None:
    if ink.how != "drawn":
        if not ink.picture:
            raise missing.problem()
        return
    points = [point for stroke in ink.strokes for point in stroke]
    if not points or len(points) > _MOST_POINTS:
        raise missing.problem()
    wide = max(point.x for point in points) - min(point.x for point in points)
    high = (max(point.y for point in points) - min(point.y for point in points)) / max(ink.aspect, 0.01)
    if max(wide, high) < _SHORTEST_INK:
        raise missing.problem()


def caption(envelope: Envelope, name: str, at: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """The lines under the ink."""
    local = at.astimezone(zone)
    hours, minutes = divmod(int((local.utcoffset() or at - at).total_seconds()) // 60, 60)
    when = f"{local.strftime(_DATES[envelope.language])} {local:%H:%M} (UTC{hours:+d}{f':{minutes:02d}' if minutes else ''})"
    return _SIGNED_BY[envelope.language].format(name=name), when
