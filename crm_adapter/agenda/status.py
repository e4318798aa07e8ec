"""The status of an appointment: it follows from facts and the clock, and is never set."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Status = Literal["planning", "scheduled", "starting_soon", "completed", "missed", "cancelled", "failed"]
STATUSES: tuple[Status, ...] = (
    "starting_soon",
    "scheduled",
    "planning",
    "completed",
    "missed",
    "failed",
    "cancelled",
)
"""In the order in which lists sort them."""

SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one appointment. Times are aware; `video` says whether presence in a room decides."""

    start: datetime
    end: datetime
    planned: bool  # False while times are proposed and none is chosen
    video: bool
    cancelled_at: datetime | None = None
    done_at: datetime | None = None  # marked by hand
    missed_at: datetime | None = None  # the same
    host_seen: bool = False  # has ever been in the room
    guest_seen: bool = False
    host_inside: bool = False  # is there now
    guest_inside: bool = False
    failed_reason: str = ""  # why no camera, voice or screen reached the other
    ended_at: datetime | None = None  # when the session ended


def status(facts: Facts, now: datetime) -> Status:
    """The one status at this moment. An hour before its start exactly, it is starting soon; at its end exactly, it is
    over. Cancelled is what was cancelled before its start; afterwards it was missed."""
    if facts.cancelled_at is not None and (not facts.planned or facts.cancelled_at < facts.start):
        return "cancelled"
    if facts.done_at is not None:
        return "completed"
    if facts.missed_at is not None:
        return "missed"
    if not facts.planned:
        return "planning"
    if facts.cancelled_at is not None:
        return "missed"
    if _met_and_left(facts, now):
        return "failed" if facts.failed_reason else "completed"
    if now >= facts.end:
        met = facts.host_seen and facts.guest_seen
        return "missed" if facts.video and not met else "scheduled"
    if now >= facts.start:
        # It stays so until somebody comes; then it is `live`, or somebody waits, which is no status of its own.
        return "scheduled" if facts.host_seen or facts.guest_seen else "starting_soon"
    return "starting_soon" if facts.start - now <= SOON else "scheduled"


def _met_and_left(facts: Facts, now: datetime) -> bool:
    if not (facts.video and facts.host_seen and facts.guest_seen):
        return False
    # Somebody who runs over the end of the hour is still in the meeting; also while the other reconnects.
    return facts.ended_at is not None or (now >= facts.end and not facts.host_inside and not facts.guest_inside)


def live(facts: Facts) -> bool:
    """Whether both are in the room now: a flag beside the statuses."""
    called_off = facts.cancelled_at is not None or facts.ended_at is not None
    return facts.planned and not called_off and facts.host_inside and facts.guest_inside


def needs_outcome(facts: Facts, now: datetime) -> bool:
    """Whether somebody has to say how it went, since no room could tell."""
    return not facts.video and status(facts, now) == "scheduled" and now >= facts.end


def next_edge(facts: Facts, now: datetime) -> datetime | None:
    """When the clock alone may change the status next; None when it cannot any more."""
    if not facts.planned or facts.cancelled_at or facts.done_at or facts.missed_at:
        return None
    return min((edge for edge in (facts.start - SOON, facts.start, facts.end) if edge > now), default=None)
