"""Who may be a client twice."""

from collections.abc import Sequence

from rapidfuzz import fuzz
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.people import names
from crm_adapter.people.judging import House
from server.crm.clients import draft as drafting
from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.draft import Prepared
from server.crm.clients.store import Whole
from server.crm.clients.tables import client_contacts, client_people, clients
from server.crm.clients.views import Likeness
from server.crm.ports import ClientDraft, ContactDraft, PersonDraft
from server.web import Member

_MOST = 200
"""Clients that are compared by name."""
SHOWN = 10
_CLOSE = 80.0
"""Per cent of the letters of two first names that must agree: room for a slip of the pen."""
_WEIGHTS = {"email": 60, "phone": 45, "name": 40, "birthday": 30}
_ENOUGH = 40


def known_of(told: Likeness, house: House) -> Prepared:
    """What is known of somebody, as far as it can be read: what cannot is like nobody's."""
    given = names.split(told.name)
    person = PersonDraft(given.given, given.prefix, given.family, birthday=told.birthday or "")
    contacts = [
        *(ContactDraft("email", one) for one in told.emails),
        *(ContactDraft("phone", one) for one in told.phones),
    ]
    return drafting.readable(ClientDraft(people=(person,), contacts=tuple(contacts)), house)


class Doubles:
    """Reads only; each call in the caller's transaction."""

    def __init__(self, book: ClientBook) -> None:
        self._book = book

    async def like(self, rows: AsyncConnection, member: Member, new: Prepared) -> dict[str, list[str]]:
        """Clients whom this member may see and who look like this one: what is the same, the likeliest first.

        People who share a home share its address: an e-mail of theirs is the same, but so are they told, with a name.
        """
        visible = self._book.visible(member)
        found: dict[str, set[str]] = {}
        for kind in ("email", "phone"):
            values = [one["value"] for one in new.contacts if one["kind"] == kind]
            for client_id in await self._with_contact(rows, member, kind, values):
                found.setdefault(client_id, set()).add(kind)
        for client_id in await self._of_name(rows, member, new):
            found.setdefault(client_id, set()).add("name")
        shown = set(
            (await rows.execute(select(clients.c.id).where(visible, clients.c.id.in_(sorted(found))))).scalars()
        )
        births = {one["birthday"] for one in new.people if one["birthday"]}
        known = await store.whole(rows, member.organisation_id, sorted(shown))
        scores = {one: self._score(found[one], births, known[one]) for one in known}
        best = sorted((one for one in scores if scores[one] >= _ENOUGH), key=lambda one: (-scores[one], one))
        return {one: sorted(found[one]) for one in best[:SHOWN]}

    @staticmethod
    def _score(alike: set[str], births: set[str], known: Whole) -> int:
        theirs = {one.birthday for one in known.people if one.birthday}
        score = sum(_WEIGHTS[one] for one in alike)
        if births & theirs:
            alike.add("birthday")
            return score + _WEIGHTS["birthday"]
        # The same name and another birthday are two people.
        return score - _WEIGHTS["birthday"] if births and theirs else score

    @staticmethod
    async def _with_contact(rows: AsyncConnection, member: Member, kind: str, values: Sequence[str]) -> Sequence[str]:
        if not values:
            return []
        of = client_contacts.c
        query = select(of.client_id).where(
            of.organisation_id == member.organisation_id, of.kind == kind, of.value.in_(values)
        )
        return (await rows.execute(query.distinct().limit(_MOST))).scalars().all()

    async def _of_name(self, rows: AsyncConnection, member: Member, new: Prepared) -> set[str]:
        """Those who are called the same, or nearly."""
        if new.client["kind"] == "company":
            same = and_(clients.c.sort_first == new.client["sort_first"], clients.c.kind == "company")
            query = select(clients.c.id).where(clients.c.organisation_id == member.organisation_id, same)
            return set((await rows.execute(query.limit(_MOST))).scalars())
        found: set[str] = set()
        person = client_people.c
        for one in new.people:
            # Whoever has only one name is alike by that alone: too little.
            if not one["given_key"] or not one["family_key"]:
                continue
            begin = one["given_key"][:1]
            near = or_(
                and_(
                    person.family_key == one["family_key"],
                    person.given_key >= begin,
                    person.given_key < begin + "\U0010ffff",
                ),
                and_(person.given_key == one["family_key"], person.family_key == one["given_key"]),
            )
            query = select(person.client_id, person.given_key, person.family_key).where(
                person.organisation_id == member.organisation_id, near
            )
            for row in (await rows.execute(query.limit(_MOST))).all():
                swapped = row.given_key == one["family_key"]
                if swapped or fuzz.ratio(row.given_key, one["given_key"]) >= _CLOSE:
                    found.add(row.client_id)
        return found
