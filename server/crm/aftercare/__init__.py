"""What becomes of an appointment: who was there, the client's review, the adviser's summary."""
