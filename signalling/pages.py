"""Deciding about the web page that all look at, who drives it, and what is on the stage; a part of decide.py."""

from typing import assert_never

from signalling import commands as cmd
from signalling import events as ev
from signalling.evolve import evolve
from signalling.session import Decision, Participant, Rejected, Session

PageCommand = cmd.TakePage | cmd.ReleasePage | cmd.ClosePage | cmd.SetStage

_NOT_ALLOWED = Rejected("not_allowed")


def decide_page(session: Session, person: Participant, command: PageCommand) -> Decision:
    match command:
        case cmd.TakePage():
            return _take(session, person)
        case cmd.ReleasePage():
            if session.page is None or session.page.driver != person.id:
                return ()
            return (ev.PageReleased(person.id, session.page.epoch + 1),)
        case cmd.ClosePage():
            if not session.is_chair(person.id):
                return _NOT_ALLOWED
            return () if session.page is None else (ev.PageClosed(person.id),)
        case cmd.SetStage():
            if not session.is_chair(person.id):
                return _NOT_ALLOWED
            there = {"none": True, "page": session.page, "document": session.document, "share": session.share}
            if there[command.stage] is None:
                return Rejected("nothing_shared")
            return () if session.stage == command.stage else (ev.StageChanged(command.stage, person.id),)
        case _:
            assert_never(command)


def open_page(session: Session, command: cmd.OpenPage) -> Decision:
    """A second opening only brings the page that is open back on the stage."""
    if not session.is_chair(command.participant_id):
        return _NOT_ALLOWED
    if session.page is None:
        return (ev.PageOpened(command.participant_id, command.site),)
    return () if session.stage == "page" else (ev.StageChanged("page", command.participant_id),)


def blur_page(session: Session, person: Participant, command: cmd.SetBlur) -> Decision:
    if not session.is_chair(person.id):
        return _NOT_ALLOWED
    if session.page is None or session.page.blurred == command.on:
        return ()
    return (ev.PageBlurSwitched(command.on, person.id),)


def released(before: Session, events: tuple[ev.Event, ...]) -> tuple[ev.PageReleased, ...]:
    """What must follow in the same entry when these events take the right to drive away from whoever drives."""
    if before.page is None or before.page.driver is None or not events:
        return ()
    after = before
    for event in events:
        after = evolve(after, event)
    driver = before.page.driver
    if after.page is None or after.page.driver != driver:
        return ()
    # A new page load holds none of the keys that the old one pressed, even when it is the same person's.
    same_page_load = _instance(after, driver) == _instance(before, driver)
    if after.may_drive(driver) and same_page_load:
        return ()
    return (ev.PageReleased(driver, after.page.epoch + 1),)


def _instance(session: Session, participant_id: str) -> str | None:
    person = session.participants.get(participant_id)
    return None if person is None else person.instance


def _take(session: Session, person: Participant) -> Decision:
    page = session.page
    chair = session.is_chair(person.id)
    if page is None or (session.stage != "page" and not chair):
        return Rejected("no_page")
    if page.driver == person.id:
        return ()
    if not session.may_drive(person.id):
        if person.instance is None:
            return Rejected("not_inside")
        return Rejected("page_blurred" if session.may_use_input(person.id) else "no_input_rights")
    return (ev.PageTaken(person.id, page.epoch + 1),)
