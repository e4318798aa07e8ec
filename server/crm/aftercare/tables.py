"""The tables of presence, reviews and summaries."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false, text

from server.stores.tables import Utc, identity, metadata, office, stamps

# How far the log of an appointment's session has been read for who was there.
attendances = Table(
    "attendances",
    metadata,
    Column("appointment_id", String(36), primary_key=True),
    office(),
    Column("session_id", String(36), nullable=False, unique=True),
    Column("since", Utc, nullable=False),  # presence counts from here on
    Column("until", Utc, nullable=False),  # after this nobody looks any more
    Column("seq", Integer, nullable=False, server_default=text("0")),
    Column("over", Boolean, nullable=False, server_default=false()),
    *stamps(),
    Index("ix_attendances_over_since", "over", "since"),
)

# What each page of a session says of its way to the other's sound and picture. The newest counts.
media_paths = Table(
    "media_paths",
    metadata,
    Column("session_id", String(36), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("participant_id", String(36), primary_key=True),
    office(),
    Column("state", String(8), nullable=False),  # up or failed
    Column("reason", String(40), nullable=False, server_default=text("''")),
    *stamps(),
)

reviews = Table(
    "reviews",
    metadata,
    identity(),
    office(),
    Column("appointment_id", String(36), nullable=False, unique=True),
    Column("stars", Integer, nullable=False),
    Column("text", Text, nullable=False),
    *stamps(),
    Index("ix_reviews_organisation_id", "organisation_id"),
)

summaries = Table(
    "summaries",
    metadata,
    identity(),
    office(),
    Column("appointment_id", String(36), nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("sent_at", Utc),
    Column("mail_id", String(36), nullable=False, server_default=text("''")),
    *stamps(),
    Index("ix_summaries_organisation_id", "organisation_id"),
)
