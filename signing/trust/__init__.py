"""Keys, certificates and proof of time: our own authority, the office's certificate, and clocks."""
