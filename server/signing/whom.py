"""As whose client somebody signs: asked of the office's CRM, whichever that is."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace

from server.signing.envelopes import Draft, DraftSigner
from server.signing.refusals import SIGNER_CLIENT_UNKNOWN
from server.web import Member


@dataclass(frozen=True, slots=True)
class ClientPerson:
    """One of the people of a client; `email` "" where none is known."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class ClientFound:
    """A client as this member may see them. `id`: under which they live now. At least one of `people`."""

    id: str
    language: str
    people: tuple[ClientPerson, ...]

    def signers(self) -> tuple[DraftSigner, ...]:
        """Everybody with an address of their own; the first one alone when nobody has any."""
        having = [one for one in self.people if one.email] or self.people[:1]
        return tuple(
            DraftSigner(str(number), one.name, one.email, one.language, client_id=self.id)
            for number, one in enumerate(having)
        )


class Whom:
    """`ask` is told while the service is assembled: it raises SIGNER_CLIENT_UNKNOWN for a client of another office or
    one whom this member may not see, and SIGNER_CLIENT_UNCHECKED while the CRM is away."""

    def __init__(self) -> None:
        self.ask: Callable[[Member, str], Awaitable[ClientFound]] | None = None

    async def client(self, member: Member, client_id: str) -> ClientFound:
        """Raises a Problem."""
        if self.ask is None:
            raise SIGNER_CLIENT_UNKNOWN.problem()
        return await self.ask(member, client_id)

    async def checked(self, member: Member, draft: Draft, known: Collection[str]) -> Draft:
        """The draft with its clients as they live now. Those in `known` are bound already, and are not asked again:
        a colleague who goes on with a draft need not see them. Raises a Problem."""
        chosen = [one.client_id for one in draft.signers]
        living = {one: one for one in known} | await self.living(member, [one for one in chosen if one not in known])
        signers = (replace(one, client_id=living[one.client_id]) if one.client_id else one for one in draft.signers)
        return replace(draft, signers=tuple(signers))

    async def living(self, member: Member, chosen: Iterable[str | None]) -> dict[str, str]:
        """Under which ids these clients live now. Raises a Problem."""
        asked = dict.fromkeys(one for one in chosen if one is not None)
        return {one: (await self.client(member, one)).id for one in asked}
