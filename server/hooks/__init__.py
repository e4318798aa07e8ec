"""Webhooks: what happens to envelopes, told to other systems of the office. Signed, in order, at least once."""
