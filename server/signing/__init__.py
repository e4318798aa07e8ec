"""Signing inside the service: envelopes, their desk, credits, and the work that goes on by itself."""
