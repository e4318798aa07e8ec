"""What others sign with, installed when it is measured, beside signing on the same files."""
