"""The parts of the built-in CRM, connected. server/wiring.py calls this once."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from server.crm.agenda.assembly import AgendaModule, assemble_agenda
from server.crm.agenda.refusals import (
    ADVISER_UNKNOWN,
    APPOINTMENT_OVER,
    IN_THE_PAST,
    NOT_OFFERED,
    OPTION_UNKNOWN,
    SERVICE_UNKNOWN,
    SLOT_TAKEN,
    TIME_BLOCKED,
    TOO_LONG_A_STRETCH,
)
from server.crm.around import AroundAgenda, assemble_around
from server.crm.audit.store import AuditStore
from server.crm.choices import ChoiceStore
from server.crm.clients.assembly import ClientModule, assemble_clients
from server.crm.clients.refusals import BSN_FOUND, CLIENT_UNKNOWN, FILTER_WRONG, TEXT_WRONG
from server.crm.contract.assembly import Contract, assemble_contract
from server.crm.contract.refusals import READING
from server.crm.documents.assembly import DocumentModule, Neighbours, assemble_documents
from server.crm.forgetting import assemble_forgetting
from server.crm.imports.assembly import ImportModule, assemble_imports
from server.crm.meetings.service import PlannedSessions
from server.crm.messages.assembly import MessageModule, assemble_messages
from server.crm.messages.refusals import EMAIL_BLOCKED, EMAIL_MISSING, EMAIL_WRONG, TAG_WITHOUT_VALUE, UNKNOWN_TAG
from server.crm.ports import Core, Ground
from server.crm.privacy.assembly import PrivacyModule
from server.crm.sample.filling import Sample
from server.crm.teams.assembly import assemble_teams
from server.crm.timeline.assembly import assemble_timeline
from server.crm.timeline.store import TimelineStore
from server.web import Route

TO_CLIENTS = (
    ADVISER_UNKNOWN,
    APPOINTMENT_OVER,
    IN_THE_PAST,
    NOT_OFFERED,
    OPTION_UNKNOWN,
    SERVICE_UNKNOWN,
    SLOT_TAKEN,
    TIME_BLOCKED,
    TOO_LONG_A_STRETCH,
)
"""What the agenda may answer to clients."""


@dataclass(frozen=True, slots=True)
class Crm:
    """What the rest of the service uses of the built-in CRM."""

    ground: Ground
    audit: AuditStore
    choices: ChoiceStore
    meetings: PlannedSessions
    timeline: TimelineStore
    clients: ClientModule
    agenda: AgendaModule
    messages: MessageModule
    documents: DocumentModule
    imports: ImportModule
    around: AroundAgenda
    contract: Contract
    privacy: PrivacyModule
    routes: Sequence[Route]

    async def start(self, stack: AsyncExitStack) -> None:
        """Begin the durable work once the database is ready."""
        await self.contract.start(stack)
        await self.around.start(stack)
        await self.privacy.start(stack)
        await Sample(self.ground, self.clients, self.agenda, self.documents, self.timeline).fill()
        self.ground.tasks.keep("durable work", self.ground.jobs.run)
        self.ground.tasks.every("old changes of clients", 3600, self.clients.bulk.sweep)
        self.ground.tasks.every("files of clients that nobody brought", 3600, self.imports.desk.sweep)


def assemble_crm(ground: Ground, core: Core) -> Crm:
    audit, choices, events = AuditStore(ground.now), ChoiceStore(ground.now), core.events
    routes: list[Route] = []
    timeline, teams = assemble_timeline(ground), assemble_teams(ground, audit)
    clients = assemble_clients(ground, choices, teams.store, timeline.store, audit, events)
    clients.book.counts_of("sessions", timeline.store.sessions)
    clients.book.on_merge(timeline.store.merged)
    teams.store.on_removed(clients.book.without_team)
    routes += [*teams.routes, *clients.routes]
    routes += timeline.routes(clients.book, audit, CLIENT_UNKNOWN, BSN_FOUND, TEXT_WRONG)
    messages = assemble_messages(ground, clients.book, timeline.store, audit, CLIENT_UNKNOWN, FILTER_WRONG)
    messages.writing.chosen = clients.chosen
    clients.book.counts_of("messages", messages.count)
    clients.book.on_merge(messages.merged)
    routes += messages.routes
    imports = assemble_imports(
        ground,
        choices,
        clients.intake,
        clients.exporting,
        clients.chosen,
        timeline.store,
        audit,
        events,
        FILTER_WRONG,
    )
    routes += imports.routes
    meetings = PlannedSessions(ground.now)
    agenda = assemble_agenda(
        ground,
        choices,
        clients.book,
        timeline.store,
        audit,
        events,
        meetings,
        messages.letters,
        (BSN_FOUND, TEXT_WRONG),
        READING,
    )
    clients.book.counts_of("appointments", agenda.of_clients.count)
    clients.book.on_merge(agenda.of_clients.merged)
    clients.book.on_rename(agenda.of_clients.renamed)
    clients.book.around.next_appointments = agenda.of_clients.next
    clients.book.around.with_appointment = agenda.of_clients.with_one
    routes += agenda.routes
    near = Neighbours(
        choices=choices,
        clients=clients.book,
        timeline=timeline.store,
        audit=audit,
        events=events,
        letters=messages.letters,
        agenda=agenda.service,
        client_unknown=CLIENT_UNKNOWN,
        not_mailed=(EMAIL_MISSING, EMAIL_BLOCKED),
        filter_wrong=FILTER_WRONG,
        not_elsewhere=READING,
    )
    documents = assemble_documents(ground, core, near)
    clients.book.counts_of("documents", documents.documents.count)
    clients.book.on_merge(documents.documents.moved)
    messages.writing.documents = documents.documents
    messages.writing.link_to = documents.sharing.link
    documents.many.chosen = clients.chosen
    routes += documents.routes
    around = assemble_around(
        ground,
        core,
        agenda.service,
        clients.book,
        meetings,
        messages.letters,
        timeline.store,
        choices,
        refuses=(*TO_CLIENTS, BSN_FOUND),
        not_kept=(BSN_FOUND, TEXT_WRONG),
        not_mailed=(EMAIL_MISSING, EMAIL_BLOCKED, EMAIL_WRONG, UNKNOWN_TAG, TAG_WITHOUT_VALUE),
    )
    agenda.stand(around.aftercare)
    messages.writing.appointments = around.notices.values
    routes += around.routes
    contract = assemble_contract(
        ground,
        core,
        choices,
        audit,
        clients=clients.book,
        timeline=timeline.store,
        documents=documents.documents,
        agenda=agenda.service,
    )
    clients.book.on_merge(contract.desk.merged)
    documents.stand(contract.shelf)
    agenda.desk.elsewhere = contract.shelf
    agenda.service.on_change(contract.following.appointed)
    contract.desk.follow(agenda.of_parties.merged, agenda.of_parties.forget)
    routes += contract.routes
    privacy, more = assemble_forgetting(ground, choices, audit, events, clients, documents, around, contract)
    routes += more
    return Crm(
        ground,
        audit,
        choices,
        meetings,
        timeline.store,
        clients,
        agenda,
        messages,
        documents,
        imports,
        around,
        contract,
        privacy,
        routes,
    )
