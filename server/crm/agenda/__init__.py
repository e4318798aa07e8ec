"""The agenda: services, availability, own blocks, and appointments that cannot overlap."""
