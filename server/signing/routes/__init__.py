"""The edges of signing: for advisers, for those who sign, and for whoever checks a signed document."""
