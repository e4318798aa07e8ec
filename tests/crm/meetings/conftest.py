"""A running service, and appointments in it."""

from tests.live.conftest import any_house, house

__all__ = ["any_house", "house"]
