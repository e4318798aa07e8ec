"""As which client somebody signs, and appointments of clients whom a CRM of someone else keeps."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("envelope_signers", sa.Column("client_id", sa.String(length=200), nullable=True))
    op.create_index(
        "ix_envelope_signers_organisation_id_client_id", "envelope_signers", ["organisation_id", "client_id"]
    )
    op.add_column("appointments", sa.Column("party_id", sa.String(length=200), nullable=True))
    op.add_column("appointments", sa.Column("who_language", sa.String(length=2), nullable=False, server_default=""))
    op.create_index("ix_appointments_organisation_id_party_id", "appointments", ["organisation_id", "party_id"])
