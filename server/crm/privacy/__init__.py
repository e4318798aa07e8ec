"""Rights of clients: everything about one in an archive, erasure, legal holds, and how long what is kept."""
