"""Messages: their tags, their blocks, how they look, what they say until an office changes it, and what bounces say."""
