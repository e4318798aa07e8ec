"""A PDF made ready to receive fields: rewritten where that is needed and allowed, else byte for byte what it was."""

from pathlib import Path


def normalise(source: Path, target: Path) -> None:
    """Write to `target` what fields can be added to: no password, no hybrid references, no foreign fields.

    A file that carries signatures, or needs nothing, is copied byte for byte. Raises Refused.
    """
    raise NotImplementedError
