"""The table of what people were told of an appointment."""

from sqlalchemy import Column, Index, String, Table, text

from server.stores.tables import Utc, identity, metadata, office, stamps

# One row for each telling; its key is unique, so that a worker that died after it cannot tell it again.
notices = Table(
    "notices",
    metadata,
    identity(),
    office(),
    Column("appointment_id", String(36), nullable=False),
    Column("key", String(80), nullable=False),  # "reminder 1440 2026-11-23T09:30", "planned 3", ...
    Column("kind", String(40), nullable=False),  # of the template
    Column("told", String(16), nullable=False),  # client or adviser
    Column("at", Utc, nullable=False),  # when it was, or is to be, told
    Column("state", String(16), nullable=False),  # planned, sent, skipped, failed
    Column("reason", String(64), nullable=False, server_default=text("''")),  # why it was skipped or failed
    Column("mail_id", String(36), nullable=False, server_default=text("''")),
    *stamps(),
    Index("ix_notices_appointment_id_key", "appointment_id", "key", unique=True),
    Index("ix_notices_organisation_id_appointment_id", "organisation_id", "appointment_id"),
)
