"""Web pages that people of a session look at together: their lane, their owner, an office's rules and favourites."""
