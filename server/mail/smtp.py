"""Delivery by SMTP: one mail, one connection, every wait bounded."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where mail goes. `security`: "tls" from the first byte, "starttls" required, or "offered"."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: str
