"""REST of coming in and of one's own account."""

from server.accounts.devices import COOKIE as DEVICE_COOKIE
from server.accounts.devices import LIFE_S as DEVICE_LIFE_S
from server.accounts.entry import Entry, SignedIn
from server.accounts.fields import Token
from server.accounts.models import (
    Acceptance,
    Accepted,
    BackupCodes,
    Credentials,
    Forgotten,
    InvitationView,
    JustPassword,
    Me,
    MyChange,
    NewOffice,
    NewPassword,
    PasswordChange,
    SetupState,
    TotpCode,
    TotpSecret,
    office,
    person,
    public_office,
)
from server.accounts.own import Own
from server.accounts.people import People
from server.accounts.refusals import (
    EMAIL_TAKEN,
    LINK_EXPIRED,
    LINK_UNKNOWN,
    LINK_USED,
    TOTP_NOT_STARTED,
    TOTP_ON,
    TOTP_REQUIRED,
    WEAK_PASSWORD,
    WRONG_CODE,
    WRONG_CREDENTIALS,
    WRONG_PASSWORD,
    WRONG_TOTP,
)
from server.accounts.sign_ins import LONGEST, SignInStore
from server.web import Call, Role, Route
from server.web.api import SIGN_IN_COOKIE
from server.web.problems import BUSY, TOO_MANY_ATTEMPTS

_LINK = (LINK_UNKNOWN, LINK_USED, LINK_EXPIRED)


class EntryRoutes:
    """Everything on the way in; for people without a cookie."""

    def __init__(self, entry: Entry, people: People, own: Own, sign_ins: SignInStore) -> None:
        self._entry = entry
        self._people = people
        self._own = own
        self._sign_ins = sign_ins

    def routes(self) -> list[Route]:
        making = (*_LINK, WEAK_PASSWORD, EMAIL_TAKEN, BUSY)
        return [
            Route(
                "GET",
                "/api/v1/setup/{token}",
                self.see_setup,
                Role.PUBLIC,
                "Whether a set-up link works",
                refuses=_LINK,
            ),
            Route(
                "POST",
                "/api/v1/setup/{token}",
                self.set_up,
                Role.PUBLIC,
                "Make the office and its first administrator, and sign in",
                refuses=making,
            ),
            Route(
                "POST",
                "/api/v1/auth/sign-in",
                self.sign_in,
                Role.PUBLIC,
                "Sign in",
                refuses=(WRONG_CREDENTIALS, TOTP_REQUIRED, WRONG_TOTP, TOO_MANY_ATTEMPTS, BUSY),
            ),
            Route("POST", "/api/v1/auth/sign-out", self.sign_out, Role.PUBLIC, "Sign out here", status=204),
            Route(
                "POST",
                "/api/v1/auth/forgot",
                self.forgot,
                Role.PUBLIC,
                "Mail a link for a new password; the answer is the same for every address",
                status=202,
                refuses=(TOO_MANY_ATTEMPTS,),
            ),
            Route(
                "POST",
                "/api/v1/auth/reset",
                self.reset,
                Role.PUBLIC,
                "Set a new password with a link; signs out everywhere",
                status=204,
                refuses=(*_LINK, WEAK_PASSWORD, BUSY),
            ),
            # The part is a link's token here and an id for DELETE: one address may have one name for it.
            Route(
                "GET",
                "/api/v1/invitations/{invitation}",
                self.see_invitation,
                Role.PUBLIC,
                "What an invitation's link offers",
                refuses=_LINK,
            ),
            Route(
                "POST",
                "/api/v1/invitations/{invitation}",
                self.accept,
                Role.PUBLIC,
                "Make the account that was offered, and sign in",
                refuses=making,
            ),
        ]

    async def see_setup(self, call: Call, token: Token) -> SetupState:
        await self._entry.look_at_setup(token)
        return SetupState()

    async def set_up(self, call: Call, token: Token, body: NewOffice) -> Me:
        return await self._welcome(call, await self._entry.set_up(token, body))

    async def sign_in(self, call: Call, body: Credentials) -> Me:
        device = call.request.cookies.get(DEVICE_COOKIE, "")
        signed = await self._entry.sign_in(body.email, body.password, body.totp, call.address, device)
        return await self._welcome(call, signed)

    async def sign_out(self, call: Call) -> None:
        cookie = call.request.cookies.get(SIGN_IN_COOKIE, "")
        if cookie:
            await self._sign_ins.close(cookie)
        call.keep(SIGN_IN_COOKIE, "", 0)

    async def forgot(self, call: Call, body: Forgotten) -> Accepted:
        await self._entry.forgot(body.email, call.address)
        return Accepted()

    async def reset(self, call: Call, body: NewPassword) -> None:
        call.keep(DEVICE_COOKIE, await self._entry.reset(body.token, body.password), DEVICE_LIFE_S)

    async def see_invitation(self, call: Call, invitation: Token) -> InvitationView:
        row = await self._people.look(invitation)
        return InvitationView(
            email=row.email,
            organisation=row.name,
            role=row.role,
            language=row.invitation_language,
            office=public_office(row),
        )

    async def accept(self, call: Call, invitation: Token, body: Acceptance) -> Me:
        return await self._welcome(call, await self._people.accept(invitation, body))

    async def _welcome(self, call: Call, signed: SignedIn) -> Me:
        before = call.request.cookies.get(SIGN_IN_COOKIE, "")
        if before:
            # This browser's former sign-in has no owner any more: the cookie that is set now replaces its own.
            await self._sign_ins.close(before)
        call.keep(SIGN_IN_COOKIE, signed.token, int(LONGEST.total_seconds()))
        call.keep(DEVICE_COOKIE, signed.device, DEVICE_LIFE_S)
        user, its_office = await self._own.both(signed.user_id)
        return Me(user=person(user), organisation=office(its_office))


