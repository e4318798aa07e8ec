"""What clients do with appointments by themselves: the link in their mail, and the office's booking page."""
