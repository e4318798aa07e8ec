"""The edges of signing, connected. server/wiring.py calls this once."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from aiohttp import web

from server.mail.outbox import Outbox
from server.signing.desk import Desk
from server.signing.jobs import SigningJobs
from server.signing.means import Tools
from server.signing.routes.envelopes import EnvelopeRoutes
from server.signing.routes.framing import Framing
from server.signing.routes.letters import SigningMails
from server.signing.routes.links import Links
from server.signing.routes.sign import SignRoutes
from server.signing.routes.signer import SignerDesk
from server.signing.routes.templates import TemplateRoutes
from server.signing.routes.verify import VerifyRoutes
from server.signing.templates import Templates
from server.stores.database import Database
from server.tasks import Tasks
from server.throttle import Throttle
from server.web import Route

_SWEEP_S = 3_600.0


@dataclass(frozen=True, slots=True)
class Edges:
    """`attach` is called once with the application. `signer` serves the room of a session too."""

    routes: list[Route]
    attach: Callable[[web.Application], None]
    signer: SignerDesk
    links: Links
    mails: SigningMails
    database: Database
    tasks: Tasks

    async def start(self, _stack: AsyncExitStack) -> None:
        """Links, codes and passes that nothing can be done with any more go."""
        self.tasks.every("signing links", _SWEEP_S, self._sweep)

    async def _sweep(self) -> None:
        async with self.database.writing() as rows:
            await self.links.sweep(rows)


def assemble_edges(
    *,
    desk: Desk,
    tools: Tools,
    work: SigningJobs,
    outbox: Outbox,
    tasks: Tasks,
    throttle: Throttle,
    key: bytes,
    own_url: Callable[[], str],
) -> Edges:
    """`key` (32 bytes) makes the hashes of one-time codes; `own_url` is where this service is reached."""
    database, blobs = tools.database, tools.blobs
    links = Links(tools.now, key)
    mails = SigningMails(outbox, links, own_url)
    desk.on_event(mails.on_event)
    desk.after_event(mails.after_event)
    templates = Templates(tools)
    work.send_with(templates.send_one)
    signer = SignerDesk(desk, database, blobs)
    routes = [
        *EnvelopeRoutes(desk, tools.turns, blobs, links, throttle, own_url).routes(),
        *TemplateRoutes(templates, tools.credits, database, desk).routes(),
        *SignRoutes(signer, tools.turns, links, mails, throttle).routes(),
        *VerifyRoutes(tools.documents, tools.works, tools.trust, throttle, tools.now).routes(),
    ]
    return Edges(routes, Framing(database, links).attach, signer, links, mails, database, tasks)
