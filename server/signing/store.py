"""Envelopes in the database: rows to values, and a few values to rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, Select, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.signing.envelopes import Document, Envelope, EnvelopeFile, Event, Signer
from server.signing.tables import (
    envelope_events,
    envelope_fields,
    envelope_files,
    envelope_inks,
    envelope_signers,
    envelopes,
)
from signing.model import Field, Ink, PageSize, Place, Point

PAGE = 30


async def read(
    rows: AsyncConnection, organisation_id: str, envelope_id: str, *, events: bool = False, lock: bool = False
) -> Envelope | None:
    """One envelope of an office. `lock`: nobody else changes it until the transaction ends."""
    query = select(envelopes).where(envelopes.c.organisation_id == organisation_id, envelopes.c.id == envelope_id)
    if lock:
        query = query.with_for_update()
    row = (await rows.execute(query)).one_or_none()
    if row is None:
        return None
    return (await _whole(rows, [row], events=events))[0]


async def page(
    rows: AsyncConnection,
    organisation_id: str,
    status: str | None,
    search: str,
    before: str | None,
    session_id: str | None,
    visible: ColumnElement[bool] | None = None,
) -> list[Envelope]:
    """Newest first, one more than a page holds."""
    query = _narrowed(select(envelopes).where(envelopes.c.organisation_id == organisation_id), status, search)
    if before is not None:
        query = query.where(envelopes.c.id < before)
    if session_id is not None:
        query = query.where(envelopes.c.session_id == session_id)
    if visible is not None:
        query = query.where(visible)
    found = (await rows.execute(query.order_by(envelopes.c.id.desc()).limit(PAGE + 1))).all()
    return await _whole(rows, found, events=False)


def _narrowed(query: Select[Any], status: str | None, search: str) -> Select[Any]:
    if status is not None:
        query = query.where(envelopes.c.status == status)
    if search:
        signer = select(envelope_signers.c.envelope_id).where(
            envelope_signers.c.organisation_id == envelopes.c.organisation_id,
            or_(
                envelope_signers.c.name.icontains(search, autoescape=True),
                envelope_signers.c.email.icontains(search, autoescape=True),
            ),
        )
        query = query.where(or_(envelopes.c.title.icontains(search, autoescape=True), envelopes.c.id.in_(signer)))
    return query


async def _whole(rows: AsyncConnection, found: Sequence[Row[Any]], *, events: bool) -> list[Envelope]:
    if not found:
        return []
    ids = [row.id for row in found]
    signers, fields, files, lines = (defaultdict[str, list[Any]](list) for _ in range(4))
    of_these = envelope_signers.c.envelope_id.in_(ids)
    for row in await rows.execute(select(envelope_signers).where(of_these).order_by(envelope_signers.c.position)):
        signers[row.envelope_id].append(_signer(row))
    of_these = envelope_fields.c.envelope_id.in_(ids)
    for row in await rows.execute(select(envelope_fields).where(of_these).order_by(envelope_fields.c.position)):
        fields[row.envelope_id].append(_field(row))
    of_these = envelope_files.c.envelope_id.in_(ids)
    for row in await rows.execute(select(envelope_files).where(of_these).order_by(envelope_files.c.seq)):
        files[row.envelope_id].append(
            EnvelopeFile(row.kind, row.seq, row.sha256, row.size, row.signer_id, row.created_at)
        )
    if events:
        of_these = envelope_events.c.envelope_id.in_(ids)
        for row in await rows.execute(select(envelope_events).where(of_these).order_by(envelope_events.c.seq)):
            lines[row.envelope_id].append(_event(row))
    return [
        _envelope(row, tuple(signers[row.id]), tuple(fields[row.id]), tuple(files[row.id]), tuple(lines[row.id]))
        for row in found
    ]


_PLAIN = (
    "id",
    "organisation_id",
    "version",
    "title",
    "status",
    "seal",
    "level",
    "clock",
    "language",
    "message",
    "source",
    "session_id",
    "file_id",
    "template_id",
    "created_by",
    "created_by_name",
    "verification",
    "expires_in_days",
    "remind_every_days",
    "delivery",
    "credit",
    "problem",
    "created_at",
    "sent_at",
    "expires_at",
    "completed_at",
)


def _envelope(
    row: Row[Any],
    signers: tuple[Signer, ...],
    fields: tuple[Field, ...],
    files: tuple[EnvelopeFile, ...],
    events: tuple[Event, ...],
) -> Envelope:
    document = Document(
        row.document_name,
        row.document_size,
        row.document_sha256,
        tuple(PageSize(*size) for size in orjson.loads(row.pages)),
        tuple(orjson.loads(row.warnings)),
    )
    return Envelope(
        order=row.signing_order,
        document=document,
        signers=signers,
        fields=fields,
        files=files,
        events=events,
        **{name: getattr(row, name) for name in _PLAIN},
    )


def _signer(row: Row[Any]) -> Signer:
    values = {name: getattr(row, name) for name in Signer.__slots__ if name != "answers"}
    return Signer(answers=orjson.loads(row.answers), **values)


def _field(row: Row[Any]) -> Field:
    place = Place(row.page, row.x, row.y, row.width, row.height)
    return Field(row.id, row.signer_id, row.kind, place, row.required, row.label)


def _event(row: Row[Any]) -> Event:
    return Event(row.seq, row.at, row.kind, row.signer_id, row.by, orjson.loads(row.details))


# --- writing ---


async def put_signers(rows: AsyncConnection, envelope: Envelope, signers: Iterable[Signer]) -> None:
    """These signers in place of those there were; their fields go with them."""
    await rows.execute(delete(envelope_fields).where(envelope_fields.c.envelope_id == envelope.id))
    await rows.execute(delete(envelope_signers).where(envelope_signers.c.envelope_id == envelope.id))
    values = [
        {
            "envelope_id": envelope.id,
            "organisation_id": envelope.organisation_id,
            "id": one.id,
            "position": one.position,
            "name": one.name,
            "email": one.email,
            "language": one.language,
            "colour": one.colour,
            "status": one.status,
            "participant_id": one.participant_id,
            "client_id": one.client_id,
        }
        for one in signers
    ]
    if values:
        await rows.execute(insert(envelope_signers), values)


async def put_fields(rows: AsyncConnection, envelope: Envelope, fields: Iterable[Field]) -> None:
    """After `put_signers`."""
    values = [
        {
            "envelope_id": envelope.id,
            "organisation_id": envelope.organisation_id,
            "id": one.id,
            "position": number,
            "signer_id": one.signer_id,
            "kind": one.kind,
            "page": one.place.page,
            "x": one.place.x,
            "y": one.place.y,
            "width": one.place.width,
            "height": one.place.height,
            "required": one.required,
            "label": one.label,
        }
        for number, one in enumerate(fields)
    ]
    if values:
        await rows.execute(insert(envelope_fields), values)


async def put_ink(rows: AsyncConnection, envelope: Envelope, signer_id: str, kind: str, ink: Ink) -> None:
    strokes = [[[one.x, one.y, one.pressure, one.at] for one in stroke] for stroke in ink.strokes]
    await rows.execute(
        insert(envelope_inks).values(
            envelope_id=envelope.id,
            signer_id=signer_id,
            kind=kind,
            organisation_id=envelope.organisation_id,
            how=ink.how,
            strokes=orjson.dumps(strokes).decode(),
            aspect=ink.aspect,
            written=ink.text,
            picture=ink.picture,
        )
    )


async def inks(rows: AsyncConnection, organisation_id: str, envelope_id: str) -> dict[tuple[str, str], Ink]:
    """By signer and kind ("signature", "initials")."""
    query = select(envelope_inks).where(
        envelope_inks.c.organisation_id == organisation_id, envelope_inks.c.envelope_id == envelope_id
    )
    return {
        (row.signer_id, row.kind): Ink(
            row.how,
            tuple(tuple(Point(*point) for point in stroke) for stroke in orjson.loads(row.strokes)),
            row.aspect,
            row.picture,
            row.written,
        )
        for row in await rows.execute(query)
    }
