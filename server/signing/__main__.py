"""python -m server.signing save|remove|return|renew|restore: the root key of signing, to and from a safe.

Run it with the settings of the service (at least SAMEN_DATA and DATABASE_URL), while the service runs or not: what it
changes counts at the next signature. Exit code 0 when it was done, 1 when it was refused, 2 when it was not understood.
"""

import asyncio
import getpass
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from server.keys import Keys, StartError, read_or_make
from server.settings import Settings, WrongSettings, read
from server.signing.trust import Trust
from server.stores.database import Database
from signing.model import Refused
from signing.trust import authority as authorities

USAGE = """Usage: python -m server.signing COMMAND

  save FILE         write the root with its key to FILE (PKCS#12), under a password that is asked for
  remove FILE       take the root's key off this server, once FILE proves to hold it; signing goes on
  return FILE       put the key back from FILE
  renew [--leaked]  a new issuing authority and clock under the same root; --leaked: nobody may believe the old ones
  restore FILE      everything anew under the root in FILE, where the database or secrets.json was lost
"""

_REFUSED = {
    "root_away": "The root's key is not on this server: return it first.",
    "password_short": "The password is too short: at least 12 letters.",
    "password_wrong": "The password is not right.",
    "certificate_unreadable": "The file cannot be read as PKCS#12.",
    "key_missing": "The file holds no key.",
    "certificate_missing": "The file holds no certificate.",
    "another_root": "The file holds another root than this server's.",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    command: str
    file: Path | None
    leaked: bool


def main(arguments: list[str], password: Callable[[str], str] | None = None) -> int:
    """`password` asks for one; without it the terminal is asked."""
    asked = _understood(arguments)
    if asked is None:
        sys.stderr.write(USAGE)
        return 2
    os.umask(0o077)
    try:
        settings = read(os.environ)
        sys.stdout.write(asyncio.run(_run(settings, _keys(settings), asked, password or _typed)) + "\n")
    except WrongSettings as wrong:
        return _say(*wrong.sentences)
    except Refused as wrong:
        return _say(_REFUSED.get(wrong.code, f"That is refused: {wrong.code}."))
    except StartError as wrong:
        return _say(str(wrong))
    except OSError as wrong:
        return _say(f"{wrong.filename}: {wrong.strerror}.")
    except SQLAlchemyError:
        return _say("The database cannot be used: is DATABASE_URL that of the service, and did it start once?")
    return 0


def _understood(arguments: list[str]) -> _Asked | None:
    match arguments:
        case ["save" | "remove" | "return" | "restore" as command, file]:
            return _Asked(command, Path(file), leaked=False)
        case ["renew"] | ["renew", "--leaked"]:
            return _Asked("renew", None, leaked=len(arguments) == 2)
        case _:
            return None


def _keys(settings: Settings) -> Keys:
    if not (settings.data / "secrets.json").is_file():
        raise StartError(f"{settings.data} holds no secrets.json: SAMEN_DATA has to be that of the service.")
    return read_or_make(settings.data)


async def _run(settings: Settings, keys: Keys, asked: _Asked, password: Callable[[str], str]) -> str:
    """Does it, and says what was done. Raises Refused."""
    database = Database(settings.database)
    trust = Trust(database, keys.key("signing authority"), "Samen", _now, settings.signing)
    try:
        match asked.command, asked.file:
            case "save", Path() as file:
                return await _save(trust, file, password)
            case "remove", Path() as file:
                authority = await trust.authority()
                authorities.with_root_key(authority, file.read_bytes(), password("Password of the file: "))
                await trust.change(authorities.without_root_key(authority))
                return "The root's key is no longer on this server. Signing goes on; renewing needs the file."
            case "return", Path() as file:
                authority = await trust.authority()
                whole = authorities.with_root_key(authority, file.read_bytes(), password("Password of the file: "))
                await trust.change(whole)
                return "The root's key is on this server again."
            case "restore", Path() as file:
                return await _restore(trust, file.read_bytes(), password)
            case _:
                await trust.change(authorities.renew(await trust.authority(), _now(), leaked=asked.leaked))
                return "There is a new issuing authority and a new clock. Save the root again: the file lists both."
    finally:
        await database.close()


async def _save(trust: Trust, file: Path, password: Callable[[str], str]) -> str:
    authority = await trust.authority()
    chosen = password("New password, at least 12 letters: ")
    content = authorities.export_root(authority, chosen)
    if password("Once more: ") != chosen:
        raise StartError("The two passwords differ; nothing was written.")
    with file.open("xb") as target:  # never over another
        target.write(content)
    return f"Written to {file}. Fingerprint of the root (SHA-256): {authorities.fingerprint(authority.root)}"


async def _restore(trust: Trust, content: bytes, password: Callable[[str], str]) -> str:
    restored = authorities.restore_authority(content, password("Password of the file: "), _now())
    try:
        before = await trust.authority()
    except StartError:
        pass  # locked by secrets that are lost: this is what takes its place
    else:
        if before.root == restored.root:
            raise StartError("This server has that root already: renew or return it.")
    await trust.change(restored)
    return f"Signing goes on under the root {authorities.fingerprint(restored.root)} (SHA-256)."


def _typed(question: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(question)
    return sys.stdin.readline().rstrip("\n")


def _now() -> datetime:
    return datetime.now(UTC)


def _say(*sentences: str) -> int:
    for sentence in sentences:
        sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
