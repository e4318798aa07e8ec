"""The office: its settings and its logo."""

from io import BytesIO
from zlib import compress, crc32

import pytest
from PIL import Image

from tests.server.harness import Answer, Browser, Service


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300), **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#155C47").save(out, kind, **options)
    return out.getvalue()


async def put(browser: Browser, content: bytes, kind: str = "image/png") -> Answer:
    return await browser.call("PUT", "/organisation/logo", data=BytesIO(content), headers={"Content-Type": kind})


async def test_settings_of_the_office_are_changed_and_kept(any_service: Service) -> None:
    admin = await any_service.office()
    wish = {
        "name": "Lindelaan Advies",
        "colour": "#aa3300",
        "phone": "030 555 01 48",
        "privacy_url": "https://lindelaan.example/privacy",
        "language": "en",
        "lobby": True,
        "chat_history": False,
        "max_file_mb": 25,
        "empty_after_minutes": 5,
    }
    changed = await admin.patch("/organisation", wish)
    kept = await admin.get("/organisation")
    assert changed.body == kept.body
    assert {name: kept[name] for name in wish} == {**wish, "colour": "#AA3300"}
    assert (await admin.patch("/organisation", {})).body == kept.body
    public = await any_service.browser().get("/office")
    assert public["phone"] == "030 555 01 48"
    assert "max_file_mb" not in public.body


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"colour": "#12345"},
        {"name": "  "},
        {"name": "x" * 121},
        {"name": "Linde\nlaan"},
        {"privacy_url": "javascript:alert(1)"},
        {"max_file_mb": 0},
        {"max_file_mb": "25"},
        {"lobby": 1},
        {"language": "de"},
        {"id": "x"},
    ],
)
async def test_wrong_settings_of_the_office_are_refused(service: Service, wrong: dict) -> None:
    admin = await service.office()
    answer = await admin.patch("/organisation", wrong)
    assert (answer.status, answer.code) == (422, "invalid_input")
    assert answer.body["errors"][0]["field"] == next(iter(wrong))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_logo_is_drawn_anew_and_served_by_its_content(service: Service, kind: str) -> None:
    admin = await service.office()
    changed = await put(admin, picture(kind), f"image/{kind.lower()}")
    url = changed["logo_url"]
    answer = await service.browser().call("GET", url)
    assert answer.headers["Content-Type"] == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    with Image.open(BytesIO(answer.body)) as drawn:
        assert drawn.format == "PNG"
        assert drawn.size == (512, 171)
    assert (await service.browser().get("/office"))["logo_url"] == url
    assert (await admin.delete("/organisation/logo"))["logo_url"] is None
    assert (await service.browser().call("GET", url)).status == 404


async def test_nothing_of_the_original_file_is_kept(service: Service) -> None:
    admin = await service.office()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    content = picture("JPEG", exif=exif) + b"<script>alert(1)</script>"
    url = (await put(admin, content, "image/jpeg"))["logo_url"]
    served = (await service.browser().call("GET", url)).body
    assert b"taken at home" not in served
    assert b"script" not in served


def bomb() -> bytes:
    """A PNG of 60,000 by 60,000 pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4, "big") + body + crc32(body).to_bytes(4, "big")

    head = (60_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", compress(bytes(100_000))) + chunk(b"IEND", b"")


async def test_what_is_no_picture_is_refused(service: Service) -> None:
    admin = await service.office()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for content in (b"", b"hello", svg, picture()[:200], b"GIF89a" + bytes(50)):
        answer = await put(admin, content)
        assert (answer.status, answer.code) == (422, "not_an_image"), content[:10]
    refused = await put(admin, bomb())
    assert (refused.status, refused.code) == (422, "image_too_large")
    assert (await put(admin, svg, "image/svg+xml")).code == "unsupported_type"
    assert (await put(admin, bytes(2 * 1024 * 1024 + 1))).code == "body_too_large"
    assert (await put(admin, picture())).status == 200
