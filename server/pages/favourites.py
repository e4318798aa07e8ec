"""Favourites: websites that an adviser or the whole office opens often."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, or_, select, update

from server.live.tables import tickets
from server.pages.refusals import TOO_MANY_FAVOURITES
from server.pages.tables import favourites
from server.stores.blobs import BlobMissing, Blobs, once
from server.stores.database import Database, uuid7
from server.web import Member
from server.web.problems import NOT_ALLOWED, NOT_FOUND

Scope = Literal["mine", "office"]

_MOST = 200
"""Of one person, and of an office."""
_MAX_ICON = 64 * 1024


class Favourites:
    def __init__(self, database: Database, blobs: Blobs, now: Callable[[], datetime]) -> None:
        self._database = database
        self._blobs = blobs
        self._now = now

    async def of(self, member: Member) -> list[Row[Any]]:
        """Theirs and the office's, the most used first."""
        query = (
            select(favourites)
            .where(_seen_by(member.organisation_id, member.user_id))
            .order_by(favourites.c.uses.desc(), favourites.c.used_at.desc(), favourites.c.title, favourites.c.id)
        )
        async with self._database.reading() as rows:
            return list((await rows.execute(query)).all())

    async def add(self, member: Member, scope: Scope, values: dict[str, Any]) -> Row[Any]:
        """`values`: title, note, address, host, colour. Raises a Problem."""
        if scope == "office" and member.role != "admin":
            raise NOT_ALLOWED.problem()
        now, favourite_id = self._now(), uuid7()
        owner = member.user_id if scope == "mine" else None
        async with self._database.writing() as rows:
            await self._database.alone(rows, f"favourites of {owner or member.organisation_id}")
            same = favourites.c.user_id == owner if owner else favourites.c.user_id.is_(None)
            counted = select(func.count()).where(favourites.c.organisation_id == member.organisation_id, same)
            if (await rows.scalar(counted) or 0) >= _MOST:
                raise TOO_MANY_FAVOURITES.problem()
            icon = select(favourites.c.icon).where(
                favourites.c.organisation_id == member.organisation_id,
                favourites.c.host == values["host"],
                favourites.c.icon.is_not(None),
            )
            await rows.execute(
                insert(favourites).values(
                    id=favourite_id,
                    organisation_id=member.organisation_id,
                    user_id=owner,
                    # Somebody at the office may have this website already, with its picture.
                    icon=await rows.scalar(icon.limit(1)),
                    created_at=now,
                    updated_at=now,
                    **values,
                )
            )
        return await self._one(member, favourite_id)

    async def change(self, member: Member, favourite_id: str, values: dict[str, Any]) -> Row[Any]:
        """Raises a Problem."""
        before = await self._own(member, favourite_id)
        if values.get("host", before.host) != before.host:
            values = {**values, "icon": None}
        async with self._database.writing() as rows:
            await rows.execute(
                update(favourites)
                .where(favourites.c.id == favourite_id)
                .values(**values, updated_at=self._now(), version=favourites.c.version + 1)
            )
        return await self._one(member, favourite_id)

    async def remove(self, member: Member, favourite_id: str) -> None:
        """Raises a Problem."""
        await self._own(member, favourite_id)
        async with self._database.writing() as rows:
            await rows.execute(delete(favourites).where(favourites.c.id == favourite_id))

    async def icon(self, member: Member, favourite_id: str) -> bytes:
        """The website's picture, a PNG. Raises a Problem."""
        row = await self._one(member, favourite_id)
        if row.icon is None:
            raise NOT_FOUND.problem()
        try:
            return await self._blobs.read(member.organisation_id, row.icon)
        except BlobMissing:
            raise NOT_FOUND.problem() from None

    # --- what pages tell ----------------------------------------------------------------------------------------

    async def used(self, office_id: str, participant_id: str, addresses: set[str]) -> None:
        """Somebody in a session has opened one of these addresses."""
        async with self._database.writing() as rows:
            holder = select(tickets.c.user_id).where(
                tickets.c.organisation_id == office_id, tickets.c.participant_id == participant_id
            )
            user_id = await rows.scalar(holder.where(tickets.c.user_id.is_not(None)).limit(1))
            await rows.execute(
                update(favourites)
                .where(_seen_by(office_id, user_id or ""), favourites.c.address.in_(addresses))
                .values(uses=favourites.c.uses + 1, used_at=self._now())
            )

    async def wants_icon(self, office_id: str, host: str) -> bool:
        """Whether a favourite of this office has no picture yet."""
        query = select(favourites.c.id).where(*_bare(office_id, host)).limit(1)
        async with self._database.reading() as rows:
            return (await rows.execute(query)).first() is not None

    async def keep_icon(self, office_id: str, host: str, picture: bytes) -> None:
        """`picture`: a PNG that we have drawn ourselves."""
        blob = await self._blobs.put(office_id, once(picture), _MAX_ICON)
        async with self._database.writing() as rows:
            await rows.execute(
                update(favourites).where(*_bare(office_id, host)).values(icon=blob.hash, updated_at=self._now())
            )

    async def _one(self, member: Member, favourite_id: str) -> Row[Any]:
        query = select(favourites).where(
            favourites.c.id == favourite_id, _seen_by(member.organisation_id, member.user_id)
        )
        async with self._database.reading() as rows:
            row = (await rows.execute(query)).one_or_none()
        if row is None:
            raise NOT_FOUND.problem()
        return row

    async def _own(self, member: Member, favourite_id: str) -> Row[Any]:
        row = await self._one(member, favourite_id)
        if not may_edit(member, row):
            raise NOT_ALLOWED.problem()
        return row


def may_edit(member: Member, row: Row[Any]) -> bool:
    """One's own; those of the office for an administrator."""
    return bool(row.user_id == member.user_id) or (row.user_id is None and member.role == "admin")


def _seen_by(office_id: str, user_id: str) -> ColumnElement[bool]:
    own = or_(favourites.c.user_id.is_(None), favourites.c.user_id == user_id)
    return and_(favourites.c.organisation_id == office_id, own)


def _bare(office_id: str, host: str) -> tuple[ColumnElement[bool], ...]:
    return (
        favourites.c.organisation_id == office_id,
        favourites.c.host == host,
        favourites.c.icon.is_(None),
    )
