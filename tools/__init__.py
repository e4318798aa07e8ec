"""Set-up, checks and locks: what `make` calls. Set-up uses the standard library alone."""
