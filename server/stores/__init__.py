"""Where things last: the database, its tables and the blobs."""
