"""The table of the audit."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from server.stores.tables import Utc, identity, metadata, office

# Written without a hash, in the transaction of what it tells; chained a moment later by whoever has the lease,
# so that two who work at the same time never wait for each other's chain.
audit_events = Table(
    "audit_events",
    metadata,
    identity(),
    office(),
    Column("at", Utc, nullable=False),
    Column("actor_kind", String(8), nullable=False),  # user, client, system
    Column("actor_id", String(36), nullable=False),
    Column("actor_name", String(120), nullable=False),
    Column("action", String(40), nullable=False),  # client.seen, document.downloaded ...
    Column("subject_kind", String(20), nullable=False),
    Column("subject_id", String(80), nullable=False),
    Column("detail", Text, nullable=False),  # JSON
    Column("address", String(45), nullable=False),
    Column("seq", Integer),  # its place in the office's chain; NULL until chained
    Column("hash", String(64)),  # SHA-256 over the hash before and this line
    Column("salt", String(32)),
    Column("private", String(64)),  # SHA-256 over the salt, the name, the address and the detail
    Column("withheld_at", Utc),  # an erasure took the name, the address and the detail; `private` proves the place
    Index("ix_audit_events_organisation_id_seq", "organisation_id", "seq", unique=True),
    Index("ix_audit_events_organisation_id_subject_id", "organisation_id", "subject_id"),
    Index("ix_audit_events_organisation_id_id", "organisation_id", "id"),
    Index(
        "ix_audit_events_unsealed",
        "organisation_id",
        sqlite_where=text("seq IS NULL"),
        postgresql_where=text("seq IS NULL"),
    ),
)

# How far the chain of an office goes; the seal is an HMAC under a key that is not in the database.
audit_heads = Table(
    "audit_heads",
    metadata,
    Column("organisation_id", String(36), ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
    Column("at", Utc, nullable=False),
)
