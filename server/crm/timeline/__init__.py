"""Everything that happened with a client, and the notes about them."""
