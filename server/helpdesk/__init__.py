"""Help for who works here: a chat with the office's administrators, and what people thought of help pages."""
