"""File names: as the sender wrote them, without what could mislead a reader or a file system."""

import re
import unicodedata
from urllib.parse import quote

MAX_NAME = 255
"""Characters, and bytes of UTF-8: file systems count bytes."""

FALLBACK = "file"

_PATH = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # what Windows cannot store
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
# The two joiners belong to words in Persian and in Indian scripts, and to emoji.
_JOINERS = "\u200c\u200d"


def clean_name(raw: str) -> str:
    """The name to keep and show: one path part, NFC, nothing invisible, at most MAX_NAME long; never empty.

    Control, format (the direction overrides of U+202E and its kin), private and unassigned characters go; a name such as
    "annual" + U+202E + "fdp.exe" then shows what it is. The extension survives shortening.
    """
    last = _PATH.split(unicodedata.normalize("NFC", raw))[-1]
    seen = "".join(
        char for char in last if char in _JOINERS or not unicodedata.category(char).startswith("C") or char in "\t\n\r"
    )
    name = _FORBIDDEN.sub("_", _SPACES.sub(" ", seen)).strip(" .")
    if not name.strip(_JOINERS + " ."):
        return FALLBACK
    stem = name.split(".")[0].rstrip()
    if _RESERVED.fullmatch(stem):
        name = "_" + name
    return _shortened(name)


def attachment(name: str, *, inline: bool = False) -> str:
    """The Content-Disposition for a cleaned name (RFC 6266; RFC 8187 for what is not ASCII)."""
    kind = "inline" if inline else "attachment"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w .()+,@=\[\]{}!#$&~^`-]", "_", plain).strip(" .")
    if not plain.rpartition(".")[0].strip(" _") and "." in name:
        # Nothing of the name is ASCII: keep what tells programs apart.
        plain = FALLBACK + "." + plain.rpartition(".")[2]
    header = f'{kind}; filename="{plain or FALLBACK}"'
    if plain != name:
        header += f"; filename*=UTF-8''{quote(name, safe='')}"
    return header


def _shortened(name: str) -> str:
    if len(name) <= MAX_NAME and len(name.encode()) <= MAX_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > 20:
        stem, dot, extension = name, "", ""
    room = MAX_NAME - len((dot + extension).encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + dot + extension
