"""The tables of teams."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table

from server.stores.tables import identity, metadata, office, stamps

# One team of an office is everybody's: it has no rows of members, so that nobody is ever forgotten in it.
teams = Table(
    "teams",
    metadata,
    identity(),
    office(),
    Column("name", String(120), nullable=False),
    Column("everyone", Boolean, nullable=False),
    *stamps(),
    Index("ix_teams_organisation_id", "organisation_id"),
)

team_members = Table(
    "team_members",
    metadata,
    Column("team_id", String(36), ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    office(),
    Index("ix_team_members_user_id", "user_id"),
)
