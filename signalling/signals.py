"""Traffic that is checked and relayed but never stored: WebRTC negotiation, pointers, typing, quality."""

from dataclasses import dataclass
from typing import Annotated, Literal, assert_never, get_args

from annotated_types import Ge, Le, Len

from signalling.limits import Id, QualityLevel, StreamKind, Unit
from signalling.session import Rejected, Session


@dataclass(frozen=True, slots=True)
class Describe:
    """An offer or answer for one page of one participant (RFC 8829). `streams` says what each stream id carries."""

    to: Id
    instance: Id
    """The page load this is meant for; a page that has been reloaded since drops it."""
    kind: Literal["offer", "answer", "rollback"]
    sdp: Annotated[str, Len(0, 100_000)]
    streams: dict[Id, StreamKind]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One ICE candidate (RFC 8838); an empty `candidate` ends them."""

    to: Id
    instance: Id
    candidate: Annotated[str, Len(0, 2_000)]
    sdp_mid: Annotated[str, Len(0, 64)] | None
    sdp_m_line_index: Annotated[int, Ge(0), Le(255)] | None


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody writes in the chat, or has stopped."""

    on: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """How well this participant's media flows, by their own getStats: round trip in ms, loss from 0 to 1."""

    level: QualityLevel
    round_trip: Annotated[int, Ge(0), Le(60_000)]
    loss: Unit


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where somebody points on the stage; `visible` false takes the pointer away."""

    x: Unit
    y: Unit
    visible: bool


Signal = Describe | Candidate | Typing | Quality | Pointer

SIGNALS: tuple[type[Signal], ...] = get_args(Signal)


def may_send(session: Session, sender: str, signal: Signal) -> tuple[str, ...] | Rejected:
    """Who receives this signal, or why nobody does. The only place that decides about signals."""
    person = session.participants.get(sender)
    if session.ended or person is None or not person.inside:
        return Rejected("not_inside")
    match signal:
        case Describe() | Candidate():
            target = session.participants.get(signal.to)
            if target is None or not target.inside or signal.to == sender:
                return Rejected("unknown_participant")
            return (signal.to,)
        case Typing():
            return session.others(sender) if session.chat_on else Rejected("chat_off")
        case Quality():
            return session.others(sender)
        case Pointer():
            return _pointer_audience(session, sender)
        case _:
            assert_never(signal)


def _pointer_audience(session: Session, sender: str) -> tuple[str, ...] | Rejected:
    if session.stage == "none":
        return Rejected("nothing_shared")
    if session.is_chair(sender):
        if session.laser:
            return session.others(sender)
        # An adviser's pointer reaches a client only while that client has input rights.
        seen_by = tuple(
            other for other in session.others(sender) if session.is_chair(other) or session.may_use_input(other)
        )
        return seen_by or Rejected("no_input_rights")
    if session.may_use_input(sender):
        return tuple(other for other in session.others(sender) if session.is_chair(other))
    return Rejected("no_input_rights")
