"""What a template does before its first child: load everything, so that no job waits for it."""

from __future__ import annotations

import importlib

from signing.work.table import FUNCTIONS


def load() -> None:
    """Import what the jobs need."""
    for module in ("signing.work.child", *sorted({module for module, _ in FUNCTIONS.values()})):
        try:
            importlib.import_module(module)
        except ImportError as failure:
            if failure.name != module:
                raise
