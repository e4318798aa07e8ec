"""A mail at every change of an appointment, in the transaction of the change, and reminders as durable work.

What somebody is told is a row first (`notices`), with a key that says which telling it is. Its mail goes into the outbox
in the same transaction, so whoever dies in between has told nobody, and whoever tries again finds it told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import structlog
from sqlalchemy import Row

from server.crm.notices.people import People, Told
from server.crm.notices.store import NoticeStore
from server.crm.notices.words import merged, options_of, values_of
from server.crm.ports import (
    Agenda,
    Appointment,
    AppointmentChange,
    ChangeKind,
    Ground,
    Invitations,
    Letters,
    Links,
    Meetings,
    Rows,
)
from server.jobs import Job
from server.web import Member, Problem

log = structlog.get_logger(__name__)

REMIND = "remind_appointment"
_STILL_ON = ("scheduled", "starting_soon")
Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class _Mails:
    """Which mails follow a change: to the client, and to the adviser when it was the client who did it."""

    client: str
    adviser: str
    method: Method | None = None


_MAILS: Final[Mapping[ChangeKind, _Mails]] = {
    "proposed": _Mails("appointment_proposed", ""),
    "planned": _Mails("appointment_planned", "", "REQUEST"),
    "booked": _Mails("appointment_planned", "adviser_booked", "REQUEST"),
    "picked": _Mails("appointment_planned", "adviser_picked", "REQUEST"),
    "moved": _Mails("appointment_moved", "adviser_moved", "REQUEST"),
    "countered": _Mails("", "adviser_counter"),
    "cancelled": _Mails("appointment_cancelled", "adviser_cancelled", "CANCEL"),
}


class Notices:
    """Tells people of their appointments."""

    def __init__(
        self,
        ground: Ground,
        letters: Letters,
        agenda: Agenda,
        meetings: Meetings,
        people: People,
        links: Links,
        invitations: Invitations,
    ) -> None:
        self._ground = ground
        self._letters = letters
        self._agenda = agenda
        self._meetings = meetings
        self._people = people
        self._links = links
        self._invitations = invitations
        self.store = NoticeStore(ground.now)
        ground.jobs.does(REMIND, self.remind)

    # --- changes ---

    async def on_change(self, rows: Rows, change: AppointmentChange) -> None:
        """In the transaction of the change. Raises the Problem of a template that cannot be filled, when it is a
        colleague who waits for it: then nothing has changed, and nothing was sent."""
        await self._plan_reminders(rows, change.after)
        if change.kind == "handed_over":
            await self._tell_former(rows, change)
        mails = _edited(change) if change.kind in ("edited", "handed_over") else _MAILS.get(change.kind)
        if mails is None:
            return
        key = f"{change.kind} {change.after.version}"
        if mails.client and (change.notify or change.actor.kind == "client"):
            # What was never in their calendar is not taken out of it.
            dated = mails.method != "CANCEL" or (change.before is not None and change.before.start is not None)
            method = mails.method if dated else None
            more = {
                "cancel_reason": change.after.cancel_reason,
                "cancelled_by": change.after.cancelled_by,
                "message_text": change.text,
            }
            await self._tell_client(rows, change, mails.client, key, more, method)
        if mails.adviser and change.actor.kind == "client":
            await self._tell_adviser(rows, change, mails.adviser, key)

    async def after_change(self, _change: AppointmentChange) -> None:
        """After the commit: there is something to send."""
        self.wake()

    def wake(self) -> None:
        self._ground.outbox.wake()
        self._ground.jobs.wake()

    async def _tell_client(
        self, rows: Rows, change: AppointmentChange, kind: str, key: str, more: Mapping[str, str], method: Method | None
    ) -> None:
        appointment = change.after
        told = await self._people.client(rows, appointment)
        if told is None:
            await self.store.note(rows, appointment, key, kind, "client", state="skipped", reason="email_missing")
            return
        await self._write_and_note(rows, change, appointment, told, kind, key, more, method)

    async def _tell_former(self, rows: Rows, change: AppointmentChange) -> None:
        """Whom it was with hears that it does not take place for them, and their calendar lets go of it. They hear
        nothing of who comes instead, and no link of this mail leads anywhere."""
        before, after = change.before, change.after
        if before is None or not change.notify or before.status not in (*_STILL_ON, "planning"):
            return
        told = await self._people.client(rows, before)
        if told is None:
            return
        # One more than what they hold, and one less than what the next client gets: two who share a mailbox end up
        # with the appointment in their calendar.
        gone = replace(before, status="cancelled", sequence=after.sequence - 1, session_id=None, options=())
        more = {"cancelled_by": "adviser", "cancel_reason": "", "message_text": ""}
        method: Method | None = "CANCEL" if before.start is not None else None
        kind, key = "appointment_cancelled", f"handed_over {after.version} former"
        await self._write_and_note(rows, change, gone, told, kind, key, more, method, to="former", page="")

    async def _write_and_note(
        self,
        rows: Rows,
        change: AppointmentChange,
        appointment: Appointment,
        told: Told,
        kind: str,
        key: str,
        more: Mapping[str, str],
        method: Method | None,
        *,
        to: str = "client",
        page: str | None = None,
    ) -> None:
        try:
            mail_id = await self.write(rows, appointment, kind, told, more, method, page=page)
        except Problem as wrong:
            if change.actor.kind == "user" and wrong.refusal.status == 422:
                raise
            log.warning("A mail about an appointment was not written.", kind=kind, code=wrong.refusal.code)
            await self.store.note(rows, appointment, key, kind, to, state="failed", reason=wrong.refusal.code)
            return
        await self.store.note(rows, appointment, key, kind, to, state="sent", mail_id=mail_id)

    async def _tell_adviser(self, rows: Rows, change: AppointmentChange, kind: str, key: str) -> None:
        appointment = change.after
        told = await self._people.adviser(rows, appointment)
        if told is None:
            return
        card = await self._people.card(rows, appointment)
        page = f"{self._ground.own_url()}/adviser/agenda?appointment={appointment.id}"
        more = {
            "client_full_name": card.name if card is not None else appointment.guest_name,
            "client_email": card.emails[0].value if card is not None and card.emails else appointment.guest_email,
            "client_phone": card.phones[0] if card is not None and card.phones else "",
            "cancel_reason": appointment.cancel_reason,
            "cancelled_by": appointment.cancelled_by,
            "counter_text": change.text,
            # What the client wrote on the booking page is the description.
            "message_text": change.text or (appointment.description if change.kind == "booked" else ""),
            "adviser_link": page,
        }
        try:
            mail_id = await self.write(rows, appointment, kind, told, more, None, page=page)
        except Problem as wrong:
            # Whatever is wrong with a mail to the office must not stand between a client and their appointment.
            log.warning("A mail about an appointment was not written.", kind=kind, code=wrong.refusal.code)
            await self.store.note(
                rows, appointment, f"{key} adviser", kind, "adviser", state="failed", reason=wrong.refusal.code
            )
            return
        await self.store.note(rows, appointment, f"{key} adviser", kind, "adviser", state="sent", mail_id=mail_id)

    # --- one mail ---

    async def write(
        self,
        rows: Rows,
        appointment: Appointment,
        kind: str,
        told: Told,
        more: Mapping[str, str],
        method: Method | None = None,
        *,
        page: str | None = None,
    ) -> str:
        """Put a mail of this kind in the outbox; returns its id. `page`: where its links lead; None is the client's own
        page, "" nowhere. Raises a Problem."""
        now, language = self._ground.now(), told.recipient.language
        if page is None:
            page = await self._links.address(rows, appointment)
        code = await self._code(rows, appointment)
        join = f"{self._ground.own_url()}/{code}" if code else ""
        values = values_of(
            appointment, language, told.zone, told.office_zone, now, page=page, join=join, code=code or ""
        )
        options = options_of(appointment, language, told.zone, told.office_zone, now, page)
        calendar = None
        if method is not None and appointment.start is not None:
            text = await self._invitations.write(rows, appointment, method, [told.recipient], page=page)
            calendar = (method, text)
        return await self._letters.send(
            rows,
            appointment.organisation_id,
            kind,
            told.recipient,
            merged(values, {"appointment_options": options}, more),
            adviser_id=appointment.adviser_id or None,
            subject_kind="appointment",
            subject_id=appointment.id,
            calendar=calendar,
            template_id=_template(appointment, kind, language),
        )

    async def _code(self, rows: Rows, appointment: Appointment) -> str | None:
        if appointment.session_id is None or appointment.status not in _STILL_ON:
            return None
        return await self._meetings.code(rows, appointment.session_id)

    async def resend_code(self, rows: Rows, appointment: Appointment) -> str | None:
        """The code once more, now; the mail's id. None where there is nobody to tell. Raises what the letter raises."""
        told = await self._people.client(rows, appointment)
        if told is None:
            return None
        mail_id = await self.write(rows, appointment, "appointment_code", told, {}, "REQUEST")
        at = self._ground.now()
        key = f"code {at:%Y-%m-%dT%H:%M:%S.%f}"
        await self.store.note(rows, appointment, key, "appointment_code", "client", state="sent", mail_id=mail_id)
        return mail_id

    async def code(self, rows: Rows, appointment: Appointment) -> str | None:
        """Of its session, while it is still to come."""
        return await self._code(rows, appointment)

    async def once(
        self, rows: Rows, appointment: Appointment, key: str, kind: str, more: Mapping[str, str], *, to: str = "client"
    ) -> str | None:
        """Tell something that is told once; None when it was, or when there is nobody to tell. Raises a Problem."""
        if await self.store.one(rows, appointment.id, key) is not None:
            return None
        told = await (self._people.client if to == "client" else self._people.adviser)(rows, appointment)
        if told is None:
            await self.store.note(rows, appointment, key, kind, to, state="skipped", reason="email_missing")
            return None
        page = None if to == "client" else f"{self._ground.own_url()}/adviser/agenda?appointment={appointment.id}"
        mail_id = await self.write(rows, appointment, kind, told, more, page=page)
        await self.store.note(rows, appointment, key, kind, to, state="sent", mail_id=mail_id)
        return mail_id

    async def values(
        self, rows: Rows, member: Member, appointment_id: str, language: str
    ) -> tuple[str | None, dict[str, str]] | None:
        """The client of an appointment and the values of its tags, for messages that somebody writes by hand. In a
        writing transaction. None for an appointment that this member is not shown: its code and link open it."""
        appointment = await self._agenda.get(rows, member.organisation_id, appointment_id)
        if appointment is None or not (member.role == "admin" or appointment.adviser_id == member.user_id):
            return None
        told = await self._people.client(rows, appointment)
        zone, office_zone = (told.zone, told.office_zone) if told is not None else (appointment.zone, "")
        page, code = await self._links.address(rows, appointment), await self._code(rows, appointment)
        join = f"{self._ground.own_url()}/{code}" if code else ""
        now = self._ground.now()
        filled = values_of(appointment, language, zone, office_zone, now, page=page, join=join, code=code or "")
        return appointment.client_id, filled

    async def told(self, rows: Rows, organisation_id: str, ids: Sequence[str]) -> list[Row[Any]]:
        """What people were told, and are to be told, of these appointments; in order of time."""
        return await self.store.of(rows, organisation_id, ids)

    # --- reminders ---

    async def _plan_reminders(self, rows: Rows, appointment: Appointment) -> None:
        """Promise what is still to come; whatever was promised before is taken back."""
        for row in await self.store.planned(rows, appointment.id):
            await self._ground.jobs.drop(rows, appointment.organisation_id, REMIND, row.id)
        await self.store.forget_planned(rows, appointment.id)
        start = appointment.start
        if start is None or appointment.status not in _STILL_ON:
            return
        for minutes in sorted(set(appointment.reminders)):
            at = start - timedelta(minutes=minutes)
            key = _reminder(start, minutes)
            if at <= self._ground.now() or await self.store.one(rows, appointment.id, key) is not None:
                continue
            notice_id = await self.store.note(
                rows, appointment, key, "appointment_reminder", "client", state="planned", at=at
            )
            detail = {"appointment_id": appointment.id}
            await self._ground.jobs.put(rows, appointment.organisation_id, REMIND, notice_id, run_at=at, detail=detail)

    async def remind(self, job: Job) -> datetime | None:
        """Durable work: one reminder. Told at most once, whoever else tries."""
        async with self._ground.database.writing() as rows:
            # First, so that two who hold the same work meet here: the second finds it told.
            if not await self.store.take(rows, job.subject, "sent"):
                return None
            appointment = await self._agenda.get(rows, job.organisation_id, job.detail["appointment_id"])
            reason = _not_any_more(appointment, self._ground.now())
            told = None if appointment is None or reason else await self._people.client(rows, appointment)
            if appointment is None or told is None:
                await self.store.amend(rows, job.subject, state="skipped", reason=reason or "email_missing")
                return None
            try:
                mail_id = await self.write(rows, appointment, "appointment_reminder", told, {})
            except Problem as wrong:
                log.warning("A reminder was not written.", code=wrong.refusal.code)
                await self.store.amend(rows, job.subject, state="failed", reason=wrong.refusal.code)
                return None
            await self.store.amend(rows, job.subject, mail_id=mail_id)
        self._ground.outbox.wake()
        return None


def _template(appointment: Appointment, kind: str, language: str) -> str | None:
    """What its service chose for this language, or for all of them."""
    return appointment.templates.get(f"{kind}/{language}") or appointment.templates.get(kind)


def _edited(change: AppointmentChange) -> _Mails | None:
    """What follows from other words, another place or kind: the invitation again, while it is still to come. None where
    only the office sees what was changed."""
    before, after = change.before, change.after
    if before is None or after.sequence == before.sequence:
        return None
    if after.status in _STILL_ON:
        # Whoever it is with from now on has had no invitation yet.
        kind = "appointment_planned" if change.kind == "handed_over" else "appointment_changed"
        return _Mails(kind, "", "REQUEST")
    return _Mails("appointment_proposed", "") if after.status == "planning" else None


def _reminder(start: datetime, minutes: int) -> str:
    return f"reminder {minutes} {start:%Y-%m-%dT%H:%MZ}"


def _not_any_more(appointment: Appointment | None, now: datetime) -> str:
    """Why a reminder would be wrong by now; "" when it is right."""
    if appointment is None:
        return "gone"
    if appointment.status not in _STILL_ON or appointment.start is None:
        return appointment.status
    return "too_late" if appointment.start <= now else ""
