"""The processes that touch documents: a stranger's file never meets the server's own memory or its event loop."""

from signing.work.workshop import Workshop

__all__ = ["Workshop"]