class OwnRoutes:
    """One's own account."""

    def __init__(self, own: Own) -> None:
        self._own = own

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/api/v1/me", self.me, Role.ADVISER, "Who is signed in"),
            Route("PATCH", "/api/v1/me", self.change, Role.ADVISER, "Change one's own name or language"),
            Route(
                "POST",
                "/api/v1/me/password",
                self.password,
                Role.ADVISER,
                "Change one's own password; signs out other browsers",
                status=204,
                refuses=(WRONG_PASSWORD, WEAK_PASSWORD, TOO_MANY_ATTEMPTS, BUSY),
            ),
            Route(
                "POST",
                "/api/v1/me/totp",
                self.start_totp,
                Role.ADVISER,
                "Get a secret for an authenticator app; not in force before it is confirmed",
                refuses=(TOTP_ON,),
            ),
            Route(
                "POST",
                "/api/v1/me/totp/confirm",
                self.confirm_totp,
                Role.ADVISER,
                "Turn the second step on with a first code; returns the backup codes",
                refuses=(TOTP_ON, TOTP_NOT_STARTED, WRONG_CODE, TOO_MANY_ATTEMPTS),
            ),
            Route(
                "POST",
                "/api/v1/me/totp/disable",
                self.drop_totp,
                Role.ADVISER,
                "Turn the second step off",
                status=204,
                refuses=(WRONG_PASSWORD, TOO_MANY_ATTEMPTS, BUSY),
            ),
            Route(
                "POST",
                "/api/v1/auth/sign-out-everywhere",
                self.everywhere,
                Role.ADVISER,
                "Sign out in all browsers, this one too",
                status=204,
            ),
        ]

    async def me(self, call: Call) -> Me:
        user, its_office = await self._own.both(call.member.user_id)
        return Me(user=person(user), organisation=office(its_office))

    async def change(self, call: Call, body: MyChange) -> Me:
        await self._own.change(call.member, body.model_dump(exclude_none=True))
        return await self.me(call)

    async def password(self, call: Call, body: PasswordChange) -> None:
        await self._own.change_password(call.member, body.current, body.new)

    async def start_totp(self, call: Call) -> TotpSecret:
        secret, uri, picture = await self._own.start_totp(call.member)
        return TotpSecret(secret=secret, uri=uri, qr_svg=picture)

    async def confirm_totp(self, call: Call, body: TotpCode) -> BackupCodes:
        return BackupCodes(codes=await self._own.confirm_totp(call.member, body.code))

    async def drop_totp(self, call: Call, body: JustPassword) -> None:
        await self._own.drop_totp(call.member, body.password)

    async def everywhere(self, call: Call) -> None:
        await self._own.sign_out_everywhere(call.member)
        call.keep(SIGN_IN_COOKIE, "", 0)
