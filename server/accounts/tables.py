"""The table of the API keys."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from server.stores.tables import Utc, identity, metadata, office, stamps

api_keys = Table(
    "api_keys",
    metadata,
    identity(),
    office(),
    # Whom it acts for: gone with them, and of no use while they have no access.
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("start", String(16), nullable=False),  # its first signs, for people
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("expires_at", Utc),
    Column("used_at", Utc),
    Column("revoked_at", Utc),
    *stamps(),
    Index("ix_api_keys_organisation_id", "organisation_id"),
    Index("ix_api_keys_user_id", "user_id"),
)
