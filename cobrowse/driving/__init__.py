"""Driving a page: input that types and clicks, what it hides, and what it reads out."""
