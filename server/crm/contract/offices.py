"""Which CRM an office has, and the way to it."""

from typing import Literal, Protocol

import aiohttp

from crm_adapter.contract import Adapter, AdapterDown
from crm_adapter.foreign import ForeignCrm
from server.crm.choices import Choices, ChoiceStore
from server.crm.ports import Rows
from server.hooks.signatures import Safe
from server.hooks.targets import Targets
from server.stores.database import Database

_KEPT = 500


class CrmChoices(Choices):
    """`secret` is sealed: it signs us in there, and their messages here."""

    NAME = "crm"
    adapter: Literal["builtin", "foreign"] = "builtin"
    url: str = ""
    secret: str = ""


class BuiltIn(Protocol):
    """Makes the built-in CRM of an office."""

    def __call__(self, organisation_id: str) -> Adapter: ...


class Offices:
    """The adapters of all offices."""

    def __init__(
        self, database: Database, choices: ChoiceStore, targets: Targets, safe: Safe, builtin: BuiltIn, read_s: float
    ) -> None:
        self._database = database
        self._choices = choices
        self._targets = targets
        self._safe = safe
        self._builtin = builtin
        self._read_s = read_s
        # What a foreign CRM offers is asked once for each address and key.
        self._foreign: dict[tuple[str, str, str], ForeignCrm] = {}

    async def choice(self, organisation_id: str) -> CrmChoices:
        async with self._database.reading() as rows:
            return await self._choices.get(rows, organisation_id, CrmChoices)

    async def of(self, organisation_id: str) -> Adapter:
        """Asked each time: the administrator may have chosen another one a moment ago, on any node."""
        return self.made(organisation_id, await self.choice(organisation_id))

    async def is_foreign(self, rows: Rows, organisation_id: str) -> bool:
        return (await self._choices.get(rows, organisation_id, CrmChoices)).adapter == "foreign"

    def made(self, organisation_id: str, choice: CrmChoices, *, anew: bool = False) -> Adapter:
        """`anew`: ask it again what it offers, and so whether it answers."""
        if choice.adapter == "builtin":
            return self._builtin(organisation_id)
        key = (organisation_id, choice.url, choice.secret)
        if anew:
            self._foreign.pop(key, None)
        if key not in self._foreign:
            if len(self._foreign) >= _KEPT:
                self._foreign.clear()
            # A secret that cannot be opened any more is refused there: that is how the administrator hears of it.
            secret = self.secret(organisation_id, choice) or ""
            self._foreign[key] = ForeignCrm(choice.url, secret, self._way, self._read_s)
        return self._foreign[key]

    def forget(self) -> None:
        """Ask anew what foreign CRMs offer."""
        self._foreign.clear()

    def sealed(self, organisation_id: str, secret: str) -> str:
        return self._safe.seal(organisation_id, secret)

    def secret(self, organisation_id: str, choice: CrmChoices) -> str | None:
        return self._safe.open(organisation_id, choice.secret) if choice.secret else None

    def checked(self, url: str) -> str:
        """The address as it will be used. Raises a Problem."""
        return self._targets.check(url).rstrip("/")

    async def _way(self, url: str) -> tuple[str, aiohttp.BaseConnector]:
        try:
            return await self._targets.way(url)
        except OSError as no:
            raise AdapterDown(str(no)) from None
