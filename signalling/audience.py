"""Who sees which event. What somebody may not see is left out of the entry that they receive."""

from signalling import events as ev
from signalling.session import Participant, Session

_OWN_WHILE_OUTSIDE = (
    ev.ParticipantWaiting,
    ev.ParticipantEntered,
    ev.ParticipantTurnedAway,
    ev.ParticipantRemoved,
    ev.ParticipantLeft,
    ev.ParticipantRenamed,
)

NEW_VIEW = (ev.ParticipantEntered, ev.RoleChanged)
"""Whoever these are about may see another past from then on: they need the whole log again, filtered anew."""


def visible(session: Session, viewer: Participant, entry: ev.Entry) -> tuple[ev.Event, ...]:
    """The events of this entry that `viewer` may see, judged by the session as it is now."""
    return tuple(event for event in entry.events if _may_see(session, viewer, entry.seq, event))


def _may_see(session: Session, viewer: Participant, seq: int, event: ev.Event) -> bool:
    if isinstance(event, ev.SessionEnded):
        return True
    own = getattr(event, "participant_id", None) == viewer.id
    if not viewer.inside:
        return own and isinstance(event, _OWN_WHILE_OUTSIDE)
    match event:
        case ev.ParticipantWaiting() | ev.ParticipantTurnedAway():
            return own or session.is_chair(viewer.id)
        case ev.ParticipantRenamed() | ev.ParticipantConnected() | ev.ParticipantDisconnected():
            # About somebody in the lobby these are for the hosts too. Going away is told to all: they may have been
            # inside before.
            person = session.participants.get(event.participant_id)
            in_lobby = person is None or person.entered_seq == 0
            return own or not in_lobby or session.is_chair(viewer.id)
        case ev.ChatSent():
            return session.chat_history or seq >= viewer.entered_seq or own
        case ev.FileAdded():
            return event.everyone or own or session.is_chair(viewer.id)
        case ev.FileShared():
            return event.everyone or own or viewer.id in event.participant_ids or session.is_chair(viewer.id)
        case _:
            return True
