"""The first start: whose database this is, the first administrator, the sample office."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import insert, select, update

from server.accounts.entry import add_user, has_admin
from server.accounts.links import Links
from server.accounts.offices import Offices
from server.accounts.passwords import Hasher
from server.keys import Keys, StartError
from server.stores.database import Database
from server.stores.tables import facts, organisations

log = structlog.get_logger(__name__)

DEMO_OFFICE = "Lindelaan Advies"
DEMO_PASSWORD = "drie-linden-in-de-laan"  # noqa: S105 - of a sample office; written in the manual, not a secret
DEMO_PEOPLE = (
    ("Marieke de Boer", "marieke@lindelaan.example", "admin"),
    ("Sanne Visser", "sanne@lindelaan.example", "adviser"),
    ("Youssef Amrani", "youssef@lindelaan.example", "adviser"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the settings ask of the first start."""

    admin_email: str
    admin_password: str = field(repr=False)
    demo: bool
    accept_new_secrets: bool


class FirstStart:
    def __init__(
        self,
        *,
        database: Database,
        now: Callable[[], datetime],
        keys: Keys,
        offices: Offices,
        links: Links,
        hasher: Hasher,
    ) -> None:
        self._database = database
        self._now = now
        self._keys = keys
        self._offices = offices
        self._links = links
        self._hasher = hasher

    async def run(self, wish: Wish) -> list[str]:
        """Make what is missing. Returns lines for whoever started the service; `{url}` is our address."""
        await self._check_secrets(wish.accept_new_secrets)
        async with self._database.reading() as rows:
            administered = await has_admin(rows)
            sample = await rows.scalar(select(organisations.c.id).where(organisations.c.demo).limit(1))
        lines: list[str] = []
        if wish.demo and not administered:
            await self._make_sample(wish)
            administered = sample = True
        if wish.demo and not sample:
            lines.append("SAMEN_DEMO is set, but this database already holds an office; no sample office was made.")
        if sample:
            lines.append(f"Sample office: sign in at {{url}}/adviser as {DEMO_PEOPLE[0][1]}, password {DEMO_PASSWORD}")
        if not administered and wish.admin_email:
            await self._make_administrator(wish)
            administered = True
        if not administered:
            lines.append(f"Make the first administrator: {{url}}/setup/{await self._setup_link()}")
        return lines

    async def _check_secrets(self, accept_new: bool) -> None:
        """The secrets and the database belong together: with others, second steps could not be read."""
        async with self._database.reading() as rows:
            found = await rows.scalar(select(facts.c.value).where(facts.c.name == "secrets"))
        if found == self._keys.fingerprint:
            return
        if found is not None and not accept_new:
            raise StartError(
                "SAMEN_DATA/secrets.json does not belong to this database; copy it from the first node or a backup "
                "(if it is lost, SAMEN_ACCEPT_NEW_SECRETS=1 goes on without, and second steps must be set up again)."
            )
        async with self._database.writing() as rows:
            await self._database.alone(rows, "secrets")
            now_found = await rows.scalar(select(facts.c.value).where(facts.c.name == "secrets"))
            if now_found is None:
                await rows.execute(insert(facts).values(name="secrets", value=self._keys.fingerprint))
            elif accept_new:
                await rows.execute(update(facts).where(facts.c.name == "secrets").values(value=self._keys.fingerprint))
            elif now_found != self._keys.fingerprint:
                raise StartError("Another node started first with other secrets; share its SAMEN_DATA/secrets.json.")

    async def _make_sample(self, wish: Wish) -> None:
        hashed = await self._hasher.hash(DEMO_PASSWORD)
        own = await self._hasher.hash(wish.admin_password) if wish.admin_email else ""
        async with self._database.writing() as rows:
            await self._database.alone(rows, "first administrator")
            if await has_admin(rows):
                return
            office_id = await self._offices.make(rows, DEMO_OFFICE, "nl", phone="030 555 01 48", demo=True)
            for name, email, role in DEMO_PEOPLE:
                await add_user(rows, self._now(), office_id, name, email, role, "nl", hashed)
            if wish.admin_email and wish.admin_email not in {email for _, email, _ in DEMO_PEOPLE}:
                name = _name_of(wish.admin_email)
                await add_user(rows, self._now(), office_id, name, wish.admin_email, "admin", "nl", own)
        log.info("The sample office was made.", organisation=office_id)

    async def _make_administrator(self, wish: Wish) -> None:
        hashed = await self._hasher.hash(wish.admin_password)
        async with self._database.writing() as rows:
            await self._database.alone(rows, "first administrator")
            if await has_admin(rows):
                return
            office_id = await rows.scalar(select(organisations.c.id).order_by(organisations.c.id).limit(1))
            if office_id is None:
                office_id = await self._offices.make(rows, "Samen", "nl")
            user_id = await add_user(
                rows,
                self._now(),
                office_id,
                _name_of(wish.admin_email),
                wish.admin_email,
                "admin",
                "nl",
                hashed,
            )
        log.info("The first administrator was made.", organisation=office_id, user=user_id)

    async def _setup_link(self) -> str:
        async with self._database.writing() as rows:
            return await self._links.make(rows, "setup")


def _name_of(email: str) -> str:
    """A first name to show, until its owner changes it: jan.de.vries@... is Jan De Vries."""
    return " ".join(part.capitalize() for part in email.split("@")[0].replace("_", ".").split(".") if part) or email
