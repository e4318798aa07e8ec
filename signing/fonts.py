"""Fonts for PDFs: which file draws which letters.

The letters of Latin, Greek and Cyrillic come with the built web client (Liberation Sans, which its PDF viewer needs
too), so every installation has them. Other scripts are drawn with what the machine has: Debian's fonts-noto-core and
fonts-dejavu-core, or the same files elsewhere. Scripts whose letters must be joined need uharfbuzz; without it they
count as not drawable, because a name in loose letters would be a wrong name.
"""

import importlib.util
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SYSTEM_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
)

MARK = "\u25a1"
"""Stands for a letter that cannot be drawn: a white square."""
_PLAIN_MARK = "?"

_JOINED = frozenset(
    [
        "ARABIC",
        "SYRIAC",
        "NKO",
        "MANDAIC",
        "MONGOLIAN",
        "DEVANAGARI",
        "BENGALI",
        "GURMUKHI",
        "GUJARATI",
        "ORIYA",
        "TAMIL",
        "TELUGU",
        "KANNADA",
        "MALAYALAM",
        "SINHALA",
        "TIBETAN",
        "MYANMAR",
        "KHMER",
        "BALINESE",
        "JAVANESE",
    ]
)
_GENERAL = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "NotoSansSymbols2-Regular.ttf", "Arial Unicode.ttf")
# Unicode names the script first; Noto names its files after it, but for these.
_FILES = {
    "CJK": "NotoSansCJK-Regular.ttc",
    "HIRAGANA": "NotoSansCJK-Regular.ttc",
    "KATAKANA": "NotoSansCJK-Regular.ttc",
    "HANGUL": "NotoSansCJK-Regular.ttc",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Fonts for one document. `regular` None: nothing was found, only the PDF's own Latin-1 font is left.

    `lost` are the characters that none of them draws; `mark` is what to draw instead.
    """

    regular: Path | None
    bold: Path | None
    others: tuple[Path, ...]
    lost: frozenset[str]
    mark: str


class Fonts:
    """`client` is the folder of the built web client; `system` where else to look."""

    def __init__(self, client: Path, system: Sequence[Path] = SYSTEM_FOLDERS) -> None:
        self._client = client
        self._system = tuple(system)

    def choose(self, text: Iterable[str]) -> Choice:
        """Fonts that draw as much of `text` as can be drawn here. Reads files: call it in a thread."""
        wanted = {char for part in text for char in part if char.isprintable() and char != " "}
        regular = self._find("LiberationSans-Regular.ttf") or self._find("DejaVuSans.ttf")
        if regular is None:
            lost = frozenset(char for char in wanted if not _in_latin_1(char))
            return Choice(None, None, (), lost, _PLAIN_MARK)
        bold = self._find(regular.name.replace("-Regular", "").replace(".ttf", "-Bold.ttf"))
        joined = frozenset() if can_join() else frozenset(char for char in wanted if _script(char) in _JOINED)
        missing = wanted - joined - letters(regular)
        others: list[Path] = []
        for name in _candidates(missing):
            path = self._find(name) if missing else None
            if path is not None and missing & letters(path):
                others.append(path)
                missing -= letters(path)
        drawable = letters(regular).union(*(letters(path) for path in others))
        return Choice(
            regular, bold, tuple(others), frozenset(missing | joined), MARK if MARK in drawable else _PLAIN_MARK
        )

    def _find(self, name: str) -> Path | None:
        inside = sorted(self._client.glob(f"assets/pdfjs-*/standard_fonts/{name}"))
        if inside:
            return inside[-1]
        return next((path for folder in self._system for path in _named(folder).get(name, ())), None)


def can_join() -> bool:
    """Whether letters of joined scripts can be shaped here."""
    return importlib.util.find_spec("uharfbuzz") is not None


@lru_cache(maxsize=256)
def letters(path: Path) -> frozenset[str]:
    """The characters that a font has."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # fpdf2 stands on it; it ships no types

    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@lru_cache(maxsize=16)
def _named(folder: Path) -> dict[str, tuple[Path, ...]]:
    found: dict[str, tuple[Path, ...]] = {}
    for path in folder.rglob("*.tt[fc]"):
        found[path.name] = (*found.get(path.name, ()), path)
    return found


def _candidates(missing: Iterable[str]) -> list[str]:
    scripts = sorted({_script(char) for char in missing})
    special = (_FILES.get(script, f"NotoSans{script.title()}-Regular.ttf") for script in scripts)
    return list(dict.fromkeys((*special, *_GENERAL)))


def _script(char: str) -> str:
    return unicodedata.name(char, "UNKNOWN").split()[0].split("-")[0]


def _in_latin_1(char: str) -> bool:
    return ord(char) < 256
