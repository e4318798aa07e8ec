"""The tables of imports."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from server.stores.tables import BLOB, Utc, identity, metadata, office, stamps

# One file that somebody brought.
client_imports = Table(
    "client_imports",
    metadata,
    identity(),
    office(),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    Column("user_name", String(120), nullable=False),
    Column("source", String(8), nullable=False),  # google, csv, excel, vcard: what the wizard was asked for
    Column("name", String(255), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), info=BLOB),  # NULL once it is brought, or let go
    Column("state", String(8), nullable=False),  # reading, ready, failed, bringing, done, undoing, undone
    Column("trouble", String(40), nullable=False),  # why it failed
    Column("columns", Text, nullable=False),  # JSON: the target of each column; "" lets them be guessed
    Column("facts", Text, nullable=False),  # JSON: header, samples, encoding ...
    Column("doubles", String(5), nullable=False),  # skip, merge, add
    Column("tag", String(60), nullable=False),  # "" gives none
    Column("run", String(36), nullable=False),  # of the process that reads: an older one writes no more
    Column("total", Integer, nullable=False),  # rows
    Column("done", Integer, nullable=False),  # rows read, brought or undone so far
    Column("cursor", Integer, nullable=False),  # the last row that was brought, or the next to be undone
    Column("ended_at", Utc),
    *stamps(),
    Index("ix_client_imports_organisation_id", "organisation_id"),
    Index("ix_client_imports_user_id", "user_id"),
    Index("ix_client_imports_organisation_id_sha256", "organisation_id", "sha256"),
)

import_rows = Table(
    "import_rows",
    metadata,
    Column("import_id", String(36), ForeignKey("client_imports.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    office(),
    Column("line", Integer, nullable=False),  # of the file, where it began
    Column("cells", Text, nullable=False),  # JSON list, as they were read
    Column("caption", String(300), nullable=False),
    Column("state", String(6), nullable=False),  # new, double, wrong
    Column("wrong", Text, nullable=False),  # JSON: [[code, field]]
    Column("alike", Text, nullable=False),  # JSON: [[client_id, [email, phone, name]]]
    Column("same_as", Integer),  # an earlier row about the same client
    Column("choice", String(5), nullable=False),  # skip, merge, add; "" as the whole import
    Column("outcome", String(8), nullable=False),  # "", added, merged, skipped, wrong
    Column("client_id", String(36)),
    Column("added", Text, nullable=False),  # JSON: what a merge added
    Column("undone", String(8), nullable=False),  # "", gone, restored, kept
    Column("kept", Text, nullable=False),  # JSON: what people changed since and stayed
    Index("ix_import_rows_client_id", "client_id"),
    Index("ix_import_rows_import_id_state_number", "import_id", "state", "number"),
    Index("ix_import_rows_import_id_outcome_number", "import_id", "outcome", "number"),
    sqlite_with_rowid=False,
)
