"""What advisers ask of the agenda."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from server.web import Problem
from server.web.problems import CHANGED_MEANWHILE


class Stale(Exception):
    """Somebody else has changed the appointment since the caller saw it."""

    def __init__(self, appointment_id: str) -> None:
        super().__init__(appointment_id)
        self.appointment_id = appointment_id

    def problem(self, current: Any) -> Problem:
        """`current`: the appointment as it is now, as JSON."""
        return CHANGED_MEANWHILE.problem(current=current)


@dataclass(frozen=True, slots=True)
class Plan:
    """A new appointment. One start plans it, several propose them; `propose` proposes a single one too.

    `minutes` None is the service's length, `price_cents` None its price. `anyway`: also over a block of the adviser's.
    `replaces`: the appointment that did not take place, and that this one is planned for anew.
    """

    service_id: str
    adviser_id: str
    starts: tuple[datetime, ...]
    client_id: str | None = None
    guest_name: str = ""
    guest_email: str = ""
    minutes: int | None = None
    title: str = ""
    place: str | None = None
    description: str = ""
    note: str = ""
    price_cents: int | None = None
    all_day: bool = False
    propose: bool = False
    notify: bool = True
    anyway: bool = False
    replaces: str | None = None
    source: str = "adviser"


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes of what is neither time nor status. `seen`: the version that the caller has seen. `notify` None: people
    are told when it is with another client from now on, and of nothing else."""

    values: dict[str, Any] = field(default_factory=dict)
    seen: int | None = None
    notify: bool | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """To another time, length or adviser; None stays as it is."""

    start: datetime
    end: datetime | None = None
    adviser_id: str | None = None
    notify: bool = True
    anyway: bool = False
    seen: int | None = None
