"""The house of pages of a machine on which none can be opened: everything else serves as ever."""

from typing import Any

from cobrowse.ports import Ability, Unable
from server.pages.ports import PagePort


class AbsentHouse:
    """Says why, and refuses."""

    def __init__(self, code: str) -> None:
        self._code = code

    async def start(self) -> None:
        return None

    def able(self) -> Ability:
        return Ability(code=self._code)

    async def open(self, session_id: str, *_: Any, **__: Any) -> PagePort:
        raise Unable(self._code)

    async def wait_for_place(self, session_id: str) -> None:
        raise Unable(self._code)

    def place(self, session_id: str) -> int:
        return 0

    async def close(self, session_id: str) -> None:
        return None

    async def aclose(self) -> None:
        return None
