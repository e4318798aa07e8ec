"""The tables of help."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Text

from server.stores.tables import Utc, identity, metadata, office

# One thread for each person who asks; all administrators of the office see and answer it.
help_messages = Table(
    "help_messages",
    metadata,
    identity(),
    office(),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),  # whose thread it is
    Column("author_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("author_name", String(120), nullable=False),
    Column("text", Text, nullable=False),
    Column("page", String(200), nullable=False),  # of the desk, where it was asked
    Column("created_at", Utc, nullable=False),
    Index("ix_help_messages_organisation_id_user_id_id", "organisation_id", "user_id", "id"),
)

# Up to which message somebody has seen a thread.
help_seen = Table(
    "help_seen",
    metadata,
    Column("reader_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    office(),
    Column("message_id", String(36), nullable=False),
)

# Whether a help page answered the question. Of no office where several share a server and nobody is signed in.
help_votes = Table(
    "help_votes",
    metadata,
    identity(),
    Column("organisation_id", String(36), ForeignKey("organisations.id", ondelete="CASCADE")),
    Column("article", String(60), nullable=False),
    Column("language", String(2), nullable=False),
    Column("helped", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", Utc, nullable=False),
    Index("ix_help_votes_organisation_id_article", "organisation_id", "article"),
)
