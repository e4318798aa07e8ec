"""Choosing the CRM of an office, and what follows when it tells that two clients became one, or none."""

from collections.abc import Awaitable, Callable
from typing import Literal

import structlog
from sqlalchemy import ColumnElement, insert, select, update

from crm_adapter.contract import Failure
from crm_adapter.foreign.heard import Heard
from server.crm.choices import ChoiceStore
from server.crm.contract.offices import CrmChoices, Offices
from server.crm.contract.refusals import CRM_SECRET_MISSING, refused
from server.crm.contract.tables import crm_heard
from server.crm.contract.writes import Writes
from server.crm.ports import Actor, Audit, Ground, Rows
from server.live.tables import sessions
from server.signing.tables import envelope_signers
from server.web import Member

log = structlog.get_logger(__name__)


class CrmDesk:
    def __init__(self, ground: Ground, choices: ChoiceStore, audit: Audit, offices: Offices, writes: Writes) -> None:
        self._database = ground.database
        self._now = ground.now
        self._own_url: Callable[[], str] = ground.own_url
        self._choices = choices
        self._audit = audit
        self._offices = offices
        self._writes = writes
        self._merges: list[Callable[[Rows, str, str, str], Awaitable[None]]] = []
        self._erasures: list[Callable[[Rows, str, str], Awaitable[None]]] = []

    def follow(
        self,
        merged: Callable[[Rows, str, str, str], Awaitable[None]],
        forgotten: Callable[[Rows, str, str], Awaitable[None]],
    ) -> None:
        """Who else holds clients of a foreign CRM: told in the transaction, with the office, as `merged` and `forget`."""
        self._merges.append(merged)
        self._erasures.append(forgotten)

    def hooks_url(self, organisation_id: str) -> str:
        return f"{self._own_url()}/api/v1/crm/hooks/{organisation_id}"

    async def choose(
        self, member: Member, adapter: Literal["builtin", "foreign"], url: str, secret: str | None, address: str
    ) -> None:
        """Raises a Problem, and then nothing has changed: a foreign CRM must answer before it is relied on."""
        office, before = member.organisation_id, await self._offices.choice(member.organisation_id)
        choice = CrmChoices()
        if adapter == "foreign":
            sealed = before.secret if secret is None else self._offices.sealed(office, secret)
            if not sealed:
                raise CRM_SECRET_MISSING.problem()
            choice = CrmChoices(adapter="foreign", url=self._offices.checked(url), secret=sealed)
            self._offices.forget()
            try:
                await self._offices.made(office, choice).capabilities()
            except Failure as failure:
                raise refused(failure) from None
        async with self._database.writing() as rows:
            await self._choices.put(rows, office, choice)
            if (before.adapter, before.url) != (choice.adapter, choice.url):
                await self._writes.changed_crm(rows, office)
            detail = {"adapter": choice.adapter, "url": choice.url}
            await self._audit.note(
                rows, office, Actor.of(member), "crm_chosen", "organisation", office, detail, address=address
            )
        log.info("The CRM of an office was chosen.", organisation=office, adapter=adapter, by=member.user_id)

    # --- what happened to clients there ---

    async def hear(self, organisation_id: str, heard: Heard) -> None:
        """Once for each message, however often it comes."""
        async with self._database.writing() as rows:
            await self._database.alone(rows, f"crm message {organisation_id} {heard.id}")
            known = select(crm_heard.c.at).where(
                crm_heard.c.organisation_id == organisation_id, crm_heard.c.message_id == heard.id
            )
            if (await rows.execute(known)).first() is not None:
                return
            kind, now = heard.kind or "unknown", self._now()
            values = {"organisation_id": organisation_id, "message_id": heard.id, "kind": kind, "at": now}
            await rows.execute(insert(crm_heard).values(**values))
            if heard.kind == "party.merged":
                await self.merged(rows, organisation_id, heard.into_id, heard.party_id)
            elif heard.kind == "party.erased":
                await self.forget(rows, organisation_id, heard.party_id)
        self._writes.wake()

    async def merged(self, rows: Rows, organisation_id: str, into_id: str, from_id: str) -> None:
        """Sessions, signatures and waiting writes of a client who was merged belong to the one who lives on."""
        theirs = (sessions.c.organisation_id == organisation_id) & (sessions.c.client_id == from_id)
        await rows.execute(update(sessions).where(theirs).values(client_id=into_id, updated_at=self._now()))
        await rows.execute(update(envelope_signers).where(_signs(organisation_id, from_id)).values(client_id=into_id))
        await self._writes.merged(rows, organisation_id, into_id, from_id)
        for merged in self._merges:
            await merged(rows, organisation_id, into_id, from_id)

    async def forget(self, rows: Rows, organisation_id: str, party_id: str) -> None:
        """A client was erased: sessions and signatures do not say any more that they were theirs. Call `keeper.sweep` after."""
        theirs = (sessions.c.organisation_id == organisation_id) & (sessions.c.client_id == party_id)
        ids = (await rows.execute(select(sessions.c.id).where(theirs))).scalars().all()
        gone = {"client_id": None, "client_page": False, "updated_at": self._now()}
        await rows.execute(update(sessions).where(theirs).values(**gone))
        await rows.execute(update(envelope_signers).where(_signs(organisation_id, party_id)).values(client_id=None))
        await self._writes.forget(rows, organisation_id, party_id, ids)
        for forgotten in self._erasures:
            await forgotten(rows, organisation_id, party_id)


def _signs(organisation_id: str, client_id: str) -> ColumnElement[bool]:
    return (envelope_signers.c.organisation_id == organisation_id) & (envelope_signers.c.client_id == client_id)
