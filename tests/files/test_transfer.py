"""Files over HTTP: sent, shown to whom they were shared, fetched by links that run out, taken back."""

import asyncio
import hashlib
import io
import resource
import socket

import pytest
from PIL import Image

from server.files.drawer import MEGABYTE, DrawerLimits
from server.files.links import Links
from signalling import commands as cmd
from signalling.limits import SYSTEM
from tests.patience import PATIENCE, until

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "green").save(out, "png")
    return out.getvalue()


@pytest.mark.covers("F019", "F043")
async def test_a_file_is_sent_shared_and_fetched_whole(any_office):
    answer = await any_office.send("bob", PDF, "Polis Łukasz.pdf")
    assert answer.status == 201
    file_id = answer.json["file_id"]
    assert answer.json == {
        "file_id": file_id,
        "name": "Polis Łukasz.pdf",
        "size": len(PDF),
        "media_type": "application/pdf",
        "sha256": sha256(PDF),
        "pages": 0,
        "everyone": True,
    }
    session = await any_office.live.get(any_office.session_id)
    assert session.files[file_id].participant_id == any_office.people["bob"]
    for person in ("ann", "bob", "cleo"):
        got = await any_office.fetched(person, file_id)
        assert (got.status, got.body) == (200, PDF)
        assert got.headers["Content-Disposition"].endswith("filename*=UTF-8''Polis%20%C5%81ukasz.pdf")


async def test_a_file_for_the_hosts_is_not_for_other_clients(office):
    file_id = await office.sent("bob", PDF, audience="hosts")
    assert (await office.fetched("ann", file_id)).body == PDF
    assert (await office.fetched("bob", file_id)).body == PDF
    refused = await office.link("cleo", file_id)
    assert (refused.status, refused.code) == (404, "unknown_file")
    await office.ask("ann", cmd.ShareFile(file_id, everyone=False, participant_ids=(office.people["cleo"],)))
    assert (await office.fetched("cleo", file_id)).body == PDF


# --- what may be sent -------------------------------------------------------------------------------------------


async def test_an_empty_file_comes_and_goes(office):
    file_id = await office.sent("bob", b"", "leeg.txt")
    got = await office.fetched("ann", file_id)
    assert (got.status, got.body, got.headers["Content-Length"]) == (200, b"", "0")


