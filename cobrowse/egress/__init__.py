"""The only way out for a co-browsed page: which hosts it may reach, and the proxy that takes it there."""
