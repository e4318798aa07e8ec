"""The record of a session: who, when, what was shared, switched and sent; as JSON that can be verified, and as PDF."""
