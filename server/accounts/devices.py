"""Browsers that signed in before: they keep their own count of attempts.

Whoever guesses at an account from many addresses slows that account down for strangers only; its owner's
browser shows this cookie and is let through. It opens nothing by itself.
"""

import hmac
import secrets
from hashlib import sha256

from server.keys import Keys

COOKIE = "samen_device"
LIFE_S = 365 * 24 * 3600


class Devices:
    def __init__(self, keys: Keys) -> None:
        self._key = keys.key("known devices")

    def mark(self, user_id: str) -> str:
        """A cookie that says: this browser has signed in to that account."""
        noise = secrets.token_urlsafe(12)
        return f"{noise}.{self._seal(user_id, noise)}"

    def known(self, cookie: str, user_id: str) -> bool:
        noise, _, seal = cookie.partition(".")
        # A cookie may hold any bytes: none of them may tell by an error whether there is such an account.
        given = seal.encode("utf-8", "surrogatepass")
        return bool(seal) and hmac.compare_digest(given, self._seal(user_id, noise).encode())

    def _seal(self, user_id: str, noise: str) -> str:
        return hmac.new(self._key, f"{user_id}:{noise}".encode("utf-8", "surrogatepass"), sha256).hexdigest()
