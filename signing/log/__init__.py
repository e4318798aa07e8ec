"""The log of an envelope: sealed, to read and to check, separate from the document."""
