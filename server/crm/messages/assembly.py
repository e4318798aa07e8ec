"""Messages, connected. server/crm/assembly.py calls this once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update

from server.crm.messages import store
from server.crm.messages.leaving import LeavingRoutes
from server.crm.messages.mailings import Mailings
from server.crm.messages.office import PostOffice
from server.crm.messages.outcomes import Outcomes
from server.crm.messages.routes import MessageRoutes
from server.crm.messages.tables import messages
from server.crm.messages.templates import Templates
from server.crm.messages.unsubscribe import Unsubscribing
from server.crm.messages.writing import Writing
from server.crm.ports import Audit, Clients, Ground, Rows, Timeline
from server.web import Refusal, Route


@dataclass(frozen=True, slots=True)
class MessageModule:
    """`letters` is the port Letters. `writing.appointments`, `.documents`, `.link_to` and `.chosen` are given by who knows."""

    letters: PostOffice
    writing: Writing
    outcomes: Outcomes
    routes: Sequence[Route]

    async def count(self, rows: Rows, organisation_id: str, client_id: str) -> int:
        return await store.count(rows, organisation_id, client_id)

    async def merged(self, rows: Rows, organisation_id: str, into: str, from_id: str) -> None:
        """Two clients became one: what was written to the second was written to the first."""
        theirs = (messages.c.organisation_id == organisation_id) & (messages.c.client_id == from_id)
        await rows.execute(update(messages).where(theirs).values(client_id=into))


def assemble_messages(
    ground: Ground, clients: Clients, timeline: Timeline, audit: Audit, client_unknown: Refusal, filter_wrong: Refusal
) -> MessageModule:
    templates = Templates(ground.now)
    unsubscribing = Unsubscribing(ground.key("unsubscribe links"), ground.own_url)
    post = PostOffice(ground, templates, clients, timeline, unsubscribing)
    writing = Writing(ground, post, templates, clients, audit)
    outcomes = Outcomes(ground, clients, timeline)
    ground.outbox.outcomes.append(outcomes.became)
    ground.jobs.does("mailing", Mailings(ground, post, clients).work)
    routes = [
        *MessageRoutes(ground, templates, writing, clients, audit, client_unknown, filter_wrong).routes(),
        *LeavingRoutes(ground, clients, unsubscribing).routes(),
    ]
    return MessageModule(post, writing, outcomes, routes)
