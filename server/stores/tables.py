"""Every table, in one MetaData.

Each row of an office carries its `organisation_id`; ids are UUIDv7 as text; times are UTC.
A new table comes with a new numbered file in server/migrations/versions.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeDecorator

# Constraints need names, or a later migration cannot drop them on SQLite.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """An aware time. SQLite forgets the zone, so UTC goes in and UTC comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        moved = value.astimezone(UTC)
        return moved.replace(tzinfo=None) if dialect.name == "sqlite" else moved

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BLOB = {"blob": True}
"""Marks a column that names a blob of the row's office by its SHA-256: server/stores/holding.py asks them all."""


def identity() -> Column[Any]:
    """The primary key: a UUIDv7 as text."""
    return Column("id", String(36), primary_key=True)


def office() -> Column[Any]:
    """The office a row belongs to."""
    return Column("organisation_id", String(36), ForeignKey("organisations.id", ondelete="CASCADE"), nullable=False)


def stamps() -> tuple[Column[Any], Column[Any], Column[Any]]:
    """created_at, updated_at and the version that optimistic updates compare."""
    return (
        Column("created_at", Utc, nullable=False),
        Column("updated_at", Utc, nullable=False),
        Column("version", Integer, nullable=False, server_default=text("1")),
    )


# What the installation itself remembers, such as the fingerprint of its secrets.
facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

organisations = Table(
    "organisations",
    metadata,
    identity(),
    Column("name", String(120), nullable=False),
    Column("colour", String(7), nullable=False),
    Column("phone", String(40), nullable=False, server_default=""),
    Column("privacy_url", String(500), nullable=False, server_default=""),
    Column("language", String(2), nullable=False),
    Column("lobby", Boolean, nullable=False),
    Column("chat_history", Boolean, nullable=False),
    Column("max_file_mb", Integer, nullable=False),
    Column("empty_after_minutes", Integer, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("logo", String(64), info=BLOB),  # SHA-256 of the picture among the office's blobs
    *stamps(),
)

users = Table(
    "users",
    metadata,
    identity(),
    office(),
    Column("name", String(120), nullable=False),
    Column("email", String(254), nullable=False, unique=True),  # in small letters
    Column("role", String(16), nullable=False),
    Column("language", String(2), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("totp_secret", String(200)),  # sealed; proven by a code
    Column("totp_waiting", String(200)),  # sealed; shown, not yet proven
    Column("totp_step", BigInteger, nullable=False, server_default=text("0")),  # newest step used: no code works twice
    *stamps(),
    Index("ix_users_organisation_id", "organisation_id"),
)

# One signed-in browser. The cookie holds the token, the row only its hash.
sign_ins = Table(
    "sign_ins",
    metadata,
    identity(),
    office(),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("seen_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    *stamps(),
    Index("ix_sign_ins_user_id", "user_id"),
    Index("ix_sign_ins_expires_at", "expires_at"),
)

backup_codes = Table(
    "backup_codes",
    metadata,
    identity(),
    office(),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("used_at", Utc),
    *stamps(),
    Index("ix_backup_codes_user_id", "user_id"),
)

# Links that work once. A set-up link has no office yet.
one_time_links = Table(
    "one_time_links",
    metadata,
    identity(),
    Column("organisation_id", String(36), ForeignKey("organisations.id", ondelete="CASCADE")),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE")),
    Column("purpose", String(16), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
    *stamps(),
    Index("ix_one_time_links_user_id", "user_id"),
)

invitations = Table(
    "invitations",
    metadata,
    identity(),
    office(),
    Column("email", String(254), nullable=False),
    Column("role", String(16), nullable=False),
    Column("language", String(2), nullable=False),
    Column("invited_by", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("expires_at", Utc, nullable=False),
    Column("accepted_at", Utc),
    *stamps(),
    Index("ix_invitations_organisation_id_email", "organisation_id", "email"),
)

mails = Table(
    "mails",
    metadata,
    identity(),
    office(),
    Column("kind", String(32), nullable=False),
    Column("session_id", String(36)),  # of a code's mail: so that it can be sent again
    Column("recipient", String(254), nullable=False),
    Column("recipient_name", String(120), nullable=False),
    Column("sender_name", String(120), nullable=False),
    Column("reply_to", String(254), nullable=False),
    Column("language", String(2), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("secret", Boolean, nullable=False),  # its text opens an account: wiped once delivered
    Column("status", String(16), nullable=False),  # queued, sending, sent, failed, kept
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("run_at", Utc, nullable=False),
    Column("lease_until", Utc),
    Column("lease_token", String(36)),
    Column("sent_at", Utc),
    Column("delivered_at", Utc),  # the receiver's own mail server said so
    Column("bounced_at", Utc),  # it came back after it was sent; `error` says why
    Column("calendar_method", String(10), nullable=False, server_default=text("''")),  # REQUEST, CANCEL
    Column("calendar", Text, nullable=False, server_default=text("''")),  # an iCalendar text that travels along
    Column("unsubscribe", String(500), nullable=False, server_default=text("''")),  # where one click ends marketing
    Column("error", String(64)),
    *stamps(),
    Index("ix_mails_status_run_at", "status", "run_at"),
    Index("ix_mails_organisation_id_id", "organisation_id", "id"),
    Index("ix_mails_recipient", "recipient"),
)

# What travels with a mail: blobs of the office, by their SHA-256.
mail_attachments = Table(
    "mail_attachments",
    metadata,
    Column("mail_id", String(36), ForeignKey("mails.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    office(),
    Column("name", String(255), nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes
    Column("sha256", String(64), nullable=False, info=BLOB),
    Index("ix_mail_attachments_organisation_id_sha256", "organisation_id", "sha256"),
)

# Bytes that are being stored, before the row that will keep them. Left behind by a process that died, they go.
blob_claims = Table(
    "blob_claims",
    metadata,
    identity(),
    office(),
    Column("sha256", String(64), nullable=False),
    Column("until", Utc, nullable=False),
    Index("ix_blob_claims_organisation_id_sha256", "organisation_id", "sha256"),
    Index("ix_blob_claims_until", "until"),
)
