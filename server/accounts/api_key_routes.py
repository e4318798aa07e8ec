"""REST of the API keys. An administrator makes them; no key ever makes or revokes one."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from server.accounts.api_keys import ApiKeyStore, Lifetime
from server.accounts.fields import Name
from server.accounts.refusals import TOO_MANY_KEYS
from server.web import Call, Id, Input, Output, Role, Route
from server.web.problems import NOT_FOUND


class NewApiKey(Input):
    """`expires_in_days`: left out, the key works until it is revoked."""

    name: Name
    expires_in_days: Lifetime | None = None


class ApiKeyView(Output):
    """`start`: the first signs of the key, to tell one from another. `works`: its maker still has an account."""

    id: Id
    name: str
    start: str
    made_by: str
    works: bool
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


class ApiKeyList(Output):
    items: list[ApiKeyView]


class MadeApiKey(ApiKeyView):
    """`key` is shown this once."""

    key: str


class ApiKeyRoutes:
    def __init__(self, store: ApiKeyStore) -> None:
        self._store = store

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/api/v1/api-keys", self.all, Role.ADMIN, "The office's API keys"),
            Route(
                "POST",
                "/api/v1/api-keys",
                self.make,
                Role.ADMIN,
                "Make an API key; the answer is the only place where it can be read",
                status=201,
                refuses=(TOO_MANY_KEYS,),
            ),
            Route("DELETE", "/api/v1/api-keys/{key_id}", self.revoke, Role.ADMIN, "Revoke an API key", status=204),
        ]

    async def all(self, call: Call) -> ApiKeyList:
        return ApiKeyList(items=[_view(row) for row in await self._store.all(call.member.organisation_id)])

    async def make(self, call: Call, body: NewApiKey) -> MadeApiKey:
        key_id, key = await self._store.make(call.member, body.name, body.expires_in_days)
        row = next((row for row in await self._store.all(call.member.organisation_id) if row.id == key_id), None)
        if row is None:
            # Revoked by a colleague within this moment.
            raise NOT_FOUND.problem()
        return MadeApiKey(key=key, **_fields(row))

    async def revoke(self, call: Call, key_id: Id) -> None:
        await self._store.revoke(call.member, key_id)


def _view(row: Row[Any]) -> ApiKeyView:
    return ApiKeyView(**_fields(row))


def _fields(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "start": row.start,
        "made_by": row.made_by_name,
        "works": row.maker_active,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "used_at": row.used_at,
    }
