"""The agenda."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _offers()
    _appointments()
    _taken()
    _apart()


def _offers() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("bookable", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step_minutes", sa.Integer(), nullable=False),
        sa.Column("notice_hours", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("advisers", sa.Text(), nullable=False),
        sa.Column("reminders", sa.Text(), nullable=False),
        sa.Column("templates", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_services_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
    )
    op.create_index("ix_services_organisation_id_position", "services", ["organisation_id", "position"], unique=False)
    op.create_table(
        "availability",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("weekly", sa.Text(), nullable=False),
        sa.Column("exceptions", sa.Text(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_availability_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_availability_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_availability")),
    )
    op.create_index("ix_availability_organisation_id", "availability", ["organisation_id"], unique=False)
    op.create_table(
        "blocks",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("repeats", sa.String(length=300), nullable=True),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("except_dates", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_blocks_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_blocks_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
    )
    op.create_index("ix_blocks_organisation_id", "blocks", ["organisation_id"], unique=False)
    op.create_index("ix_blocks_user_id_start_at", "blocks", ["user_id", "start_at"], unique=False)
    op.create_table(
        "booking_pages",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("open", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_booking_pages_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_booking_pages")),
        sa.UniqueConstraint("slug", name=op.f("uq_booking_pages_slug")),
    )


def _appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("who_name", sa.String(length=200), nullable=False),
        sa.Column("who_email", sa.String(length=254), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("adviser_id", sa.String(length=36), nullable=True),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("counter_text", sa.Text(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(length=8), nullable=False),
        sa.Column("cancel_reason", sa.String(length=500), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("marked_by", sa.String(length=36), nullable=True),
        sa.Column("host_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("guest_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("host_inside", sa.Boolean(), nullable=False),
        sa.Column("guest_inside", sa.Boolean(), nullable=False),
        sa.Column("failed_reason", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session_id", sa.String(length=36), nullable=True),
        sa.Column("taken_id", sa.String(length=36), nullable=True),
        sa.Column("uid", sa.String(length=120), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("told_status", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["users.id"], name=op.f("fk_appointments_adviser_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_appointments_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_appointments_service_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(
        "ix_appointments_adviser_id_start_at", "appointments", ["adviser_id", "start_at", "id"], unique=False
    )
    op.create_index(
        "ix_appointments_organisation_id_client_id", "appointments", ["organisation_id", "client_id"], unique=False
    )
    op.create_index(
        "ix_appointments_organisation_id_start_at", "appointments", ["organisation_id", "start_at", "id"], unique=False
    )
    op.create_index("ix_appointments_session_id", "appointments", ["session_id"], unique=False)
    op.create_table(
        "appointment_options",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("appointment_id", sa.String(length=36), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("by", sa.String(length=8), nullable=False),
        sa.Column("anyway", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_appointment_options_appointment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_appointment_options_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_options")),
    )
    op.create_index("ix_appointment_options_appointment_id", "appointment_options", ["appointment_id"], unique=False)
    op.create_index(
        "ix_appointment_options_organisation_id_start_at",
        "appointment_options",
        ["organisation_id", "start_at"],
        unique=False,
    )
    # ### end Alembic commands ###


def _taken() -> None:
    op.create_table(
        "taken",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=True),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("start_at < end_at", name=op.f("ck_taken_order")),
        sa.CheckConstraint("used >= 1 AND used <= seats", name=op.f("ck_taken_seats")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_taken_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_taken_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken")),
    )
    op.create_index("ix_taken_hold_hash", "taken", ["hold_hash"], unique=True)
    op.create_index("ix_taken_organisation_id", "taken", ["organisation_id"], unique=False)
    op.create_index("ix_taken_user_id_start_at", "taken", ["user_id", "start_at"], unique=False)


def _apart() -> None:
    """No two rows of one adviser may overlap, whoever writes them."""
    if op.get_bind().dialect.name == "sqlite":
        for what in ("INSERT", "UPDATE OF user_id, start_at, end_at"):
            op.execute(
                f"""
                CREATE TRIGGER taken_apart_{what.split()[0].lower()} BEFORE {what} ON taken
                WHEN EXISTS (
                    SELECT 1 FROM taken AS other
                    WHERE other.user_id = NEW.user_id AND other.id <> NEW.id
                      AND other.start_at < NEW.end_at AND NEW.start_at < other.end_at
                )
                BEGIN SELECT RAISE(ABORT, 'ex_taken_apart'); END
                """  # noqa: S608 - both words are written here
            )
    elif _btree_gist():
        op.execute(
            "ALTER TABLE taken ADD CONSTRAINT ex_taken_apart "
            "EXCLUDE USING gist (user_id WITH =, tstzrange(start_at, end_at) WITH &&)"
        )
    else:
        _apart_by_trigger()


def _btree_gist() -> bool:
    """An extension that every PostgreSQL brings, but that not every provider lets a database have."""
    connection = op.get_bind()
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
    except DBAPIError:
        return False
    return True


def _apart_by_trigger() -> None:
    # Each row of an adviser waits for the one before, and then sees it: in READ COMMITTED every statement of a
    # volatile function looks anew.
    op.execute(
        """
        CREATE FUNCTION taken_apart() RETURNS trigger LANGUAGE plpgsql VOLATILE AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtext('samen:taken ' || NEW.user_id));
            IF EXISTS (
                SELECT 1 FROM taken AS other
                WHERE other.user_id = NEW.user_id AND other.id <> NEW.id
                  AND other.start_at < NEW.end_at AND NEW.start_at < other.end_at
            ) THEN
                RAISE EXCEPTION 'ex_taken_apart' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'ex_taken_apart';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER taken_apart BEFORE INSERT OR UPDATE OF user_id, start_at, end_at ON taken "
        "FOR EACH ROW EXECUTE FUNCTION taken_apart()"
    )
