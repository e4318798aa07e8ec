"""Who is connected to this process, and how messages reach them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from signalling.session import Rejected, Session


class Outlet(Protocol):
    """One way to a page: the command lane or the fast lane."""

    async def send(self, name: str, payload: Any) -> None: ...
    async def close(self) -> None: ...


@dataclass(slots=True, eq=False)
class Connection:
    """One page of one participant, on this process. `fast` is None until its fast lane is open."""

    session_id: str
    participant_id: str
    instance: str
    commands: Outlet
    fast: Outlet | None = None
    heard: float = 0.0
    """When the page last said something on its command lane, in seconds of the monotonic clock."""
    pointer_answer: tuple[Session | None, tuple[str, ...] | Rejected] = (None, ())
    """The last answer of may_send() to a pointer from here, and the state that it was given for."""


class Connections:
    """At most one page per participant: a newer one takes over."""

    def __init__(self) -> None:
        self._sessions: dict[str, dict[str, Connection]] = {}

    def add(self, connection: Connection) -> Connection | None:
        """Register; returns the page that was connected before, for the caller to dismiss."""
        people = self._sessions.setdefault(connection.session_id, {})
        before = people.get(connection.participant_id)
        people[connection.participant_id] = connection
        return before

    def remove(self, connection: Connection) -> bool:
        """Forget; False when a newer page has taken over already."""
        people = self._sessions.get(connection.session_id, {})
        if people.get(connection.participant_id) is not connection:
            return False
        del people[connection.participant_id]
        if not people:
            del self._sessions[connection.session_id]
        return True

    def get(self, session_id: str, participant_id: str) -> Connection | None:
        return self._sessions.get(session_id, {}).get(participant_id)

    def of(self, session_id: str) -> Iterable[Connection]:
        return tuple(self._sessions.get(session_id, {}).values())

    def sessions(self) -> tuple[str, ...]:
        return tuple(self._sessions)

    def __len__(self) -> int:
        return sum(len(people) for people in self._sessions.values())
