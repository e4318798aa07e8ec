"""What an import does with clients: the port ClientIntake."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.people import names
from crm_adapter.people.drafts import PersonRole
from crm_adapter.people.judging import Check
from crm_adapter.people.own_fields import FieldValue
from server.crm.clients import draft as drafting
from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.changing import draft_of
from server.crm.clients.draft import Prepared
from server.crm.clients.store import Whole
from server.crm.clients.tables import client_contacts, client_people, client_tags, client_words, clients, tags
from server.crm.ports import (
    Actor,
    Checked,
    ClientDraft,
    Completed,
    ContactDraft,
    DraftCheck,
    PersonDraft,
)
from server.stores.database import one_of
from server.web import Member

_BLANKS = ("number", "vat", "coc", "street", "postcode", "city", "time_zone")
_HOME = ("street", "postcode", "city", "country")
_MOST_ALIKE = 5
"""Clients that are shown beside one row."""


class Intake:
    """Each call in the caller's transaction."""

    def __init__(self, book: ClientBook) -> None:
        self._book = book
        self._tools = book.tools

    async def check(self, rows: AsyncConnection, organisation_id: str) -> DraftCheck:
        return Check(await self._book.house(rows, organisation_id))

    async def field_kinds(self, rows: AsyncConnection, organisation_id: str) -> dict[str, tuple[str, str]]:
        found = await store.definitions(rows, organisation_id)
        return {key: (one.label, one.kind) for key, one in found.items()}

    async def names(self, rows: AsyncConnection, member: Member, ids: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in store.in_parts(ids):
            query = select(clients.c.id, clients.c.name).where(self._book.visible(member), clients.c.id.in_(part))
            found |= {client_id: name for client_id, name in await rows.execute(query)}
        return found

    async def known(
        self, rows: AsyncConnection, member: Member, found: Sequence[Checked]
    ) -> list[list[tuple[str, Checked]]]:
        office = member.organisation_id
        marks = await self._marks(rows, office, found)
        if not marks:
            return [[] for _ in found]
        near = {one for ids in marks.values() for one in ids[:_MOST_ALIKE]}
        shown: set[str] = set()
        for part in store.in_parts(sorted(near)):
            query = select(clients.c.id).where(self._book.visible(member, few=True), clients.c.id.in_(part))
            shown |= set((await rows.execute(query)).scalars())
        cards = await self._known_as(rows, sorted(shown))
        answer = []
        for one in found:
            ids = [i for mark in _marks_of(one) for i in marks.get(mark, [])[:_MOST_ALIKE] if i in cards]
            answer.append([(i, cards[i]) for i in dict.fromkeys(ids)][:_MOST_ALIKE])
        return answer

    async def bring(
        self, rows: AsyncConnection, organisation_id: str, drafts: Sequence[ClientDraft], actor: Actor
    ) -> list[str]:
        return await self._book.bring(rows, organisation_id, drafts, actor)

    async def complete(
        self, rows: AsyncConnection, member: Member, client_id: str, draft: ClientDraft, subject_id: str
    ) -> Completed:
        office = member.organisation_id
        await rows.execute(select(clients.c.id).where(clients.c.id == client_id).with_for_update())
        before = await self._book.seen_whole(rows, member, client_id)
        house = await self._book.house(rows, office)
        was = draft_of(before, {one.id: key for key, one in house.definitions.items()})
        told = drafting.readable(draft, house)
        filled, added = _filled(was, draft, told, before)
        if not added:
            return Completed({}, before.row.version)
        known = frozenset(one.id for one in (*before.people, *before.contacts))
        prepared = drafting.prepare(filled, house, known)
        if prepared.values:
            keys = {one.id: key for key, one in house.definitions.items()}
            added["fields"] = {keys[one.field_id]: one.value for one in prepared.values}
        prepared.values = [*_values(before), *prepared.values]
        await store.replace(rows, office, before, prepared, {}, self._tools.now())
        added["contacts"] = [[one["kind"], one["value"]] for one in prepared.contacts if one["id"] not in known]
        added["people"] = [one["id"] for one in prepared.people if one["id"] not in known]
        now_has = {store.tag_key(one) for one in filled.tags} - {store.tag_key(one) for one in was.tags}
        added["tags"] = sorted(now_has)
        await self._tools.timeline.add(
            *(rows, office, client_id, "imported", Actor.of(member)),
            subject_kind="import",
            subject_id=subject_id,
            detail={"merged": True},
            key=f"import {subject_id} {client_id} {before.row.version}",
        )
        return Completed({key: value for key, value in added.items() if value}, before.row.version + 1)

    async def uncomplete(
        self, rows: AsyncConnection, organisation_id: str, client_id: str, added: Mapping[str, Any]
    ) -> list[str]:
        await rows.execute(select(clients.c.id).where(clients.c.id == client_id).with_for_update())
        found = (await store.whole(rows, organisation_id, [client_id])).get(client_id)
        if found is None or found.row.deleted_at is not None:
            return ["client"]
        house = await self._book.house(rows, organisation_id)
        now = draft_of(found, {one.id: key for key, one in house.definitions.items()})
        draft, kept = _unfilled(now, added, found)
        gone, changed = _fields(now, added)
        kept += changed
        known = frozenset(one.id for one in (*found.people, *found.contacts))
        keys = {one.id: key for key, one in house.definitions.items()}
        stay = [one for one in _values(found) if keys.get(one.field_id, "") not in gone]
        # What was there before was let in then: it is not judged anew for what it holds.
        prepared, problems = drafting.looked_at(replace(draft, fields={}), replace(house, allow_bsn=True), known)
        if problems:
            return ["client"]
        prepared.values = stay
        await store.replace(rows, organisation_id, found, prepared, {}, self._tools.now())
        return kept

    async def unbring(
        self, rows: AsyncConnection, organisation_id: str, made: Mapping[str, int], actor: Actor
    ) -> set[str]:
        ids = sorted(made)
        now, kept = self._tools.now(), set[str]()
        used = await self._tools.timeline.used(rows, organisation_id, ids, ("imported",))
        for part in store.in_parts(ids):
            theirs = and_(clients.c.organisation_id == organisation_id, clients.c.id.in_(part))
            held = select(clients.c.id, clients.c.version, clients.c.deleted_at).where(theirs)
            held = held.order_by(clients.c.id).with_for_update()
            fresh = []
            for row in await rows.execute(held):
                if row.id in used or row.version != made[row.id]:
                    if row.deleted_at is None:
                        kept.add(row.id)
                elif row.deleted_at is None:
                    fresh.append(row.id)
            gone: dict[str, Any] = {"deleted_at": now, "deleted_by": actor.id or None, "updated_at": now}
            gone |= {"version": clients.c.version + 1}
            await rows.execute(update(clients).where(clients.c.id.in_(fresh)).values(**gone))
            await rows.execute(delete(client_words).where(client_words.c.client_id.in_(fresh)))
        return kept

    async def drop_tag(self, rows: AsyncConnection, organisation_id: str, name: str) -> None:
        key = store.tag_key(name)
        living = (
            select(client_tags.c.tag_id)
            .join(clients, clients.c.id == client_tags.c.client_id)
            .where(client_tags.c.tag_id == tags.c.id, clients.c.deleted_at.is_(None))
        )
        its = and_(tags.c.organisation_id == organisation_id, tags.c.name_key == key, ~living.exists())
        await rows.execute(delete(tags).where(its))

    # --- who is known already ---

    @staticmethod
    async def _marks(rows: AsyncConnection, office: str, found: Sequence[Checked]) -> dict[tuple[str, str], list[str]]:
        """The ids of clients by each address, number and name that was told."""
        marks: dict[tuple[str, str], list[str]] = defaultdict(list)
        contact = client_contacts.c
        for kind in ("email", "phone"):
            values = sorted({one for each in found for one in (each.emails if kind == "email" else each.phones)})
            its = and_(contact.organisation_id == office, contact.kind == kind, one_of(rows, contact.value, values))
            for value, client_id in await rows.execute(select(contact.value, contact.client_id).where(its)):
                marks[kind, value].append(client_id)
        called = sorted({one[:120] for each in found for one in each.names})
        # As one person's client is sorted by its first name: exactly the whole name, folded.
        its = and_(clients.c.organisation_id == office, clients.c.deleted_at.is_(None))
        its = and_(its, one_of(rows, clients.c.sort_first, called))
        for name, client_id in await rows.execute(select(clients.c.sort_first, clients.c.id).where(its)):
            marks["name", name].append(client_id)
        return marks

    async def _known_as(self, rows: AsyncConnection, ids: Sequence[str]) -> dict[str, Checked]:
        """By what these clients are known."""
        held: dict[str, dict[str, list[str]]] = {one: defaultdict(list) for one in ids}
        for part in store.in_parts(ids):
            people = select(client_people).where(client_people.c.client_id.in_(part))
            for row in await rows.execute(people):
                held[row.client_id]["names"].append(names.fold(row.name))
                if row.birthday:
                    held[row.client_id]["births"].append(row.birthday)
            contacts = select(client_contacts).where(client_contacts.c.client_id.in_(part))
            for row in await rows.execute(contacts):
                held[row.client_id][f"{row.kind}s"].append(row.value)
            firms = select(clients.c.id, clients.c.name).where(clients.c.id.in_(part), clients.c.kind == "company")
            for row in await rows.execute(firms):
                held[row.id]["names"] = [names.fold(row.name)]
        return {
            one: Checked((), tuple(of["emails"]), tuple(of["phones"]), tuple(of["names"]), tuple(of["births"]))
            for one, of in held.items()
        }


def _marks_of(one: Checked) -> list[tuple[str, str]]:
    marks = [("email", value) for value in one.emails] + [("phone", value) for value in one.phones]
    return marks + [("name", value[:120]) for value in one.names]


def _filled(was: ClientDraft, draft: ClientDraft, told: Prepared, before: Whole) -> tuple[ClientDraft, dict[str, Any]]:
    """The client with what it lacks, and what that is."""
    values: dict[str, Any] = {}
    added: dict[str, Any] = {}
    for name in _BLANKS:
        if name not in _HOME and not getattr(was, name) and (new := told.client.get(name, "")):
            if name in ("vat", "coc") and was.kind != "company":
                continue
            values[name] = new
    if not (was.street or was.postcode or was.city) and any(told.client.get(part) for part in _HOME[:3]):
        # An address is taken whole or not at all.
        values |= {part: told.client[part] for part in _HOME}
        added["country_before"] = was.country
    added |= {"values": dict(values)} if values else {}
    people, refs, births = _more_people(was, draft)
    has = {(one.kind, one.value) for one in before.contacts}
    contacts = list(was.contacts)
    for one in told.contacts:
        if (one["kind"], one["value"]) not in has:
            person = next((p.ref for p in draft.people if _is_of(one, p, draft, told)), "")
            text = one["shown"] if one["kind"] == "email" else one["value"]
            contacts.append(ContactDraft(one["kind"], text, one["label"], refs.get(person, "")))
    fields = {key: value for key, value in draft.fields.items() if key not in was.fields and str(value).strip()}
    new_tags = [one for one in draft.tags if store.tag_key(one) not in {store.tag_key(tag) for tag in was.tags}]
    if births:
        added["births"] = births
    kind = "household" if was.kind == "person" and len(people) > 1 else was.kind
    if kind != was.kind:
        added["kind_before"] = was.kind
    if len(contacts) > len(was.contacts) or len(people) > len(was.people) or new_tags:
        added["more"] = True
    if fields:
        added["fields"] = fields
    filled = replace(
        was,
        **values,
        kind=kind,
        people=tuple(people),
        contacts=tuple(contacts),
        fields=fields,
        tags=(*was.tags, *new_tags),
    )
    return filled, added


def _more_people(was: ClientDraft, draft: ClientDraft) -> tuple[list[PersonDraft], dict[str, str], dict[str, str]]:
    """All people; how those of the row are called in it; and birthdays that were not known, by person."""
    people, refs, births = list(was.people), dict[str, str](), dict[str, str]()
    for new in draft.people:
        at = next((at for at, one in enumerate(people) if _called(one) == _called(new)), None)
        if at is None and _called(new):
            ref = f"new-{len(people)}"
            role: PersonRole = "contact" if was.kind == "company" else "partner" if people else "applicant"
            people.append(replace(new, ref=ref, role=role))
            refs[new.ref] = ref
        elif at is not None:
            refs[new.ref] = people[at].ref
            if new.birthday and not people[at].birthday:
                births[people[at].ref] = new.birthday
                people[at] = replace(people[at], birthday=new.birthday)
    return people, refs, births


def _is_of(contact: Mapping[str, Any], person: PersonDraft, draft: ClientDraft, told: Prepared) -> bool:
    """Whether an address of the row is this person's."""
    at = next((one["position"] for one in told.people if one["id"] == contact["person_id"]), None)
    named = [one for one in draft.people if _called(one)]
    return at is not None and at < len(named) and named[at].ref == person.ref


def _called(one: PersonDraft) -> str:
    return names.fold(" ".join(part for part in (one.given, one.prefix, one.family) if part))


def _unfilled(now: ClientDraft, added: Mapping[str, Any], found: Whole) -> tuple[ClientDraft, list[str]]:
    """The client without what was added to it, and the names of what somebody changed since."""
    kept: list[str] = []
    values: dict[str, Any] = {}
    given: Mapping[str, str] = added.get("values", {})
    home = [part for part in _HOME if part in given]
    if home:
        if all(getattr(now, part) == given[part] for part in home):
            values |= dict.fromkeys(_HOME[:3], "") | {"country": added.get("country_before", now.country)}
        else:
            kept.append("address")
    for name in set(given) - set(_HOME):
        if getattr(now, name) == given[name]:
            values[name] = ""
        elif getattr(now, name):
            kept.append(name)
    gone = {(kind, value) for kind, value in added.get("contacts", [])}
    ids = {one.id for one in found.contacts if (one.kind, one.value) in gone}
    births: Mapping[str, str] = added.get("births", {})
    people = []
    for one in now.people:
        if one.ref in added.get("people", []):
            # Whose other addresses came since stays, with them.
            if any(c.person == one.ref and c.id not in ids for c in now.contacts):
                kept.append("people")
                people.append(one)
            continue
        people.append(replace(one, birthday="") if births.get(one.ref) == one.birthday and one.birthday else one)
    kind = added.get("kind_before", now.kind) if len(people) < 2 else now.kind
    left = tuple(one for one in now.contacts if one.id not in ids)
    removed = set(added.get("tags", []))
    tagged = tuple(one for one in now.tags if store.tag_key(one) not in removed)
    draft = replace(now, **values, kind=kind, people=tuple(people), contacts=left, tags=tagged)
    return draft, sorted(kept)


def _fields(now: ClientDraft, added: Mapping[str, Any]) -> tuple[set[str], list[str]]:
    """The own fields that go again, and the names of those that somebody has filled in otherwise since."""
    given: Mapping[str, str] = added.get("fields", {})
    gone = {key for key, value in given.items() if now.fields.get(key) == value}
    return gone, sorted(f"fields.{key}" for key in given if key in now.fields and key not in gone)


def _values(found: Whole) -> list[FieldValue]:
    return [FieldValue(one.field_id, one.value, one.value_key, one.number) for one in found.values]
