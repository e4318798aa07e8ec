"""Which function does which job. Named, not imported: only the processes that do the work load what it needs."""

from __future__ import annotations

import asyncio
import importlib
import inspect

Place = tuple[str, str]
"""A module, and the function in it that takes the job and returns its answer."""

FUNCTIONS: dict[str, Place] = {
    "Inspect": ("signing.intake", "inspect"),
    "Prepare": ("signing.pdf", "prepare"),
    "Sign": ("signing.pdf", "sign"),
    "Seal": ("signing.pdf", "seal"),
    "Verify": ("signing.verify", "verify"),
    "MakeLog": ("signing.log", "make"),
    "VetPicture": ("signing.pictures", "vet"),
}
"""By the name of the job's class."""


def perform(place: Place, job: object) -> object:
    """Do the job here and now, in this process. Raises what its function raises."""
    module, name = place
    answer = getattr(importlib.import_module(module), name)(job)
    if inspect.iscoroutine(answer):
        return asyncio.run(answer)
    return answer
