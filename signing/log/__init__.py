"""The log of an envelope: sealed, to read and to check, separate from the document."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signing.log.made import make

__all__ = ["make"]


def __getattr__(name: str) -> object:
    """`make` loads what makes PDFs only when it is asked for: the checker does without."""
    if name == "make":
        from signing.log.made import make

        return make
    raise AttributeError(name)
