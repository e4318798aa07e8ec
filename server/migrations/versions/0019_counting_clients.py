"""Smaller indexes to count clients by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_INDEXES = {
    "letter_first": ("team_id", "adviser_id", "deleted_at"),
    "letter_last": ("team_id", "adviser_id", "kind", "consent", "unsubscribed", "email_blocked", "deleted_at"),
}


def upgrade() -> None:
    living = sa.text("deleted_at IS NULL")
    for by, more in _INDEXES.items():
        op.drop_index(f"ix_clients_{by}", "clients")
        columns = ["organisation_id", by, *more]
        op.create_index(f"ix_clients_{by}", "clients", columns, sqlite_where=living, postgresql_where=living)
