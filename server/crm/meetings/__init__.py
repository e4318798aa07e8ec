"""Planned sessions: the codes of appointments, good long before anybody comes."""
