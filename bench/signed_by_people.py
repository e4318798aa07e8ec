"""Signing as people do it, by HTTP with a server of its own: from the click until the copies are in the outbox."""

import asyncio
import base64
import sqlite3
import time
import uuid
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from PIL import Image, ImageDraw

from bench.report import measured, percentile
from bench.surroundings import samen
from tests.services.samen import SamenServer

_ROUNDS = 12
_GOAL_MS = 3_000
_PATIENCE = 60.0


def measure(document: Path) -> None:
    """Each round: a new envelope for one person. The clock runs from their click to the copies in the outbox."""
    # Letters wait in the outbox: nobody answers there.
    with samen({"SMTP_URL": "smtp://127.0.0.1:1", "SAMEN_MAIL_FROM": "bench@office.test"}) as (node,):
        times = asyncio.run(_rounds(node, document.read_bytes()))
        letters = _copies(node)
    if letters < _ROUNDS:
        raise RuntimeError(f"{letters} letters carry a copy, after {_ROUNDS} documents")
    measured(
        "signing.drawn to signed copy and log in the outbox",
        "ms",
        times,
        goal="p95 ≤ 3 s",
        met=percentile(times, 0.95) <= _GOAL_MS,
    )


async def _rounds(node: SamenServer, content: bytes) -> list[float]:
    api = f"{node.url}/api/v1"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), raise_for_status=True) as adviser:
        account = {"email": node.admin_email, "password": node.admin_password}
        await adviser.post(f"{api}/auth/sign-in", json=account)
        # The first one waits for what the server starts only when it is needed.
        await _round(adviser, api, content)
        return [await _round(adviser, api, content) for _ in range(_ROUNDS)]


async def _round(adviser: aiohttp.ClientSession, api: str, content: bytes) -> float:
    envelope = await _sent(adviser, api, content)
    link = f"{api}/envelopes/{envelope['id']}/signers/{envelope['signers'][0]['id']}/here"
    token = (await _json(adviser.post(link)))["url"].rsplit("/", 1)[-1]
    at = f"{api}/sign/{token}"
    async with aiohttp.ClientSession(raise_for_status=True) as signer:
        opened = await _json(signer.post(f"{at}/open", json={}))
        signer.headers["Samen-Pass"] = opened["pass"]
        view = await _json(signer.get(f"{at}/envelope"))
        begin = time.perf_counter()
        body = {
            "key": str(uuid.uuid4()),
            "consent": view["consent"]["version"],
            "name": view["self"]["name"],
            "ink": _ink(),
            "initials": None,
            "values": {},
        }
        await signer.post(f"{at}/sign", json=body)
        async with asyncio.timeout(_PATIENCE):
            while (await _json(adviser.get(f"{api}/envelopes/{envelope['id']}")))["status"] != "completed":  # noqa: ASYNC110  a page only looks
                await asyncio.sleep(0.01)
        return (time.perf_counter() - begin) * 1000


async def _sent(adviser: aiohttp.ClientSession, api: str, content: bytes) -> Any:
    pdf = {"Content-Type": "application/pdf"}
    made = await _json(adviser.post(f"{api}/envelopes", params={"name": "Bench.pdf"}, data=content, headers=pdf))
    kept = ("version", "title", "order", "language", "message", "expires_in_days", "remind_every_days", "verification")
    place = {"page": 1, "x": 0.1, "y": 0.5, "width": 0.4, "height": 0.1}
    draft = {name: made[name] for name in kept} | {
        "signers": [{"id": "a", "name": "Person A", "email": "a@example.test", "language": "nl"}],
        "fields": [{"id": "f", "signer_id": "a", "kind": "signature", **place}],
    }
    await adviser.put(f"{api}/envelopes/{made['id']}", json=draft)
    return await _json(adviser.post(f"{api}/envelopes/{made['id']}/send", json={"deliver": "here"}))


async def _json(request: Any) -> Any:
    async with request as answer:
        return await answer.json()


def _ink() -> dict[str, Any]:
    """A line that goes up and down, as strokes and as the picture of them that a page sends along."""
    points = [[step / 60, 0.5 + (step % 9 - 4) / 12, 0.6, step * 9] for step in range(61)]
    picture = Image.new("RGBA", (600, 200))
    ImageDraw.Draw(picture).line([(x * 600, y * 200) for x, y, _, _ in points], fill="black", width=4)
    content = BytesIO()
    picture.save(content, "PNG")
    return {
        "how": "drawn",
        "strokes": [points],
        "aspect": 3.0,
        "picture": base64.b64encode(content.getvalue()).decode(),
        "text": "",
    }


def _copies(node: SamenServer) -> int:
    """How many letters of the outbox carry a signed document and its log."""
    with closing(sqlite3.connect(f"file:{node.data / 'samen.db'}?mode=ro", uri=True)) as rows:
        query = "select count(*) from (select mail_id from mail_attachments group by mail_id having count(*) >= 2)"
        return int(rows.execute(query).fetchone()[0])
