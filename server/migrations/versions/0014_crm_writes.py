"""The CRM behind its contract: what is written to it, events for others, and sessions that are planned or about a client."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _writes()
    _events()
    _sessions()


def _writes() -> None:
    op.create_table(
        "crm_writes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("party_id", sa.String(length=200), nullable=True),
        sa.Column("session_id", sa.String(length=36), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_crm_writes_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_writes")),
    )
    op.create_index("ix_crm_writes_organisation_id_key", "crm_writes", ["organisation_id", "key"], unique=True)
    op.create_index("ix_crm_writes_organisation_id_status_id", "crm_writes", ["organisation_id", "status", "id"])
    op.create_index("ix_crm_writes_organisation_id_about_status", "crm_writes", ["organisation_id", "about", "status"])
    op.create_index("ix_crm_writes_status_done_at", "crm_writes", ["status", "done_at"])
    op.create_index("ix_crm_writes_organisation_id_sha256", "crm_writes", ["organisation_id", "sha256"])
    op.create_table(
        "crm_heard",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_crm_heard_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "message_id", name=op.f("pk_crm_heard")),
    )
    op.create_index("ix_crm_heard_at", "crm_heard", ["at"])


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_events_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_organisation_id_number", "events", ["organisation_id", "number"], unique=True)
    op.create_index("ix_events_organisation_id_subject_id_seq", "events", ["organisation_id", "subject_id", "seq"])
    op.create_index("ix_events_created_at", "events", ["created_at"])
    # Not only envelopes any more. In place: a copied table would take its tries along.
    op.drop_index("ix_webhook_deliveries_webhook_id_envelope_id_seq", table_name="webhook_deliveries")
    op.execute("ALTER TABLE webhook_deliveries RENAME COLUMN envelope_id TO subject_id")
    op.create_index(
        "ix_webhook_deliveries_webhook_id_subject_id_seq", "webhook_deliveries", ["webhook_id", "subject_id", "seq"]
    )


def _sessions() -> None:
    op.add_column("sessions", sa.Column("planned", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("sessions", sa.Column("open_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sessions", sa.Column("appointment_id", sa.String(length=36), nullable=True))
    op.add_column("sessions", sa.Column("client_id", sa.String(length=200), nullable=True))
    op.add_column("sessions", sa.Column("client_page", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_sessions_organisation_id_started_at", "sessions", ["organisation_id", "started_at"])
    op.create_index("ix_sessions_organisation_id_client_id", "sessions", ["organisation_id", "client_id"])
    op.create_index("ix_sessions_appointment_id", "sessions", ["appointment_id"])
