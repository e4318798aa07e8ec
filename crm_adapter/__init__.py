"""The contract of the CRM around a session, and the built-in CRM behind it."""
