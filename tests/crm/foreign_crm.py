"""A small CRM of someone else: a real HTTP server that keeps the contract, with switches for when it does not."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

SECRET = "whsec_c2VjcmV0IG9mIGEgZm9yZWlnbiBjcm0gISE="


def problem(status: int, title: str, **more: Any) -> web.Response:
    body = {"type": "about:blank", "status": status, "title": title, **more}
    return web.json_response(body, status=status, content_type="application/problem+json")


@dataclass
class Document:
    id: str
    party_id: str
    raw: bytes
    about: dict[str, Any]


@dataclass
class ForeignServer:
    """What it holds, for tests to look at. `down`, `slow` (seconds) and `answer` make it misbehave."""

    parties: dict[str, dict[str, Any]] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    forms: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    appointments: dict[str, dict[str, Any]] = field(default_factory=dict)
    attended: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    consents: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    offers: list[str] = field(
        default_factory=lambda: ["parties", "timeline", "documents", "forms", "appointments", "consents"]
    )
    requests: list[str] = field(default_factory=list)
    down: bool = False
    slow: float = 0
    refuses: Callable[[web.Request], web.Response | None] = lambda _: None
    url: str = ""
    place: str = ""

    def party(self, name: str, email: str, **more: Any) -> str:
        party_id = f"P/{len(self.parties) + 1}"
        self.parties[party_id] = {
            "id": party_id,
            "version": 1,
            "kind": "person",
            "name": name,
            "caption": "Utrecht",
            "people": [{"id": "1", "name": name, "email": email, "language": "nl"}],
            "emails": [email],
            "phones": ["+31612345678"],
            "language": "nl",
            "link": f"https://crm.example/{len(self.parties) + 1}",
            **more,
        }
        return party_id

    def of(self, party_id: str, kind: str = "") -> list[dict[str, Any]]:
        """The lines of a party, in the order in which they came."""
        return [one for one in self.lines.values() if one["party_id"] == party_id and kind in ("", one["kind"])]

    # --- HTTP ---

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._door], client_max_size=200_000_000)
        app.add_routes(
            [
                web.get("/v1/capabilities", self._capabilities),
                web.get("/v1/parties", self._find),
                web.get("/v1/parties/{party}", self._party),
                web.post("/v1/parties/{party}/timeline", self._line),
                web.get("/v1/parties/{party}/documents", self._documents),
                web.post("/v1/parties/{party}/documents", self._file),
                web.get("/v1/documents/{document}", self._document),
                web.get("/v1/documents/{document}/content", self._content),
                web.get("/v1/parties/{party}/forms", self._forms),
                web.get("/v1/sessions/{session}/appointment", self._appointment),
                web.put("/v1/sessions/{session}/attendance", self._attend),
                web.get("/v1/parties/{party}/consents", self._consents),
                web.post("/v1/parties/{party}/consents", self._consent),
            ]
        )
        return app

    @web.middleware
    async def _door(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.requests.append(f"{request.method} {request.path}")
        if self.slow:
            await asyncio.sleep(self.slow)
        if self.down:
            return problem(503, "We are mending something.")
        if request.headers.get("Authorization") != f"Bearer {SECRET}":
            return problem(401, "Who are you?")
        refused = self.refuses(request)
        if refused is not None:
            return refused
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _capabilities(self, _: web.Request) -> web.Response:
        return web.json_response({"contract": "1", "name": "Klein CRM", "capabilities": self.offers})

    async def _find(self, request: web.Request) -> web.Response:
        text = request.query["text"].casefold()
        found = [
            one
            for one in self.parties.values()
            if text in one["name"].casefold() or any(text in email.casefold() for email in one["emails"])
        ]
        return web.json_response({"items": found[: int(request.query["limit"])]})

    def _known(self, request: web.Request) -> dict[str, Any]:
        party_id = request.match_info["party"]
        found = self.parties.get(self.merged.get(party_id, party_id))
        if found is None:
            raise web.HTTPNotFound(text=json.dumps({"title": "Nobody."}), content_type="application/problem+json")
        return found

    async def _party(self, request: web.Request) -> web.Response:
        party = self._known(request)
        return web.json_response(party, headers={"ETag": f'"{party["version"]}"'})

    async def _line(self, request: web.Request) -> web.Response:
        party, line = self._known(request), await request.json()
        self.lines.setdefault(request.headers["Idempotency-Key"], {**line, "party_id": party["id"]})
        return web.Response(status=204)

    async def _documents(self, request: web.Request) -> web.Response:
        party = self._known(request)
        mine = [one.about for one in self.documents.values() if one.party_id == party["id"]]
        return web.json_response({"items": [one for one in mine if one["internal"] != "true"][::-1]})

    async def _file(self, request: web.Request) -> web.Response:
        party, query, raw = self._known(request), request.query, await request.read()
        if hashlib.sha256(raw).hexdigest() != query["sha256"]:
            return problem(422, "These are other bytes.")
        known = next((one for one in self.documents.values() if one.about["key"] == query["id"]), None)
        if known is None:
            document_id = f"D{len(self.documents) + 1}"
            about = {**query, "id": document_id, "key": query["id"], "party_id": party["id"], "size": len(raw)}
            known = self.documents[document_id] = Document(document_id, party["id"], raw, about)
        return web.json_response({"id": known.id}, status=201)

    def _shared(self, request: web.Request) -> Document:
        found = self.documents.get(request.match_info["document"])
        if found is None or found.about["internal"] == "true":
            raise web.HTTPNotFound(text="{}", content_type="application/problem+json")
        return found

    async def _document(self, request: web.Request) -> web.Response:
        return web.json_response(self._shared(request).about)

    async def _content(self, request: web.Request) -> web.Response:
        return web.Response(body=self._shared(request).raw, content_type="application/octet-stream")

    async def _forms(self, request: web.Request) -> web.Response:
        return web.json_response({"items": self.forms.get(self._known(request)["id"], [])})

    def _planned(self, request: web.Request) -> dict[str, Any]:
        found = self.appointments.get(request.match_info["session"])
        if found is None:
            raise web.HTTPNotFound(text="{}", content_type="application/problem+json")
        return found

    async def _appointment(self, request: web.Request) -> web.Response:
        return web.json_response(self._planned(request))

    async def _attend(self, request: web.Request) -> web.Response:
        self._planned(request)
        self.attended.setdefault(request.match_info["session"], []).append(await request.json())
        return web.Response(status=204)

    def _state(self, party_id: str) -> dict[str, Any]:
        said = self.consents.get(party_id, [])
        given = {f"{one['purpose']}/{one['channel']}": one["given"] for one in said}
        return {"party_id": party_id, "version": len(said), "given": given}

    async def _consents(self, request: web.Request) -> web.Response:
        return web.json_response(self._state(self._known(request)["id"]))

    async def _consent(self, request: web.Request) -> web.Response:
        party_id, change = self._known(request)["id"], await request.json()
        said = self.consents.setdefault(party_id, [])
        if change["id"] not in [one["id"] for one in said]:
            seen = request.headers.get("If-Match")
            if seen is not None and int(seen.strip('"')) != len(said):
                return problem(412, "Somebody was first.", current=self._state(party_id))
            said.append(change)
        return web.json_response(self._state(party_id))

    def has(self, party_id: str, name: str, raw: bytes, *, internal: bool = False, kind: str = "text/plain") -> str:
        """A document that was there before."""
        document_id = f"D{len(self.documents) + 1}"
        about = {
            "id": document_id,
            "key": "",
            "party_id": party_id,
            "name": name,
            "media_type": kind,
            "size": len(raw),
            "at": datetime.now(UTC).isoformat(),
            "internal": str(internal).lower(),
        }
        self.documents[document_id] = Document(document_id, party_id, raw, about)
        return document_id


@asynccontextmanager
async def running() -> AsyncIterator[ForeignServer]:
    """On a free port of this machine."""
    server = ForeignServer()
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.place = f"127.0.0.1:{runner.addresses[0][1]}"
        server.url = f"http://{server.place}/v1"
        yield server
    finally:
        await runner.cleanup()
