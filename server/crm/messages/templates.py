"""Templates of an office: the defaults, what was changed in them, and those that were added."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import Row, delete, func, insert, select, update

from crm_adapter.messages import blocks as tree
from crm_adapter.messages import tags
from crm_adapter.messages.defaults import BY_HAND, KINDS, LANGUAGES, default
from server.crm.messages.refusals import (
    BLOCKS_WRONG,
    KIND_UNKNOWN,
    SUBJECT_MISSING,
    TEMPLATE_UNKNOWN,
    TEMPLATE_WRONG,
    TOO_MANY_TEMPLATES,
    UNKNOWN_TAG,
)
from server.crm.messages.tables import message_templates
from server.crm.ports import Rows
from server.mail.page import one_line
from server.stores.database import uuid7
from server.web import Member
from server.web.problems import CHANGED_MEANWHILE

MOST: Final = 300
T = message_templates.c


@dataclass(frozen=True, slots=True)
class Sheet:
    """A template as it is used. `id` "" and `version` 0: the default; `own`: one that the office added."""

    id: str
    kind: str
    language: str
    name: str
    subject: str
    blocks: tuple[dict[str, Any], ...]
    own: bool
    version: int
    updated_at: datetime | None


def checked(kind: str, subject: str, blocks: Sequence[Any]) -> tuple[str, list[dict[str, Any]]]:
    """What can be kept and sent: one line of subject, blocks within their limits, tags of this kind alone.
    Raises the Problems SUBJECT_MISSING, BLOCKS_WRONG (with `why` and `block`) and UNKNOWN_TAG (with `tag`, `suggestion`)."""
    line = one_line(subject, 300)
    if not line:
        raise SUBJECT_MISSING.problem()
    try:
        clean = tree.checked(blocks)
    except tree.WrongBlocks as wrong:
        raise BLOCKS_WRONG.problem(why=wrong.code, block=wrong.where) from None
    try:
        for text in (line, *tree.texts(clean)):
            tags.check(text, tags.KNOWN[kind])
    except tags.UnknownTag as unknown:
        raise UNKNOWN_TAG.problem(tag=unknown.tag, suggestion=unknown.suggestion) from None
    return line, clean


class Templates:
    """Those of all offices."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    async def all(self, rows: Rows, organisation_id: str) -> list[Sheet]:
        """Every kind in every language, then the added ones, by name."""
        query = select(message_templates).where(T.organisation_id == organisation_id).order_by(T.name, T.id)
        found = {row.place: _sheet(row) for row in await rows.execute(query)}
        kept = [found.get(f"{kind}/{language}") or _default(kind, language) for kind in KINDS for language in LANGUAGES]
        return kept + [one for one in found.values() if one.own]

    async def of(
        self, rows: Rows, organisation_id: str, kind: str, language: str, template_id: str | None = None
    ) -> Sheet:
        """The one to write with. A chosen one that is gone gives way to the kind's own."""
        if kind not in KINDS:
            raise KIND_UNKNOWN.problem()
        language = language if language in LANGUAGES else "nl"
        mine = T.organisation_id == organisation_id
        if template_id:
            row = (await rows.execute(select(message_templates).where(mine, T.id == template_id))).one_or_none()
            if row is not None and row.kind != kind:
                raise TEMPLATE_WRONG.problem()
            if row is not None:
                return _sheet(row)
        row = (await rows.execute(select(message_templates).where(mine, T.place == f"{kind}/{language}"))).one_or_none()
        return _default(kind, language) if row is None else _sheet(row)

    async def places(self, rows: Rows, organisation_id: str, ids: Collection[str]) -> dict[str, str]:
        """Kind and language of each of these, as "appointment_planned/nl"; those of other offices are not there."""
        query = select(T.id, T.kind, T.language).where(T.organisation_id == organisation_id, T.id.in_(list(ids)))
        return {each.id: f"{each.kind}/{each.language}" for each in await rows.execute(query)}

    async def one(self, rows: Rows, organisation_id: str, template_id: str) -> Sheet:
        mine = (T.organisation_id == organisation_id) & (T.id == template_id)
        row = (await rows.execute(select(message_templates).where(mine))).one_or_none()
        if row is None:
            raise TEMPLATE_UNKNOWN.problem()
        return _sheet(row)

    async def change(
        self, rows: Rows, member: Member, kind: str, language: str, seen: int, subject: str, blocks: Sequence[Any]
    ) -> Sheet:
        """In place of the default. `seen` is 0 over the default itself."""
        if kind not in KINDS or language not in LANGUAGES:
            raise KIND_UNKNOWN.problem()
        line, clean = checked(kind, subject, blocks)
        before = await self.of(rows, member.organisation_id, kind, language)
        if before.version != seen:
            raise _changed(before)
        if not before.id:
            return await self._add(rows, member, f"{kind}/{language}", kind, language, before.name, line, clean)
        return await self._write(rows, member, before.id, seen, before.name, line, clean)

    async def reset(self, rows: Rows, organisation_id: str, kind: str, language: str) -> None:
        """Back to the default."""
        if kind not in KINDS or language not in LANGUAGES:
            raise KIND_UNKNOWN.problem()
        mine = (T.organisation_id == organisation_id) & (T.place == f"{kind}/{language}")
        await rows.execute(delete(message_templates).where(mine))

    async def add(
        self, rows: Rows, member: Member, kind: str, language: str, name: str, subject: str, blocks: Sequence[Any]
    ) -> Sheet:
        """One more of this kind, to choose."""
        if kind not in KINDS or language not in LANGUAGES:
            raise KIND_UNKNOWN.problem()
        line, clean = checked(kind, subject, blocks)
        count = await rows.scalar(
            select(func.count()).select_from(message_templates).where(T.organisation_id == member.organisation_id)
        )
        if (count or 0) >= MOST:
            raise TOO_MANY_TEMPLATES.problem()
        return await self._add(rows, member, "", kind, language, name, line, clean)

    async def rewrite(
        self, rows: Rows, member: Member, template_id: str, seen: int, name: str, subject: str, blocks: Sequence[Any]
    ) -> Sheet:
        before = await self.one(rows, member.organisation_id, template_id)
        line, clean = checked(before.kind, subject, blocks)
        return await self._write(rows, member, template_id, seen, name, line, clean)

    async def remove(self, rows: Rows, organisation_id: str, template_id: str) -> Sheet:
        found = await self.one(rows, organisation_id, template_id)
        await rows.execute(delete(message_templates).where(T.id == template_id))
        return found

    async def _add(
        self,
        rows: Rows,
        member: Member,
        place: str,
        kind: str,
        language: str,
        name: str,
        subject: str,
        blocks: list[dict[str, Any]],
    ) -> Sheet:
        now, template_id = self._now(), uuid7()
        await rows.execute(
            insert(message_templates).values(
                id=template_id,
                organisation_id=member.organisation_id,
                place=place or template_id,
                kind=kind,
                language=language,
                name=one_line(name, 120),
                subject=subject,
                blocks=orjson.dumps(blocks).decode(),
                updated_by=member.user_id,
                created_at=now,
                updated_at=now,
            )
        )
        return await self.one(rows, member.organisation_id, template_id)

    async def _write(
        self,
        rows: Rows,
        member: Member,
        template_id: str,
        seen: int,
        name: str,
        subject: str,
        blocks: list[dict[str, Any]],
    ) -> Sheet:
        values = {"name": one_line(name, 120), "subject": subject, "blocks": orjson.dumps(blocks).decode()}
        mine = (T.organisation_id == member.organisation_id) & (T.id == template_id) & (T.version == seen)
        stamp = {"updated_at": self._now(), "updated_by": member.user_id, "version": seen + 1}
        written = await rows.execute(update(message_templates).where(mine).values(**values, **stamp))
        now = await self.one(rows, member.organisation_id, template_id)
        if not written.rowcount:
            raise _changed(now)
        return now


def _changed(current: Sheet) -> Exception:
    return CHANGED_MEANWHILE.problem(
        current={
            "id": current.id,
            "version": current.version,
            "name": current.name,
            "subject": current.subject,
            "blocks": list(current.blocks),
        }
    )


def _default(kind: str, language: str) -> Sheet:
    one = default(kind, language)
    return Sheet("", kind, language, one.name, one.subject, one.blocks, own=False, version=0, updated_at=None)


def _sheet(row: Row[Any]) -> Sheet:
    blocks = tuple(orjson.loads(row.blocks))
    own = row.place == row.id
    return Sheet(row.id, row.kind, row.language, row.name, row.subject, blocks, own, row.version, row.updated_at)


def strict(kind: str) -> bool:
    """Whether a tag without a value stops the message: somebody wrote it for this one person."""
    return kind in BY_HAND
