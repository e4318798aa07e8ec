"""Who is asked for everything about a client, in the order in which they forget it."""

from server.crm.aftercare.personal import AftercarePersonal
from server.crm.agenda.personal import AgendaPersonal
from server.crm.appointments_public.personal import LinksPersonal
from server.crm.around import AroundAgenda
from server.crm.audit import trail
from server.crm.audit.chain import PURPOSE
from server.crm.audit.routes import AuditRoutes
from server.crm.audit.sealing import AuditChain
from server.crm.calendars.personal import CalendarsPersonal
from server.crm.choices import ChoiceStore
from server.crm.clients.assembly import ClientModule
from server.crm.clients.personal import ClientsPersonal
from server.crm.clients.refusals import CLIENT_UNKNOWN
from server.crm.contract.assembly import Contract
from server.crm.documents.assembly import DocumentModule
from server.crm.documents.personal import DocumentsPersonal
from server.crm.imports.personal import ImportsPersonal
from server.crm.messages.personal import MessagesPersonal
from server.crm.ports import Audit, Events, Ground
from server.crm.privacy.assembly import Beside, PrivacyModule, assemble_privacy
from server.crm.privacy.rooms import EnvelopesPersonal, SessionsPersonal
from server.crm.timeline.personal import TimelinePersonal
from server.web import Route


def assemble_forgetting(
    ground: Ground,
    choices: ChoiceStore,
    audit: Audit,
    events: Events,
    clients: ClientModule,
    documents: DocumentModule,
    around: AroundAgenda,
    contract: Contract,
) -> tuple[PrivacyModule, list[Route]]:
    """Privacy with its routes, those of the audit among them."""
    cards, agenda = ClientsPersonal(ground.keeper, ground.now), AgendaPersonal(ground.now)
    modules = (
        # Who asks the agenda whose an appointment is comes before it; cards come last, they say who somebody is.
        AftercarePersonal(agenda.subjects),
        LinksPersonal(agenda.subjects),
        CalendarsPersonal(around.pushes, agenda.subjects),
        agenda,
        MessagesPersonal(ground.keeper),
        EnvelopesPersonal(),
        DocumentsPersonal(documents.documents, ground.keeper),
        SessionsPersonal(contract.desk, ground.now),
        TimelinePersonal(),
        ImportsPersonal(ground.keeper),
        cards,
    )
    chain = AuditChain(ground.database, ground.key(PURPOSE), ground.now)
    beside = Beside(
        clients=clients.book,
        cards=cards,
        modules=modules,
        trail=trail.about,
        chain=chain,
        choices=choices,
        audit=audit,
        events=events,
        unknown=CLIENT_UNKNOWN,
    )
    privacy = assemble_privacy(ground, beside)
    clients.book.on_merge(privacy.holds.merged)
    documents.heed(privacy.holds)
    seen = AuditRoutes(ground.database, chain, clients.book, ground.now)
    return privacy, [*privacy.routes, *seen.routes()]
