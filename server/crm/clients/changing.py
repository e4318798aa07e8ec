"""Making, changing, deleting and bringing back one client."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.clients import draft as drafting
from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.doubles import Doubles
from server.crm.clients.refusals import (
    ADDRESS_UNKNOWN,
    COLLEAGUE_UNKNOWN,
    LOOKS_LIKE_ANOTHER,
    NOT_DELETED,
    TEAM_UNKNOWN,
)
from server.crm.clients.showing import Showing
from server.crm.clients.store import Whole
from server.crm.clients.tables import client_access, client_contacts, client_words, clients
from server.crm.clients.views import ClientChange, NewClientIn
from server.crm.ports import Actor, ClientDraft, ContactDraft, PersonDraft
from server.stores.tables import users
from server.web import Member
from server.web.problems import CHANGED_MEANWHILE

UNDO = timedelta(days=30)
"""How long a deleted client can be brought back."""


class Changing:
    """Each call in the caller's transaction."""

    def __init__(self, book: ClientBook, doubles: Doubles, showing: Showing) -> None:
        self._book = book
        self._tools = book.tools
        self._doubles = doubles
        self._showing = showing

    async def make(self, rows: AsyncConnection, member: Member, told: NewClientIn) -> str:
        """Raises a Problem; LOOKS_LIKE_ANOTHER with `candidates`, unless it is to be made anyway."""
        organisation_id = member.organisation_id
        house = await self._book.house(rows, organisation_id)
        draft = replace(draft_with(ClientDraft(), told), source="api" if member.key_id else "hand")
        if "adviser_id" not in told.model_fields_set:
            draft = replace(draft, adviser_id=member.user_id)
        await self._check_owners(rows, organisation_id, draft)
        prepared = drafting.prepare(draft, house)
        if not told.anyway:
            alike = await self._doubles.like(rows, member, prepared)
            if alike:
                shown = await self._showing.candidates(rows, organisation_id, alike)
                raise LOOKS_LIKE_ANOTHER.problem(candidates=[one.model_dump(mode="json") for one in shown])
        actor = Actor.of(member)
        client_id = await self._book.make_one(rows, organisation_id, draft, house, actor)
        await self._share(rows, organisation_id, client_id, draft.assigned)
        await self._tools.audit.note(rows, organisation_id, actor, "client.created", "client", client_id)
        return client_id

    async def change(
        self, rows: AsyncConnection, member: Member, client_id: str, seen: int, told: ClientChange
    ) -> None:
        """Raises CHANGED_MEANWHILE with `current`, and other Problems."""
        before = await self.held(rows, member, client_id, seen)
        organisation_id, actor = member.organisation_id, Actor.of(member)
        house = await self._book.house(rows, organisation_id)
        was = draft_of(before, {one.id: key for key, one in house.definitions.items()})
        draft = draft_with(was, told)
        changed = sorted(name for name in told.model_fields_set if _differs(name, was, draft))
        await self._check_owners(rows, organisation_id, draft)
        known = frozenset(one.id for one in (*before.people, *before.contacts))
        prepared = drafting.prepare(draft, house, known)
        owner = {"adviser_id": draft.adviser_id, "team_id": draft.team_id}
        await store.replace(rows, organisation_id, before, prepared, owner, self._tools.now())
        await self._share(rows, organisation_id, client_id, draft.assigned)
        for renamed in self._book.around.renamed:
            await renamed(rows, organisation_id, client_id)
        await self.told(rows, actor, organisation_id, client_id, changed)

    async def told(
        self, rows: AsyncConnection, actor: Actor, organisation_id: str, client_id: str, changed: Sequence[str]
    ) -> None:
        """A change of one client: its line, its event, its note in the audit. Names of fields, never what they hold."""
        detail = {"fields": list(changed)}
        await self._tools.timeline.add(rows, organisation_id, client_id, "client_changed", actor, detail=detail)
        data = {"client_id": client_id, **detail}
        await self._tools.events.tell(rows, organisation_id, "client.changed", client_id, data)
        await self._tools.audit.note(rows, organisation_id, actor, "client.changed", "client", client_id, detail)

    async def held(self, rows: AsyncConnection, member: Member, client_id: str, seen: int) -> Whole:
        """The client, which nobody else changes until the transaction ends, in the version that the caller has seen."""
        await rows.execute(select(clients.c.id).where(clients.c.id == client_id).with_for_update())
        found = await self._book.seen_whole(rows, member, client_id)
        if found.row.version != seen:
            current = await self._showing.view(rows, member.organisation_id, found)
            raise CHANGED_MEANWHILE.problem(current=current.model_dump(mode="json"))
        return found

    async def delete(self, rows: AsyncConnection, member: Member, client_id: str, seen: int) -> None:
        """It can be brought back for a while."""
        await self.held(rows, member, client_id, seen)
        gone = {"deleted_at": self._tools.now(), "deleted_by": member.user_id}
        await store.bump(rows, client_id, self._tools.now(), **gone)
        await rows.execute(delete(client_words).where(client_words.c.client_id == client_id))
        await self._noted(rows, member, client_id, "deleted")

    async def restore(self, rows: AsyncConnection, member: Member, client_id: str) -> None:
        """Raises NOT_DELETED."""
        await rows.execute(select(clients.c.id).where(clients.c.id == client_id).with_for_update())
        found = await self._book.seen_whole(rows, member, client_id, deleted=True)
        gone = found.row.deleted_at
        if gone is None or found.row.merged_into or gone + UNDO < self._tools.now():
            raise NOT_DELETED.problem()
        await bring_back(rows, member.organisation_id, [found], self._tools.now())
        await self._noted(rows, member, client_id, "restored")

    async def unblock(self, rows: AsyncConnection, member: Member, client_id: str, email: str) -> None:
        """Mail goes to this address again. Raises ADDRESS_UNKNOWN."""
        found = await self._book.seen_whole(rows, member, client_id)
        mine = (client_contacts.c.client_id == client_id) & (client_contacts.c.value == email.strip().lower())
        free = update(client_contacts).where(mine, client_contacts.c.blocked_reason != "")
        if not (await rows.execute(free.values(blocked_reason="", blocked_at=None))).rowcount:
            raise ADDRESS_UNKNOWN.problem()
        await store.bump(rows, found.row.id, self._tools.now(), email_blocked=False)
        await self.told(rows, Actor.of(member), member.organisation_id, client_id, ["contacts"])

    async def _noted(self, rows: AsyncConnection, member: Member, client_id: str, what: str) -> None:
        actor, office = Actor.of(member), member.organisation_id
        await self._tools.timeline.add(rows, office, client_id, "client_changed", actor, detail={"what": what})
        data = {"client_id": client_id, "what": what}
        await self._tools.events.tell(rows, office, "client.changed", client_id, data)
        await self._tools.audit.note(rows, office, actor, f"client.{what}", "client", client_id)

    async def _check_owners(self, rows: AsyncConnection, organisation_id: str, draft: ClientDraft) -> None:
        wanted = {*draft.assigned, *([draft.adviser_id] if draft.adviser_id else [])}
        await check_colleagues(rows, organisation_id, wanted)
        if draft.team_id is not None and draft.team_id not in await self._tools.teams.names(rows, organisation_id):
            raise TEAM_UNKNOWN.problem(field="team_id")

    async def _share(
        self, rows: AsyncConnection, organisation_id: str, client_id: str, assigned: Sequence[str]
    ) -> None:
        await rows.execute(delete(client_access).where(client_access.c.client_id == client_id))
        listed = [{"client_id": client_id, "user_id": one, "organisation_id": organisation_id} for one in set(assigned)]
        if listed:
            await rows.execute(insert(client_access), listed)


