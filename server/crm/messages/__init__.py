"""Messages to clients: templates, what was sent, and what came of it."""
