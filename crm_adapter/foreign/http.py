"""Requests to a foreign CRM: signed in, bounded in time and size, and every failure in the contract's words."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import aiohttp

from crm_adapter.contract import VERSION, AdapterDown, AdapterSlow, Asker, Conflict, Denied, Failure, NotThere, Refused

READ_S = 2.0
"""Somebody waits for it, in a session."""
WRITE_S = 10.0
BYTES_S = 120.0
"""A document of a hundred megabytes over a slow line."""
_MOST = 4_000_000  # bytes of a JSON answer

Open = Callable[[str], Awaitable[tuple[str, aiohttp.BaseConnector]]]
"""The address as it will be used, and the way there. Raises AdapterDown when it must not be used."""


async def plain(url: str) -> tuple[str, aiohttp.BaseConnector]:
    """Straight there, by the machine's own look-up: for whoever runs the conformance kit."""
    return url, aiohttp.TCPConnector(force_close=True)


class Http:
    """One CRM: `url` is where the paths of the contract begin."""

    def __init__(self, url: str, secret: str, open_way: Open, read_s: float = READ_S) -> None:
        self._url = url.rstrip("/")
        self._secret = secret
        self._open = open_way
        self._read_s = read_s

    async def get(self, path: str, asker: Asker | None = None, query: Mapping[str, str] | None = None) -> Any:
        async with self._asked("GET", path, self._read_s, asker=asker, query=query) as answer:
            return await _json(answer)

    async def send(
        self,
        method: str,
        path: str,
        body: Any,
        *,
        key: str,
        seen: int | None = None,
        ours: Mapping[str, Any] | None = None,
    ) -> Any:
        """`key`: the same request again is done once. `seen`: only over that version."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if seen is not None:
            headers["If-Match"] = f'"{seen}"'
        data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        async with self._asked(method, path, WRITE_S, headers=headers, data=data, ours=ours) as answer:
            return await _json(answer) if answer.status != 204 else None

    async def put_bytes(
        self, path: str, query: Mapping[str, str], content: AsyncIterator[bytes], size: int, media_type: str, key: str
    ) -> Any:
        headers = {"Content-Type": media_type, "Content-Length": str(size), "Idempotency-Key": key}
        async with self._asked("POST", path, BYTES_S, headers=headers, data=content, query=query) as answer:
            return await _json(answer)

    async def get_bytes(self, path: str, asker: Asker, size: int) -> AsyncIterator[bytes]:
        """The answer in pieces. Raises AdapterDown when it is not as long as it should be."""
        came = 0
        async with self._asked("GET", path, BYTES_S, asker=asker) as answer:
            async for piece in answer.content.iter_chunked(65_536):
                came += len(piece)
                if came > size:
                    break
                yield piece
        if came != size:
            raise AdapterDown("the document came broken")

    @asynccontextmanager
    async def _asked(
        self,
        method: str,
        path: str,
        within: float,
        *,
        asker: Asker | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        data: Any = None,
        ours: Mapping[str, Any] | None = None,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        said = {
            "Authorization": f"Bearer {self._secret}",
            "Samen-Contract": VERSION,
            "Accept": "application/json, application/problem+json",
            "Accept-Encoding": "identity",
            "User-Agent": f"Samen-Crm/{VERSION}",
            **(_of(asker) if asker else {}),
            **(headers or {}),
        }
        try:
            async with asyncio.timeout(within):
                url, connector = await self._open(self._url + path)
                # No proxy of the environment, no cookies, nothing unpacked: a small answer must not become a large one.
                async with (
                    aiohttp.ClientSession(
                        connector=connector,
                        cookie_jar=aiohttp.DummyCookieJar(),
                        auto_decompress=False,
                        trust_env=False,
                        timeout=aiohttp.ClientTimeout(total=within),
                    ) as http,
                    http.request(
                        method, url, params=dict(query or {}), headers=said, data=data, allow_redirects=False
                    ) as answer,
                ):
                    await _judge(answer, ours)
                    yield answer
        except TimeoutError:
            raise AdapterSlow(f"no answer within {within:g} seconds") from None
        except (aiohttp.ClientError, OSError, ValueError) as wrong:
            raise AdapterDown(type(wrong).__name__) from None


def _of(asker: Asker) -> dict[str, str]:
    role = "admin" if asker.admin else "adviser"
    return {"Samen-Asker": quote(asker.email, safe="@.+-_"), "Samen-Asker-Role": role}


async def _judge(answer: aiohttp.ClientResponse, ours: Mapping[str, Any] | None) -> None:
    """Raises what this status means."""
    status = answer.status
    if 200 <= status < 300:
        return
    problem: dict[str, Any] = {}
    try:
        found = await _json(answer)
        problem = found if isinstance(found, dict) else {}
    except Failure:
        pass
    detail = str(problem.get("detail") or problem.get("title") or "")[:500].replace("\x00", "")
    if status in (401, 403):
        raise Denied(detail)
    if status in (404, 410):
        raise NotThere(detail)
    if status == 412:
        theirs = problem.get("current")
        raise Conflict(ours or {}, theirs if isinstance(theirs, dict) else {})
    if status >= 500 or status in (408, 425, 429) or status < 400:
        raise AdapterDown(f"it answered {status}. {detail}".strip())
    raise Refused(detail or f"it answered {status}")


async def _json(answer: aiohttp.ClientResponse) -> Any:
    raw = bytearray()
    async for piece in answer.content.iter_chunked(65_536):
        raw += piece
        if len(raw) > _MOST:
            raise AdapterDown("the answer is too long")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise AdapterDown("the answer is no JSON") from None