async def check_colleagues(rows: AsyncConnection, organisation_id: str, ids: set[str]) -> None:
    """Raises COLLEAGUE_UNKNOWN unless all of them are of this office."""
    theirs = select(users.c.id).where(users.c.organisation_id == organisation_id, users.c.id.in_(sorted(ids)))
    if ids and len((await rows.execute(theirs)).all()) != len(ids):
        raise COLLEAGUE_UNKNOWN.problem(field="adviser_id")


async def bring_back(rows: AsyncConnection, organisation_id: str, found: Sequence[Whole], now: Any) -> None:
    """Deleted clients live again, and are found again."""
    for one in found:
        await store.bump(rows, one.row.id, now, deleted_at=None, deleted_by=None)
    people = {one.row.id: [dict(person._mapping) for person in one.people] for one in found}
    contacts = {one.row.id: [dict(contact._mapping) for contact in one.contacts] for one in found}
    words = {
        one.row.id: drafting.words_of(dict(one.row._mapping), people[one.row.id], contacts[one.row.id]) for one in found
    }
    await store.put_words(rows, organisation_id, words)


def draft_of(found: Whole, keys: dict[str, str]) -> ClientDraft:
    """What would have to be told to get this client. `keys`: of own fields, by their ids."""
    row = found.row
    return ClientDraft(
        kind=row.kind,
        name=row.name if row.kind == "company" else "",
        people=tuple(
            PersonDraft(one.given, one.prefix, one.family, one.id, one.role, one.birthday, one.language)
            for one in found.people
        ),
        contacts=tuple(
            ContactDraft(
                one.kind, one.shown if one.kind == "email" else one.value, one.label, one.person_id or "", one.id
            )
            for one in found.contacts
        ),
        number=row.number,
        vat=row.vat,
        coc=row.coc,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        country=row.country,
        language=row.language,
        time_zone=row.time_zone,
        adviser_id=row.adviser_id,
        team_id=row.team_id,
        assigned=tuple(sorted(found.assigned)),
        tags=tuple(one.name for one in found.tags),
        fields={keys[one.field_id]: one.value for one in found.values if one.field_id in keys},
        source=row.source,
    )


def draft_with(draft: ClientDraft, told: ClientChange) -> ClientDraft:
    """The same with what was told."""
    values: dict[str, Any] = {}
    for name in told.model_fields_set - {"anyway"}:
        given = getattr(told, name)
        match name:
            case "people" if given is not None:
                values["people"] = tuple(
                    PersonDraft(one.given, one.prefix, one.family, one.id, one.role, one.birthday or "", one.language)
                    for one in given
                )
            case "contacts" if given is not None:
                values["contacts"] = tuple(
                    ContactDraft(one.kind, one.value, one.label, one.person_id or "", one.id) for one in given
                )
            case "company":
                values |= {"vat": given.vat if given else "", "coc": given.coc if given else ""}
            case "address" if given is not None:
                values |= {part: getattr(given, part) for part in ("street", "postcode", "city", "country")}
            case "adviser_id" | "team_id":
                values[name] = given
            case "assigned" | "tags" if given is not None:
                values[name] = tuple(dict.fromkeys(given))
            case "fields" if given is not None:
                values["fields"] = dict(given)
            case _ if given is not None:
                values[name] = given
            case _:
                continue
    return replace(draft, **values)


def _differs(name: str, was: ClientDraft, now: ClientDraft) -> bool:
    parts = {"company": ("vat", "coc"), "address": ("street", "postcode", "city", "country")}.get(name, (name,))
    return any(getattr(was, part) != getattr(now, part) for part in parts)
