"""The tables of the contract: what is to be written to the CRM, and what it has told us."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from server.stores.tables import BLOB, Utc, identity, metadata, office, stamps

# One write to the CRM of the office. Its id of the contract is `key`: whoever is not sure says it again.
crm_writes = Table(
    "crm_writes",
    metadata,
    identity(),
    office(),
    Column("key", String(200), nullable=False),
    Column("kind", String(16), nullable=False),  # entry, document, attendance, consent
    Column("about", String(200), nullable=False),  # the party, or "session:<id>": writes about one are done in order
    Column("party_id", String(200)),
    Column("session_id", String(36)),
    Column("body", Text, nullable=False),  # JSON of the contract's value
    Column("sha256", String(64), info=BLOB),  # of a document: its bytes stay until it is written
    Column("status", String(16), nullable=False),  # waiting, done, failed
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("error", String(64)),  # of the last try
    Column("said", Text, nullable=False, server_default=""),  # the CRM's own sentence, or both versions as JSON
    Column("tried_at", Utc),
    Column("done_at", Utc),
    *stamps(),
    Index("ix_crm_writes_organisation_id_key", "organisation_id", "key", unique=True),
    Index("ix_crm_writes_organisation_id_status_id", "organisation_id", "status", "id"),
    Index("ix_crm_writes_organisation_id_about_status", "organisation_id", "about", "status"),
    Index("ix_crm_writes_status_done_at", "status", "done_at"),
    Index("ix_crm_writes_organisation_id_sha256", "organisation_id", "sha256"),
)

# Messages of a foreign CRM that were heard: each counts once.
crm_heard = Table(
    "crm_heard",
    metadata,
    Column("organisation_id", String(36), ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", String(200), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_crm_heard_at", "at"),
)
