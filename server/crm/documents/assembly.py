"""Documents, connected. server/crm/assembly.py calls this once."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.crm.choices import ChoiceStore
from server.crm.documents.access import Access
from server.crm.documents.arrivals import ClientDocuments
from server.crm.documents.cabinet import PURGE, READ, Cabinet
from server.crm.documents.client_routes import ClientRoutes
from server.crm.documents.intake import Intake
from server.crm.documents.keeping import Keeping
from server.crm.documents.links import Links
from server.crm.documents.reading import Reader
from server.crm.documents.request_routes import RequestRoutes
from server.crm.documents.requests import Requests
from server.crm.documents.routes import DocumentRoutes
from server.crm.documents.sharing import Sharing
from server.crm.documents.sharing_many import ManySharings
from server.crm.documents.sharing_routes import SharingRoutes
from server.crm.documents.signing import DocumentSigning
from server.crm.documents.whose import Whose
from server.crm.ports import Agenda, Audit, Clients, Core, Events, ForeignShelf, Ground, Holding, Letters, Timeline
from server.web import Refusal, Route


@dataclass(frozen=True, slots=True)
class DocumentModule:
    """`documents` is the port; `signing` belongs among the filings of signing, and hears its events."""

    documents: ClientDocuments
    cabinet: Cabinet
    signing: DocumentSigning
    keeping: Keeping
    sharing: Sharing
    many: ManySharings
    routes: Sequence[Route]

    def stand(self, elsewhere: ForeignShelf) -> None:
        """Say where documents go when the clients are in a CRM of someone else."""
        self.signing.elsewhere = self.keeping.elsewhere = elsewhere

    def heed(self, holds: Holding) -> None:
        """Say what stands in the way of letting documents go."""
        self.cabinet.holds = holds


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What documents need of other modules. `refuses`: what clients and letters may refuse;
    `not_elsewhere`: what a CRM of someone else may."""

    choices: ChoiceStore
    clients: Clients
    timeline: Timeline
    audit: Audit
    events: Events
    letters: Letters
    agenda: Agenda | None
    client_unknown: Refusal
    not_mailed: Sequence[Refusal]
    filter_wrong: Refusal
    not_elsewhere: Sequence[Refusal] = ()


class _Late:
    """Signing and the cabinet need each other; this one is told who the other is."""

    signing: DocumentSigning

    async def open(self, organisation_id: str, envelope_id: str) -> bool:
        return await self.signing.open(organisation_id, envelope_id)


def assemble_documents(ground: Ground, core: Core, near: Neighbours) -> DocumentModule:
    links = Links(ground.key("document links"))
    intake, late = Intake(ground, near.choices), _Late()
    cabinet = Cabinet(ground, intake, near.clients, near.timeline, near.audit, late)
    documents = ClientDocuments(ground, cabinet)
    whose = Whose(near.clients, near.agenda)
    signing = DocumentSigning(ground, cabinet, near.clients, near.timeline, core.desk, whose, documents)
    late.signing = signing
    core.desk.on_event(signing.on_event)
    core.desk.shows(signing.shown)
    core.desk.concerns(signing.concerning)
    ground.jobs.does(READ, Reader(ground).read, most_tries=3)
    ground.jobs.does(PURGE, cabinet.purge)
    sharing = Sharing(ground, cabinet, near.clients, near.letters, links)
    many = ManySharings(ground, cabinet, sharing, near.clients, near.audit, near.client_unknown)
    requests = Requests(
        ground, intake, cabinet, near.clients, near.timeline, near.audit, near.events, near.letters, links
    )
    keeping = Keeping(ground, near.clients, documents, whose, core.live.sessions.get, core.live.tickets.user_of)
    access = Access(ground, near.clients, near.timeline, near.audit)
    refuses = (near.client_unknown, *near.not_mailed)
    routes = [
        *DocumentRoutes(ground, near.choices, near.clients, cabinet, sharing, signing, refuses).routes(),
        *RequestRoutes(
            ground, near.clients, requests, keeping, near.client_unknown, near.not_mailed, near.not_elsewhere
        ).routes(),
        *ClientRoutes(ground, requests, access).routes(),
        *SharingRoutes(ground, many, near.clients, (near.filter_wrong,)).routes(),
    ]
    return DocumentModule(documents, cabinet, signing, keeping, sharing, many, routes)
