"""The tables of the agenda."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text, text

from server.stores.tables import Utc, identity, metadata, office, stamps

# What an office offers: a type of appointment with its length, price and colour.
services = Table(
    "services",
    metadata,
    identity(),
    office(),
    Column("name", String(120), nullable=False),
    Column("kind", String(8), nullable=False),  # video (looking together), office, phone, visit
    Column("minutes", Integer, nullable=False),
    Column("price_cents", Integer, nullable=False),  # 0: no price is shown
    Column("currency", String(3), nullable=False),
    Column("buffer_before", Integer, nullable=False),  # minutes
    Column("buffer_after", Integer, nullable=False),  # minutes
    Column("colour", String(7), nullable=False),
    Column("place", String(200), nullable=False),
    Column("description", Text, nullable=False),
    Column("bookable", Boolean, nullable=False),  # by clients, on the booking page
    Column("active", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("step_minutes", Integer, nullable=False),  # between the times that are offered
    Column("notice_hours", Integer, nullable=False),  # how long before its start it can still be booked
    Column("horizon_days", Integer, nullable=False),  # how far ahead it can be booked
    Column("seats", Integer, nullable=False),  # how many clients may book the same hour
    Column("advisers", Text, nullable=False),  # JSON: ids of who offers it; [] is everybody
    Column("reminders", Text, nullable=False),  # JSON: minutes before the start
    Column("templates", Text, nullable=False),  # JSON: kind of mail -> id of its template
    *stamps(),
    Index("ix_services_organisation_id_position", "organisation_id", "position"),
)

# When somebody can be booked. Without a row: on working days from nine to five.
availability = Table(
    "availability",
    metadata,
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    office(),
    Column("zone", String(64), nullable=False),  # IANA; "" follows the office
    Column("weekly", Text, nullable=False),  # JSON: seven lists of ["09:00", "17:00"], Monday first
    Column("exceptions", Text, nullable=False),  # JSON: "2026-12-24" -> list of hours, [] is closed
    Column("online", Boolean, nullable=False),  # whether clients may book this adviser
    *stamps(),
    Index("ix_availability_organisation_id", "organisation_id"),
)

# Time of one's own: once or repeated. A block over a whole day runs from midnight to midnight in its zone.
blocks = Table(
    "blocks",
    metadata,
    identity(),
    office(),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("title", String(120), nullable=False),
    Column("all_day", Boolean, nullable=False),
    Column("start_at", Utc, nullable=False),  # of the first occurrence
    Column("end_at", Utc, nullable=False),
    Column("zone", String(64), nullable=False),  # IANA; repeated by the wall clock there
    Column("repeats", String(300)),  # an RRULE (RFC 5545), or NULL
    Column("until_at", Utc),  # the end of the last occurrence; NULL is never
    Column("except_dates", Text, nullable=False),  # JSON: local dates of occurrences that were taken out
    Column("private", Boolean, nullable=False),  # colleagues see that it is there, not what it is
    *stamps(),
    Index("ix_blocks_user_id_start_at", "user_id", "start_at"),
    Index("ix_blocks_organisation_id", "organisation_id"),
)

# Facts alone: the status follows from them and the clock (crm_adapter/agenda/status.py).
appointments = Table(
    "appointments",
    metadata,
    identity(),
    office(),
    Column("client_id", String(36)),
    Column("party_id", String(200)),  # instead of it: a client whom a CRM of someone else keeps
    Column("who_name", String(200), nullable=False),  # of the client or the guest, as last seen
    Column("who_email", String(254), nullable=False),
    Column("who_language", String(2), nullable=False, server_default=""),  # of whoever has no card; "" is the office's
    Column("search", Text, nullable=False),  # folded: who, title, service
    Column("service_id", String(36), ForeignKey("services.id", ondelete="SET NULL")),
    Column("title", String(200), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("adviser_id", String(36), ForeignKey("users.id", ondelete="SET NULL")),
    # While times are being proposed: those of the first open one.
    Column("start_at", Utc, nullable=False),
    Column("end_at", Utc, nullable=False),
    Column("all_day", Boolean, nullable=False),
    Column("zone", String(64), nullable=False),  # IANA: in which it was planned
    Column("buffer_before", Integer, nullable=False),
    Column("buffer_after", Integer, nullable=False),
    Column("place", String(200), nullable=False),
    Column("price_cents", Integer, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("description", Text, nullable=False),  # the client reads it
    Column("note", Text, nullable=False),  # colleagues alone
    Column("counter_text", Text, nullable=False),  # what the client wrote with their own proposal
    Column("planned_at", Utc),  # NULL: proposed, and nothing is chosen yet
    Column("cancelled_at", Utc),
    Column("cancelled_by", String(8), nullable=False),  # adviser, client, system
    Column("cancel_reason", String(500), nullable=False),
    Column("done_at", Utc),  # marked by hand
    Column("missed_at", Utc),  # the same
    Column("marked_by", String(36)),
    Column("host_seen_at", Utc),  # first time in the room of the session
    Column("guest_seen_at", Utc),
    Column("host_inside", Boolean, nullable=False),  # now
    Column("guest_inside", Boolean, nullable=False),
    Column("failed_reason", String(200), nullable=False),  # why no camera, voice or screen reached the other
    Column("ended_at", Utc),  # when the session ended
    Column("session_id", String(36)),
    Column("taken_id", String(36)),
    Column("uid", String(120), nullable=False),  # in calendars, for good
    Column("sequence", Integer, nullable=False),  # rises with what a calendar has to know
    Column("source", String(16), nullable=False),  # adviser, booking, import, contract
    Column("told_status", String(16), nullable=False),  # the status that others heard last
    Column("created_by", String(36)),
    Column("replaces_id", String(36)),  # the one that did not take place, and that this one was planned for anew
    *stamps(),
    Index("ix_appointments_organisation_id_start_at", "organisation_id", "start_at", "id"),
    Index("ix_appointments_adviser_id_start_at", "adviser_id", "start_at", "id"),
    Index("ix_appointments_organisation_id_client_id", "organisation_id", "client_id"),
    Index("ix_appointments_organisation_id_party_id", "organisation_id", "party_id"),
    Index("ix_appointments_session_id", "session_id"),
    Index("ix_appointments_replaces_id", "replaces_id"),
)

appointment_options = Table(
    "appointment_options",
    metadata,
    identity(),
    office(),
    Column("appointment_id", String(36), ForeignKey("appointments.id", ondelete="CASCADE"), nullable=False),
    Column("start_at", Utc, nullable=False),
    Column("end_at", Utc, nullable=False),
    Column("state", String(8), nullable=False),  # open, chosen, dropped
    Column("by", String(8), nullable=False),  # adviser, client
    Column("anyway", Boolean, nullable=False),  # offered although a block of the adviser lies there
    Column("created_at", Utc, nullable=False),
    Index("ix_appointment_options_appointment_id", "appointment_id"),
    Index("ix_appointment_options_organisation_id_start_at", "organisation_id", "start_at"),
)

# The time that confirmed appointments take of an adviser, their buffers included. No two rows of one adviser overlap:
# PostgreSQL holds that by an exclusion constraint, SQLite by a trigger (see the migration).
taken = Table(
    "taken",
    metadata,
    identity(),
    office(),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("service_id", String(36)),  # whose seats these are; NULL where there is one
    Column("start_at", Utc, nullable=False),
    Column("end_at", Utc, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("held_until", Utc),  # kept for somebody who is filling in the booking page
    Column("hold_hash", String(64)),
    Column("created_at", Utc, nullable=False),
    CheckConstraint("used >= 1 AND used <= seats", name="seats"),
    CheckConstraint("start_at < end_at", name="order"),
    Index("ix_taken_user_id_start_at", "user_id", "start_at"),
    Index("ix_taken_organisation_id", "organisation_id"),
    Index("ix_taken_hold_hash", "hold_hash", unique=True),
)

# The booking page of an office.
booking_pages = Table(
    "booking_pages",
    metadata,
    Column("organisation_id", String(36), ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("slug", String(60), nullable=False, unique=True),
    Column("open", Boolean, nullable=False, server_default=text("false")),
    *stamps(),
)
