"""The tables of feeds, and of calendars elsewhere."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from server.stores.tables import Utc, identity, metadata, office, stamps

# The address of an adviser's feed follows from `seed` and a key that is not in the database; a new seed renews it.
calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    office(),
    Column("seed", LargeBinary, nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("read_at", Utc),  # when a calendar last came for it
    *stamps(),
)

# An adviser's calendar on a CalDAV server of someone else.
caldav_accounts = Table(
    "caldav_accounts",
    metadata,
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    office(),
    Column("user_name", String(254), nullable=False),
    Column("password", Text, nullable=False),  # sealed
    Column("calendar_url", String(1000), nullable=False),
    Column("calendar_name", String(200), nullable=False),
    Column("error", String(64), nullable=False, server_default=text("''")),  # of the last try; "" when it was taken
    Column("failing_since", Utc),
    Column("pushed_at", Utc),
    *stamps(),
)

# What stands on that server for which appointment.
caldav_objects = Table(
    "caldav_objects",
    metadata,
    identity(),
    office(),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("appointment_id", String(36), nullable=False),
    Column("url", String(1200), nullable=False),
    Column("etag", String(200), nullable=False),
    Column("sequence", Integer, nullable=False),
    *stamps(),
    Index("ix_caldav_objects_user_id_appointment_id", "user_id", "appointment_id", unique=True),
)
