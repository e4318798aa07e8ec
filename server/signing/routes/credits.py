"""REST of what an office decides about signing, and of its credits. For administrators."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from aiohttp import web
from pydantic import Field, StringConstraints
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from server.settings import Signing
from server.signing.credits import Balance, Credits, LedgerLine
from server.signing.refusals import CREDITS_NOT_ALLOWED
from server.signing.settings import Choices, read_choices
from server.signing.tables import signing_settings
from server.signing.trust import Trust
from server.stores.database import Database
from server.web import Call, Id, Input, Output, Refusal, Role, Route
from signing.jobs import Pkcs12Key

CONSENT_DIFFERS = Refusal(
    409, "consent_differs", "The sentence that you agreed to is no longer the one of today. Load the page again."
)

# What an administrator agrees to by saving. A changed sentence is another one: never mend one that was agreed to.
CONSENT: Final = {
    "nl": "Als u opslaat, gaat u ermee akkoord dat {number} credits worden gekocht en aan uw kantoor in rekening worden "
    "gebracht, tegen de prijs die u met de aanbieder hebt afgesproken.",
    "en": "By saving you agree that {number} credits are bought and charged to your office, at the price that you "
    "agreed with the provider.",
    "fr": "En enregistrant, vous acceptez que {number} crédits soient achetés et facturés à votre bureau, au prix "
    "convenu avec le prestataire.",
}

Language = Literal["nl", "en", "fr"]
Days = Annotated[int, Field(ge=1, le=365)]
Pause = Annotated[int, Field(ge=0, le=90)]


class SigningChange(Input):
    """Only what is given changes. `remind_every_days` 0: never."""

    provider: Literal["samen"] | None = None
    credits_allowed: bool | None = None
    metered: bool | None = None
    order: Literal["parallel", "sequential"] | None = None
    expires_in_days: Days | None = None
    remind_every_days: Pause | None = None
    verification: Literal["code", "none"] | None = None


class TrustView(Output):
    """`clock`: whose time the stamps say. `authority`: its host, or "". `key`: one made for each signature ("own"), or
    the office's own in a file or a device. `fingerprint`: of our root, SHA-256 in hex. `root_here`: whether the key of
    the root is on this server too.
    """

    clock: Literal["own", "authority"]
    authority: str
    key: Literal["own", "pkcs12", "pkcs11"]
    fingerprint: str
    root_here: bool


class SigningSettingsView(Output):
    provider: str
    credits_allowed: bool
    metered: bool
    order: Literal["parallel", "sequential"]
    expires_in_days: int
    remind_every_days: int
    verification: Literal["code", "none"]
    trust: TrustView


class CreditsAsked(Input):
    before: Id | None = None
    language: Language = "nl"


class Purchase(Input):
    """`consent`: the sentence as it was shown, with its number. `key`: of the click; the same one again buys nothing."""

    number: Annotated[int, Field(ge=1, le=10_000)]
    consent: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]


class BalanceView(Output):
    """`reserved`: of documents that were sent and have not ended."""

    available: int
    reserved: int


class LineView(Output):
    """`available` and `reserved` are the balance after it."""

    id: Id
    at: datetime
    kind: Literal["bought", "reserved", "captured", "released"]
    number: int
    available: int
    reserved: int
    envelope_id: Id | None
    by: str
    consent: str


class CreditsView(BalanceView):
    """`consent`: the sentence to agree to, with {number} in it."""

    consent: str
    ledger: list[LineView]
    next: Id | None


class CreditRoutes:
    def __init__(
        self,
        database: Database,
        credits: Credits,
        trust: Trust,
        settings: Signing,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._credits = credits
        self._trust = trust
        self._settings = settings
        self._now = now

    def routes(self) -> list[Route]:
        settings, credit = "/api/v1/signing/settings", "/api/v1/signing/credits"
        return [
            Route("GET", settings, self.show, Role.ADMIN, "What the office decided about signing"),
            Route("PATCH", settings, self.change, Role.ADMIN, "Change what the office decided about signing"),
            Route(
                "GET",
                "/api/v1/signing/root",
                self.root,
                Role.ADVISER,
                "The root certificate of this service, for programs that check signatures",
                produces="application/x-pem-file",
            ),
            Route("GET", credit, self.credits, Role.ADMIN, "The credits of the office, and what became of them"),
            Route(
                "POST",
                credit,
                self.buy,
                Role.ADMIN,
                "Buy credits",
                status=201,
                refuses=(CREDITS_NOT_ALLOWED, CONSENT_DIFFERS),
            ),
        ]

    async def show(self, call: Call) -> SigningSettingsView:
        async with self._database.reading() as rows:
            choices = await read_choices(rows, call.member.organisation_id)
        return await self._view(choices)

    async def change(self, call: Call, body: SigningChange) -> SigningSettingsView:
        changes = body.model_dump(exclude_none=True)
        return await self._view(await save_choices(self._database, call.member.organisation_id, changes, self._now()))

    async def root(self, call: Call) -> web.StreamResponse:
        authority = await self._trust.authority()
        headers = {
            "Content-Type": "application/x-pem-file",
            "Content-Disposition": 'attachment; filename="samen-root.pem"',
            "Cache-Control": "no-store",
        }
        return web.Response(body=authority.root, headers=headers)

    async def credits(self, call: Call, query: CreditsAsked) -> CreditsView:
        office_id = call.member.organisation_id
        balance = await self._credits.balance(office_id)
        ledger, following = await self._credits.ledger(office_id, query.before)
        return CreditsView(
            available=balance.available,
            reserved=balance.reserved,
            consent=CONSENT[query.language],
            ledger=[_line(one) for one in ledger],
            next=following,
        )

    async def buy(self, call: Call, body: Purchase) -> BalanceView:
        if body.consent not in {sentence.format(number=body.number) for sentence in CONSENT.values()}:
            raise CONSENT_DIFFERS.problem()
        member = call.member
        balance: Balance = await self._credits.buy(
            member.organisation_id, body.number, member.name, body.consent, body.key
        )
        return BalanceView(available=balance.available, reserved=balance.reserved)

    async def _view(self, choices: Choices) -> SigningSettingsView:
        from signing.trust.authority import fingerprint

        authority, office = await self._trust.authority(), self._settings.office
        own = "own" if office is None else "pkcs12" if isinstance(office, Pkcs12Key) else "pkcs11"
        trust = TrustView(
            clock="authority" if self._trust.clock == "authority" else "own",
            authority=urlsplit(self._settings.tsa_url).hostname or "",
            key=own,  # type: ignore[arg-type]  # one of three words, by the line above
            fingerprint=fingerprint(authority.root),
            root_here=bool(authority.root_key),
        )
        return SigningSettingsView(
            provider=choices.provider,
            credits_allowed=choices.credits_allowed,
            metered=choices.metered,
            order=choices.order,
            expires_in_days=choices.expires_in_days,
            remind_every_days=choices.remind_every_days,
            verification=choices.verification,
            trust=trust,
        )


async def save_choices(database: Database, office_id: str, changes: dict[str, Any], now: datetime) -> Choices:
    """Replace the choices that are given, by the names of Choices. All of them afterwards."""
    values = {("signing_order" if name == "order" else name): value for name, value in changes.items()}
    mine = signing_settings.c.organisation_id == office_id
    changed = update(signing_settings).where(mine)
    changed = changed.values(**values, updated_at=now, version=signing_settings.c.version + 1)
    try:
        async with database.writing() as rows:
            if values and not (await rows.execute(changed)).rowcount:
                usual = Choices()
                whole = {
                    "provider": usual.provider,
                    "credits_allowed": usual.credits_allowed,
                    "metered": usual.metered,
                    "signing_order": usual.order,
                    "expires_in_days": usual.expires_in_days,
                    "remind_every_days": usual.remind_every_days,
                    "verification": usual.verification,
                    **values,
                }
                made = insert(signing_settings).values(organisation_id=office_id, created_at=now, updated_at=now)
                await rows.execute(made.values(**whole))
            return await read_choices(rows, office_id)
    except IntegrityError:
        # Somebody else made the row at the same moment.
        async with database.writing() as rows:
            await rows.execute(changed)
            return await read_choices(rows, office_id)


def _line(one: LedgerLine) -> LineView:
    return LineView(
        id=one.id,
        at=one.at,
        kind=one.kind,  # type: ignore[arg-type]  # the ledger writes these four words alone
        number=one.number,
        available=one.available,
        reserved=one.reserved,
        envelope_id=one.envelope_id,
        by=one.by,
        consent=one.consent,
    )
