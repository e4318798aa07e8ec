"""What the cards know of a client, for an archive and for an erasure."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.clients import store
from server.crm.clients.tables import (
    client_access,
    client_change_items,
    client_contacts,
    client_fields,
    client_people,
    client_tags,
    client_values,
    client_words,
    clients,
    consents,
)
from server.crm.personal import Aged, Fate, Personal, PersonalFile, Told, Whom, plain
from server.stores.holding import BlobKeeper

_PARTS = (client_people, client_contacts, client_words, client_tags, client_values, client_access, consents)
_EMPTY = {
    "name": "",
    "sort_first": "",
    "sort_last": "",
    "letter_first": "#",
    "letter_last": "#",
    "number": "",
    "sort_number": "",
    "vat": "",
    "coc": "",
    "contact": "",
    "email": "",
    "street": "",
    "street_key": "",
    "postcode": "",
    "postcode_key": "",
    "city": "",
    "city_key": "",
    "time_zone": "",
    "photo": None,
    "adviser_id": None,
    "team_id": None,
    "consent": False,
    "unsubscribed": False,
    "email_blocked": False,
}


class ClientsPersonal(Personal):
    expires = ("client", "deleted_client")

    def __init__(self, keeper: BlobKeeper, now: Callable[[], datetime]) -> None:
        self._keeper = keeper
        self._now = now

    async def whom(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> Whom | None:
        """The client with all that was merged into it; None when there is nobody, or nobody left, by this id."""
        c = clients.c
        mine = and_(c.organisation_id == organisation_id, c.erased_at.is_(None))
        asked = select(c.id, c.name, c.country).where(mine, c.id == client_id, c.merged_into.is_(None))
        row = (await rows.execute(asked)).one_or_none()
        if row is None:
            return None
        merged = (await rows.execute(select(c.id).where(mine, c.merged_into == client_id))).scalars()
        ids = (client_id, *merged)
        k = client_contacts.c
        address = and_(k.organisation_id == organisation_id, k.kind == "email")
        theirs = set((await rows.execute(select(k.value).where(address, k.client_id.in_(ids)))).scalars())
        others = select(k.value).where(address, k.value.in_(theirs), k.client_id.not_in(ids))
        shared = set((await rows.execute(others)).scalars())
        return Whom(organisation_id, client_id, ids, row.name, row.country, tuple(sorted(theirs - shared)))

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        counts = {}
        for table in (client_people, client_contacts, client_values, consents):
            its = select(func.count()).select_from(table).where(table.c.client_id.in_(whom.ids))
            counts[table.name] = int(await rows.scalar(its) or 0)
        photos = (
            select(func.count()).select_from(clients).where(clients.c.id.in_(whom.ids), clients.c.photo.is_not(None))
        )
        return [
            Fate("card", len(whom.ids), "emptied", "id_stays"),
            Fate("people", counts["client_people"], "erased"),
            Fate("contacts", counts["client_contacts"], "erased"),
            Fate("fields", counts["client_values"], "erased"),
            Fate("consents", counts["consents"], "erased"),
            Fate("photo", int(await rows.scalar(photos) or 0), "erased"),
        ]

    async def tell(self, rows: AsyncConnection, whom: Whom, *, internal: bool) -> Told:
        found = (await store.whole(rows, whom.organisation_id, [whom.client_id]))[whom.client_id]
        row = found.row
        labels = {
            one.id: one.label
            for one in await rows.execute(
                select(client_fields.c.id, client_fields.c.label).where(
                    client_fields.c.organisation_id == whom.organisation_id
                )
            )
        }
        card = plain(
            row, "id", "kind", "name", "number", "vat", "coc", "street", "postcode", "city", "country", "language"
        ) | plain(row, "time_zone", "source", "unsubscribed", "email_blocked", "created_at", "updated_at")
        people = [plain(one, "role", "given", "prefix", "family", "birthday", "language") for one in found.people]
        contacts = [plain(one, "kind", "value", "shown", "label", "blocked_reason") for one in found.contacts]
        fields = [{"field": labels.get(one.field_id, ""), "value": one.value} for one in found.values]
        proofs = select(consents).where(consents.c.client_id.in_(whom.ids)).order_by(consents.c.at)
        given = [
            plain(one, "purpose", "channel", "given", "text", "source", "at", "by_kind", "by_name")
            for one in await rows.execute(proofs)
        ]
        files = [PersonalFile("photo", "photo.png", row.photo, 0)] if row.photo else []
        lists = {"card": [card], "people": people, "contacts": contacts, "fields": fields, "consents": given}
        if internal:
            lists["labels"] = [{"label": one.name} for one in found.tags]
        return Told(lists, files)

    async def subjects(self, rows: AsyncConnection, whom: Whom) -> list[str]:
        return list(whom.ids)

    async def forget(self, rows: AsyncConnection, whom: Whom) -> None:
        its, now = clients.c.id.in_(whom.ids), self._now()
        held = await rows.execute(select(clients.c.photo).where(its, clients.c.photo.is_not(None)))
        for sha256 in held.scalars().all():
            await self._keeper.let_go(rows, whom.organisation_id, sha256)
        for table in _PARTS:
            await rows.execute(delete(table).where(table.c.client_id.in_(whom.ids)))
        # What an undo would bring back.
        await rows.execute(delete(client_change_items).where(client_change_items.c.client_id.in_(whom.ids)))
        gone = {"deleted_at": func.coalesce(clients.c.deleted_at, now), "erased_at": now, "updated_at": now}
        await rows.execute(update(clients).where(its).values(**_EMPTY, **gone, version=clients.c.version + 1))

    async def aged(
        self, rows: AsyncConnection, organisation_id: str, kind: str, before: datetime, after: str, most: int
    ) -> list[Aged]:
        c = clients.c
        over = and_(c.deleted_at.is_not(None), c.deleted_at < before)
        if kind == "client":
            over = and_(c.deleted_at.is_(None), c.updated_at < before, c.created_at < before)
        mine = and_(c.organisation_id == organisation_id, c.erased_at.is_(None), c.merged_into.is_(None))
        query = select(c.id, c.deleted_at, c.updated_at).where(mine, over, c.id > after).order_by(c.id).limit(most)
        return [Aged(row.id, row.id, row.deleted_at or row.updated_at) for row in await rows.execute(query)]

    async def countries(self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str]) -> dict[str, str]:
        """Where each of these clients lives; "" where that is not known."""
        c = clients.c
        mine = and_(c.organisation_id == organisation_id, c.id.in_(list(ids)))
        return {row.id: row.country for row in await rows.execute(select(c.id, c.country).where(mine))}

    async def lively(
        self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str], since: datetime
    ) -> set[str]:
        c = consents.c
        newer = select(c.client_id).where(c.client_id.in_(list(ids)), or_(c.at >= since, c.created_at >= since))
        return set((await rows.execute(newer)).scalars())
