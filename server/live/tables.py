"""The tables of live sessions."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from server.stores.tables import Utc, identity, metadata, office, stamps

sessions = Table(
    "sessions",
    metadata,
    identity(),
    office(),
    Column("host_user_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("host_name", String(120), nullable=False),
    Column("host_participant_id", String(36), nullable=False),
    Column("title", String(120), nullable=False),
    Column("code", String(9), unique=True),  # NULL from the moment the session ends
    Column("past_code", String(9)),  # so that a late client hears "ended", not "unknown"
    Column("started_at", Utc, nullable=False),
    Column("ended_at", Utc),
    Column("end_reason", String(16)),
    Column("people", Text, nullable=False),  # JSON [{participant_id, name, role}]: who has ever been inside
    # Made for an appointment, and nobody has come yet: there is a code and no log. `started_at` is when it was made.
    Column("planned", Boolean, nullable=False, server_default=false()),
    Column("open_until", Utc),  # not ended as empty before
    Column("appointment_id", String(36)),
    Column("client_id", String(200)),  # as the office's CRM calls them: no foreign key
    Column("client_page", Boolean, nullable=False, server_default=false()),  # what the client has stands ready
    *stamps(),
    Index("ix_sessions_organisation_id_id", "organisation_id", "id"),
    Index("ix_sessions_host_user_id", "host_user_id"),
    Index("ix_sessions_past_code", "past_code"),
    Index("ix_sessions_ended_at", "ended_at"),
    Index("ix_sessions_organisation_id_started_at", "organisation_id", "started_at"),
    Index("ix_sessions_organisation_id_client_id", "organisation_id", "client_id"),
    Index("ix_sessions_appointment_id", "appointment_id"),
)

# Append only. A lost race for the next seq shows as a conflict on the primary key.
session_log = Table(
    "session_log",
    metadata,
    Column("session_id", String(36), primary_key=True),
    Column("seq", Integer, primary_key=True),
    office(),
    Column("at", BigInteger, nullable=False),  # milliseconds since 1970, UTC
    Column("actor", String(64), nullable=False),
    Column("cause", String(64), nullable=False),
    Column("events", Text, nullable=False),  # JSON, as on the wire
    Column("hash", String(64), nullable=False),  # SHA-256 over the previous hash and this line
)

# What a browser shows to be its participant. Only the secret's hash is kept.
tickets = Table(
    "tickets",
    metadata,
    Column("secret_hash", String(64), primary_key=True),
    office(),
    Column("session_id", String(36), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("participant_id", String(36), nullable=False),
    Column("user_id", String(36)),
    *stamps(),
    Index("ix_tickets_session_id_user_id", "session_id", "user_id"),
)

evaluations = Table(
    "evaluations",
    metadata,
    identity(),
    office(),
    Column("session_id", String(36), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("participant_id", String(36), nullable=False, unique=True),
    Column("name", String(60), nullable=False),
    Column("role", String(16), nullable=False),
    Column("stars", Integer),
    Column("helped", Text, nullable=False),  # JSON list of keys
    Column("text", Text, nullable=False),
    *stamps(),
    Index("ix_evaluations_session_id", "session_id"),
)
