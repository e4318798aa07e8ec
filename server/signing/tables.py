"""The tables of signing."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from server.stores.tables import BLOB, Utc, identity, metadata, office, stamps

# The certificate authority of this installation. Its private keys are sealed with a key of secrets.json.
signing_authority = Table(
    "signing_authority",
    metadata,
    Column("name", String(16), primary_key=True),  # "own": there is one
    Column("sealed", LargeBinary, nullable=False),
    *stamps(),
)

# What an office has chosen; an office without a row has changed nothing.
signing_settings = Table(
    "signing_settings",
    metadata,
    Column("organisation_id", String(36), ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("provider", String(16), nullable=False),
    Column("credits_allowed", Boolean, nullable=False),
    Column("metered", Boolean, nullable=False),
    Column("signing_order", String(16), nullable=False),
    Column("expires_in_days", Integer, nullable=False),
    Column("remind_every_days", Integer, nullable=False),  # 0: never
    Column("verification", String(8), nullable=False),
    *stamps(),
)

envelopes = Table(
    "envelopes",
    metadata,
    identity(),
    office(),
    Column("title", String(200), nullable=False),
    Column("status", String(16), nullable=False),  # draft, sent, completed, declined, voided, expired, failed
    Column("seal", String(8), nullable=False),  # none, pending, done
    Column("level", String(8), nullable=False, server_default=""),
    Column("clock", String(16), nullable=False),  # own, authority
    Column("signing_order", String(16), nullable=False),
    Column("language", String(2), nullable=False),
    Column("message", Text, nullable=False, server_default=""),
    Column("source", String(16), nullable=False),  # desk, session, api, template
    Column("session_id", String(36)),  # no foreign key: the envelope outlives its session
    Column("file_id", String(36)),  # the file of that session
    Column("template_id", String(36)),
    Column("created_by", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_by_name", String(120), nullable=False),
    Column("verification", String(8), nullable=False),  # code, none
    Column("expires_in_days", Integer, nullable=False),
    Column("remind_every_days", Integer, nullable=False),  # 0: never
    Column("delivery", String(8), nullable=False, server_default=""),  # mail, here, room; "" while a draft
    Column("document_name", String(255), nullable=False),
    Column("document_size", BigInteger, nullable=False),  # bytes
    Column("document_sha256", String(64), nullable=False),
    Column("pages", Text, nullable=False),  # JSON list of [width, height] in points
    Column("warnings", Text, nullable=False),  # JSON list of codes
    Column("credit", String(8), nullable=False, server_default="none"),  # none, reserved, captured, released
    Column("problem", String(64)),
    Column("sent_at", Utc),
    Column("expires_at", Utc),
    Column("completed_at", Utc),
    # Who works on the next revision. Whatever is written must still hold the lease.
    Column("lease_until", Utc),
    Column("lease_token", String(36)),
    *stamps(),
    Index("ix_envelopes_organisation_id_id", "organisation_id", "id"),
    Index("ix_envelopes_organisation_id_status_id", "organisation_id", "status", "id"),
    Index("ix_envelopes_session_id", "session_id"),
    Index("ix_envelopes_created_by", "created_by"),
)

# A signer's id is unique within its envelope: whoever makes the draft may choose it.
envelope_signers = Table(
    "envelope_signers",
    metadata,
    Column("envelope_id", String(36), ForeignKey("envelopes.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(36), primary_key=True),
    office(),
    Column("position", Integer, nullable=False),  # from 1
    Column("name", String(120), nullable=False),
    Column("email", String(254), nullable=False),
    Column("language", String(2), nullable=False),
    Column("colour", Integer, nullable=False),  # 0 to 7
    Column("status", String(8), nullable=False),  # waiting, ready, viewed, signed, declined
    Column("participant_id", String(36)),
    Column("via", String(8), nullable=False, server_default=""),  # room, mail, here, embed
    Column("verified", String(32), nullable=False, server_default=""),  # how we knew that it was this person
    Column("address", String(64), nullable=False, server_default=""),  # IP
    Column("user_agent", String(400), nullable=False, server_default=""),
    Column("consent", String(32), nullable=False, server_default=""),  # version of the text they agreed to
    Column("signed_name", String(120), nullable=False, server_default=""),
    Column("answers", Text, nullable=False, server_default="{}"),  # JSON: what they filled in, by field
    Column("action_key", String(64)),  # of the click that signed: the same one again changes nothing
    Column("level", String(8), nullable=False, server_default=""),
    Column("certificate", String(64), nullable=False, server_default=""),  # SHA-256
    Column("serial", String(64), nullable=False, server_default=""),
    Column("stamped_at", Utc),
    Column("stamped_by", String(200), nullable=False, server_default=""),
    Column("viewed_at", Utc),
    Column("signed_at", Utc),
    Column("decline_reason", Text, nullable=False, server_default=""),
    Column("delegated_from", String(400)),  # name and e-mail of who passed it on
    Column("client_id", String(200)),  # whose client they are, as the office's CRM calls them: no foreign key
    UniqueConstraint("envelope_id", "position"),
    Index("ix_envelope_signers_organisation_id_email", "organisation_id", "email"),
    Index("ix_envelope_signers_organisation_id_client_id", "organisation_id", "client_id"),
)

# What somebody drew, typed or uploaded.
envelope_inks = Table(
    "envelope_inks",
    metadata,
    Column("envelope_id", String(36), primary_key=True),
    Column("signer_id", String(36), primary_key=True),
    Column("kind", String(16), primary_key=True),  # signature, initials
    office(),
    Column("how", String(8), nullable=False),  # drawn, typed, uploaded
    Column("strokes", Text, nullable=False),  # JSON list of lists of [x, y, pressure, ms]
    Column("aspect", Float, nullable=False),
    Column("written", Text, nullable=False),  # as typed
    Column("picture", LargeBinary, nullable=False),  # PNG
    ForeignKeyConstraint(
        ["envelope_id", "signer_id"],
        ["envelope_signers.envelope_id", "envelope_signers.id"],
        ondelete="CASCADE",
        name="fk_envelope_inks_signer",
    ),
)

envelope_fields = Table(
    "envelope_fields",
    metadata,
    Column("envelope_id", String(36), primary_key=True),
    Column("id", String(36), primary_key=True),
    office(),
    Column("position", Integer, nullable=False),
    Column("signer_id", String(36), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("page", Integer, nullable=False),  # from 1
    Column("x", Float, nullable=False),  # fractions of the page as displayed, from the left and the top
    Column("y", Float, nullable=False),
    Column("width", Float, nullable=False),
    Column("height", Float, nullable=False),
    Column("required", Boolean, nullable=False),
    Column("label", String(120), nullable=False, server_default=""),
    ForeignKeyConstraint(
        ["envelope_id", "signer_id"],
        ["envelope_signers.envelope_id", "envelope_signers.id"],
        ondelete="CASCADE",
        name="fk_envelope_fields_signer",
    ),
)

# Append only: the time line, the log and the webhooks are made of it.
envelope_events = Table(
    "envelope_events",
    metadata,
    Column("envelope_id", String(36), ForeignKey("envelopes.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    office(),
    Column("at", Utc, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("signer_id", String(36)),
    Column("by", String(254), nullable=False),  # a name; "" is the service itself
    Column("details", Text, nullable=False),  # JSON
)

# The documents of an envelope. The bytes are blobs of the office, named by their SHA-256.
envelope_files = Table(
    "envelope_files",
    metadata,
    Column("envelope_id", String(36), ForeignKey("envelopes.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),  # original, prepared, revision, signed, log, log_data
    Column("seq", Integer, primary_key=True),  # from 1, per kind; the highest one counts
    office(),
    Column("sha256", String(64), nullable=False, info=BLOB),
    Column("size", BigInteger, nullable=False),  # bytes
    Column("signer_id", String(36)),  # of a revision
    Column("created_at", Utc, nullable=False),
    Index("ix_envelope_files_organisation_id_sha256", "organisation_id", "sha256"),
)

# Ways in for a signer. Only the hash of the token is kept.
signing_links = Table(
    "signing_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    office(),
    Column("envelope_id", String(36), ForeignKey("envelopes.id", ondelete="CASCADE"), nullable=False),
    Column("signer_id", String(36), nullable=False),
    Column("kind", String(8), nullable=False),  # mail, here, embed, copy
    Column("origin", String(300), nullable=False, server_default=""),  # which site may frame it
    Column("expires_at", Utc, nullable=False),
    Column("revoked_at", Utc),
    Column("created_at", Utc, nullable=False),
    Index("ix_signing_links_envelope_id_signer_id", "envelope_id", "signer_id"),
    Index("ix_signing_links_expires_at", "expires_at"),
)

# One-time codes by mail.
signing_codes = Table(
    "signing_codes",
    metadata,
    identity(),
    office(),
    Column("envelope_id", String(36), ForeignKey("envelopes.id", ondelete="CASCADE"), nullable=False),
    Column("signer_id", String(36), nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
    Column("created_at", Utc, nullable=False),
    Index("ix_signing_codes_envelope_id_signer_id", "envelope_id", "signer_id"),
    Index("ix_signing_codes_expires_at", "expires_at"),
)

# What a signer's page shows once the link and the code were right.
signing_passes = Table(
    "signing_passes",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    office(),
    Column("envelope_id", String(36), ForeignKey("envelopes.id", ondelete="CASCADE"), nullable=False),
    Column("signer_id", String(36), nullable=False),
    Column("link_hash", String(64), nullable=False),
    Column("via", String(8), nullable=False),
    Column("verified", String(32), nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("created_at", Utc, nullable=False),
    Index("ix_signing_passes_link_hash", "link_hash"),
    Index("ix_signing_passes_envelope_id", "envelope_id"),
    Index("ix_signing_passes_expires_at", "expires_at"),
)

credit_accounts = Table(
    "credit_accounts",
    metadata,
    Column("organisation_id", String(36), ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("available", Integer, nullable=False),
    Column("reserved", Integer, nullable=False),
    *stamps(),
)

# Append only. `available` and `reserved` are the balance after the line.
credit_ledger = Table(
    "credit_ledger",
    metadata,
    identity(),
    office(),
    Column("at", Utc, nullable=False),
    Column("kind", String(16), nullable=False),  # bought, reserved, captured, released
    Column("number", Integer, nullable=False),
    Column("available", Integer, nullable=False),
    Column("reserved", Integer, nullable=False),
    Column("envelope_id", String(36)),  # no foreign key: the ledger outlives what it paid for
    Column("by", String(254), nullable=False),
    Column("consent", Text, nullable=False, server_default=""),  # the sentence that was agreed to
    Column("action_key", String(36)),  # of the click that bought: the same one again buys nothing
    UniqueConstraint("envelope_id", "kind"),
    Index("ix_credit_ledger_organisation_id_id", "organisation_id", "id"),
    Index("ix_credit_ledger_organisation_id_action_key", "organisation_id", "action_key", unique=True),
)

signing_templates = Table(
    "signing_templates",
    metadata,
    identity(),
    office(),
    Column("name", String(120), nullable=False),
    Column("content", Text, nullable=False),  # JSON: roles, fields and choices
    Column("document_name", String(255), nullable=False),
    Column("document_size", BigInteger, nullable=False),
    Column("document_sha256", String(64), nullable=False, info=BLOB),
    Column("pages", Text, nullable=False),  # JSON list of [width, height]
    Column("warnings", Text, nullable=False),  # JSON list of codes
    Column("created_by_name", String(120), nullable=False),
    *stamps(),
    Index("ix_signing_templates_organisation_id_id", "organisation_id", "id"),
    Index("ix_signing_templates_organisation_id_document_sha256", "organisation_id", "document_sha256"),
)
