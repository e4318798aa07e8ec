"""Envelopes for browser tests: made by the adviser's own requests, with the links and codes that their letters bring."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.e2e.people import Adviser, until
from tests.e2e.signing import contract

_KEPT = ("version", "title", "order", "language", "message", "expires_in_days", "remind_every_days", "verification")


def _key(email: str) -> str:
    return email.replace("@", "-")


def person(name: str, email: str, language: str = "en") -> dict[str, Any]:
    return {"id": _key(email), "name": name, "email": email, "language": language}


def field(email: str, kind: str = "signature", **more: Any) -> dict[str, Any]:
    place = {"page": 1, "x": 0.1, "y": 0.4, "width": 0.4, "height": 0.07}
    return {
        "id": f"{_key(email)}-{kind}",
        "signer_id": _key(email),
        "kind": kind,
        "required": True,
        "label": "",
        **place,
        **more,
    }


@dataclass
class Office:
    """What the adviser does before anybody has to sign."""

    adviser: Adviser

    @property
    def _api(self) -> str:
        return f"{self.adviser.server_url}/api/v1"

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        answer = await self.adviser.page.context.request.fetch(f"{self._api}{path}", method=method, **more)
        assert answer.ok, await answer.text()
        return await answer.json()

    async def send(
        self, people: list[dict[str, Any]], fields: list[dict[str, Any]], deliver: str = "mail", **more: Any
    ) -> Any:
        """An envelope on its way."""
        pdf = {"headers": {"Content-Type": "application/pdf"}, "data": contract()}
        made = await self._ask("POST", "/envelopes?name=Assignment.pdf", **pdf)
        body = {name: made[name] for name in _KEPT} | {"signers": people, "fields": fields} | more
        draft = await self._ask("PUT", f"/envelopes/{made['id']}", data=body)
        return await self._ask("POST", f"/envelopes/{draft['id']}/send", data={"deliver": deliver})

    async def here(self, envelope: Any, position: int = 0) -> str:
        """The address for this very screen."""
        signer = envelope["signers"][position]["id"]
        return str((await self._ask("POST", f"/envelopes/{envelope['id']}/signers/{signer}/here"))["url"])

    async def envelope(self, envelope: Any) -> Any:
        return await self._ask("GET", f"/envelopes/{envelope['id']}")

    async def letters(self, to: str) -> list[str]:
        """What was mailed there, newest first."""
        items = (await self._ask("GET", "/outbox"))["items"]
        mails = [await self._ask("GET", f"/outbox/{one['id']}") for one in items]
        return [str(mail["text"]) for mail in mails if to in str(mail)]

    async def link(self, to: str) -> str:
        """The newest link to sign that was mailed to this address."""
        return f"{self.adviser.server_url}/sign/{await self._found(to, r'/sign/([A-Za-z0-9_-]+)')}?lang=en"

    async def code(self, to: str) -> str:
        """The newest code."""
        return "".join((await self._found(to, r"^\s*(\d{3} \d{3})\s*$")).split())

    async def _found(self, to: str, pattern: str) -> str:
        async def newest() -> str:
            found = (re.search(pattern, text, re.MULTILINE) for text in await self.letters(to))
            return next((match[1] for match in found if match), "")

        return str(await until(newest, what=f"a letter to {to} with {pattern}"))
