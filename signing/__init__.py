"""Signing documents: envelopes, fields, seals and their log."""
