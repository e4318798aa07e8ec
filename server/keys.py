"""The installation's secrets: made at first start, kept in the data folder, mode 600."""

import json
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from hmac import new as hmac
from pathlib import Path
from tempfile import mkstemp


class StartError(Exception):
    """The service cannot start; the message is one sentence for the person who starts it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """One master secret, and keys made from it: one per purpose, so that none serves two."""

    master: bytes

    def key(self, purpose: str) -> bytes:
        """32 bytes that only this purpose uses."""
        return hmac(self.master, purpose.encode(), sha256).digest()

    @property
    def fingerprint(self) -> str:
        return self.key("fingerprint").hex()[:32]


def read_or_make(data: Path) -> Keys:
    """Read secrets.json, or make it. Two processes that start together end up with the same one."""
    path = data / "secrets.json"
    try:
        if not path.exists():
            _make(path)
        content = json.loads(path.read_text("utf-8"))
        master = bytes.fromhex(content["master"])
    except OSError as wrong:
        raise StartError(f"SAMEN_DATA cannot be used: {path}: {wrong.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        raise StartError(f"{path} is damaged; put it back from a backup.") from None
    if len(master) < 32:
        raise StartError(f"{path} is damaged; put it back from a backup.")
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return Keys(master)


def _make(path: Path) -> None:
    handle, name = mkstemp(dir=path.parent, prefix=".secrets-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"master": secrets.token_hex(32)}, file)
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, does not replace the file that another process has just made.
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)
