"""The table of clients' links."""

from sqlalchemy import Column, Index, LargeBinary, String, Table

from server.stores.tables import Utc, identity, metadata, office, stamps

# One link for each appointment, the same in all its mails. The address follows from `seed` and a key that is not in the
# database, so that whoever reads these rows cannot use them.
appointment_links = Table(
    "appointment_links",
    metadata,
    identity(),
    office(),
    Column("appointment_id", String(36), nullable=False),
    Column("seed", LargeBinary, nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("expires_at", Utc, nullable=False),
    *stamps(),
    Index("ix_appointment_links_organisation_id_appointment_id", "organisation_id", "appointment_id", unique=True),
    Index("ix_appointment_links_expires_at", "expires_at"),
)
