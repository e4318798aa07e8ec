"""A file is what its bytes say, whatever it is called."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from server.files.sniff import HEAD, INLINE, UNKNOWN, media_type


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3, 2), "green").save(out, kind)
    return out.getvalue()


def archive(*names: str, stored: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in (stored or {}).items():
            made.writestr(name, text, zipfile.ZIP_STORED)
        for name in names:
            made.writestr(name, "x" * 500, zipfile.ZIP_DEFLATED)
    return out.getvalue()


WORD = archive("[Content_Types].xml", "_rels/.rels", "word/document.xml")
SHEET = archive("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "xl/workbook.xml")
ODT = archive("content.xml", stored={"mimetype": "application/vnd.oasis.opendocument.text"})


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp", "bmp", "tiff"])
def test_a_real_picture_is_known(kind):
    assert media_type(picture(kind)) == f"image/{kind}"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "application/pdf"),
        (WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (SHEET, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (ODT, "application/vnd.oasis.opendocument.text"),
        (archive("notes.txt"), "application/zip"),
        (archive(), "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/x-ole-storage"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "video/mp4"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"MZ\x90\x00", "application/x-msdownload"),
        (Path("/bin/sh").resolve().read_bytes()[:HEAD], "application/x-executable"),
        (b"#!/bin/sh\nrm -rf /\n", "text/x-script"),
        (b"naam;bedrag\r\nAnn;100\r\n", "text/plain"),
        ("Ελένη schrieb: größer".encode(), "text/plain"),
        (b"\xef\xbb\xbfwith a mark", "text/plain"),
        (b"", UNKNOWN),
        (b"  \n", UNKNOWN),
        (b"\x00\x01\x02", UNKNOWN),
        (b"caf\xe9 in another code", UNKNOWN),
        ("UTF-16".encode("utf-16"), UNKNOWN),
    ],
)
def test_a_kind_is_known_by_its_bytes(content, kind):
    assert media_type(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\n\t <HtMl><body onload=alert(1)>",
        b"\xef\xbb\xbf<script>alert(1)</script>",
        b"<!-- a comment --><img src=x onerror=alert(1)>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?>\n<svg onload='alert(1)'/>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
        b"<iframe src=x>",
        b"<!DOCTYPE html>%PDF-1.7",
        b"\n%PDF-1.7 <script>",
    ],
)
def test_what_could_run_is_never_shown_by_the_browser_as_it_is(content):
    kind = media_type(content)
    # Text is shown as text: with its type, nosniff and a sandbox it stays letters.
    assert kind not in INLINE or kind == "text/plain"
    if content.lstrip()[:1] == b"<" or content.startswith(b"\xef"):
        assert kind in ("text/html", "text/xml", "image/svg+xml")


@pytest.mark.parametrize("carrier", [b"GIF89a/*", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n", b"\xff\xd8\xff\xe0"])
def test_a_polyglot_is_what_it_begins_with(carrier):
    assert media_type(carrier + b"*/=1;alert(1);//<script>alert(1)</script>") in INLINE - {"text/plain"}


def test_text_whose_head_ends_in_the_middle_of_a_letter_is_text():
    head = ("a" + "é" * HEAD).encode()[:HEAD]
    with pytest.raises(UnicodeDecodeError):
        head.decode()
    assert media_type(head) == "text/plain"


@given(st.binary(max_size=400))
def test_any_bytes_have_a_kind(content):
    assert "/" in media_type(content)


@given(st.sampled_from([b"<script>", b"<html ", b"<svg ", b"<!doctype html>"]), st.binary(max_size=100))
def test_nothing_that_begins_like_a_page_is_text(begin, rest):
    assert media_type(b" \n" + begin + rest) in ("text/html", "image/svg+xml")
