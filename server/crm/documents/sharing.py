"""Sharing: documents with clients, and the link by which each opens what is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert

from server.crm.documents import store
from server.crm.documents.cabinet import Cabinet
from server.crm.documents.links import SHARED, Links
from server.crm.documents.model import State
from server.crm.documents.refusals import CLIENTS_MISSING, DOCUMENT_BEING_SIGNED, DOCUMENT_FIXED, DOCUMENT_OF_ANOTHER
from server.crm.documents.tables import document_share_items, document_shares
from server.crm.ports import Actor, Card, Clients, Ground, Letters, Recipient, Rows
from server.stores.database import uuid7
from server.web import Member


@dataclass(frozen=True, slots=True)
class Share:
    """What one client got. `link` is "" for what is for internal use only."""

    client_id: str
    document_ids: tuple[str, ...]
    link: str
    email: str


@dataclass(frozen=True, slots=True)
class ShareWish:
    """`internal`: with the clients' cards, and never for their eyes. `library`: also among the adviser's own."""

    document_ids: tuple[str, ...]
    client_ids: tuple[str, ...]
    text: str = ""
    notify: bool = True
    internal: bool = False
    library: bool = False


@dataclass(frozen=True, slots=True)
class Sharer:
    """Whoever shares, as it stands with what they shared."""

    user_id: str | None
    organisation_id: str
    name: str

    @classmethod
    def of(cls, member: Member) -> "Sharer":
        return cls(member.user_id, member.organisation_id, member.name)


class Sharing:
    """Everything of one wish happens in one transaction: nobody gets a mail when somebody cannot have one."""

    def __init__(self, ground: Ground, cabinet: Cabinet, clients: Clients, letters: Letters, links: Links) -> None:
        self._ground = ground
        self._cabinet = cabinet
        self._clients = clients
        self._letters = letters
        self._links = links

    async def share(self, member: Member, wish: ShareWish) -> list[Share]:
        """Raises a Problem; nothing is shared then."""
        if not wish.client_ids:
            raise CLIENTS_MISSING.problem()
        made = []
        async with self._ground.database.writing() as rows:
            found = [await self._cabinet.found(rows, member, one) for one in dict.fromkeys(wish.document_ids)]
            if wish.library:
                for row in found:
                    await self._cabinet.copy(rows, row, Actor.of(member), client_id=None, state="library")
            for number, client_id in enumerate(dict.fromkeys(wish.client_ids)):
                card = await self._clients.seen(rows, member, client_id)
                # The first takes what lies loose; the others get documents of their own of the same bytes.
                theirs = [await self._give(rows, member, row, client_id, wish.internal, number == 0) for row in found]
                link, email = "", ""
                if not wish.internal:
                    link, email = await self._tell(rows, Sharer.of(member), card, theirs, found, wish)
                made.append(Share(client_id, tuple(theirs), link, email))
        self._ground.jobs.wake()
        self._ground.outbox.wake()
        return made

    async def give(self, rows: Rows, sharer: Sharer, found: Sequence[Row[Any]], card: Card, wish: ShareWish) -> None:
        """A copy of each document for one client, and the way to it. Raises a Problem; what was written is the caller's
        to undo."""
        actor = Actor("user", sharer.user_id or "", sharer.name)
        state: State = "internal" if wish.internal else "shared"
        theirs = [await self._cabinet.copy(rows, row, actor, client_id=card.id, state=state) for row in found]
        if not wish.internal:
            await self._tell(rows, sharer, card, theirs, found, wish)

    async def _tell(
        self,
        rows: Rows,
        sharer: Sharer,
        card: Card,
        theirs: Sequence[str],
        found: Sequence[Row[Any]],
        wish: ShareWish,
    ) -> tuple[str, str]:
        """The client's link, and where the mail with it went."""
        link = await self._link(rows, sharer, card, theirs, wish.text)
        return link, await self._mail(rows, sharer, card, [row.name for row in found], link, wish)

    async def _give(
        self, rows: Rows, member: Member, row: Row[Any], client_id: str, internal: bool, first: bool
    ) -> str:
        """The document as this client's; its id."""
        state: State = "internal" if internal else "shared"
        actor = Actor.of(member)
        if row.client_id == client_id:
            if internal and row.signing in ("draft", "sent"):
                raise DOCUMENT_BEING_SIGNED.problem()
            if row.state != state:
                await store.change(rows, row.id, self._ground.now(), state=state)
                if internal:
                    await store.cut_links(rows, row.id)
            kind = "document_internal" if internal else "document_shared"
            await self._cabinet.tell(rows, row.organisation_id, client_id, kind, actor, row.id, row.name)
            return str(row.id)
        if row.client_id is not None:
            raise DOCUMENT_OF_ANOTHER.problem()
        if row.kind != "document":
            raise DOCUMENT_FIXED.problem()
        if row.state == "library" or not first:
            return await self._cabinet.copy(rows, row, actor, client_id=client_id, state=state)
        values = {"client_id": client_id, "state": state}
        await store.change(rows, row.id, self._ground.now(), **values)
        kind = "document_internal" if internal else "document_shared"
        await self._cabinet.tell(rows, row.organisation_id, client_id, kind, actor, row.id, row.name)
        return str(row.id)

    async def link(self, rows: Rows, member: Member, card: Card, document_ids: Sequence[str]) -> str:
        """The address at which a client opens documents that are shared with them, for a mail that says more."""
        return await self._link(rows, Sharer.of(member), card, document_ids, "")

    async def _link(self, rows: Rows, sharer: Sharer, card: Card, theirs: Sequence[str], text: str) -> str:
        share_id, now = uuid7(), self._ground.now()
        token = self._links.token("share", share_id)
        await rows.execute(
            insert(document_shares).values(
                id=share_id,
                organisation_id=sharer.organisation_id,
                client_id=card.id,
                text=text,
                token_hash=self._links.hash(token),
                sender_id=sharer.user_id,
                sender_name=sharer.name[:120],
                email="",
                expires_at=now + SHARED,
                created_at=now,
                updated_at=now,
            )
        )
        for position, document_id in enumerate(theirs):
            await rows.execute(
                insert(document_share_items).values(
                    share_id=share_id,
                    document_id=document_id,
                    organisation_id=sharer.organisation_id,
                    position=position,
                )
            )
        return f"{self._ground.own_url()}/shared/{token}"

    async def _mail(
        self, rows: Rows, sharer: Sharer, card: Card, names: Sequence[str], link: str, wish: ShareWish
    ) -> str:
        """Where the mail went; "" where none was wanted. Raises EMAIL_MISSING or EMAIL_BLOCKED."""
        if not wish.notify:
            return ""
        to = recipient(card)
        values = {"document_link": link, "document_names": ", ".join(names), "message_text": wish.text}
        await self._letters.send(
            rows,
            sharer.organisation_id,
            "document_shared",
            to,
            values,
            adviser_id=sharer.user_id,
            subject_kind="document",
            subject_id=card.id,
        )
        return to.email


def recipient(card: Card, email: str = "") -> Recipient:
    """Who gets a client's mail: the address asked for, or the preferred one that takes mail."""
    known = {one.value: one for one in card.emails}
    chosen = known.get(email) or next((one for one in card.emails if not one.blocked), None)
    chosen = chosen or (card.emails[0] if card.emails else None)
    person = next((one for one in card.people if chosen is not None and one.id == chosen.person_id), None)
    return Recipient(
        email="" if chosen is None else chosen.value,
        name=card.name if person is None else person.name,
        language=card.language if person is None or not person.language else person.language,
        client_id=card.id,
        person_id="" if person is None else person.id,
    )
