"""What is done to many clients at once, and undoing exactly that."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.changing import UNDO, bring_back, check_colleagues
from server.crm.clients.draft import tag_names
from server.crm.clients.listing import Listing
from server.crm.clients.refusals import (
    CHANGE_NOT_YOURS,
    CHANGE_UNDONE,
    CHANGE_UNKNOWN,
    FILTER_WRONG,
    TAG_UNKNOWN,
    TEAM_UNKNOWN,
)
from server.crm.clients.tables import client_change_items, client_changes, client_tags, client_words, clients, tags
from server.crm.clients.views import Bulk
from server.crm.ports import Actor
from server.stores.database import uuid7
from server.web import Member

_EVENTS = 500
"""Above this, other systems are told once of the whole change and not of each client."""

_LINES: dict[str, dict[str, Any]] = {
    "tag": {"fields": ["tags"]},
    "untag": {"fields": ["tags"]},
    "assign": {"fields": ["adviser_id"]},
    "team": {"fields": ["team_id"]},
    "delete": {"what": "deleted"},
    "undo delete": {"what": "restored"},
}
"""What the line of each client says of an action, as of a change of that client alone; undoing changes the same."""

Before = dict[str, Any]
"""By the client's id: what it was."""


class BulkChanges:
    """Each call in the caller's transaction."""

    def __init__(self, book: ClientBook, listing: Listing) -> None:
        self._book = book
        self._tools = book.tools
        self._listing = listing

    async def make(self, rows: AsyncConnection, member: Member, wish: Bulk) -> tuple[str, int]:
        """The change's id, and how many clients it changed. Clients that this member may not see are left alone."""
        if (wish.ids is None) == (wish.filter is None):
            raise FILTER_WRONG.problem(field="ids")
        ids = await self._chosen(rows, member, wish)
        change_id, office = uuid7(), member.organisation_id
        match wish.action:
            case "tag":
                before, detail = await self._tag(rows, office, ids, wish)
            case "untag":
                before, detail = await self._untag(rows, office, ids, wish)
            case "delete":
                before, detail = await self._delete(rows, member, ids)
            case "assign":
                await check_colleagues(rows, office, {wish.adviser_id} if wish.adviser_id else set())
                before, detail = await self._put(rows, ids, "adviser_id", wish.adviser_id)
            case "team":
                if wish.team_id is not None and wish.team_id not in await self._tools.teams.names(rows, office):
                    raise TEAM_UNKNOWN.problem(field="team_id")
                before, detail = await self._put(rows, ids, "team_id", wish.team_id)
        await self._keep(rows, member, change_id, wish.action, detail, before)
        await self._tell(rows, member, change_id, wish.action, list(before))
        return change_id, len(before)

    async def undo(self, rows: AsyncConnection, member: Member, change_id: str) -> tuple[int, int]:
        """How many clients are as they were, and how many somebody has changed since. Raises a Problem."""
        its = (client_changes.c.id == change_id) & (client_changes.c.organisation_id == member.organisation_id)
        change = (await rows.execute(select(client_changes).where(its).with_for_update())).one_or_none()
        if change is None or change.created_at + UNDO < self._tools.now():
            raise CHANGE_UNKNOWN.problem()
        if member.role != "admin" and change.user_id != member.user_id:
            raise CHANGE_NOT_YOURS.problem()
        if change.undone_at is not None:
            raise CHANGE_UNDONE.problem()
        items = select(client_change_items).where(client_change_items.c.change_id == change_id)
        before = {one.client_id: orjson.loads(one.before) for one in await rows.execute(items)}
        undone = await self._undo(rows, change, before)
        await rows.execute(update(client_changes).where(its).values(undone_at=self._tools.now()))
        await self._tell(rows, member, change_id, f"undo {change.action}", undone)
        return len(undone), len(before) - len(undone)

    async def sweep(self) -> None:
        """Forget what can no longer be undone."""
        old = client_changes.c.created_at < self._tools.now() - UNDO - timedelta(days=1)
        async with self._tools.database.writing() as rows:
            await rows.execute(delete(client_changes).where(old))

    # --- doing ---

    async def _chosen(self, rows: AsyncConnection, member: Member, wish: Bulk) -> list[str]:
        besides = set(wish.besides)
        if wish.filter is not None:
            return sorted(set(await self._listing.ids(rows, member, wish.filter)) - besides)
        shown: list[str] = []
        for part in store.in_parts(sorted(set(wish.ids or []) - besides)):
            query = select(clients.c.id).where(self._book.visible(member), clients.c.id.in_(part))
            shown += (await rows.execute(query)).scalars()
        return shown

    async def _tag(self, rows: AsyncConnection, office: str, ids: Sequence[str], wish: Bulk) -> tuple[Before, Before]:
        found = await self._tag_ids(rows, office, wish.tags, make=True)
        has = await _tags_of(rows, ids, found)
        before: Before = {one: new for one in ids if (new := [tag for tag in found if (one, tag) not in has])}
        listed = [
            {"client_id": one, "tag_id": tag, "organisation_id": office} for one, new in before.items() for tag in new
        ]
        await _insert(rows, client_tags, listed)
        await self._bump(rows, list(before))
        return before, {"tags": found}

    async def _untag(self, rows: AsyncConnection, office: str, ids: Sequence[str], wish: Bulk) -> tuple[Before, Before]:
        found = await self._tag_ids(rows, office, wish.tags, make=False)
        has = await _tags_of(rows, ids, found)
        before: Before = {one: old for one in ids if (old := [tag for tag in found if (one, tag) in has])}
        await _remove_tags(rows, list(before), found)
        await self._bump(rows, list(before))
        return before, {"tags": found}

    async def _delete(self, rows: AsyncConnection, member: Member, ids: Sequence[str]) -> tuple[Before, Before]:
        now = self._tools.now()
        await self._bump(rows, ids, deleted_at=now, deleted_by=member.user_id)
        for part in store.in_parts(ids):
            await rows.execute(delete(client_words).where(client_words.c.client_id.in_(part)))
        return dict.fromkeys(ids, None), {"at": now.isoformat()}

    async def _put(
        self, rows: AsyncConnection, ids: Sequence[str], column: str, value: str | None
    ) -> tuple[Before, Before]:
        before: Before = {}
        for part in store.in_parts(ids):
            query = select(clients.c.id, clients.c[column]).where(clients.c.id.in_(part))
            before |= {one: was for one, was in (await rows.execute(query)).all() if was != value}
        await self._bump(rows, list(before), **{column: value})
        return before, {column: value}

    # --- undoing ---

    async def _undo(self, rows: AsyncConnection, change: Row[Any], before: Before) -> list[str]:
        """The ids of those that are as they were."""
        detail, ids = orjson.loads(change.detail), list(before)
        match change.action:
            case "tag":
                still = await _tags_of(rows, ids, detail["tags"])
                undone = [one for one in ids if any((one, tag) in still for tag in before[one])]
                for tag in detail["tags"]:
                    await _remove_tags(rows, [one for one in ids if tag in before[one]], [tag])
                await self._bump(rows, undone)
            case "untag":
                undone = await self._tag_again(rows, change.organisation_id, before, detail["tags"])
            case "delete":
                undone = await self._bring_back(rows, change.organisation_id, ids, detail["at"])
            case _:
                undone = await self._put_back(rows, before, detail)
        return undone

    async def _tag_again(self, rows: AsyncConnection, office: str, before: Before, found: list[str]) -> list[str]:
        has = await _tags_of(rows, list(before), found)
        there = set((await rows.execute(select(tags.c.id).where(tags.c.id.in_(found)))).scalars())
        lacks = [(one, tag) for one, old in before.items() for tag in old if tag in there and (one, tag) not in has]
        known = await _existing(rows, {one for one, _ in lacks})
        listed = [{"client_id": one, "tag_id": tag, "organisation_id": office} for one, tag in lacks if one in known]
        await _insert(rows, client_tags, listed)
        undone = sorted({one["client_id"] for one in listed})
        await self._bump(rows, undone)
        return undone

    async def _bring_back(self, rows: AsyncConnection, office: str, ids: Sequence[str], at: str) -> list[str]:
        undone: list[str] = []
        for part in store.in_parts(ids):
            found = await store.whole(rows, office, part)
            back = [
                one
                for one in found.values()
                if one.row.deleted_at is not None
                and one.row.deleted_at.isoformat() == at
                and one.row.erased_at is None
                and one.row.merged_into is None
            ]
            await bring_back(rows, office, back, self._tools.now())
            undone += [one.row.id for one in back]
        return undone

    async def _put_back(self, rows: AsyncConnection, before: Before, detail: Before) -> list[str]:
        ((column, value),) = detail.items()
        now_is = clients.c[column] == value if value is not None else clients.c[column].is_(None)
        undone: list[str] = []
        for was in sorted(set(before.values()), key=str):
            mine = [one for one in before if before[one] == was]
            for part in store.in_parts(mine):
                still = (await rows.execute(select(clients.c.id).where(clients.c.id.in_(part), now_is))).scalars().all()
                await self._bump(rows, still, **{column: was})
                undone += still
        return undone

    # --- both ---

    async def _tag_ids(self, rows: AsyncConnection, office: str, wanted: Sequence[str], *, make: bool) -> list[str]:
        """By their names or ids. Raises TAG_UNKNOWN, TAG names that cannot be, or FILTER_WRONG when there are none."""
        listed = [name.strip() for name in wanted if name.strip()]
        if not listed:
            raise FILTER_WRONG.problem(field="tags")
        known = (await rows.execute(select(tags.c.id, tags.c.name_key).where(tags.c.organisation_id == office))).all()
        by_key = {row.name_key: row.id for row in known} | {row.id: row.id for row in known}
        keys = {name: name if name in by_key else store.tag_key(name) for name in listed}
        new = [name for name, key in keys.items() if key not in by_key]
        if new and not make:
            raise TAG_UNKNOWN.problem()
        house = await self._book.house(rows, office)
        by_key |= await store.ensure_tags(rows, office, tag_names(new, house), self._tools.now())
        return list(dict.fromkeys(by_key[key] for key in keys.values()))

    async def _bump(self, rows: AsyncConnection, ids: Sequence[str], **values: Any) -> None:
        values |= {"updated_at": self._tools.now(), "version": clients.c.version + 1}
        for part in store.in_parts(ids):
            await rows.execute(update(clients).where(clients.c.id.in_(part)).values(**values))

    async def _keep(
        self, rows: AsyncConnection, member: Member, change_id: str, action: str, detail: Before, before: Before
    ) -> None:
        office = member.organisation_id
        await rows.execute(
            insert(client_changes).values(
                id=change_id,
                organisation_id=office,
                user_id=member.user_id,
                action=action,
                detail=orjson.dumps(detail).decode(),
                count=len(before),
                created_at=self._tools.now(),
            )
        )
        of = {"change_id": change_id, "organisation_id": office}
        listed = [{**of, "client_id": one, "before": orjson.dumps(was).decode()} for one, was in before.items()]
        await _insert(rows, client_change_items, listed)

    async def _tell(
        self, rows: AsyncConnection, member: Member, change_id: str, action: str, ids: Sequence[str]
    ) -> None:
        office, data = member.organisation_id, {"change_id": change_id, "action": action}
        note = {"action": action, "count": len(ids)}
        await self._tools.audit.note(rows, office, Actor.of(member), "clients.changed", "change", change_id, note)
        line = _LINES.get(action) or _LINES[action.removeprefix("undo ")]
        await self._tools.timeline.add_to_all(rows, office, ids, "client_changed", Actor.of(member), line)
        if len(ids) > _EVENTS:
            await self._tools.events.tell(rows, office, "client.changed", change_id, {**data, "count": len(ids)})
            return
        for one in ids:
            await self._tools.events.tell(rows, office, "client.changed", one, {"client_id": one, **data})


async def _tags_of(rows: AsyncConnection, ids: Sequence[str], wanted: Sequence[str]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for part in store.in_parts(ids):
        query = select(client_tags.c.client_id, client_tags.c.tag_id)
        mine = query.where(client_tags.c.client_id.in_(part), client_tags.c.tag_id.in_(wanted))
        found |= {(one, tag) for one, tag in (await rows.execute(mine)).all()}
    return found


async def _remove_tags(rows: AsyncConnection, ids: Sequence[str], wanted: Sequence[str]) -> None:
    for part in store.in_parts(ids):
        mine = client_tags.c.client_id.in_(part) & client_tags.c.tag_id.in_(wanted)
        await rows.execute(delete(client_tags).where(mine))


async def _existing(rows: AsyncConnection, ids: set[str]) -> set[str]:
    found: set[str] = set()
    for part in store.in_parts(sorted(ids)):
        found |= set((await rows.execute(select(clients.c.id).where(clients.c.id.in_(part)))).scalars())
    return found


async def _insert(rows: AsyncConnection, table: Any, listed: list[dict[str, Any]]) -> None:
    for at in range(0, len(listed), 5000):
        await rows.execute(insert(table), listed[at : at + 5000])
