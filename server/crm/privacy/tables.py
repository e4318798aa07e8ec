"""The tables of holds, retention rules, archives and erasures."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Table, Text

from server.stores.tables import BLOB, Utc, identity, metadata, office, stamps

# "Nothing of this client goes": for a complaint, a claim, an inquiry. Past ones stay, to be shown.
legal_holds = Table(
    "legal_holds",
    metadata,
    identity(),
    office(),
    Column("client_id", String(36), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("until", Date),  # the last day; NULL until somebody lifts it
    Column("placed_by", String(36), nullable=False),
    Column("placed_by_name", String(120), nullable=False),
    Column("lifted_at", Utc),
    Column("lifted_by_name", String(120), nullable=False, server_default=""),
    *stamps(),
    Index("ix_legal_holds_organisation_id_client_id", "organisation_id", "client_id"),
)

# How long what is kept, for clients of one country. `active` False: only reported.
retention_rules = Table(
    "retention_rules",
    metadata,
    identity(),
    office(),
    Column("kind", String(20), nullable=False),
    Column("country", String(2), nullable=False),
    Column("since", String(20), nullable=False),  # what the time counts from: last_activity, deleted, made, ended
    Column("months", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("reason", String(500), nullable=False),
    *stamps(),
    Index("ix_retention_rules_organisation_id_kind_country", "organisation_id", "kind", "country", unique=True),
)

# What one daily round did or, where a rule is not active, would have done.
retention_runs = Table(
    "retention_runs",
    metadata,
    identity(),
    office(),
    Column("report", Text, nullable=False),  # JSON list of {kind, country, months, active, gone, due, held}
    Column("created_at", Utc, nullable=False),
    Index("ix_retention_runs_organisation_id_id", "organisation_id", "id"),
)

personal_exports = Table(
    "personal_exports",
    metadata,
    identity(),
    office(),
    Column("client_id", String(36), nullable=False),
    Column("state", String(8), nullable=False),  # waiting, ready, failed, expired
    Column("internal", Boolean, nullable=False),  # with what colleagues wrote for one another
    Column("language", String(2), nullable=False),
    Column("sha256", String(64), info=BLOB),
    Column("size", BigInteger, nullable=False, server_default="0"),  # bytes
    Column("error", String(64), nullable=False, server_default=""),
    Column("asked_by", String(36), nullable=False),
    Column("asked_by_name", String(120), nullable=False),
    Column("expires_at", Utc),
    *stamps(),
    Index("ix_personal_exports_organisation_id_client_id", "organisation_id", "client_id"),
    Index("ix_personal_exports_organisation_id_sha256", "organisation_id", "sha256"),
    Index("ix_personal_exports_expires_at", "expires_at"),
)

# That somebody was erased, when, by whom and what stayed: without saying who it was.
erasures = Table(
    "erasures",
    metadata,
    identity(),
    office(),
    Column("client_id", String(36), nullable=False),
    Column("cause", String(12), nullable=False),  # asked, retention
    Column("report", Text, nullable=False),  # JSON list of {kind, count, fate, reason}
    Column("by_id", String(36), nullable=False),
    Column("by_name", String(120), nullable=False),
    Column("created_at", Utc, nullable=False),
    Index("ix_erasures_organisation_id_id", "organisation_id", "id"),
)
