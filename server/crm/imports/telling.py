"""From what a row tells to the draft of a client."""

from collections.abc import Sequence

from crm_adapter.importing.doubles import Keys
from crm_adapter.importing.told import Told
from server.crm.ports import Checked, ClientDraft, ContactDraft, PersonDraft


def draft_of(told: Told, adviser_id: str | None = None, tags: Sequence[str] = ()) -> ClientDraft:
    """A draft of the office's client, as it was written."""
    return ClientDraft(
        kind=told.kind,
        name=told.name,
        people=tuple(
            PersonDraft(one.given, one.prefix, one.family, one.ref, one.role, one.birthday) for one in told.people
        ),
        contacts=tuple(ContactDraft(one.kind, one.value, one.label, one.person) for one in told.contacts),
        number=told.number,
        vat=told.vat,
        coc=told.coc,
        street=told.street,
        postcode=told.postcode,
        city=told.city,
        country=told.country,
        language=told.language,
        adviser_id=adviser_id,
        tags=(*told.tags, *tags),
        fields=dict(told.fields),
        source="import",
    )


def keys_of(one: Checked) -> Keys:
    """By what rows are compared."""
    return Keys(one.emails, one.phones, one.names, one.births)
