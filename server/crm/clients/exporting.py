"""Clients as rows of a table, for exports."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from crm_adapter.people.own_fields import shown
from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.listing import names_of_users
from server.crm.clients.store import Whole

_AT_ONCE = 500


class Exporting:
    """Reads in portions, each in a snapshot of its own: an export of many holds nobody up."""

    def __init__(self, book: ClientBook) -> None:
        self._book = book

    async def fields(self, organisation_id: str) -> list[tuple[str, str]]:
        """Key and label of the office's own fields, in their order."""
        async with self._book.tools.database.reading() as rows:
            found = await store.definitions(rows, organisation_id)
        return [(key, one.label) for key, one in found.items()]

    async def told(self, organisation_id: str, ids: Sequence[str]) -> AsyncIterator[list[dict[str, Any]]]:
        """Portions of clients, in the order of `ids`; who was deleted meanwhile is left out. Each: the names of
        crm_adapter/importing/columns.py with their texts, and `fields` by key."""
        for at in range(0, len(ids), _AT_ONCE):
            part = list(ids[at : at + _AT_ONCE])
            async with self._book.tools.database.reading() as rows:
                found = await store.whole(rows, organisation_id, part)
                kinds = {
                    one.id: (key, one.kind) for key, one in (await store.definitions(rows, organisation_id)).items()
                }
                served = {one.row.adviser_id for one in found.values() if one.row.adviser_id}
                advisers = await names_of_users(rows, organisation_id, served)
            living = [found[one] for one in part if one in found and found[one].row.deleted_at is None]
            yield [
                _told(one, kinds)
                | {"adviser": advisers[one.row.adviser_id].name if one.row.adviser_id in advisers else ""}
                for one in living
            ]


def _told(one: Whole, kinds: dict[str, tuple[str, Any]]) -> dict[str, Any]:
    row = one.row
    first, second = ([*one.people, None, None])[:2]
    told: dict[str, Any] = {name: getattr(row, name) for name in ("kind", "name", "number", "vat", "coc")}
    told |= {name: getattr(row, name) for name in ("street", "postcode", "city", "country", "language")}
    for whose, person in (("", first), ("partner_", second)):
        for part in ("given", "prefix", "family", "birthday"):
            told[f"{whose}{part}"] = getattr(person, part) if person is not None else ""
    for kind in ("email", "phone"):
        told[kind] = [contact.shown for contact in one.contacts if contact.kind == kind]
    told["tags"] = [tag.name for tag in one.tags]
    told["unsubscribed"] = row.unsubscribed
    told["consent"] = row.consent
    told["created_at"] = row.created_at
    told["fields"] = {
        kinds[v.field_id][0]: shown(kinds[v.field_id][1], v.value) for v in one.values if v.field_id in kinds
    }
    return told
