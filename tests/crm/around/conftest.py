"""The office with an agenda, as what stands around it needs it."""

from __future__ import annotations

from tests.crm.agenda.conftest import any_house, any_office, house, office

__all__ = ["any_house", "any_office", "house", "office"]