async def test_a_picture_has_one_page(office):
    assert (await office.send("bob", png(), "x.pdf")).json["pages"] == 1


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("rekening\u202efdp.exe", "rekeningfdp.exe"),
        ("Договор Мария.pdf", "Договор Мария.pdf"),
        ("合同 שלום.pdf", "合同 שלום.pdf"),
        ("x" * 400 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
async def test_the_name_is_cleaned_and_never_a_path(office, raw, kept):
    answer = await office.send("bob", b"text", raw)
    assert answer.json["name"] == kept
    assert all(office.blobs_folder in path.parents for path in office.kept())


async def test_equal_files_are_kept_once_and_each_can_be_taken_back(any_office):
    one, other = await any_office.sent("bob", PDF, "a.pdf"), await any_office.sent("cleo", PDF, "b.pdf")
    assert one != other
    assert len(any_office.kept()) == 1
    await any_office.ask("bob", cmd.WithdrawFile(one))
    assert (await any_office.fetched("ann", other)).body == PDF
    await any_office.ask("ann", cmd.WithdrawFile(other))
    assert any_office.kept() == []
    assert await any_office.rows() == []


async def test_the_office_s_limit_is_kept_by_the_announced_length(office):
    refused = await office.send("bob", io.BytesIO(bytes(2 * MEGABYTE + 1)))
    assert (refused.status, refused.code, refused.json["max_bytes"]) == (413, "file_too_large", 2 * MEGABYTE)
    assert office.kept() == []
    assert (await office.send("bob", io.BytesIO(bytes(2 * MEGABYTE)))).status == 201


async def test_the_office_s_limit_is_kept_where_no_length_was_announced(office):
    async def endless():
        for _ in range(40):
            yield bytes(MEGABYTE // 8)

    refused = await office.send("bob", endless())
    assert (refused.status, refused.code) == (413, "file_too_large")
    assert office.kept() == []
    assert await office.rows() == []


async def test_a_session_holds_only_so_many_files(office):
    office.files.drawer._limits = DrawerLimits(files=2)
    first = await office.sent("bob", b"one")
    await office.sent("bob", b"two")
    refused = await office.send("bob", b"three")
    assert (refused.status, refused.code) == (413, "too_many_files")
    await office.ask("bob", cmd.WithdrawFile(first))
    await office.sent("bob", b"three")


async def test_two_uploads_at_once_cannot_both_take_the_last_place(any_office):
    any_office.files.drawer._limits = DrawerLimits(files=1)
    answers = await asyncio.gather(*(any_office.send("bob", bytes([number])) for number in range(3)))
    assert sorted(answer.status for answer in answers) == [201, 413, 413]
    assert len(any_office.kept()) == len(await any_office.rows()) == 1


async def test_a_session_holds_only_so_many_bytes(office):
    office.files.drawer._limits = DrawerLimits(bytes=1_000)
    await office.sent("bob", bytes(600))
    assert (await office.send("bob", bytes(600))).code == "too_many_files"
    await office.sent("bob", bytes(400))


async def test_one_participant_sends_a_few_files_at_a_time(office):
    office.files.drawer._limits = DrawerLimits(uploads=1)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow():
        yield b"begin"
        begun.set()
        await go_on.wait()
        yield b"end"

    first = asyncio.create_task(office.send("bob", slow()))
    await begun.wait()
    await until(lambda: office.files.drawer._coming)
    assert (await office.send("bob", b"second")).code == "too_many_uploads"
    assert (await office.send("cleo", b"of somebody else")).status == 201
    go_on.set()
    assert (await first).status == 201
    assert (await office.send("bob", b"second")).status == 201


async def test_taking_back_and_sending_the_same_bytes_at_once_loses_none(any_office):
    for _ in range(10):
        old = await any_office.sent("bob", PDF)
        _, answer = await asyncio.gather(
            any_office.ask("bob", cmd.WithdrawFile(old)), any_office.send("cleo", PDF, "again.pdf")
        )
        # Refused is fine, as long as what was taken in can be opened.
        if answer.status == 201:
            assert (await any_office.fetched("ann", answer.json["file_id"])).body == PDF
            await any_office.ask("ann", cmd.WithdrawFile(answer.json["file_id"]))
        else:
            assert answer.code == "upload_broken"
    assert any_office.kept() == []
    assert await any_office.rows() == []


# --- uploads that break off ---------------------------------------------------------------------------------------


async def raw_upload(office, announced: int, body: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, port = office.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = (
        f"POST /api/v1/sessions/{office.session_id}/files?name=a.pdf HTTP/1.1\r\nHost: {host}:{port}\r\n"
        f"Authorization: Bearer bob\r\nContent-Length: {announced}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    return reader, writer


async def test_a_cancelled_upload_leaves_nothing(office):
    _, writer = await raw_upload(office, MEGABYTE, bytes(MEGABYTE // 2))
    await until(lambda: office.files.drawer._coming)
    # As a browser does when its user presses cancel: the connection is reset.
    writer.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()
    await until(lambda: not office.files.drawer._coming)
    assert office.kept() == []
    assert await office.rows() == []
    assert (await office.live.get(office.session_id)).files == {}


async def test_an_upload_that_falls_silent_is_given_up(office, monkeypatch):
    monkeypatch.setattr("server.files.routes._SILENCE", 0.3)
    reader, writer = await raw_upload(office, 1_000, b"only this")
    async with asyncio.timeout(PATIENCE):
        status = await reader.readline()
    assert b" 408 " in status
    assert b"upload_stalled" in await reader.read(2_000)
    writer.close()
    assert office.kept() == []
    assert not office.files.drawer._coming


@pytest.mark.parametrize("ending", [cmd.EndSession(), None])
async def test_an_upload_that_arrives_too_late_leaves_nothing(office, ending):
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow():
        yield b"begin"
        begun.set()
        await go_on.wait()
        yield b"end"

    sending = asyncio.create_task(office.send("bob", slow()))
    await begun.wait()
    await until(lambda: office.files.drawer._coming)
    await office.ask("ann", ending or cmd.Remove(office.people["bob"]))
    go_on.set()
    refused = await sending
    assert refused.code == ("session_ended" if ending else "not_inside")
    assert office.kept() == []
    assert await office.rows() == []


async def test_a_hundred_megabytes_pass_through_little_memory(office):
    from sqlalchemy import update

    from server.stores.tables import organisations

    async with office.database.writing() as rows:
        await rows.execute(update(organisations).values(max_file_mb=100))
    block = bytes(range(256)) * 256
    digest = hashlib.sha256()

    async def large():
        for number in range(1_600):
            chunk = number.to_bytes(4, "big") + block[4:]
            digest.update(chunk)
            yield chunk

    await office.sent("bob", b"warm up")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = await office.send("bob", large(), "groot.bin")
    assert answer.status == 201
    assert answer.json["sha256"] == digest.hexdigest()
    made = await office.link("ann", answer.json["file_id"])
    size, received = 0, hashlib.sha256()
    async with office.http.get(office.address + made.json["url"]) as response:
        async for chunk in response.content.iter_any():
            size += len(chunk)
            received.update(chunk)
    assert (size, received.hexdigest()) == (100 * MEGABYTE, digest.hexdigest())
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    # Server and client share this process.
    assert grown < 40, f"{grown:.0f} MB more for a file of 100 MB"


# --- who may ------------------------------------------------------------------------------------------------------


async def test_without_a_ticket_nothing_is_taken_in(office):
    refused = await office.call("POST", f"/api/v1/sessions/{office.session_id}/files?name=a", "eve", data=b"x")
    assert (refused.status, refused.code) == (401, "ticket_unknown")


async def test_a_ticket_of_another_session_opens_nothing_here(office):
    file_id = await office.sent("bob", PDF)
    elsewhere = "01900000-0000-7000-8000-000000000000"
    for path in (f"/api/v1/sessions/{elsewhere}/files?name=a", f"/api/v1/sessions/{elsewhere}/files/{file_id}/links"):
        assert (await office.call("POST", path, "bob", json={})).code == "not_found"


async def test_who_waits_in_the_lobby_sends_and_opens_nothing(office):
    file_id = await office.sent("ann", PDF)
    await office.ask("ann", cmd.SetLobby(True))
    office.people["dan"] = "01900000-0000-7000-8000-00000000000d"
    await office.live.handle(office.session_id, SYSTEM, cmd.Enter(office.people["dan"], "Dan", "client", "nl"))
    assert (await office.send("dan", b"x")).code == "not_inside"
    assert (await office.link("dan", file_id)).code == "not_inside"
    await office.ask("ann", cmd.Admit(office.people["dan"]))
    assert (await office.fetched("dan", file_id)).status == 200


async def test_after_the_end_files_open_but_none_comes_in(office):
    file_id = await office.sent("bob", PDF)
    await office.ask("ann", cmd.EndSession())
    assert (await office.fetched("bob", file_id)).body == PDF
    refused = await office.send("bob", b"late")
    assert (refused.status, refused.code) == (410, "session_ended")


# --- links --------------------------------------------------------------------------------------------------------


async def test_a_link_runs_out_after_a_minute(office):
    file_id = await office.sent("bob", PDF)
    url = (await office.link("ann", file_id)).json["url"]
    office.pass_time(seconds=59)
    assert (await office.fetch(url)).body == PDF
    office.pass_time(seconds=1)
    refused = await office.fetch(url)
    assert (refused.status, refused.code) == (410, "file_link_expired")


async def test_a_link_cannot_be_guessed_or_changed(office):
    file_id = await office.sent("bob", PDF)
    url = (await office.link("ann", file_id)).json["url"]
    token = url.rpartition("/")[2]
    assert (await office.fetch(url)).status == 200
    # The last letter of base64 may carry bits that mean nothing, so it is not among those that must matter.
    for at in range(0, len(token) - 1, 7):
        other = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        refused = await office.fetch(f"/api/v1/files/{other}")
        assert (refused.status, refused.code) == (404, "file_link_unknown"), at
    forged = Links(b"another key of 32 bytes, as ours").token(Links(b"k" * 32).read(token, office.clock[0]))
    assert (await office.fetch(f"/api/v1/files/{forged}")).code == "file_link_unknown"


async def test_a_withdrawn_file_does_not_open_by_a_link_made_before(office):
    file_id = await office.sent("bob", PDF)
    url = (await office.link("ann", file_id)).json["url"]
    await office.ask("bob", cmd.WithdrawFile(file_id))
    refused = await office.fetch(url)
    assert (refused.status, refused.code) == (410, "file_gone")
    assert (await office.link("ann", file_id)).code == "unknown_file"
    assert office.kept() == []


async def test_a_removed_person_s_link_stops_working(office):
    file_id = await office.sent("ann", PDF)
    url = (await office.link("cleo", file_id)).json["url"]
    await office.ask("ann", cmd.Remove(office.people["cleo"]))
    refused = await office.fetch(url)
    assert (refused.status, refused.code) == (403, "not_inside")


# --- how it is handed out -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "kind", "shown"),
    [
        (PDF, "a.pdf", "application/pdf", True),
        (png(), "a.png", "image/png", True),
        (b"just text", "a.txt", "text/plain; charset=utf-8", True),
        (b"<!DOCTYPE html><script>alert(1)</script>", "factuur.pdf", "application/octet-stream", False),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.png", "application/octet-stream", False),
        (b"<?xml version='1.0'?><html/>", "a.xml", "application/octet-stream", False),
        (b"MZ\x90\x00", "a.pdf", "application/octet-stream", False),
        (b"GIF89a/*<script>*/alert(1)", "a.html", "image/gif", True),
    ],
)
async def test_only_what_is_safe_is_shown_and_nothing_runs_in_our_origin(office, content, name, kind, shown):
    got = await office.fetched("ann", await office.sent("bob", content, name), "inline")
    assert got.body == content
    assert got.headers["Content-Type"] == kind
    assert got.headers["Content-Disposition"].split(";")[0] == ("inline" if shown else "attachment")
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'self'"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert got.headers["Cache-Control"] == "private, no-store"


async def test_a_download_is_an_attachment_even_where_it_could_be_shown(office):
    got = await office.fetched("ann", await office.sent("bob", PDF, "a.pdf"))
    assert got.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'


async def test_a_part_of_a_file_is_handed_out(office):
    url = (await office.link("ann", await office.sent("bob", PDF), "inline")).json["url"]
    part = await office.fetch(url, Range="bytes=100-199")
    assert (part.status, part.body) == (206, PDF[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(PDF)}"
    assert (await office.fetch(url, Range="bytes=-5")).body == PDF[-5:]
    tag = part.headers["ETag"]
    assert (await office.fetch(url, Range="bytes=0-0", **{"If-Range": tag})).status == 206
    assert (await office.fetch(url, Range="bytes=0-0", **{"If-Range": '"other"'})).status == 200
    refused = await office.fetch(url, Range=f"bytes={len(PDF)}-")
    assert (refused.status, refused.code) == (416, "bad_range")
    assert refused.headers["Content-Range"] == f"bytes */{len(PDF)}"


async def test_asking_for_the_headers_alone_sends_no_body(office):
    url = (await office.link("ann", await office.sent("bob", PDF))).json["url"]
    got = await office.call("HEAD", url, None)
    assert (got.status, got.headers["Content-Length"], got.body) == (200, str(len(PDF)), b"")


async def test_a_file_that_is_lost_from_the_store_is_said_to_be(office):
    url = (await office.link("ann", await office.sent("bob", PDF))).json["url"]
    for path in office.kept():
        path.unlink()
    refused = await office.fetch(url)
    assert refused.status == 410
    assert refused.code == "file_gone"
