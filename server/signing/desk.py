"""The desk: everything that can be done with an envelope."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, true

from server.files.names import clean_name
from server.signing import drafts, store
from server.signing.acts import Acts
from server.signing.documents import MEGABYTE, Arrived
from server.signing.envelopes import (
    By,
    Delivery,
    Draft,
    DraftSigner,
    Envelope,
    Kind,
    Origin,
    SignerRef,
    Signing,
    Source,
)
from server.signing.finishing import Finishing
from server.signing.means import Tools
from server.signing.names import file_name, media_type, stem
from server.signing.refusals import (
    ENVELOPE_CHANGED,
    ENVELOPE_SENT,
    ENVELOPE_UNKNOWN,
    FILE_NOT_YET,
    TOO_LARGE,
    refused,
)
from server.signing.sending import Sending
from server.signing.settings import read_choices
from server.signing.tables import envelope_signers, envelopes
from server.signing.turns import AfterEvent, OnEvent, Turn
from server.signing.whom import Whom
from server.stores.database import uuid7
from server.stores.tables import organisations
from server.web import Member
from signing.jobs import Inspect, Inspected, Written
from signing.model import Refused

Shown = Callable[[Member], ColumnElement[bool]]
"""Rows of the table `envelopes`."""

Concerns = Callable[[str, str], ColumnElement[bool]]
"""Rows of the table `envelopes`, by office and client."""

MOST_BYTES = 200 * MEGABYTE
"""The largest document, whatever the office allows for other files."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A document on its way to somebody who may have it. `size` in bytes."""

    name: str
    media_type: str
    size: int
    sha256: str
    content: AsyncIterator[bytes]


