"""Which cookie opens a display: libxcb takes it from a file that the environment names, and from nowhere else."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cobrowse.ports import Display

_NAME: Final = "XAUTHORITY"
_one_at_a_time = threading.Lock()


@contextmanager
def authority(display: Display) -> Iterator[None]:
    """While this lasts, libraries that connect to an X server use this display's cookie."""
    with _one_at_a_time:
        before = os.environ.get(_NAME)
        os.environ[_NAME] = str(display.auth)
        try:
            yield
        finally:
            if before is None:
                os.environ.pop(_NAME, None)
            else:
                os.environ[_NAME] = before
