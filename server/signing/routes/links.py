"""How a signer comes in: an unguessable link, a one-time code by mail, and the pass that both of them open.

A link that was never made, has run out or was taken back is the same to whoever tries it: one query finds only what
works now. A pass belongs to one link, and ends with it.
"""

import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.accounts.tokens import new_token, token_hash
from server.signing.envelopes import SignerRef
from server.signing.tables import signing_codes, signing_links, signing_passes
from server.stores.database import uuid7

Kind = Literal["mail", "here", "embed", "copy"]
"""By mail; on the screen of who asked; in a frame of another website; and by mail to fetch what has been signed."""

HERE = timedelta(minutes=15)
EMBED = timedelta(hours=1)
COPY = timedelta(days=90)
LATE = timedelta(days=30)
"""A link by mail outlives its envelope by so much, to tell whoever comes late what has become of it."""
PASS = timedelta(hours=2)
CODE = timedelta(minutes=10)
TRIES = 5
"""Wrong tries of one code; then it is worth nothing, and a new one must be asked for."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link that works."""

    ref: SignerRef
    kind: Kind
    origin: str  # which website may frame its page; of links to embed
    hash: str


@dataclass(frozen=True, slots=True)
class Pass:
    """What a page shows from then on. `verified`: how we knew who it was."""

    way: Way
    verified: str
    expires_at: datetime


class CodeDead(Exception):
    """There is no code that works: too many tries, too late, or none was asked for."""


