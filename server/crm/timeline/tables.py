"""The table of the timeline."""

from sqlalchemy import Column, Index, String, Table, Text

from server.stores.tables import Utc, identity, metadata, office, stamps

timeline = Table(
    "timeline",
    metadata,
    identity(),
    office(),
    Column("client_id", String(36), nullable=False),
    Column("at", Utc, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("actor_kind", String(8), nullable=False),  # user, client, system
    Column("actor_id", String(36), nullable=False),
    Column("actor_name", String(120), nullable=False),
    Column("subject_kind", String(20), nullable=False),
    Column("subject_id", String(80), nullable=False),
    Column("detail", Text, nullable=False),  # JSON; of a note its text
    Column("key", String(120)),  # told again under the same key, it is the same line
    Column("edited_at", Utc),  # notes only
    *stamps(),
    Index("ix_timeline_client_id_at_id", "client_id", "at", "id"),
    Index("ix_timeline_client_id_key", "client_id", "key", unique=True),
)
