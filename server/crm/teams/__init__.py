"""Who works together: teams of advisers, and the one of the whole office."""
