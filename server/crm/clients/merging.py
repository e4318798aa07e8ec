"""Making one client of two."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.people import names
from crm_adapter.people.own_fields import FieldValue
from server.crm.clients import draft as drafting
from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.draft import Prepared
from server.crm.clients.refusals import MERGE_WITH_ITSELF
from server.crm.clients.store import Whole
from server.crm.clients.tables import client_access, client_contacts, client_people, client_words, clients, consents
from server.crm.ports import Actor
from server.web import Member


class Merging:
    """Makes one client of two, in the caller's transaction."""

    def __init__(self, book: ClientBook) -> None:
        self._book = book
        self._tools = book.tools

    async def merge(self, rows: AsyncConnection, member: Member, into_id: str, from_id: str) -> None:
        """What `into` does not have, it gets of `from`; then `from` is no more. Raises a Problem."""
        if into_id == from_id:
            raise MERGE_WITH_ITSELF.problem()
        both = select(clients.c.id).where(clients.c.id.in_([into_id, from_id])).order_by(clients.c.id)
        await rows.execute(both.with_for_update())
        into = await self._book.seen_whole(rows, member, into_id)
        gone = await self._book.seen_whole(rows, member, from_id)
        office, now, actor = member.organisation_id, self._tools.now(), Actor.of(member)
        people, renamed = _people(into, gone)
        contacts = _contacts(into, gone, renamed)
        card = _card(into, gone, people, contacts)
        await self._move(rows, office, into, gone)
        prepared = Prepared(card, people, contacts, drafting.words_of(card, people, contacts))
        await self._put(rows, office, into, gone, prepared)
        ended = {"deleted_at": now, "deleted_by": member.user_id, "merged_into": into_id, "photo": None}
        await store.bump(rows, from_id, now, **ended)
        await rows.execute(delete(client_words).where(client_words.c.client_id == from_id))
        # Who was merged into the one that ends now lives on here too.
        await rows.execute(update(clients).where(clients.c.merged_into == from_id).values(merged_into=into_id))
        for moved in self._book.around.merged:
            await moved(rows, office, into_id, from_id)
        await self._mark(rows, office, into_id)
        detail = {"from": from_id, "name": gone.row.name}
        await self._tools.timeline.add(rows, office, into_id, "merged", actor, detail=detail)
        data = {"client_id": into_id, "into": into_id, "from": from_id}
        await self._tools.events.tell(rows, office, "party.merged", into_id, data)
        await self._tools.audit.note(rows, office, actor, "client.merged", "client", into_id, {"from": from_id})

    async def _move(self, rows: AsyncConnection, office: str, into: Whole, gone: Whole) -> None:
        """What is in tables of its own: proofs, and who sees the client."""
        its = consents.c.client_id == gone.row.id
        twice = select(consents.c.key).where(consents.c.client_id == into.row.id, consents.c.key.is_not(None))
        await rows.execute(update(consents).where(its, consents.c.key.in_(twice)).values(key=None))
        await rows.execute(update(consents).where(its).values(client_id=into.row.id))
        more = sorted({*gone.assigned, *([gone.row.adviser_id] if gone.row.adviser_id else [])} - set(into.assigned))
        more = [one for one in more if one != into.row.adviser_id]
        listed = [{"client_id": into.row.id, "user_id": one, "organisation_id": office} for one in more]
        if listed:
            # Whoever served the one that ends, goes on seeing them.
            await rows.execute(insert(client_access), listed)

    async def _put(self, rows: AsyncConnection, office: str, into: Whole, gone: Whole, prepared: Prepared) -> None:
        values = {one.field_id: one for one in (*gone.values, *into.values)}
        prepared.values = [FieldValue(one.field_id, one.value, one.value_key, one.number) for one in values.values()]
        prepared.tags = [one.name for one in (*into.tags, *gone.tags)]
        await rows.execute(delete(client_people).where(client_people.c.client_id == gone.row.id))
        await rows.execute(delete(client_contacts).where(client_contacts.c.client_id == gone.row.id))
        photo = into.row.photo or gone.row.photo
        await store.replace(rows, office, into, prepared, {"photo": photo}, self._tools.now())

    async def _mark(self, rows: AsyncConnection, office: str, client_id: str) -> None:
        """The newest word on marketing by mail, of the two together."""
        held = await self._book.consent_book.held(rows, office, client_id)
        said = held.given.get("marketing/email")
        if said is not None:
            marks = update(clients).where(clients.c.id == client_id).values(consent=said, unsubscribed=not said)
            await rows.execute(marks)


def _people(into: Whole, gone: Whole) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The people of both, each once; and by which id those who are the same go on."""
    people = [_bare(one) for one in into.people]
    renamed: dict[str, str] = {}
    for row in gone.people:
        one = _bare(row)
        same = next((known for known in people if _same(known, one)), None)
        if same is None:
            role = one["role"] if into.row.kind == "company" else "partner"
            people.append({**one, "role": role, "position": len(people)})
            continue
        renamed[one["id"]] = same["id"]
        for part in ("prefix", "birthday", "birth_month", "language"):
            same[part] = same[part] or one[part]
    return people, renamed


def _same(known: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    named = names.fold(known["name"]) == names.fold(other["name"])
    born = {known["birthday"], other["birthday"]} - {""}
    return named and len(born) < 2


def _contacts(into: Whole, gone: Whole, renamed: Mapping[str, str]) -> list[dict[str, Any]]:
    contacts = [_bare(one) for one in into.contacts]
    known = {(one["kind"], one["value"]) for one in contacts}
    for row in gone.contacts:
        one = _bare(row)
        if (one["kind"], one["value"]) not in known:
            person = one["person_id"]
            contacts.append({**one, "person_id": renamed.get(person, person), "position": len(contacts)})
    return contacts


def _bare(row: Any) -> dict[str, Any]:
    kept = dict(row._mapping)
    for name in ("organisation_id", "client_id"):
        del kept[name]
    return kept


def _card(
    into: Whole, gone: Whole, people: Sequence[Mapping[str, Any]], contacts: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    row, other = into.row, gone.row
    card = {name: getattr(row, name) or getattr(other, name) for name in ("number", "vat", "coc", "time_zone")}
    card["sort_number"] = names.number_key(card["number"])
    # An address is taken whole or not at all.
    home = row if row.street or row.postcode or row.city else other
    parts = ("street", "street_key", "postcode", "postcode_key", "city", "city_key", "country")
    card |= {name: getattr(home, name) for name in parts}
    kind = "household" if row.kind == "person" and len(people) > 1 else row.kind
    called = [names.PersonName(one["given"], one["prefix"], one["family"]) for one in people]
    company = kind == "company"
    name = row.name if company else names.together(called, row.language)[:300]
    return card | {
        "kind": kind,
        "name": name,
        "contact": called[0].whole if company and called else "",
        "language": row.language,
        "email": next((one["value"] for one in contacts if one["kind"] == "email"), ""),
        **drafting.sorted_by(name, [] if company else called),
    }
