"""Messages and their templates, and what becomes of mails after they have left."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    empty = sa.text("''")
    op.add_column("mails", sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("mails", sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("mails", sa.Column("calendar_method", sa.String(length=10), server_default=empty, nullable=False))
    op.add_column("mails", sa.Column("calendar", sa.Text(), server_default=empty, nullable=False))
    op.add_column("mails", sa.Column("unsubscribe", sa.String(length=500), server_default=empty, nullable=False))
    _templates()
    _messages()
    _bounces()
    _mailings()


def _stamps() -> tuple[sa.Column[Any], sa.Column[Any], sa.Column[Any]]:
    return (
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
    )


def _office(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id"], ["organisations.id"], name=op.f(f"fk_{table}_organisation_id"), ondelete="CASCADE"
    )


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"), ondelete="SET NULL")


def _templates() -> None:
    op.create_table(
        "message_templates",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.String(length=36), nullable=True),
        *_stamps(),
        _office("message_templates"),
        _user("message_templates", "updated_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_templates")),
    )
    op.create_index(
        "ix_message_templates_organisation_id_place", "message_templates", ["organisation_id", "place"], unique=True
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), server_default=sa.text("''"), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("mail_id", sa.String(length=36), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=True),
        sa.Column("sender_name", sa.String(length=120), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("mailing_id", sa.String(length=36), server_default=sa.text("''"), nullable=False),
        *_stamps(),
        _office("messages"),
        _user("messages", "sender_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(
        "ix_messages_organisation_id_client_id", "messages", ["organisation_id", "client_id", "id"], unique=False
    )
    op.create_index("ix_messages_mail_id", "messages", ["mail_id"], unique=False)


def _bounces() -> None:
    op.create_table(
        "bounces",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("mail_id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("said", sa.String(length=500), nullable=False),
        *_stamps(),
        _office("bounces"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
    )
    op.create_index("ix_bounces_organisation_id_email", "bounces", ["organisation_id", "email"], unique=False)
    op.create_index("ix_bounces_mail_id", "bounces", ["mail_id"], unique=False)


def _mailings() -> None:
    op.create_table(
        "mailings",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=True),
        sa.Column("made_by", sa.String(length=36), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        *_stamps(),
        _office("mailings"),
        _user("mailings", "sender_id"),
        _user("mailings", "made_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
    )
    op.create_index("ix_mailings_organisation_id", "mailings", ["organisation_id"], unique=False)
    op.create_table(
        "mailing_recipients",
        sa.Column("mailing_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("message_id", sa.String(length=36), server_default=sa.text("''"), nullable=False),
        _office("mailing_recipients"),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailings.id"], name=op.f("fk_mailing_recipients_mailing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mailing_id", "position", name=op.f("pk_mailing_recipients")),
    )
    op.create_index(
        "ix_mailing_recipients_mailing_id_state",
        "mailing_recipients",
        ["mailing_id", "state", "position"],
        unique=False,
    )
