"""What of a page's messages somebody may have who may not see the page now: behind the blur, or off the stage."""

from typing import Any

from signalling.session import Session

_FOR_ALL = frozenset(
    {"ready", "drive", "dialog_closed", "refused", "rtc", "transport", "sound", "moving", "diagnostics"}
)
_STICKY = frozenset({"page", "cursor", "masked"})
_EMPTY_PAGE: dict[str, Any] = {
    "tabs": [],
    "active": "",
    "can_back": False,
    "can_forward": False,
    "loading": False,
    "progress": 0,
    "error": None,
}


def sees(session: Session, participant_id: str) -> bool:
    """Whether this participant may see the page sharp, and read of it."""
    if session.page is None:
        return False
    return session.is_chair(participant_id) or (session.stage == "page" and not session.page.blurred)


def veiled(message: dict[str, Any]) -> dict[str, Any] | None:
    """The message without what tells of the page's content; None when nothing is left."""
    if message.get("type") == "page":
        return {**message, **_EMPTY_PAGE}
    return message if message.get("type") in _FOR_ALL else None


class Last:
    """The newest of what a viewer must know who comes, or comes to see, later."""

    def __init__(self) -> None:
        self._last: dict[str, dict[str, Any]] = {}
        self._dialogs: dict[str, dict[str, Any]] = {}

    def take(self, message: dict[str, Any]) -> None:
        match message.get("type"):
            case "dialog":
                self._dialogs[message["id"]] = message
            case "dialog_closed":
                self._dialogs.pop(message["id"], None)
            case name if name in _STICKY:
                self._last[str(name)] = message
            case _:
                pass

    def all(self) -> list[dict[str, Any]]:
        return [*self._last.values(), *self._dialogs.values()]

    @property
    def dialogs(self) -> frozenset[str]:
        """Those that wait for an answer."""
        return frozenset(self._dialogs)

    def page(self) -> dict[str, Any] | None:
        return self._last.get("page")

    def clear(self) -> None:
        self._last.clear()
        self._dialogs.clear()
