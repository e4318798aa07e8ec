"""What a log says, in the languages of the product. nl.py is the source of the keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from signing.log.words import en, fr, nl

_LANGUAGES: dict[str, Mapping[str, str]] = {"nl": nl.WORDS, "en": en.WORDS, "fr": fr.WORDS}
_DECIMAL = {"nl": ",", "en": ".", "fr": ","}


@dataclass(frozen=True, slots=True)
class Words:
    """One language. An unknown one is Dutch."""

    language: str

    @classmethod
    def of(cls, language: str) -> "Words":
        return cls(language if language in _LANGUAGES else "nl")

    def __call__(self, key: str, **parts: object) -> str:
        return _LANGUAGES[self.language][key].format(**parts)

    def has(self, key: str) -> bool:
        return key in _LANGUAGES[self.language]

    def date(self, at: datetime) -> str:
        month = self("months").split()[at.month - 1]
        return f"{at.day} {month} {at.year}"

    def size(self, size: int) -> str:
        """Bytes, as file programs show them."""
        for unit, step in (("MB", 1_000_000), ("kB", 1_000)):
            if size >= step:
                return f"{size / step:.1f} {unit}".replace(".", _DECIMAL[self.language])
        return f"{size} B"
