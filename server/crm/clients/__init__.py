"""The clients of an office: people, households and companies."""
