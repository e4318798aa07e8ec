"""Looking at web pages together: one browser on the server for each session."""
