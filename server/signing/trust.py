"""Keys and time of this installation: its own authority, or the office's certificate; its own clock, or an authority's."""

import asyncio
import dataclasses
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from server.keys import StartError
from server.settings import Signing
from server.signing.tables import signing_authority
from server.stores.database import Database
from signing.jobs import Proofs, SignerKey, Stamper
from signing.model import Identity, Refused
from signing.trust.authority import Authority, fresh_crl, issue_clock, issue_leaf, make_authority, open_box, seal_box

log = structlog.get_logger(__name__)

_OWN = "own"


@dataclasses.dataclass(frozen=True, slots=True)
class Means:
    """What one signature is made with."""

    key: SignerKey
    stamper: Stamper
    proofs: Proofs


class Trust:
    """The keys. `key` (32 bytes) opens the box in which the database keeps our authority."""

    def __init__(
        self, database: Database, key: bytes, name: str, now: Callable[[], datetime], settings: Signing
    ) -> None:
        self._database = database
        self._key = key
        self._name = name
        self._now = now
        self._settings = settings
        self._known: tuple[int, Authority] | None = None
        self._making = asyncio.Lock()

    @property
    def clock(self) -> str:
        """Whose time the stamps say: "authority", or our "own"."""
        return "authority" if self._settings.tsa_url else "own"

    async def authority(self) -> Authority:
        """Our authority, made at the first need. Raises StartError when its box cannot be opened."""
        async with self._making:
            found = await self._read()
            if found is None:
                made = await asyncio.to_thread(make_authority, self._name, self._now())
                await self._keep(made)
                found = await self._read()
            assert found is not None  # noqa: S101 - kept above, by us or by another process
            return found

    async def change(self, authority: Authority) -> None:
        """Keep a changed authority: renewed, or without the key of its root."""
        async with self._making, self._database.writing() as rows:
            await rows.execute(
                update(signing_authority)
                .where(signing_authority.c.name == _OWN)
                .values(
                    sealed=seal_box(authority, self._key),
                    updated_at=self._now(),
                    version=signing_authority.c.version + 1,
                )
            )

    async def proofs(self) -> Proofs:
        """What we believe: for checking a document that somebody brings."""
        authority = fresh_crl(await self.authority(), self._now())
        own = authority.proofs()
        return dataclasses.replace(own, roots=(*own.roots, *self._settings.roots))

    async def means(self, identity: Identity) -> Means:
        """For one signature of somebody. Without an office's key: one made now, and forgotten after it."""
        now = self._now()
        authority = fresh_crl(await self.authority(), now)
        proofs = authority.proofs()
        proofs = dataclasses.replace(
            proofs, roots=(*proofs.roots, *self._settings.roots), fetch=bool(self._settings.tsa_url)
        )
        if self._settings.office is not None:
            # Brings pyHanko in, which a service without such a key leaves to its workshop.
            from signing.trust.keys import proofs_with

            office = self._settings.office
            return Means(office, self._stamper(authority), await asyncio.to_thread(proofs_with, office, proofs))
        return Means(issue_leaf(authority, identity, now), self._stamper(authority), proofs)

    def _stamper(self, authority: Authority) -> Stamper:
        if self._settings.tsa_url:
            return Stamper(url=self._settings.tsa_url)
        return Stamper(local=issue_clock(authority, self._now()))

    async def _read(self) -> Authority | None:
        query = select(signing_authority).where(signing_authority.c.name == _OWN)
        async with self._database.reading() as rows:
            row = (await rows.execute(query)).one_or_none()
        if row is None:
            return None
        if self._known is None or self._known[0] != row.version:
            try:
                self._known = (row.version, open_box(row.sealed, self._key))
            except Refused:
                raise StartError(
                    "The keys of signing cannot be opened with these secrets; put secrets.json back from a backup."
                ) from None
        return self._known[1]

    async def _keep(self, made: Authority) -> None:
        now = self._now()
        try:
            async with self._database.writing() as rows:
                await rows.execute(
                    insert(signing_authority).values(
                        name=_OWN, sealed=seal_box(made, self._key), created_at=now, updated_at=now
                    )
                )
            log.info("Made the certificate authority of this installation.")
        except IntegrityError:
            return  # another process was first: theirs counts
