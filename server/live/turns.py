"""Coming in, in turn: a right code lets people in, not a program that makes thousands of participants of itself."""

from server.throttle import Rate, Throttle, key, network_of

# Who comes back has a ticket; a session seats eight, and each of them may start again a few times.
_OF_ONE = Rate(24, 10)
_OF_ALL = Rate(60, 5)


class Turns:
    """`wait` is asked for everybody who shows a right code."""

    def __init__(self, throttle: Throttle) -> None:
        self._throttle = throttle

    async def wait(self, session_id: str, address: str) -> float:
        """0 for whoever may come in now; otherwise the seconds to wait."""
        wait = await self._throttle.take(key("join", session_id, network_of(address)), _OF_ONE)
        return wait or await self._throttle.take(key("join", session_id), _OF_ALL)
