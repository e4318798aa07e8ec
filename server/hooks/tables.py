"""The tables of the webhooks, and of the feed of events."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from server.stores.tables import Utc, identity, metadata, office, stamps

# What happened, for other systems: each webhook's messages are made of these, and the feed reads them by their number.
# A number is given after the commit, in the order of commits, so that whoever reads on from one misses nothing.
events = Table(
    "events",
    metadata,
    identity(),
    office(),
    Column("number", BigInteger),
    Column("kind", String(40), nullable=False),
    Column("subject_id", String(36), nullable=False),
    Column("seq", Integer, nullable=False),  # of the subject: the order
    Column("body", Text, nullable=False),  # exactly the JSON that travels
    Column("created_at", Utc, nullable=False),
    Index("ix_events_organisation_id_number", "organisation_id", "number", unique=True),
    Index("ix_events_organisation_id_subject_id_seq", "organisation_id", "subject_id", "seq"),
    Index("ix_events_created_at", "created_at"),
)

# An address of another system. Its secrets are sealed with a key of secrets.json: signing needs them in the clear.
webhooks = Table(
    "webhooks",
    metadata,
    identity(),
    office(),
    Column("name", String(120), nullable=False),
    Column("url", String(1000), nullable=False),
    Column("kinds", Text, nullable=False),  # JSON list of event types
    Column("active", Boolean, nullable=False),
    Column("off_reason", String(16), nullable=False, server_default=""),  # "", admin, failures, gone
    Column("secret", Text, nullable=False),
    Column("secret_before", Text),  # still signs, beside the new one, until then
    Column("secret_before_until", Utc),
    Column("failing_since", Utc),  # the first failure after the last success
    Column("delivered_at", Utc),
    # Who sends to it now. One at a time, so that what is sent is sent in order.
    Column("lease_until", Utc),
    Column("lease_token", String(36)),
    *stamps(),
    Index("ix_webhooks_organisation_id", "organisation_id"),
)

# One message to one address; its id is the `webhook-id`, the same at every try.
webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    identity(),
    office(),
    Column("webhook_id", String(36), ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject_id", String(36)),  # no foreign key: what was said stays said; NULL for a test
    Column("seq", Integer, nullable=False),  # of the subject's event: the order
    Column("body", Text, nullable=False),  # exactly the JSON that travels
    Column("status", String(16), nullable=False),  # queued, delivered, failed; held while the webhook is off
    Column("aside", Boolean, nullable=False),  # sent again by hand: neither waits for others nor they for it
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("run_at", Utc, nullable=False),
    Column("delivered_at", Utc),
    *stamps(),
    Index("ix_webhook_deliveries_webhook_id_id", "webhook_id", "id"),
    Index("ix_webhook_deliveries_status_run_at", "status", "run_at"),
    Index("ix_webhook_deliveries_webhook_id_subject_id_seq", "webhook_id", "subject_id", "seq"),
    Index("ix_webhook_deliveries_created_at", "created_at"),
)

# What came of each try.
webhook_tries = Table(
    "webhook_tries",
    metadata,
    Column("delivery_id", String(36), ForeignKey("webhook_deliveries.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # from 1
    office(),
    Column("at", Utc, nullable=False),
    Column("error", String(32), nullable=False),  # "" when it was taken
    Column("status", Integer),  # of the answer; NULL without one
    Column("millis", Integer, nullable=False),
    Column("answer", Text, nullable=False),  # how it began
)
