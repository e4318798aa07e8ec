"""Who was in a session, read from its log: pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from signalling import events as ev

_CLIENTS = ("client",)


@dataclass(slots=True)
class Presence:
    """Presence of both sides, folded from the log. Times in milliseconds since 1970, UTC.

    Somebody is there while they are inside and a page of theirs is connected: to have asked for the door, or to wait in
    the lobby, is not to be there. What was over before `since` does not count: somebody has only tried the room.
    """

    since: int
    host_at: int | None = None
    guest_at: int | None = None
    ended_at: int | None = None
    _inside: set[str] = field(default_factory=set)
    _connected: set[str] = field(default_factory=set)
    _roles: dict[str, str] = field(default_factory=dict)

    def take(self, entries: Iterable[ev.Entry]) -> "Presence":
        """Fold more of the log, in order. Returns itself."""
        for entry in entries:
            if entry.at >= self.since:
                # Whoever stayed on from before is there when it counts.
                self._note(self.since)
            for event in entry.events:
                self._fold(event, entry.at)
            if entry.at >= self.since:
                self._note(entry.at)
        return self

    def until(self, at: int) -> "Presence":
        """Nothing more has happened up to `at`."""
        if at >= self.since:
            self._note(self.since)
        return self

    @property
    def inside(self) -> tuple[bool, bool]:
        """Host's side, client's side: whether anybody of it is there now."""
        here = {self._roles.get(one) for one in self._inside & self._connected}
        return bool(here - {*_CLIENTS, None}), bool(here & {*_CLIENTS})

    def _note(self, at: int) -> None:
        host, guest = self.inside
        if host and self.host_at is None:
            self.host_at = at
        if guest and self.guest_at is None:
            self.guest_at = at

    def _fold(self, event: ev.Event, at: int) -> None:
        match event:
            case ev.ParticipantEntered():
                self._inside.add(event.participant_id)
                self._roles[event.participant_id] = event.role
            case ev.RoleChanged():
                self._roles[event.participant_id] = event.role
            case ev.ParticipantConnected():
                self._connected.add(event.participant_id)
            case ev.ParticipantDisconnected():
                self._connected.discard(event.participant_id)
            case ev.ParticipantLeft() | ev.ParticipantRemoved() | ev.ParticipantTurnedAway():
                self._inside.discard(event.participant_id)
                self._connected.discard(event.participant_id)
            case ev.SessionEnded():
                self.ended_at = at
                self._inside.clear()
                self._connected.clear()
            case _:
                pass


def matters(entry: ev.Entry) -> bool:
    """Whether an entry can change who is there."""
    kinds = (
        ev.ParticipantEntered,
        ev.RoleChanged,
        ev.ParticipantConnected,
        ev.ParticipantDisconnected,
        ev.ParticipantLeft,
        ev.ParticipantRemoved,
        ev.ParticipantTurnedAway,
        ev.SessionEnded,
    )
    return any(isinstance(event, kinds) for event in entry.events)
