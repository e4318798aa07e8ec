"""Which appointment another one was planned for anew."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("appointments", sa.Column("replaces_id", sa.String(length=36), nullable=True))
    op.create_index("ix_appointments_replaces_id", "appointments", ["replaces_id"])
