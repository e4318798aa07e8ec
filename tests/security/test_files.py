"""Files made to hurt: their reader, the disk, whoever opens them, and the folder that pages are served from."""

from __future__ import annotations

import asyncio
import os
import random
import struct
import time
import warnings
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from PIL import Image
from yarl import URL

from server.accounts.offices import redraw
from server.files.pages import PageCounter
from server.stores.blobs import BlobMissing, LazyBlobs, once
from server.stores.database import uuid7
from server.web.problems import Problem
from server.web.static import StaticClient
from tests.live.houses import OwnHouse

# --- PDFs ---


def pdf(objects: dict[int, bytes]) -> bytes:
    out, at = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        at[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    end, count = len(out), max(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % at.get(number, 0) for number in range(1, count))
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    return out + head + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, end)


def xref_bomb() -> bytes:
    """400 MB of zeros in 400 kB, where a reader has to begin."""
    packed = zlib.compress(bytes(400_000_000), 9)
    head = b"<< /Type /XRef /W [1 4 2] /Size 50000000 /Root 1 0 R /Filter /FlateDecode /Length %d >>" % len(packed)
    return b"%PDF-1.7\n1 0 obj\n" + head + b"\nstream\n" + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
HURTING = {
    "pages that contain themselves": lambda: pdf({1: CATALOG, 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 3 >>"}),
    "a thousand million pages in four objects": lambda: pdf(
        {1: CATALOG}
        | {at: b"<< /Type /Pages /Kids [" + b"%d 0 R " % (at + 1) * 1000 + b"] >>" for at in (2, 3, 4)}
        | {5: b"<< /Type /Page >>"}
    ),
    "a count beyond all numbers": lambda: pdf(
        {1: CATALOG, 2: b"<< /Type /Pages /Kids [] /Count 99999999999999999999 >>"}
    ),
    "brackets without end": lambda: pdf({1: b"<< /Pages " + b"[" * 200_000 + b"]" * 200_000 + b" >>"}),
    "a bomb of zeros": xref_bomb,
    "a table that points at itself": lambda: (
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF"
    ),
}


@pytest.mark.parametrize("make", HURTING.values(), ids=HURTING)
async def test_a_pdf_made_to_hurt_costs_seconds_at_most_and_nobody_waits_for_it(make) -> None:
    content = make()

    async def stream() -> AsyncIterator[bytes]:
        for start in range(0, len(content), 65_536):
            yield content[start : start + 65_536]

    beats, done = 0, asyncio.Event()

    async def beat() -> None:
        nonlocal beats
        while not done.is_set():
            beats += 1
            await asyncio.sleep(0.02)

    started = time.monotonic()
    async with asyncio.TaskGroup() as group:
        group.create_task(beat())
        pages = await PageCounter().count(len(content), stream())
        done.set()
    spent = time.monotonic() - started
    assert pages == 0
    assert spent < 9
    assert beats > spent * 10, "the service stood still meanwhile"


async def test_the_reader_of_pdfs_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {}
    real = asyncio.create_subprocess_exec

    async def spied(*arguments: str, **options: Any):
        told.update(options)
        return await real(*arguments, **options)

    monkeypatch.setenv("SAMEN_ADMIN_PASSWORD", "geheim")
    monkeypatch.setattr(asyncio, "create_subprocess_exec", spied)
    await PageCounter().count(5, once(b"%PDF-"))
    assert "geheim" not in str(told["env"])
    assert set(told["env"]) <= {"SYSTEMROOT"}


# --- pictures ---


def outcome(content: bytes) -> str:
    """What becomes of a picture; whatever is no refusal of ours fails the test."""
    try:
        redraw(content)
    except Problem as refused:
        return refused.refusal.code
    return "drawn"


def test_broken_pictures_are_refused_whatever_is_broken_about_them() -> None:
    seeds = []
    for kind, mode in (("PNG", "P"), ("PNG", "RGBA"), ("JPEG", "CMYK"), ("JPEG", "RGB"), ("WEBP", "RGB")):
        out, exif = BytesIO(), Image.Exif()
        exif[0x0112] = 6
        Image.new("RGB", (40, 30), "#123456").convert(mode).save(out, kind, exif=exif)
        seeds.append(out.getvalue())
    dice, outcomes = random.Random(5), Counter[str]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(6_000):
            content = bytearray(dice.choice(seeds))
            for _ in range(dice.randint(1, 8)):
                content[dice.randrange(len(content))] = dice.randrange(256)
            outcomes[outcome(bytes(content))] += 1
    assert set(outcomes) == {"drawn", "not_an_image", "image_too_large"}


@pytest.mark.parametrize("tag", [0x0128, 0x011A], ids=["a whole number", "a fraction"])
def test_metadata_of_the_wrong_type_is_no_error_of_ours(tag: int) -> None:
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack("<HHI4s", tag, 2, 4, b"abc\0")
    tiff = b"II*\0" + struct.pack("<IH", 8, 2) + entries + bytes(4)
    exif = b"Exif\0\0" + tiff
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG")
    picture = out.getvalue()
    broken = picture[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + picture[2:]
    assert outcome(picture) == "drawn"
    assert outcome(broken) == "not_an_image"


# --- the store ---


@pytest.mark.parametrize(
    ("office", "hash_"),
    [
        ("..", "a" * 64),
        ("../../etc", "a" * 64),
        ("0189", "../" * 21 + "x"),
        ("0189", "A" * 64),
        ("0189", "a" * 63 + "\n"),
        ("/", "a" * 64),
        ("", "../../secrets.json"),
    ],
)
async def test_no_name_leads_out_of_the_store(tmp_path: Path, office: str, hash_: str) -> None:
    (tmp_path / "secrets.json").write_text("geheim")
    (tmp_path / "blobs").mkdir()
    blobs = LazyBlobs(None, tmp_path / "blobs")
    with pytest.raises(BlobMissing):
        await blobs.read(office, hash_)
    with pytest.raises(BlobMissing):
        await blobs.delete(office, hash_)
    mine = uuid7()
    kept = await blobs.put(mine, once(b"van mij"), 100)
    assert await blobs.read(mine, kept.hash) == b"van mij"
    with pytest.raises(BlobMissing):
        await blobs.read(uuid7(), kept.hash)


async def test_a_thousand_small_files_fill_neither_the_session_nor_the_disk(house: OwnHouse) -> None:
    adviser = await house.adviser()
    meeting = await house.meeting(adviser)
    limits = house.parts.settings.blob_folder
    async with ClientSession(headers={"Authorization": f"Bearer {meeting.host_ticket}"}) as http:
        turns, seen = asyncio.Semaphore(3), []

        async def send(at: int) -> None:
            async with turns:
                path = f"{house.url}/api/v1/sessions/{meeting.id}/files?name={at}.bin"
                async with http.post(path, data=b"%d" % at) as answer:
                    seen.append((answer.status, (await answer.json()).get("code")))

        for first in range(0, 1_000, 100):
            await asyncio.gather(*(send(at) for at in range(first, first + 100)))
            if seen[-1][0] != 201:
                break
    assert [status for status, _ in seen].count(201) == 200
    assert {code for status, code in seen if status != 201} == {"too_many_files"}
    assert sum(1 for path in limits.rglob("*") if path.is_file()) == 200


# --- the folder of pages ---


@pytest.mark.parametrize(
    "path",
    [
        "/out.js",
        "/assets/out.js",
        "/link/passwd",
        "/.env",
        "/assets/.hidden.js",
        "/%2e%2e/secrets.json",
        "/..%2fsecrets.json",
    ]
    + ["/assets/%2e%2e/%2e%2e/secrets.json", "/assets/..%5c..%5csecrets.json", "//secrets.json", "/room.html", "/%00"]
    + ["/assets", "/assets/", "/file:%2f%2f%2fetc/passwd", "/index.html%00.js"],
)
async def test_nothing_beside_the_pages_is_served(tmp_path: Path, path: str) -> None:
    (tmp_path / "secrets.json").write_text("geheim")
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    for name in ("index.html", "room.html", "adviser.html", ".env", "assets/.hidden.js", "assets/in.js"):
        (folder / name).write_text("geheim" if "." in name[:1] or "/." in name else "open")
    os.symlink(tmp_path / "secrets.json", folder / "out.js")
    os.symlink(tmp_path / "secrets.json", folder / "assets" / "out.js")
    os.symlink("/etc", folder / "link")
    app = web.Application()
    StaticClient(folder).attach(app)
    async with TestServer(app, host="127.0.0.1") as server, ClientSession() as http:
        async with http.get(URL(f"http://127.0.0.1:{server.port}{path}", encoded=True)) as answer:
            assert answer.status == 404
            assert "geheim" not in await answer.text()
        async with http.get(f"http://127.0.0.1:{server.port}/assets/in.js") as answer:
            assert await answer.text() == "open"
