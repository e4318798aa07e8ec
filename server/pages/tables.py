"""The tables of co-browsing."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from server.stores.tables import BLOB, Utc, identity, metadata, office, stamps

favourites = Table(
    "favourites",
    metadata,
    identity(),
    office(),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE")),  # NULL: of the whole office
    Column("title", String(80), nullable=False),
    Column("note", String(120), nullable=False, server_default=""),
    Column("address", String(2000), nullable=False),
    Column("host", String(253), nullable=False),
    Column("colour", String(7), nullable=False, server_default=""),
    Column("icon", String(64), info=BLOB),  # SHA-256 of the site's picture among the office's blobs
    Column("uses", Integer, nullable=False, server_default=text("0")),
    Column("used_at", Utc),
    *stamps(),
    Index("ix_favourites_organisation_id_user_id", "organisation_id", "user_id"),
    Index("ix_favourites_user_id", "user_id"),
)

# What an office allows its pages; an office without a row has changed nothing.
browsing_rules = Table(
    "browsing_rules",
    metadata,
    Column("organisation_id", String(36), ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("allow", Text, nullable=False),  # JSON list of host patterns
    Column("block", Text, nullable=False),  # JSON list of host patterns
    Column("search", String(500), nullable=False),
    Column("masks", Text, nullable=False),  # JSON list of {site, selector}
    *stamps(),
)

# Which node runs the page of a session, and what brings the page back when that node is gone. The only place where
# whole addresses are kept, for as long as the page is open.
browse_pages = Table(
    "browse_pages",
    metadata,
    Column("session_id", String(36), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    office(),
    Column("node", String(64), nullable=False),
    Column("node_url", String(500), nullable=False),
    Column("lease_until", Utc, nullable=False),
    Column("tabs", Text, nullable=False),  # JSON list of addresses
    Column("active", Integer, nullable=False, server_default=text("0")),
    *stamps(),
    Index("ix_browse_pages_lease_until", "lease_until"),
)
