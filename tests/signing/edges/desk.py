"""An adviser's browser, signers' browsers, and the letters between them."""

from __future__ import annotations

import asyncio
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from fpdf import FPDF
from sqlalchemy import select

from server.stores.tables import mails
from tests.patience import PATIENCE
from tests.server.harness import Answer, Browser, Clock, Service

JAN = {"id": "jan", "name": "Jan Jansen", "email": "jan@klant.example", "language": "nl"}
ELS = {"id": "els", "name": "Els Bakker", "email": "els@klant.example", "language": "fr"}
SQUIGGLE = [[[x / 40, 0.5 + 0.3 * (-1) ** x, 0.5, x * 16] for x in range(5, 35)]]
INK = {"how": "drawn", "strokes": SQUIGGLE, "aspect": 3.0, "picture": "", "text": ""}


class RunningClock(Clock):
    """Real time plus what a test lets pass: certificates are judged by other processes, whose clocks are real."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, **amount: float) -> None:
        self.ahead += timedelta(**amount)


def paper(pages: int = 2, text: str = "Offerte") -> bytes:
    """A small PDF."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=14)
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.cell(text=f"{text}, bladzijde {number}")
    return bytes(pdf.output())


def field(signer: str, kind: str = "signature", number: int = 0, **more: Any) -> dict[str, Any]:
    place = {"page": 1, "x": 0.1, "y": 0.2 + 0.1 * number, "width": 0.3, "height": 0.08}
    return {"id": f"{signer}-{kind}-{number}", "signer_id": signer, "kind": kind, **place, **more}


@dataclass
class Letter:
    """A mail of the outbox."""

    kind: str
    to: str
    subject: str
    text: str
    html: str

    @property
    def token(self) -> str:
        found = re.search(r"/sign/([A-Za-z0-9_-]+)", self.text)
        assert found is not None, self.text
        return found[1]

    @property
    def code(self) -> str:
        found = re.search(r"^(\d{3}) (\d{3})$", self.text, re.MULTILINE)
        assert found is not None, self.text
        return found[1] + found[2]


class Signer:
    """Somebody with a link, in a browser of their own."""

    def __init__(self, browser: Browser, token: str) -> None:
        self.browser, self.token = browser, token
        self.headers: dict[str, str] = {}

    async def call(self, method: str, path: str = "", body: Any = None, **headers: str) -> Answer:
        return await self.browser.call(method, f"/sign/{self.token}{path}", body, headers={**self.headers, **headers})

    async def open(self, code: str | None = None) -> Answer:
        answer = await self.call("POST", "/open", {} if code is None else {"code": code})
        if answer.status == 201:
            self.headers = {"Samen-Pass": answer["pass"]}
        return answer

    async def sign(self, **more: Any) -> Answer:
        view = await self.call("GET", "/envelope")
        mine = view["self"]["signer_id"]
        values = {
            one["id"]: one["kind"] == "checkbox" or "Hallo"
            for one in view["fields"]
            if one["signer_id"] == mine and one["kind"] in ("text", "checkbox")
        }
        body = {
            "key": str(uuid.uuid4()),
            "consent": view["consent"]["version"],
            "name": view["self"]["name"],
            "ink": INK,
            "initials": None,
            "values": values,
            **more,
        }
        return await self.call("POST", "/sign", body)

    async def sign_blindly(self) -> Answer:
        """As a page would that has been open for long."""
        body = {"key": str(uuid.uuid4()), "consent": "2026-11", "name": "Jan", "ink": INK, "values": {}}
        return await self.call("POST", "/sign", body)


class Desk:
    """An office with one adviser at work."""

    def __init__(self, service: Service, adviser: Browser) -> None:
        self.service, self.adviser = service, adviser

    async def draft(self, *signers: dict[str, Any], fields: list[Any] | None = None, **more: Any) -> Answer:
        """A draft with a field for everybody's signature."""
        made = await self.upload()
        people = signers or (JAN,)
        return await self.change(
            made,
            signers=list(people),
            fields=fields or [field(one["id"], number=at) for at, one in enumerate(people)],
            **more,
        )

    async def upload(
        self, content: bytes | None = None, name: str = "Offerte.pdf", browser: Browser | None = None
    ) -> Answer:
        headers = {"Content-Type": "application/pdf"}
        return await (browser or self.adviser).call(
            "POST", "/envelopes", headers=headers, data=content or paper(), params={"name": name}
        )

    async def change(self, envelope: Answer, **more: Any) -> Answer:
        body = {name: envelope[name] for name in KEPT} | more
        changed = await self.adviser.call("PUT", f"/envelopes/{envelope['id']}", body)
        assert changed.status == 200, changed
        return changed

    async def sent(self, *signers: dict[str, Any], deliver: str = "mail", **more: Any) -> Answer:
        draft = await self.draft(*signers, **more)
        sent = await self.adviser.post(f"/envelopes/{draft['id']}/send", {"deliver": deliver})
        assert sent.status == 200, sent
        return sent

    async def letters(self, to: str | None = None, kind: str | None = None) -> list[Letter]:
        """Oldest first."""
        query = select(mails).order_by(mails.c.id)
        async with self.service.parts.database.reading() as rows:
            found = (await rows.execute(query)).all()
        return [
            Letter(row.kind, row.recipient, row.subject, row.text, row.html)
            for row in found
            if (to is None or row.recipient == to) and (kind is None or row.kind == kind)
        ]

    async def letter(self, to: str, kind: str) -> Letter:
        """The newest of these."""
        return (await self.letters(to, kind))[-1]

    async def signer(self, email: str) -> Signer:
        """With the newest link that was mailed there."""
        found = [one for one in await self.letters(email) if "/sign/" in one.text]
        return Signer(self.service.browser(), found[-1].token)

    async def inside(self, email: str) -> Signer:
        """With a pass, by way of a code."""
        signer = await self.signer(email)
        assert (await signer.call("POST", "/code")).status == 202
        opened = await signer.open((await self.letter(email, "signing_code")).code)
        assert opened.status == 201, opened
        return signer

    async def envelope(self, envelope_id: str) -> Answer:
        return await self.adviser.get(f"/envelopes/{envelope_id}")

    async def finished(self, envelope_id: str) -> Answer:
        """Once the durable work has been done."""
        async with asyncio.timeout(PATIENCE):
            while (envelope := await self.envelope(envelope_id))["status"] != "completed":  # noqa: ASYNC110 - only looks
                await asyncio.sleep(0.1)
        return envelope


KEPT = (
    "version",
    "title",
    "order",
    "language",
    "message",
    "expires_in_days",
    "remind_every_days",
    "verification",
)


async def desk_of(service: Service) -> Desk:
    return Desk(service, await service.office())
