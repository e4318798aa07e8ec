"""The table of durable work."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from server.stores.tables import Utc, identity, metadata, office, stamps

jobs = Table(
    "jobs",
    metadata,
    identity(),
    office(),
    Column("kind", String(40), nullable=False),
    Column("subject", String(80), nullable=False),  # what it is about: one row for each kind and subject
    Column("detail", Text, nullable=False),  # JSON, for the worker
    Column("run_at", Utc, nullable=False),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("error", String(64)),  # why the last try did not do
    Column("failed_at", Utc),  # given up: it stays, to be seen and tried again by hand
    Column("lease_until", Utc),
    Column("lease_token", String(36)),
    *stamps(),
    Index("ix_jobs_run_at", "run_at"),
    Index("ix_jobs_organisation_id_kind_subject", "organisation_id", "kind", "subject", unique=True),
)
