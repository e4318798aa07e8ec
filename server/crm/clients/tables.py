"""The tables of clients."""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
)

from server.stores.tables import BLOB, Utc, identity, metadata, office, stamps


def key(length: int) -> Any:
    """A text that is sorted and compared by its characters alone, the same on every database."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


# A card: one person, a household or a company. What lists show and sort by is kept here, made from the people and the
# addresses whenever those change.
clients = Table(
    "clients",
    metadata,
    identity(),
    office(),
    Column("kind", String(12), nullable=False),  # person, household, company
    Column("name", String(300), nullable=False),
    Column("sort_first", key(120), nullable=False),  # folded: by first name
    Column("sort_last", key(120), nullable=False),  # folded: by family name or name of the company
    Column("letter_first", key(4), nullable=False),  # the head it stands under; "#" for what is no letter
    Column("letter_last", key(4), nullable=False),
    Column("number", String(40), nullable=False),  # the office's own number for the client
    Column("sort_number", key(80), nullable=False),  # with its digits padded: 9 stands before 10
    Column("vat", String(40), nullable=False),  # companies only, like the next
    Column("coc", String(40), nullable=False),
    Column("contact", String(240), nullable=False),  # the first contact person of a company
    Column("email", String(254), nullable=False),  # the preferred one; "" without any
    Column("street", String(200), nullable=False),
    Column("street_key", key(200), nullable=False),  # folded, like the next two: what filters compare
    Column("postcode", String(20), nullable=False),
    Column("postcode_key", key(20), nullable=False),
    Column("city", String(120), nullable=False),
    Column("city_key", key(120), nullable=False),
    Column("country", String(2), nullable=False),
    Column("language", String(2), nullable=False),
    Column("time_zone", String(64), nullable=False),  # "" follows the office
    Column("adviser_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("team_id", String(36)),
    Column("source", String(16), nullable=False),  # hand, booking, api, session, import
    Column("consent", Boolean, nullable=False, server_default=false()),  # the newest word on marketing by mail
    Column("unsubscribed", Boolean, nullable=False, server_default=false()),
    Column("email_blocked", Boolean, nullable=False, server_default=false()),  # no address is left that takes mail
    Column("photo", String(64), info=BLOB),
    Column("deleted_at", Utc),
    Column("deleted_by", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("erased_at", Utc),  # nothing personal is left in it; then it is deleted too
    Column("merged_into", String(36)),  # deleted because it was another's double
    *stamps(),
    CheckConstraint("erased_at IS NULL OR deleted_at IS NOT NULL", name="erased_is_deleted"),
    Index("ix_clients_organisation_id_city_key", "organisation_id", "city_key"),
    Index("ix_clients_organisation_id_number", "organisation_id", "number"),
    Index("ix_clients_adviser_id", "adviser_id"),
    Index("ix_clients_team_id", "team_id"),
    Index("ix_clients_organisation_id_photo", "organisation_id", "photo"),
)


_LIVING = clients.c.deleted_at.is_(None)


def _of_the_living(by: str, *more: str) -> Index:
    """Only of clients that are not deleted: so both databases see that it has the order that a list asks for."""
    columns = [clients.c[name] for name in ("organisation_id", by, *more)]
    return Index(f"ix_clients_{by}", *columns, sqlite_where=_LIVING, postgresql_where=_LIVING)


for _by in ("sort_first", "sort_last", "sort_number", "created_at"):
    _of_the_living(_by, "id")
# These hold all that counting needs, under heads and in the filters, also of what one adviser may see; deleted_at, because
# SQLite would look into each client for it. Without the id very many clients are alike in them, and PostgreSQL keeps what
# is alike once: a thirtieth of the size.
_of_the_living("letter_first", "team_id", "adviser_id", "deleted_at")
_of_the_living("letter_last", "team_id", "adviser_id", "kind", "consent", "unsubscribed", "email_blocked", "deleted_at")


def card() -> Column[Any]:
    """The client that a row belongs to."""
    return Column("client_id", String(36), ForeignKey("clients.id", ondelete="CASCADE"), nullable=False)


client_people = Table(
    "client_people",
    metadata,
    identity(),
    office(),
    card(),
    Column("position", Integer, nullable=False),
    Column("role", String(12), nullable=False),  # applicant, partner, contact
    Column("given", String(120), nullable=False),
    Column("prefix", String(40), nullable=False),  # van der
    Column("family", String(120), nullable=False),
    Column("name", String(240), nullable=False),
    Column("given_key", key(120), nullable=False),  # folded, like the next
    Column("family_key", key(120), nullable=False),
    Column("birthday", String(10), nullable=False),  # 1980-03-07, or --03-07 where the year is not known, or ""
    Column("birth_month", Integer, nullable=False),  # 0 where it is not known
    Column("language", String(2), nullable=False),  # "" follows the client
    Index("ix_client_people_client_id", "client_id"),
    Index("ix_client_people_organisation_id_birth_month", "organisation_id", "birth_month"),
    Index("ix_client_people_organisation_id_given_key", "organisation_id", "given_key"),
    Index("ix_client_people_organisation_id_family_key", "organisation_id", "family_key"),
)

client_contacts = Table(
    "client_contacts",
    metadata,
    identity(),
    office(),
    card(),
    Column("person_id", String(36)),  # NULL: the people share it
    Column("kind", String(8), nullable=False),  # email, phone
    Column("value", key(254), nullable=False),  # in small letters, or +31612345678
    Column("shown", String(254), nullable=False),
    Column("label", String(40), nullable=False),
    Column("position", Integer, nullable=False),
    Column("blocked_reason", String(32), nullable=False),  # "" takes mail
    Column("blocked_at", Utc),
    Index("ix_client_contacts_client_id", "client_id"),
    Index("ix_client_contacts_organisation_id_kind_value", "organisation_id", "kind", "value"),
)

# The words that a client is found by: of names, addresses and numbers, folded. Deleted clients have none.
client_words = Table(
    "client_words",
    metadata,
    Column(
        "organisation_id",
        String(36),
        ForeignKey("organisations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("word", key(64), primary_key=True),
    Column("client_id", String(36), ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_client_words_client_id_word", "client_id", "word"),
    sqlite_with_rowid=False,
)

tags = Table(
    "tags",
    metadata,
    identity(),
    office(),
    Column("name", String(60), nullable=False),
    Column("name_key", key(80), nullable=False),  # folded: no two that read the same
    *stamps(),
    Index("ix_tags_organisation_id_name_key", "organisation_id", "name_key", unique=True),
)

client_tags = Table(
    "client_tags",
    metadata,
    Column("client_id", String(36), ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", String(36), ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True),
    office(),
    Index("ix_client_tags_tag_id_client_id", "tag_id", "client_id"),
)

# What an office wants to know of its clients beyond what every office does.
client_fields = Table(
    "client_fields",
    metadata,
    identity(),
    office(),
    Column("key", key(40), nullable=False),  # in the API and in templates; never changes
    Column("label", String(120), nullable=False),
    Column("kind", String(8), nullable=False),  # text, number, date, choice, yes_no, url
    Column("choices", Text, nullable=False),  # JSON list of texts
    Column("position", Integer, nullable=False),
    Column("facet", Boolean, nullable=False),  # whether the filters show it
    *stamps(),
    Index("ix_client_fields_organisation_id_key", "organisation_id", "key", unique=True),
)

client_values = Table(
    "client_values",
    metadata,
    Column("client_id", String(36), ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True),
    Column("field_id", String(36), ForeignKey("client_fields.id", ondelete="CASCADE"), primary_key=True),
    office(),
    Column("value", Text, nullable=False),  # 2026-11-22; true or false; a number without thousands
    Column("value_key", key(100), nullable=False),  # folded beginning: equality and order of text, choice, date
    Column("number", Float),  # of a number: its order
    Index("ix_client_values_field_id_value_key", "field_id", "value_key"),
)

# Append only. The newest of a purpose and a channel counts.
consents = Table(
    "consents",
    metadata,
    identity(),
    office(),
    card(),
    Column("purpose", String(20), nullable=False),
    Column("channel", String(8), nullable=False),  # email, phone, post
    Column("given", Boolean, nullable=False),
    Column("text", Text, nullable=False),  # what they agreed to, word by word
    Column("source", String(200), nullable=False),  # where: a page, a form, a conversation
    Column("at", Utc, nullable=False),
    Column("by_kind", String(8), nullable=False),  # user, client, system: who noted it
    Column("by_id", String(36), nullable=False),
    Column("by_name", String(120), nullable=False),
    Column("key", String(120)),  # told again under the same key, it is the same proof
    Column("created_at", Utc, nullable=False),
    Index("ix_consents_client_id_at", "client_id", "at"),
    Index("ix_consents_client_id_key", "client_id", "key", unique=True),
)

# Colleagues whom a client is shown to beside its adviser and its team.
client_access = Table(
    "client_access",
    metadata,
    Column("client_id", String(36), ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    office(),
    Index("ix_client_access_user_id_client_id", "user_id", "client_id"),
)

saved_filters = Table(
    "saved_filters",
    metadata,
    identity(),
    office(),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("filter", Text, nullable=False),  # JSON: the parameters of the list
    Column("shared", Boolean, nullable=False),  # whether the colleagues see it too
    *stamps(),
    Index("ix_saved_filters_organisation_id", "organisation_id"),
    Index("ix_saved_filters_user_id", "user_id"),
)

# What was done to many at once, so that exactly that can be undone.
client_changes = Table(
    "client_changes",
    metadata,
    identity(),
    office(),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("action", String(12), nullable=False),  # tag, untag, delete, assign, team, merge
    Column("detail", Text, nullable=False),  # JSON
    Column("count", Integer, nullable=False),
    Column("undone_at", Utc),
    Column("created_at", Utc, nullable=False),
    Index("ix_client_changes_organisation_id", "organisation_id"),
    Index("ix_client_changes_created_at", "created_at"),
)

client_change_items = Table(
    "client_change_items",
    metadata,
    Column("change_id", String(36), ForeignKey("client_changes.id", ondelete="CASCADE"), primary_key=True),
    Column("client_id", String(36), primary_key=True),
    office(),
    Column("before", Text, nullable=False),  # JSON: what it was
)
