"""The tables of documents. Ids of clients, sessions and envelopes are ids only: those live elsewhere."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from server.stores.tables import BLOB, Utc, identity, metadata, office, stamps

documents = Table(
    "documents",
    metadata,
    identity(),
    office(),
    Column("client_id", String(36)),  # NULL: of an adviser's library, or for the office without a client
    Column("owner_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),  # NULL: a client or the service
    Column("owner_name", String(120), nullable=False),
    Column("name", String(255), nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes
    Column("sha256", String(64), nullable=False, info=BLOB),
    Column("pages", Integer, nullable=False),  # 0: not known
    Column("kind", String(10), nullable=False),  # document, signed, log, log_data
    Column("source", String(10), nullable=False),  # upload, request, session, signing, import, contract
    Column("state", String(8), nullable=False),  # shared, internal, library
    Column("from_client", Boolean, nullable=False),
    Column("number", Integer, nullable=False),  # of the newest version, from 1
    Column("request_id", String(36)),
    Column("session_id", String(36)),
    Column("envelope_id", String(36)),  # the one it came from, or the newest that was made of it
    Column("signing", String(10), nullable=False, server_default=""),  # how that one stands: draft, sent, completed ...
    Column("key", String(120)),  # of an arrival: the same again changes nothing
    Column("folded", Text, nullable=False),  # its name, as search compares it
    Column("seen_at", Utc),  # the client has opened it
    Column("opened_at", Utc),  # somebody of the office has
    Column("deleted_at", Utc),
    Column("deleted_by", String(36)),
    *stamps(),
    UniqueConstraint("organisation_id", "key"),
    Index("ix_documents_organisation_id_deleted_at_id", "organisation_id", "deleted_at", "id"),
    Index("ix_documents_client_id_id", "client_id", "id"),
    Index("ix_documents_organisation_id_sha256", "organisation_id", "sha256"),
    Index("ix_documents_envelope_id", "envelope_id"),
    Index("ix_documents_session_id", "session_id"),
)

document_versions = Table(
    "document_versions",
    metadata,
    Column("document_id", String(36), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    office(),
    Column("name", String(255), nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes
    Column("sha256", String(64), nullable=False, info=BLOB),
    Column("pages", Integer, nullable=False),
    Column("created_by", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_by_name", String(120), nullable=False),
    Column("created_at", Utc, nullable=False),
    Index("ix_document_versions_organisation_id_sha256", "organisation_id", "sha256"),
)

# What can be read in the newest version, as search compares it. Apart, so that lists never carry it.
document_texts = Table(
    "document_texts",
    metadata,
    Column("document_id", String(36), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    office(),
    Column("number", Integer, nullable=False),  # of the version that was read
    Column("folded", Text, nullable=False),
    Index("ix_document_texts_organisation_id", "organisation_id"),
)

# "Please send us ...": one client, one link, open until it is answered.
document_requests = Table(
    "document_requests",
    metadata,
    identity(),
    office(),
    Column("client_id", String(36), nullable=False),
    Column("what", String(200), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("due", Date),
    Column("state", String(8), nullable=False),  # open, received, closed
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("generation", Integer, nullable=False, server_default=text("1")),  # of the link
    Column("sender_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("sender_name", String(120), nullable=False),
    Column("email", String(254), nullable=False),  # where it went; "" when it was not mailed
    Column("reminded_at", Utc),
    Column("reminders", Integer, nullable=False, server_default=text("0")),
    Column("seen_at", Utc),
    Column("expires_at", Utc, nullable=False),
    Column("received_at", Utc),
    Column("closed_at", Utc),
    *stamps(),
    Index("ix_document_requests_organisation_id_state_id", "organisation_id", "state", "id"),
    Index("ix_document_requests_client_id_id", "client_id", "id"),
)

# A link with which one client opens what was shared in one go.
document_shares = Table(
    "document_shares",
    metadata,
    identity(),
    office(),
    Column("client_id", String(36), nullable=False),
    Column("text", Text, nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("sender_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("sender_name", String(120), nullable=False),
    Column("email", String(254), nullable=False),  # where it went; "" when it was not mailed
    Column("seen_at", Utc),
    Column("expires_at", Utc, nullable=False),
    Column("revoked_at", Utc),
    *stamps(),
    Index("ix_document_shares_client_id_id", "client_id", "id"),
)

document_share_items = Table(
    "document_share_items",
    metadata,
    Column("share_id", String(36), ForeignKey("document_shares.id", ondelete="CASCADE"), primary_key=True),
    Column("document_id", String(36), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    office(),
    Column("position", Integer, nullable=False),
    Column("seen_at", Utc),
    Index("ix_document_share_items_document_id", "document_id"),
)

# Documents shared with everybody whom a filter finds: durable work, and what came of each client.
document_sharings = Table(
    "document_sharings",
    metadata,
    identity(),
    office(),
    Column("document_ids", Text, nullable=False),  # JSON
    Column("text", Text, nullable=False),
    Column("notify", Boolean, nullable=False),
    Column("internal", Boolean, nullable=False),
    Column("made_by", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("made_by_name", String(120), nullable=False),
    Column("total", Integer, nullable=False),
    Column("done_at", Utc),
    *stamps(),
    Index("ix_document_sharings_organisation_id", "organisation_id"),
)

document_sharing_clients = Table(
    "document_sharing_clients",
    metadata,
    Column("sharing_id", String(36), ForeignKey("document_sharings.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    office(),
    Column("client_id", String(36), nullable=False),  # "" once they were erased
    Column("state", String(8), nullable=False),  # waiting, shared, skipped
    Column("reason", String(64), nullable=False, server_default=text("''")),  # a code of our refusals
    Index("ix_document_sharing_clients_sharing_id_state", "sharing_id", "state", "position"),
    Index("ix_document_sharing_clients_client_id", "client_id"),
)