class CodeIsWrong(Exception):
    """`left` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


class Links:
    """Rows of links, codes and passes. `key` makes the hashes of codes: six digits alone would be found by trying."""

    def __init__(self, now: Callable[[], datetime], key: bytes) -> None:
        self._now = now
        self._key = key

    # --- links ---

    async def make(
        self, rows: AsyncConnection, ref: SignerRef, kind: Kind, expires_at: datetime, origin: str = ""
    ) -> str:
        """A new link's token; only its hash is kept."""
        token = new_token()
        await rows.execute(
            insert(signing_links).values(
                token_hash=token_hash(token),
                organisation_id=ref.organisation_id,
                envelope_id=ref.envelope_id,
                signer_id=ref.signer_id,
                kind=kind,
                origin=origin,
                expires_at=expires_at,
                created_at=self._now(),
            )
        )
        return token

    async def revoke(self, rows: AsyncConnection, ref: SignerRef, kinds: Sequence[Kind]) -> None:
        """Links of a signer end, and with them the passes and codes that came of them."""
        now = self._now()
        await rows.execute(
            update(signing_links)
            .where(
                signing_links.c.envelope_id == ref.envelope_id,
                signing_links.c.signer_id == ref.signer_id,
                signing_links.c.kind.in_(kinds),
                signing_links.c.revoked_at.is_(None),
            )
            .values(revoked_at=now)
        )
        await self._end_codes(rows, ref)

    async def find(self, rows: AsyncConnection, token: str) -> Way | None:
        """The link that works now, if this is its token."""
        query = select(signing_links).where(
            signing_links.c.token_hash == token_hash(token),
            signing_links.c.expires_at > self._now(),
            signing_links.c.revoked_at.is_(None),
        )
        row = (await rows.execute(query)).one_or_none()
        if row is None:
            return None
        ref = SignerRef(row.organisation_id, row.envelope_id, row.signer_id)
        return Way(ref, row.kind, row.origin, row.token_hash)

    # --- codes ---

    async def new_code(self, rows: AsyncConnection, ref: SignerRef) -> str:
        """Six digits; every older code of this signer is worth nothing from now on."""
        now, code_id, digits = self._now(), uuid7(), f"{secrets.randbelow(1_000_000):06d}"
        await self._end_codes(rows, ref)
        await rows.execute(
            insert(signing_codes).values(
                id=code_id,
                organisation_id=ref.organisation_id,
                envelope_id=ref.envelope_id,
                signer_id=ref.signer_id,
                code_hash=self._code_hash(code_id, digits),
                tries=0,
                expires_at=now + CODE,
                created_at=now,
            )
        )
        return digits

    async def try_code(self, rows: AsyncConnection, ref: SignerRef, digits: str) -> None:
        """Spend a try, and the code when it is right. Raises CodeIsWrong or CodeDead, whose tries the caller commits."""
        row = (await rows.execute(select(signing_codes).where(self._alive(ref)).with_for_update())).one_or_none()
        if row is None:
            raise CodeDead
        # The try is counted before it is judged, and only while there is one left: of twenty at once five count.
        counted = await rows.execute(
            update(signing_codes)
            .where(signing_codes.c.id == row.id, signing_codes.c.tries < TRIES, signing_codes.c.used_at.is_(None))
            .values(tries=signing_codes.c.tries + 1)
        )
        if counted.rowcount != 1:
            raise CodeDead
        if not hmac.compare_digest(row.code_hash, self._code_hash(row.id, digits)):
            raise CodeIsWrong(TRIES - row.tries - 1)
        await rows.execute(update(signing_codes).where(signing_codes.c.id == row.id).values(used_at=self._now()))

    def _alive(self, ref: SignerRef) -> ColumnElement[bool]:
        codes = signing_codes.c
        return (
            (codes.envelope_id == ref.envelope_id)
            & (codes.signer_id == ref.signer_id)
            & codes.used_at.is_(None)
            & (codes.tries < TRIES)
            & (codes.expires_at > self._now())
        )

    async def _end_codes(self, rows: AsyncConnection, ref: SignerRef) -> None:
        await rows.execute(
            delete(signing_codes).where(
                signing_codes.c.envelope_id == ref.envelope_id, signing_codes.c.signer_id == ref.signer_id
            )
        )

    def _code_hash(self, code_id: str, digits: str) -> str:
        return hmac.new(self._key, f"{code_id} {digits}".encode("utf-8", "surrogatepass"), sha256).hexdigest()

    # --- passes ---

    async def new_pass(self, rows: AsyncConnection, way: Way, verified: str) -> tuple[str, datetime]:
        """A pass of this link, and until when it is good."""
        now, token = self._now(), new_token()
        await rows.execute(
            insert(signing_passes).values(
                token_hash=token_hash(token),
                organisation_id=way.ref.organisation_id,
                envelope_id=way.ref.envelope_id,
                signer_id=way.ref.signer_id,
                link_hash=way.hash,
                via="mail" if way.kind == "copy" else way.kind,
                verified=verified,
                expires_at=now + PASS,
                created_at=now,
            )
        )
        return token, now + PASS

    async def was_opened(self, rows: AsyncConnection, way: Way) -> bool:
        """Whether somebody came in by this link."""
        query = select(signing_passes.c.token_hash).where(signing_passes.c.link_hash == way.hash).limit(1)
        return (await rows.execute(query)).first() is not None

    async def keep(self, rows: AsyncConnection, way: Way, until: datetime) -> None:
        """Let this link live at least so long."""
        mine = (signing_links.c.token_hash == way.hash) & (signing_links.c.expires_at < until)
        await rows.execute(update(signing_links).where(mine).values(expires_at=until))

    async def check(self, rows: AsyncConnection, way: Way, token: str) -> Pass | None:
        """The pass, if it is one of this link and has not run out."""
        query = select(signing_passes).where(
            signing_passes.c.token_hash == token_hash(token),
            signing_passes.c.link_hash == way.hash,
            signing_passes.c.expires_at > self._now(),
        )
        row = (await rows.execute(query)).one_or_none()
        return None if row is None else Pass(way, row.verified, row.expires_at)

    async def sweep(self, rows: AsyncConnection) -> None:
        """Rows that nothing can be done with any more."""
        now = self._now()
        for table in (signing_passes, signing_codes):
            await rows.execute(delete(table).where(table.c.expires_at < now - timedelta(days=1)))
        await rows.execute(delete(signing_links).where(signing_links.c.expires_at < now - timedelta(days=30)))
