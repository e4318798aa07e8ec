"""A client as its page shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.people import own_fields
from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.listing import Listing, names_of_users
from server.crm.clients.store import Whole
from server.crm.clients.views import (
    AddressView,
    Candidate,
    ClientView,
    CompanyView,
    ConsentView,
    ContactView,
    Counts,
    Named,
    PersonView,
)


class Showing:
    """Reads only."""

    def __init__(self, book: ClientBook, listing: Listing) -> None:
        self._book = book
        self._listing = listing

    async def view(self, rows: AsyncConnection, organisation_id: str, found: Whole) -> ClientView:
        """Everything that there is to see of a client."""
        row = found.row
        called = await names_of_users(
            rows, organisation_id, {*found.assigned, *([row.adviser_id] if row.adviser_id else [])}
        )
        teams = await self._book.tools.teams.names(rows, organisation_id) if row.team_id else {}
        definitions = {one.id: one for one in (await store.definitions(rows, organisation_id)).values()}
        values = {one.field_id: one.value for one in found.values}
        return ClientView(
            id=row.id,
            version=row.version,
            kind=row.kind,
            name=row.name,
            sort_name=row.sort_last,
            letter=row.letter_last,
            number=row.number,
            people=[_person(one) for one in found.people],
            company=CompanyView(vat=row.vat, coc=row.coc) if row.kind == "company" else None,
            contacts=[_contact(one) for one in found.contacts],
            address=AddressView(street=row.street, postcode=row.postcode, city=row.city, country=row.country),
            language=row.language,
            time_zone=row.time_zone,
            adviser=called.get(row.adviser_id),
            team=Named(id=row.team_id, name=teams[row.team_id]) if row.team_id in teams else None,
            assigned=[called[one] for one in sorted(found.assigned) if one in called],
            tags=[Named(id=one.id, name=one.name) for one in found.tags],
            fields={
                one.key: own_fields.shown(one.kind, values[one.id]) for one in definitions.values() if one.id in values
            },
            consents=[_consent(one) for one in await self._book.consent_book.all(rows, organisation_id, row.id)],
            unsubscribed=row.unsubscribed,
            email_blocked=row.email_blocked,
            source=row.source,
            # The hash makes it another address when the picture is another one.
            photo_url=f"/api/v1/clients/{row.id}/photo?v={row.photo[:12]}" if row.photo else None,
            created_at=row.created_at,
            updated_at=row.updated_at,
            deleted_at=row.deleted_at,
            counts=await self._counts(rows, organisation_id, row.id),
        )

    async def candidates(
        self, rows: AsyncConnection, organisation_id: str, alike: Mapping[str, Sequence[str]]
    ) -> list[Candidate]:
        """Clients that look like another, in this order, each with why."""
        found = await store.whole(rows, organisation_id, list(alike))
        shown = await self._listing.rows_of(rows, organisation_id, [found[one].row for one in alike if one in found])
        return [Candidate(**dict(one), alike=list(alike[one.id])) for one in shown]

    async def _counts(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> Counts:
        counters = self._book.around.counts
        return Counts(**{name: await counters[name](rows, organisation_id, client_id) for name in counters})


def _person(row: Row[Any]) -> PersonView:
    shown = {name: getattr(row, name) for name in ("id", "role", "given", "prefix", "family", "name", "language")}
    return PersonView(birthday=row.birthday or None, **shown)


def _contact(row: Row[Any]) -> ContactView:
    shown = {name: getattr(row, name) for name in ("id", "kind", "value", "shown", "label", "person_id")}
    return ContactView(blocked=row.blocked_reason, **shown)


def _consent(row: Row[Any]) -> ConsentView:
    shown = {name: getattr(row, name) for name in ("purpose", "channel", "given", "text", "source", "at")}
    return ConsentView(by=row.by_name, **shown)
