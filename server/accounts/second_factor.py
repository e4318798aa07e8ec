"""The second step of signing in: codes from an app (RFC 6238), and backup codes."""

import hmac
import os
import secrets
from base64 import b64decode, b64encode
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.keys import Keys
from server.stores.database import uuid7
from server.stores.tables import backup_codes, users

STEP = 30
_BACKUP_CODES = 10
# Crockford's alphabet: no I, L, O or U, so nobody reads one sign for another.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILOU", "110V")


class SecondFactor:
    """Secrets are sealed (AES-GCM) with a key that is not in the database."""

    def __init__(self, keys: Keys) -> None:
        self._key = keys.key("totp")
        self._code_key = keys.key("backup codes")

    def new_secret(self) -> str:
        import pyotp

        return pyotp.random_base32()

    def seal(self, user_id: str, secret: str) -> str:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(12)
        return b64encode(nonce + AESGCM(self._key).encrypt(nonce, secret.encode(), user_id.encode())).decode()

    def _open(self, user_id: str, sealed: str) -> str | None:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        raw = b64decode(sealed)
        try:
            return AESGCM(self._key).decrypt(raw[:12], raw[12:], user_id.encode()).decode()
        except InvalidTag:
            return None  # sealed by other secrets than ours; backup codes are lost with them too

    def uri(self, secret: str, email: str, office: str) -> str:
        import pyotp

        return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=f"Samen {office}".replace(":", " "))

    def picture(self, uri: str) -> str:
        """The QR code as SVG, dark on light, with the quiet zone that scanners need."""
        import segno

        return str(segno.make(uri, error="m").svg_inline(scale=5, border=4, dark="#15241E", light="#FFFFFF"))

    def step_of(self, user_id: str, sealed: str, code: str, now: datetime) -> int | None:
        """Which time step this code belongs to: the present one or a neighbour. None when it is wrong."""
        import pyotp

        secret = self._open(user_id, sealed)
        digits = code.replace(" ", "").replace("-", "")
        if secret is None or len(digits) != 6 or not digits.isdigit():
            return None
        totp = pyotp.TOTP(secret)
        present = int(now.timestamp()) // STEP
        for step in (present, present - 1, present + 1):
            if hmac.compare_digest(totp.generate_otp(step), digits):
                return step
        return None

    async def accept(self, rows: AsyncConnection, user: Row[Any], code: str, now: datetime) -> bool:
        """Whether the code is good, and then spent: neither kind works twice."""
        step = self.step_of(user.id, user.totp_secret, code, now)
        if step is not None:
            used = await rows.execute(
                update(users).where(users.c.id == user.id, users.c.totp_step < step).values(totp_step=step)
            )
            return used.rowcount == 1
        used = await rows.execute(
            update(backup_codes)
            .where(
                backup_codes.c.user_id == user.id,
                backup_codes.c.code_hash == self._hash(user.id, code),
                backup_codes.c.used_at.is_(None),
            )
            .values(used_at=now, updated_at=now)
        )
        return used.rowcount == 1

    async def new_codes(self, rows: AsyncConnection, user: Row[Any], now: datetime) -> list[str]:
        """Ten backup codes in place of all older ones."""
        await self.drop_codes(rows, user.id)
        codes = ["".join(secrets.choice(_SIGNS) for _ in range(10)) for _ in range(_BACKUP_CODES)]
        await rows.execute(
            insert(backup_codes),
            [
                {
                    "id": uuid7(),
                    "organisation_id": user.organisation_id,
                    "user_id": user.id,
                    "code_hash": self._hash(user.id, code),
                    "created_at": now,
                    "updated_at": now,
                }
                for code in codes
            ],
        )
        return [f"{code[:5]}-{code[5:]}" for code in codes]

    async def drop_codes(self, rows: AsyncConnection, user_id: str) -> None:
        await rows.execute(delete(backup_codes).where(backup_codes.c.user_id == user_id))

    def _hash(self, user_id: str, code: str) -> str:
        plain = code.replace(" ", "").replace("-", "").upper().translate(_READ_AS)
        return hmac.new(self._code_key, f"{user_id}:{plain}".encode(), sha256).hexdigest()
