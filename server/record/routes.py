"""REST of a session's record: for its adviser, and for the office's administrators."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol

import orjson
from aiohttp import web

from server.record import chat, document
from server.record.document import Archived
from server.record.telling import tell
from server.record.words import Words
from server.web import Call, Id, Input, Member, Role, Route
from server.web.problems import NOT_FOUND
from signing.fonts import Fonts


class Archive(Protocol):
    """Where sessions are found again."""

    async def open(self, member: Member, session_id: str) -> Archived | None:
        """The session with its log, when this member may look into it."""
        ...


class Wish(Input):
    """`chat` 1 puts what was written into the record."""

    chat: Literal["0", "1"] = "0"


class RecordRoutes:
    def __init__(self, archive: Archive, fonts: Fonts, now: Callable[[], datetime]) -> None:
        self._archive = archive
        self._fonts = fonts
        self._now = now

    def routes(self) -> list[Route]:
        base = "/api/v1/sessions/{session_id}"
        return [
            Route(
                "GET",
                f"{base}/record.json",
                self.as_json,
                Role.ADVISER,
                "The record of a session, verifiable line by line",
                produces="application/json",
                tag="record",
            ),
            Route(
                "GET",
                f"{base}/record.pdf",
                self.as_pdf,
                Role.ADVISER,
                "The record of a session, to read",
                produces="application/pdf",
                tag="record",
            ),
            Route(
                "GET",
                f"{base}/chat.txt",
                self.as_text,
                Role.ADVISER,
                "What was written in a session",
                produces="text/plain",
                tag="record",
            ),
        ]

    async def as_json(self, call: Call, session_id: Id, query: Wish) -> web.StreamResponse:
        session = await self._open(call, session_id)

        def made() -> bytes:
            record = document.make(session, self._now(), chat=query.chat == "1")
            return orjson.dumps(record, option=orjson.OPT_INDENT_2)

        return _download(await asyncio.to_thread(made), "application/json", session, "record", "json")

    async def as_pdf(self, call: Call, session_id: Id, query: Wish) -> web.StreamResponse:
        session = await self._open(call, session_id)
        words = Words.of(call.member.language)
        with_chat = query.chat == "1"

        def made() -> bytes:
            # Imported here: fpdf2 and its fonts are of no use to a server that starts.
            from server.record.pdf import render

            record = document.make(session, self._now(), chat=with_chat)
            told = list(tell([line.entry for line in session.lines], words, chat=with_chat))
            return render(record, told, words, self._fonts)

        return _download(await asyncio.to_thread(made), "application/pdf", session, "record", "pdf")

    async def as_text(self, call: Call, session_id: Id) -> web.StreamResponse:
        session = await self._open(call, session_id)
        text = await asyncio.to_thread(chat.text, session, Words.of(call.member.language))
        return _download(text.encode(), "text/plain", session, "chat", "txt", charset="utf-8")

    async def _open(self, call: Call, session_id: str) -> Archived:
        session = await self._archive.open(call.member, session_id)
        if session is None:
            raise NOT_FOUND.problem()
        return session


def _download(
    body: bytes, kind: str, session: Archived, name: str, extension: str, charset: str | None = None
) -> web.Response:
    began = document.began(session)
    headers = {
        "Content-Disposition": f'attachment; filename="samen-{began}-{name}.{extension}"',
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'self'",
    }
    return web.Response(body=body, content_type=kind, charset=charset, headers=headers)
