"""The tables of messages."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from server.stores.tables import Utc, identity, metadata, office, stamps

# What an office has changed or made. The others come from crm_adapter/messages/defaults.py.
message_templates = Table(
    "message_templates",
    metadata,
    identity(),
    office(),
    Column("place", String(64), nullable=False),  # "invite/nl" in place of a default; its own id for one more
    Column("kind", String(32), nullable=False),
    Column("language", String(2), nullable=False),
    Column("name", String(120), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("blocks", Text, nullable=False),  # JSON
    Column("updated_by", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    *stamps(),
    Index("ix_message_templates_organisation_id_place", "organisation_id", "place", unique=True),
)

# What was said to and by a client. What became of a mail is told by the outbox's row.
messages = Table(
    "messages",
    metadata,
    identity(),
    office(),
    Column("client_id", String(36), nullable=False),
    Column("person_id", String(36), nullable=False, server_default=text("''")),
    Column("direction", String(3), nullable=False),  # out, in
    Column("kind", String(32), nullable=False),
    Column("email", String(254), nullable=False),
    Column("name", String(120), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("mail_id", String(36), nullable=False),  # its text and its fate
    Column("sender_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),  # in whose name
    Column("sender_name", String(120), nullable=False),
    Column("subject_kind", String(20), nullable=False),  # what it is about: appointment, request, document
    Column("subject_id", String(36), nullable=False),
    Column("mailing_id", String(36), nullable=False, server_default=text("''")),
    *stamps(),
    Index("ix_messages_organisation_id_client_id", "organisation_id", "client_id", "id"),
    Index("ix_messages_mail_id", "mail_id"),
)

# What mail servers reported after a mail had left.
bounces = Table(
    "bounces",
    metadata,
    identity(),
    office(),
    Column("mail_id", String(36), nullable=False),
    Column("email", String(254), nullable=False),
    Column("kind", String(12), nullable=False),  # hard, soft, complaint
    Column("status", String(12), nullable=False),  # RFC 3463, such as 5.1.1
    Column("said", String(500), nullable=False),  # by the other side, in its words
    *stamps(),
    Index("ix_bounces_organisation_id_email", "organisation_id", "email"),
    Index("ix_bounces_mail_id", "mail_id"),
)

# One message to many, and what came of each.
mailings = Table(
    "mailings",
    metadata,
    identity(),
    office(),
    Column("kind", String(32), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("blocks", Text, nullable=False),  # JSON
    Column("sender_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("made_by", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("total", Integer, nullable=False),
    Column("done_at", Utc),
    *stamps(),
    Index("ix_mailings_organisation_id", "organisation_id"),
)

mailing_recipients = Table(
    "mailing_recipients",
    metadata,
    Column("mailing_id", String(36), ForeignKey("mailings.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    office(),
    Column("client_id", String(36), nullable=False),
    Column("state", String(8), nullable=False),  # waiting, sent, skipped
    Column("reason", String(64), nullable=False, server_default=text("''")),  # a code of our refusals
    Column("message_id", String(36), nullable=False, server_default=text("''")),
    Index("ix_mailing_recipients_mailing_id_state", "mailing_id", "state", "position"),
)
