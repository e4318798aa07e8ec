"""Checking any PDF: who signed it, when, and whether it is still what they signed."""

from signing.verify.checked import verify

__all__ = ["verify"]
