"""The table of session files. What may be seen by whom is in the session's log; this says what is stored."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table

from server.stores.tables import BLOB, identity, metadata, office, stamps

session_files = Table(
    "session_files",
    metadata,
    identity(),
    office(),
    Column("session_id", String(36), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("participant_id", String(36), nullable=False),
    Column("name", String(255), nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes
    Column("sha256", String(64), nullable=False, info=BLOB),
    *stamps(),
    Index("ix_session_files_session_id", "session_id"),
    Index("ix_session_files_organisation_id_sha256", "organisation_id", "sha256"),
)
