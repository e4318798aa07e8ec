"""Rows of documents, in and out. Every question names the office."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, delete, func, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.documents.folding import fold, words
from server.crm.documents.model import Asked, State, Stored
from server.crm.documents.tables import (
    document_requests,
    document_share_items,
    document_shares,
    document_texts,
    document_versions,
    documents,
)
from server.stores.database import uuid7
from server.stores.tables import metadata
from server.web import Member

Rows = AsyncConnection
D = documents.c

STATUS = case(
    (D.kind.in_(("log", "log_data")), "log"),
    (D.kind == "signed", "signed"),
    (D.signing == "sent", "waiting_signature"),
    (D.state == "internal", "internal"),
    (D.state == "library", "library"),
    (D.from_client, "received"),
    (D.seen_at.is_(None), "shared"),
    else_="seen",
)
"""How a document stands, as model.status_of says it of a row."""


def mine(member: Member, visible: ColumnElement[bool], *, deleted: bool = False) -> ColumnElement[bool]:
    """What this member may see: documents of clients that are shown to them, their own library, and what they keep for
    themselves; the administrator also what colleagues keep for the office without a client."""
    # Who may see a client is the clients' own rule: we only know that there is a table of them.
    clients = metadata.tables["clients"]
    own = D.owner_id == member.user_id
    unattached = or_(own, D.state == "internal") if member.role == "admin" else own
    return and_(
        D.organisation_id == member.organisation_id,
        true() if deleted else D.deleted_at.is_(None),
        or_(D.client_id.in_(select(clients.c.id).where(visible)), and_(D.client_id.is_(None), unattached)),
    )


async def add(
    rows: Rows, organisation_id: str, stored: Stored, now: datetime, *, by: str | None, by_name: str, **values: Any
) -> str:
    """A new document with its first version; returns its id."""
    document_id = uuid7()
    file = {
        "name": stored.name,
        "media_type": stored.media_type,
        "size": stored.size,
        "sha256": stored.sha256,
        "pages": stored.pages,
    }
    row = {
        "id": document_id,
        "organisation_id": organisation_id,
        "owner_id": by,
        "owner_name": by_name[:120],
        "kind": "document",
        "source": "upload",
        "state": "shared",
        "from_client": False,
        "number": 1,
        "folded": fold(stored.name),
        "created_at": now,
        "updated_at": now,
        **file,
        **values,
    }
    await rows.execute(insert(documents).values(**row))
    await add_version(rows, organisation_id, document_id, 1, stored, now, by, by_name)
    return document_id


async def add_version(
    rows: Rows,
    organisation_id: str,
    document_id: str,
    number: int,
    stored: Stored,
    now: datetime,
    by: str | None,
    by_name: str,
) -> None:
    await rows.execute(
        insert(document_versions).values(
            document_id=document_id,
            number=number,
            organisation_id=organisation_id,
            name=stored.name,
            media_type=stored.media_type,
            size=stored.size,
            sha256=stored.sha256,
            pages=stored.pages,
            created_by=by,
            created_by_name=by_name[:120],
            created_at=now,
        )
    )


async def change(rows: Rows, document_id: str, now: datetime, **values: Any) -> None:
    """Set columns, and count the version up."""
    await rows.execute(
        update(documents).where(D.id == document_id).values(updated_at=now, version=D.version + 1, **values)
    )


async def one(rows: Rows, organisation_id: str, document_id: str, *, deleted: bool = False) -> Row[Any] | None:
    query = select(documents).where(D.organisation_id == organisation_id, D.id == document_id)
    if not deleted:
        query = query.where(D.deleted_at.is_(None))
    return (await rows.execute(query)).one_or_none()


async def by_key(rows: Rows, organisation_id: str, key: str) -> str | None:
    found: str | None = await rows.scalar(select(D.id).where(D.organisation_id == organisation_id, D.key == key))
    return found


async def page(rows: Rows, rights: ColumnElement[bool], asked: Asked) -> Sequence[Row[Any]]:
    """The newest first, one more than the page holds."""
    query = _asked(select(documents), rights, asked)
    if asked.status is not None:
        query = query.where(STATUS.in_((asked.status,)))
    if asked.after is not None:
        query = query.where(D.id < asked.after)
    found: Sequence[Row[Any]] = (await rows.execute(query.order_by(D.id.desc()).limit(asked.limit + 1))).all()
    return found


async def count(rows: Rows, rights: ColumnElement[bool], asked: Asked) -> dict[str, int]:
    """How many there are of each status, whatever status and page were asked for."""
    query = _asked(select(STATUS, func.count()), rights, asked).group_by(STATUS)
    return {str(status): int(number) for status, number in (await rows.execute(query)).all()}


def _asked(query: Select[Any], rights: ColumnElement[bool], asked: Asked) -> Select[Any]:
    query = query.where(rights)
    if asked.client_id:
        query = query.where(D.client_id == asked.client_id)
    if asked.session_id:
        query = query.where(D.session_id == asked.session_id)
    if asked.unseen:
        query = query.where(D.opened_at.is_(None))
    # A library is asked for by name: it is nobody's document yet.
    query = query.where(D.state != "library" if asked.state is None else D.state == asked.state)
    for word in words(asked.search):
        within = select(document_texts.c.document_id).where(document_texts.c.folded.contains(word, autoescape=True))
        query = query.where(or_(D.folded.contains(word, autoescape=True), D.id.in_(within)))
    return query


async def used_bytes(rows: Rows, organisation_id: str) -> int:
    """Of every version of every document, deleted ones too until their bytes go."""
    query = select(func.coalesce(func.sum(document_versions.c.size), 0)).where(
        document_versions.c.organisation_id == organisation_id
    )
    return int(await rows.scalar(query) or 0)


async def versions(rows: Rows, document_id: str) -> Sequence[Row[Any]]:
    """The newest first."""
    query = select(document_versions).where(document_versions.c.document_id == document_id)
    return (await rows.execute(query.order_by(document_versions.c.number.desc()))).all()


async def copy_text(rows: Rows, row: Row[Any], to: str) -> bool:
    """What was read in a document, for its copy; False when it was not read yet."""
    its = (document_texts.c.document_id == row.id) & (document_texts.c.number == row.number)
    folded = await rows.scalar(select(document_texts.c.folded).where(its))
    if folded is not None:
        await put_text(rows, row.organisation_id, to, 1, folded)
    return folded is not None


async def put_text(rows: Rows, organisation_id: str, document_id: str, number: int, folded: str) -> None:
    await rows.execute(delete(document_texts).where(document_texts.c.document_id == document_id))
    if folded:
        await rows.execute(
            insert(document_texts).values(
                document_id=document_id, organisation_id=organisation_id, number=number, folded=folded
            )
        )


async def put_pages(rows: Rows, document_id: str, number: int, pages: int) -> None:
    """How many pages a version has. Nobody has changed the document: its version stays."""
    its = (document_versions.c.document_id == document_id) & (document_versions.c.number == number)
    await rows.execute(update(document_versions).where(its).values(pages=pages))
    await rows.execute(update(documents).where(D.id == document_id, D.number == number).values(pages=pages))


async def remove(rows: Rows, found: Sequence[str]) -> list[str]:
    """Delete documents for good; returns the hashes that their versions named."""
    which = document_versions.c.document_id.in_(found)
    hashes = (await rows.execute(select(document_versions.c.sha256).where(which))).scalars().all()
    await rows.execute(delete(documents).where(D.id.in_(found)))
    return sorted(set(hashes))


async def cut_links(rows: Rows, document_id: str) -> None:
    """No link leads to it any more; sharing it again makes a new one."""
    await rows.execute(delete(document_share_items).where(document_share_items.c.document_id == document_id))


async def of_client(rows: Rows, organisation_id: str, client_id: str, state: State | None = None) -> Sequence[Row[Any]]:
    query = select(documents).where(
        D.organisation_id == organisation_id, D.client_id == client_id, D.deleted_at.is_(None)
    )
    if state is not None:
        query = query.where(D.state == state)
    return (await rows.execute(query.order_by(D.id.desc()).limit(200))).all()


async def open_requests(rows: Rows, member: Member, visible: ColumnElement[bool], client_id: str, now: datetime) -> int:
    r = document_requests.c
    clients = metadata.tables["clients"]
    query = select(func.count()).where(
        r.organisation_id == member.organisation_id,
        r.state == "open",
        r.expires_at > now,
        r.client_id.in_(select(clients.c.id).where(visible)),
        r.client_id == client_id if client_id else true(),
    )
    return int(await rows.scalar(query) or 0)


async def move_client(rows: Rows, organisation_id: str, into: str, from_id: str) -> None:
    """Everything of one client to another."""
    for table in (documents, document_requests):
        theirs = (table.c.organisation_id == organisation_id) & (table.c.client_id == from_id)
        await rows.execute(update(table).where(theirs).values(client_id=into))
    s = document_shares.c
    await rows.execute(delete(document_shares).where(s.organisation_id == organisation_id, s.client_id == from_id))