class Desk:
    """All methods raise a Problem, with a Refusal of server/signing/refusals.py."""

    def __init__(self, tools: Tools) -> None:
        self._turns = tools.turns
        self._database = tools.database
        self._now = tools.now
        self._blobs = tools.blobs
        self._keeper = tools.keeper
        self._documents = tools.documents
        self._works = tools.works
        self._sending = Sending(tools)
        self._acts = Acts(tools)
        self._finishing = Finishing(tools)
        self.whom = Whom()
        self._shown: list[Shown] = []
        self._concerning: list[Concerns] = []

    def on_event(self, callback: OnEvent) -> None:
        """Called inside the transaction of every event, with the envelope as it will be."""
        self._turns.on_event(callback)

    def after_event(self, callback: AfterEvent) -> None:
        """Called after the commit."""
        self._turns.after_event(callback)

    # --- who sees which ---

    def shows(self, which: Shown) -> None:
        """Advisers see these envelopes too, beside their own."""
        self._shown.append(which)

    def concerns(self, which: Concerns) -> None:
        """These envelopes are of this client too, beside those of which they are a signer."""
        self._concerning.append(which)

    def of_client(self, organisation_id: str, client_id: str) -> ColumnElement[bool]:
        """Which rows of the table `envelopes` are about this client."""
        s = envelope_signers.c
        chosen = select(s.envelope_id).where(and_(s.organisation_id == organisation_id, s.client_id == client_id))
        return or_(envelopes.c.id.in_(chosen), *(which(organisation_id, client_id) for which in self._concerning))

    def visible(self, member: Member) -> ColumnElement[bool]:
        """Which rows of the table `envelopes` of their office this member may see: the administrator all, an adviser
        those that they made, and what `shows` adds."""
        if member.role == "admin":
            return true()
        return or_(envelopes.c.created_by == member.user_id, *(which(member) for which in self._shown))

    async def seen(self, member: Member, envelope_id: str) -> str:
        """Its id. Raises ENVELOPE_UNKNOWN, also for one that this member may not see."""
        its = (envelopes.c.organisation_id == member.organisation_id) & (envelopes.c.id == envelope_id)
        async with self._database.reading() as rows:
            found = await rows.scalar(select(envelopes.c.id).where(its, self.visible(member)))
        if found is None:
            raise ENVELOPE_UNKNOWN.problem()
        return envelope_id

    # --- drafts ---

    async def create(
        self,
        by: By,
        organisation_id: str,
        source: Source,
        name: str,
        content: AsyncIterator[bytes],
        length: int | None = None,
        *,
        language: str = "nl",
        session_id: str | None = None,
        file_id: str | None = None,
        template_id: str | None = None,
        signers: Sequence[DraftSigner] = (),
    ) -> Envelope:
        """A draft of a document that was inspected. `length` in bytes where the sender told it; `signers`: with whom it
        begins."""
        most = await self._most_bytes(organisation_id)
        if length is not None and length > most:
            raise TOO_LARGE.problem(max_bytes=most)
        async with self._documents.desk() as place:
            arrived = await self._documents.arrive(place / "original.pdf", content, most)
            inspected = await self._inspect(arrived.path)
            made = {arrived.path: Written(arrived.sha256, arrived.size)}
            async with self._documents.stored(organisation_id, made) as claims:
                async with self._database.writing() as rows:
                    values = await self._values(organisation_id, by, name, arrived, inspected, language)
                    choices = await read_choices(rows, organisation_id)
                    values |= {
                        "signing_order": choices.order,
                        "expires_in_days": choices.expires_in_days,
                        "remind_every_days": choices.remind_every_days,
                        "verification": choices.verification,
                        "source": source,
                        "session_id": session_id,
                        "file_id": file_id,
                        "template_id": template_id,
                    }
                    await rows.execute(insert(envelopes).values(**values))
                    envelope = await store.read(rows, organisation_id, str(values["id"]))
                    assert envelope is not None  # noqa: S101 - inserted above
                    await store.put_signers(rows, envelope, drafts.begun(signers, uuid7))
                    turn = Turn(rows, envelope, envelope.created_at)
                    await turn.file("original", arrived.sha256, arrived.size)
                    await turn.event("created", by=by.name, source=source)
                    for claim in claims:
                        await self._keeper.keep(rows, claim)
                    after = await self._turns.finish(turn)
                await self._turns.tell(after, turn.events)
        return after

    async def from_file(
        self, by: By, organisation_id: str, session_id: str, file_id: str, sha256: str, name: str, language: str = "nl"
    ) -> Envelope:
        """A draft of a file that a session holds already."""
        content = self._blobs.stream(organisation_id, sha256)
        return await self.create(
            by, organisation_id, "session", name, content, language=language, session_id=session_id, file_id=file_id
        )

    async def change(self, envelope_id: str, organisation_id: str, draft: Draft, version: int) -> Envelope:
        """Everything of a draft anew. Ids of signers and fields are kept where they are UUIDs; the order always is."""
        signers, fields = drafts.people(draft, uuid7)
        async with self._turns.turn(organisation_id, envelope_id) as turn:
            if turn.envelope.status != "draft":
                raise ENVELOPE_SENT.problem()
            if turn.envelope.version != version:
                raise ENVELOPE_CHANGED.problem(version=turn.envelope.version)
            drafts.places(fields, turn.envelope.document.pages)
            await turn.set(
                title=draft.title.strip() or turn.envelope.title,
                signing_order=draft.order,
                language=draft.language,
                message=draft.message.strip(),
                expires_in_days=draft.expires_in_days,
                remind_every_days=draft.remind_every_days,
                verification=draft.verification,
            )
            await store.put_signers(turn.rows, turn.envelope, signers)
            await store.put_fields(turn.rows, turn.envelope, fields)
        return await self.get(organisation_id, envelope_id)

    async def discard(self, organisation_id: str, envelope_id: str) -> None:
        """Throw a draft away, and its document when nothing else holds it."""
        async with self._turns.turn(organisation_id, envelope_id) as turn:
            if turn.envelope.status != "draft":
                raise ENVELOPE_SENT.problem()
            await turn.rows.execute(delete(envelopes).where(envelopes.c.id == envelope_id))
            for file in turn.envelope.files:
                await self._keeper.let_go(turn.rows, organisation_id, file.sha256)
        await self._keeper.sweep()

    # --- sending and signing: server/signing/sending.py, server/signing/acts.py ---

    async def send(self, organisation_id: str, envelope_id: str, by: By, deliver: Delivery) -> Envelope:
        """Prepare the document, reserve the credit, and let the first signers go ahead.

        "room": whoever of the draft's signers has a `participant_id` signs at their own screen, the others by mail.
        """
        return await self._sending.send(organisation_id, envelope_id, by, deliver)

    async def viewed(self, ref: SignerRef, origin: Origin) -> Envelope:
        """A signer has the document before them. Only the first time is written down."""
        return await self._acts.viewed(ref, origin)

    async def sign(self, ref: SignerRef, signing: Signing, origin: Origin) -> Envelope:
        """One signer's signature. The same `signing.key` again answers the same and changes nothing."""
        return await self._acts.sign(ref, signing, origin)

    async def decline(self, ref: SignerRef, reason: str, origin: Origin) -> Envelope:
        """A signer does not sign; that ends the envelope."""
        return await self._acts.decline(ref, reason, origin)

    async def delegate(self, ref: SignerRef, name: str, email: str, origin: Origin) -> Envelope:
        """A signer passes it on to somebody else, who is verified anew and gets a letter."""
        return await self._acts.delegate(ref, name, email, origin)

    async def note(self, ref: SignerRef, kind: str, origin: Origin | None = None, **details: str | int | bool) -> None:
        """Write down what happened on a signer's way in, such as "code_sent" and "code_verified"."""
        await self._acts.note(ref, kind, origin, **details)

    async def void(self, organisation_id: str, envelope_id: str, by: By, reason: str) -> Envelope:
        """The sender takes it back; not once everybody has signed."""
        return await self._sending.void(organisation_id, envelope_id, by, reason)

    async def retry(self, organisation_id: str, envelope_id: str, by: By) -> Envelope:
        """Try to finish an envelope again that everybody has signed and that failed. The credit that came back stays."""
        return await self._finishing.again(organisation_id, envelope_id, by)

    async def resend(self, organisation_id: str, envelope_id: str, signer_id: str, by: By) -> Envelope:
        """The signer's letter once more, with a new link."""
        return await self._sending.resend(organisation_id, envelope_id, signer_id, by)

    async def change_signer(
        self, organisation_id: str, envelope_id: str, signer_id: str, by: By, name: str, email: str
    ) -> Envelope:
        """Put a signer's name or address right."""
        return await self._sending.change_signer(organisation_id, envelope_id, signer_id, by, name, email)

    async def seat(
        self, organisation_id: str, envelope_id: str, signer_id: str, participant_id: str | None
    ) -> Envelope:
        """Which participant of the session signs at their own screen; None goes on by mail."""
        return await self._sending.seat(organisation_id, envelope_id, signer_id, participant_id)

    async def mail_rest(self, organisation_id: str, envelope_id: str, by: By) -> Envelope:
        """From now on everybody who has not signed goes on by mail. Again changes nothing."""
        return await self._sending.mail_rest(organisation_id, envelope_id, by)

    async def open_in_rooms(self) -> list[tuple[str, str, str]]:
        """Envelopes that are being signed in sessions: (envelope, office, session)."""
        return await self._sending.open_in_rooms()

    # --- reading ---

    async def get(self, organisation_id: str, envelope_id: str) -> Envelope:
        """An envelope with its events."""
        return await self._turns.get(organisation_id, envelope_id, events=True)

    async def page(
        self,
        organisation_id: str,
        status: str | None = None,
        search: str = "",
        before: str | None = None,
        session_id: str | None = None,
        visible: ColumnElement[bool] | None = None,
        client_id: str | None = None,
    ) -> tuple[list[Envelope], str | None]:
        """Newest first, without events; and where the next page begins (`before`), None after the last."""
        if client_id is not None:
            theirs = self.of_client(organisation_id, client_id)
            visible = theirs if visible is None else and_(visible, theirs)
        async with self._database.reading() as rows:
            found = await store.page(rows, organisation_id, status, search.strip(), before, session_id, visible)
        more = len(found) > store.PAGE
        items = found[: store.PAGE]
        return items, items[-1].id if more else None

    async def open_file(self, organisation_id: str, envelope_id: str, kind: Kind | None) -> OpenFile:
        """The newest document of a kind; None is the document as it is now."""
        envelope = await self._turns.get(organisation_id, envelope_id)
        file = envelope.current if kind is None else envelope.file(kind)
        if file is None:
            raise FILE_NOT_YET.problem()
        content = self._blobs.stream(organisation_id, file.sha256)
        return OpenFile(file_name(envelope, file.kind), media_type(file.kind), file.size, file.sha256, content)

    # --- how ---

    async def _inspect(self, path: Path) -> Inspected:
        try:
            inspected = await self._works.run(Inspect(path))
        except Refused as wrong:
            raise refused(wrong) from None
        assert isinstance(inspected, Inspected)  # noqa: S101 - the answer to this job
        return inspected

    async def _most_bytes(self, organisation_id: str) -> int:
        query = select(organisations.c.max_file_mb).where(organisations.c.id == organisation_id)
        async with self._database.reading() as rows:
            most = await rows.scalar(query)
        return min(int(most or 0) * MEGABYTE, MOST_BYTES)

    async def _values(
        self, organisation_id: str, by: By, name: str, arrived: Arrived, inspected: Inspected, language: str
    ) -> dict[str, object]:
        now, name = self._now(), clean_name(name)
        return {
            "id": uuid7(),
            "organisation_id": organisation_id,
            "title": stem(name)[:200],
            "status": "draft",
            "seal": "none",
            "clock": "own",
            "language": language,
            "created_by": by.user_id,
            "created_by_name": by.name,
            "document_name": name,
            "document_size": arrived.size,
            "document_sha256": arrived.sha256,
            "pages": orjson.dumps([[page.width, page.height] for page in inspected.pages]).decode(),
            "warnings": orjson.dumps(list(inspected.warnings)).decode(),
            "created_at": now,
            "updated_at": now,
        }
