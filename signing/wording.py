"""Sentences of a printed sheet, in the languages of the product."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

_DECIMAL = {"nl": ",", "en": ".", "fr": ","}


@dataclass(frozen=True, slots=True)
class Wording:
    """One language of the CATALOGUES that a subclass brings. An unknown one is Dutch."""

    CATALOGUES: ClassVar[Mapping[str, Mapping[str, str]]]
    language: str

    @classmethod
    def of(cls, language: str) -> Self:
        return cls(language if language in cls.CATALOGUES else "nl")

    def __call__(self, key: str, **parts: object) -> str:
        return self.CATALOGUES[self.language][key].format(**parts)

    def has(self, key: str) -> bool:
        return key in self.CATALOGUES[self.language]

    def date(self, at: datetime) -> str:
        month = self("months").split()[at.month - 1]
        return f"{at.day} {month} {at.year}"

    def size(self, size: int) -> str:
        """Bytes, as file programs show them."""
        for unit, step in (("MB", 1_000_000), ("kB", 1_000)):
            if size >= step:
                return f"{size / step:.1f} {unit}".replace(".", _DECIMAL[self.language])
        return f"{size} B"
