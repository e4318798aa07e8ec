"""The clients of all offices, as other modules know them: the port Clients."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.people import emails, names
from crm_adapter.people.judging import House
from server.crm.choices import ChoiceStore, OfficeChoices
from server.crm.clients import draft as drafting
from server.crm.clients import store
from server.crm.clients.choices import ClientChoices
from server.crm.clients.consents import ConsentBook
from server.crm.clients.refusals import CLIENT_UNKNOWN
from server.crm.clients.search import matching
from server.crm.clients.store import Whole
from server.crm.clients.tables import client_access, client_contacts, clients
from server.crm.ports import (
    Actor,
    Address,
    Audit,
    Card,
    CardPerson,
    ClientDraft,
    ConsentGiven,
    ConsentsHeld,
    ContactDraft,
    Events,
    NewClient,
    Teams,
    Timeline,
)
from server.stores.database import Database
from server.stores.tables import organisations
from server.web import Member, Problem

Counter = Callable[[AsyncConnection, str, str], Awaitable[int]]
Merged = Callable[[AsyncConnection, str, str, str], Awaitable[None]]
Renamed = Callable[[AsyncConnection, str, str], Awaitable[None]]
Nexts = Callable[[AsyncConnection, str, Sequence[str]], Awaitable[Mapping[str, Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Tools:
    """What the services of this module work with."""

    database: Database
    choices: ChoiceStore
    teams: Teams
    timeline: Timeline
    audit: Audit
    events: Events
    now: Callable[[], datetime]


@dataclass(slots=True)
class Around:
    """What other modules add to a client; connected once, before anything runs."""

    counts: dict[str, Counter] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)
    renamed: list[Renamed] = field(default_factory=list)
    next_appointments: Nexts | None = None
    with_appointment: Callable[[], Select[tuple[str]]] | None = None


class ClientBook:
    """Implements the port Clients."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.around = Around()
        self.consent_book = ConsentBook(tools.timeline, tools.events, tools.now)

    # --- what other modules connect ---

    def counts_of(self, name: str, counter: Counter) -> None:
        """`name` is one of appointments, documents, sessions, messages."""
        self.around.counts[name] = counter

    def on_merge(self, moved: Merged) -> None:
        """Called in the transaction of a merge with (rows, office, into, from): move what is the second's."""
        self.around.merged.append(moved)

    def on_rename(self, renamed: Renamed) -> None:
        """Called in the transaction that changes a client's name or addresses, with (rows, office, client)."""
        self.around.renamed.append(renamed)

    async def without_team(self, rows: AsyncConnection, organisation_id: str, team_id: str) -> None:
        """A team is no more: its clients are their advisers' alone, never everybody's by accident."""
        its = and_(clients.c.organisation_id == organisation_id, clients.c.team_id == team_id)
        values = {"team_id": None, "updated_at": self.tools.now(), "version": clients.c.version + 1}
        await rows.execute(update(clients).where(its).values(**values))

    # --- who sees whom ---

    def visible(self, member: Member, *, few: bool = False) -> ColumnElement[bool]:
        """Which rows of `clients` this member may see. `few`: where something else leaves few of them, to begin with."""
        return and_(clients.c.deleted_at.is_(None), self.allowed(member, few=few))

    def allowed(self, member: Member, *, few: bool = False) -> ColumnElement[bool]:
        """The same, with the deleted ones."""
        office = self.of_office(member, few=few)
        if member.role == "admin":
            return office
        return and_(office, or_(self.whose(member, clients.c), self.opened(member)))

    def of_office(self, member: Member, *, few: bool = False) -> ColumnElement[bool]:
        """All clients of their office."""
        # SQLite knows no better than to go through the whole office in its order: an expression hides that way.
        hidden = few and self.tools.database.sqlite
        of = clients.c.organisation_id
        return (of.concat("") if hidden else of) == member.organisation_id

    def whose(self, member: Member, of: Any) -> ColumnElement[bool]:
        """Their own and their teams', by two columns of `of`."""
        return or_(of.adviser_id == member.user_id, of.team_id.in_(self.tools.teams.mine(member)))

    def opened(self, member: Member) -> ColumnElement[bool]:
        """Those that are shown to them beside the others."""
        return clients.c.id.in_(select(client_access.c.client_id).where(client_access.c.user_id == member.user_id))

    async def seen(self, rows: AsyncConnection, member: Member, client_id: str) -> Card:
        return card_of(await self.seen_whole(rows, member, client_id))

    async def seen_whole(
        self, rows: AsyncConnection, member: Member, client_id: str, *, deleted: bool = False
    ) -> Whole:
        """Raises CLIENT_UNKNOWN. `deleted`: also one that is deleted, but not erased."""
        shown = self.allowed(member) if deleted else self.visible(member)
        known = select(clients.c.id).where(clients.c.id == client_id, clients.c.erased_at.is_(None), shown)
        if await rows.scalar(known) is None:
            raise CLIENT_UNKNOWN.problem()
        return (await store.whole(rows, member.organisation_id, [client_id]))[client_id]

    async def card(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> Card | None:
        return (await self.cards(rows, organisation_id, [client_id])).get(client_id)

    async def cards(self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str]) -> dict[str, Card]:
        """Those that are there and not deleted."""
        found = await store.whole(rows, organisation_id, list(dict.fromkeys(ids)))
        return {one: card_of(found[one]) for one in found if found[one].row.deleted_at is None}

    async def by_email(self, rows: AsyncConnection, organisation_id: str, email: str) -> list[Card]:
        """The clients with this address, the oldest first."""
        try:
            value = emails.read(email)
        except emails.EmailWrong:
            return []
        theirs = and_(
            client_contacts.c.organisation_id == organisation_id,
            client_contacts.c.kind == "email",
            client_contacts.c.value == value,
        )
        ids = (await rows.execute(select(client_contacts.c.client_id).where(theirs).distinct().limit(50))).scalars()
        found = await self.cards(rows, organisation_id, list(ids))
        return [found[one] for one in sorted(found)]

    async def find(self, rows: AsyncConnection, member: Member, text: str, limit: int) -> list[Card]:
        wanted = matching(member.organisation_id, text)
        order = clients.c.id.desc() if wanted is None else clients.c.sort_last
        query = select(clients.c.id).where(self.visible(member), true() if wanted is None else wanted)
        ids = list((await rows.execute(query.order_by(order).limit(limit))).scalars())
        found = await self.cards(rows, member.organisation_id, ids)
        return [found[one] for one in ids if one in found]

    async def living(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> str:
        theirs = clients.c.organisation_id == organisation_id
        for _ in range(
            100
        ):  # each merge ends at a client that lived then: there is no circle, but no need to trust that
            into = await rows.scalar(select(clients.c.merged_into).where(theirs, clients.c.id == client_id))
            if not into:
                return client_id
            client_id = into
        return client_id

    async def stay(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> Card | None:
        """See the port Clients. Who merges or erases holds the rows for update."""
        theirs = clients.c.organisation_id == organisation_id
        for _ in range(100):
            client_id = await self.living(rows, organisation_id, client_id)
            one = select(clients.c.merged_into).where(theirs, clients.c.id == client_id)
            found = (await rows.execute(one.with_for_update(read=True, key_share=True))).one_or_none()
            if found is None or not found.merged_into:
                return await self.card(rows, organisation_id, client_id)
        return None

    # --- new ones ---

    async def make(self, rows: AsyncConnection, organisation_id: str, new: NewClient, actor: Actor) -> Card:
        """Raises a Problem when the name or the address is not right. A phone that cannot be read is left out."""
        house = await self.house(rows, organisation_id)
        contacts = [ContactDraft("email", new.email, person="1")] if new.email else []
        phone = ContactDraft("phone", new.phone, person="1")
        told = drafting.of_one(
            new.name, contacts=(*contacts, phone), language=new.language, source=new.source, adviser_id=new.adviser_id
        )
        if drafting.wrong_in(told, house):
            # Somebody who books is not sent away over a phone number.
            told = drafting.of_one(
                new.name, contacts=tuple(contacts), language=new.language, source=new.source, adviser_id=new.adviser_id
            )
        client_id = await self.make_one(rows, organisation_id, told, house, actor)
        return card_of((await store.whole(rows, organisation_id, [client_id]))[client_id])

    async def make_one(
        self, rows: AsyncConnection, organisation_id: str, told: ClientDraft, house: House, actor: Actor
    ) -> str:
        """A new client with its line, its proof of consent and its event. Raises a Problem."""
        prepared = drafting.prepare(told, house)
        owner = await self.owner(rows, organisation_id, told)
        (client_id,) = await store.add(rows, organisation_id, [(prepared, owner)], self.tools.now())
        await self.tools.timeline.add(
            rows, organisation_id, client_id, "client_created", actor, detail={"source": told.source}
        )
        if told.consent is not None:
            await self.consent(rows, organisation_id, client_id, told.consent, actor)
        data = {"client_id": client_id, "kind": told.kind, "source": told.source}
        await self.tools.events.tell(rows, organisation_id, "client.created", client_id, data)
        return client_id

    async def owner(self, rows: AsyncConnection, organisation_id: str, told: ClientDraft) -> dict[str, Any]:
        """Whose a new client is, where the draft does not say: of everybody's team, if the office wants that."""
        team_id = told.team_id
        chosen = await self.tools.choices.get(rows, organisation_id, ClientChoices)
        # Nobody's client would be seen by administrators alone, whom nobody would tell.
        if team_id is None and (chosen.shown_to == "everyone" or told.adviser_id is None):
            team_id = await self.tools.teams.everyone(rows, organisation_id)
        return {"adviser_id": told.adviser_id, "team_id": team_id, "source": told.source}

    async def bring(
        self, rows: AsyncConnection, organisation_id: str, drafts: Sequence[ClientDraft], actor: Actor
    ) -> list[str]:
        house = await self.house(rows, organisation_id)
        owners: dict[tuple[str | None, str | None, str], dict[str, Any]] = {}
        new = []
        for told in drafts:
            whose = (told.adviser_id, told.team_id, told.source)
            if whose not in owners:
                owners[whose] = await self.owner(rows, organisation_id, told)
            new.append((drafting.prepare(told, house), owners[whose]))
        ids = await store.add(rows, organisation_id, new, self.tools.now())
        await self.tools.timeline.add_to_all(rows, organisation_id, ids, "imported", actor)
        for client_id, told in zip(ids, drafts, strict=True):
            if told.consent is not None:
                await self.consent(rows, organisation_id, client_id, told.consent, actor)
        return ids

    async def free_text(self, rows: AsyncConnection, organisation_id: str, text: str, where: str) -> str:
        return drafting.free_text(text, where, await self.house(rows, organisation_id))

    async def wrong_in(
        self, rows: AsyncConnection, organisation_id: str, drafts: Sequence[ClientDraft]
    ) -> list[tuple[Problem, ...]]:
        house = await self.house(rows, organisation_id)
        return [drafting.wrong_in(told, house) for told in drafts]

    async def house(self, rows: AsyncConnection, organisation_id: str) -> House:
        """What the office says about all its clients."""
        language = await rows.scalar(select(organisations.c.language).where(organisations.c.id == organisation_id))
        office = await self.tools.choices.get(rows, organisation_id, OfficeChoices)
        chosen = await self.tools.choices.get(rows, organisation_id, ClientChoices)
        return House(
            office.country,
            language or "nl",
            chosen.allow_bsn,
            await store.definitions(rows, organisation_id),
            self.tools.now().date(),
        )

    # --- what they allow ---

    async def consents(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> ConsentsHeld:
        return await self.consent_book.held(rows, organisation_id, client_id)

    async def consent(
        self, rows: AsyncConnection, organisation_id: str, client_id: str, given: ConsentGiven, actor: Actor
    ) -> ConsentsHeld:
        return await self.consent_book.note(rows, organisation_id, client_id, given, actor)

    async def block(self, rows: AsyncConnection, organisation_id: str, email: str, reason: str) -> list[str]:
        now = self.tools.now()
        its = and_(
            client_contacts.c.organisation_id == organisation_id,
            client_contacts.c.kind == "email",
            client_contacts.c.value == email.strip().lower(),
            client_contacts.c.blocked_reason == "",
        )
        ids = sorted(set((await rows.execute(select(client_contacts.c.client_id).where(its))).scalars()))
        await rows.execute(update(client_contacts).where(its).values(blocked_reason=reason[:32], blocked_at=now))
        for client_id in ids:
            free = and_(
                client_contacts.c.client_id == client_id,
                client_contacts.c.kind == "email",
                client_contacts.c.blocked_reason == "",
            )
            left = await rows.scalar(select(func.count()).select_from(client_contacts).where(free))
            await store.bump(rows, client_id, now, email_blocked=not left)
            detail = {"email": email, "reason": reason}
            await self.tools.timeline.add(
                rows, organisation_id, client_id, "address_blocked", Actor("system"), detail=detail
            )
        return ids


def card_of(found: Whole) -> Card:
    """A client as other modules see one."""
    row = found.row
    people = tuple(
        CardPerson(one.id, one.name, one.given or one.family, one.language or row.language) for one in found.people
    )
    given = [one.given for one in people]
    addresses = tuple(
        Address(one.value, one.person_id or "", bool(one.blocked_reason))
        for one in found.contacts
        if one.kind == "email"
    )
    return Card(
        id=row.id,
        organisation_id=row.organisation_id,
        kind=row.kind,
        name=row.name,
        given=names.joined(given, row.language) if given else row.name,
        people=people,
        emails=addresses,
        phones=tuple(one.value for one in found.contacts if one.kind == "phone"),
        language=row.language,
        time_zone=row.time_zone,
        adviser_id=row.adviser_id,
        version=row.version,
        caption=row.contact if row.kind == "company" else row.city,
        unsubscribed=row.unsubscribed,
    )
