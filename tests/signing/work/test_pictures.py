"""Pictures of handwriting: only ink comes through, whatever was brought."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageDraw, ImageFilter

from signing.jobs import VetPicture
from signing.model import Refused
from signing.pictures import vet

BLUE = (20, 40, 150)


def scribble(size=(600, 200), ground="white", ink=BLUE, mode="RGB"):
    picture = Image.new(mode, size, ground)
    width, height = size
    points = [(width * (0.1 + 0.08 * i), height * (0.3 if i % 2 else 0.7)) for i in range(11)]
    ImageDraw.Draw(picture).line(points, fill=ink, width=max(2, height // 40), joint="curve")
    return picture


def encoded(picture, kind="PNG", **options):
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


def vetted(content):
    answer = vet(VetPicture(content))
    picture = Image.open(io.BytesIO(answer.png))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGBA", (answer.width, answer.height))
    return picture


def refusal(content):
    with pytest.raises(Refused) as caught:
        vet(VetPicture(content))
    return caught.value.code


@pytest.mark.covers("F031", "D023")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_ink_on_white_paper_comes_back_on_a_transparent_ground_in_its_own_colour(kind):
    picture = vetted(encoded(scribble(), kind))
    assert picture.getpixel((0, 0))[3] == 0
    red, green, blue, alpha = max(picture.get_flattened_data(), key=lambda pixel: pixel[3])
    assert alpha == 255
    assert blue > 110
    assert max(red, green) < 90


def test_a_small_picture_will_do():
    assert vetted(encoded(scribble((60, 20)))).width > 30


def test_the_white_around_the_ink_is_trimmed():
    sheet = Image.new("RGB", (2000, 1400), "white")
    sheet.paste(scribble((400, 150)), (1200, 900))
    picture = vetted(encoded(sheet))
    assert picture.width < 400
    assert picture.height < 150


def test_what_is_transparent_already_keeps_its_look():
    drawn = scribble(ground=(0, 0, 0, 0), ink=(*BLUE, 255), mode="RGBA")
    box = drawn.getbbox()
    picture = vetted(encoded(drawn))
    assert abs(picture.width - (box[2] - box[0])) <= 4
    assert max(picture.get_flattened_data(), key=lambda pixel: pixel[3]) == (*BLUE, 255)


def test_a_photograph_that_lies_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = scribble((600, 200)).rotate(90, expand=True)
    picture = vetted(encoded(lying, "JPEG", exif=exif, quality=95))
    assert picture.width > 2 * picture.height


def test_shadows_on_a_photographed_sheet_are_no_ink():
    chance = random.Random(4)
    sheet = Image.new("L", (900, 300))
    sheet.putdata([120 + x * 110 // 900 + chance.randint(-4, 4) for _ in range(300) for x in range(900)])
    sheet = sheet.filter(ImageFilter.GaussianBlur(1)).convert("RGB")
    ImageDraw.Draw(sheet).line([(200, 100), (400, 200), (600, 90), (700, 210)], fill=(10, 10, 30), width=6)
    picture = vetted(encoded(sheet, "JPEG", quality=80))
    assert 480 < picture.width < 530
    seen = sum(1 for pixel in picture.get_flattened_data() if pixel[3] > 60)
    assert seen < picture.width * picture.height * 0.3


def test_white_chalk_on_something_dark_becomes_ink_that_shows_on_paper():
    picture = vetted(encoded(scribble(ground=(20, 20, 20), ink="white")))
    red, green, blue, _ = max(picture.get_flattened_data(), key=lambda pixel: pixel[3])
    assert max(red, green, blue) < 80


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK", "I;16"])
def test_every_kind_of_pixel_is_read(mode):
    plain = scribble(ink="black").convert("L")
    kind = "JPEG" if mode == "CMYK" else "PNG"
    if mode == "I;16":
        deep = Image.new("I;16", plain.size)
        deep.putdata([value * 257 for value in plain.get_flattened_data()])
        plain = deep
    assert vetted(encoded(plain.convert(mode), kind)).width > 400


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", (600, 200), "white"),
        Image.new("RGB", (600, 200), "black"),
        Image.new("RGB", (600, 200), (235, 230, 220)),
        Image.new("RGBA", (600, 200), (0, 0, 0, 0)),
        scribble(ground=(0, 0, 0, 0), ink=(255, 255, 255, 255), mode="RGBA"),
        scribble(ground=(0, 0, 0, 0), ink=(0, 0, 0, 20), mode="RGBA"),
    ],
    ids=["white", "black", "paper", "transparent", "white on nothing", "all but transparent"],
)
def test_a_picture_with_nothing_on_it_is_no_signature(picture):
    assert refusal(encoded(picture)) == "ink_missing"


@pytest.mark.parametrize(("mode", "ground", "ink"), [("RGB", "white", "black"), ("RGBA", (0, 0, 0, 0), (0, 0, 0, 255))])
def test_a_dot_is_no_signature(mode, ground, ink):
    picture = Image.new(mode, (600, 200), ground)
    ImageDraw.Draw(picture).ellipse((300, 100, 305, 105), fill=ink)
    assert refusal(encoded(picture)) == "ink_missing"


def test_a_solid_block_is_no_handwriting():
    block = Image.new("RGBA", (600, 200), (10, 10, 80, 255))
    block.putpixel((0, 0), (0, 0, 0, 0))
    assert refusal(encoded(block)) == "ink_unusable"


def bomb(width, height):
    """A PNG whose head promises so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))  # noqa: E731  shorter so
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + b"\0" * 100,
        encoded(scribble(), "GIF"),
        encoded(scribble(), "BMP"),
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        encoded(scribble())[:200],
        encoded(scribble(), "JPEG")[:300],
        bomb(60_000, 60_000),
        bomb(4_000_000_000, 1),
        bomb(21_000, 10),
        b"\x89PNG\r\n\x1a\n" + b"x" * (9 * 1024 * 1024),
    ],
    ids=[
        "nothing",
        "broken gif",
        "gif",
        "bmp",
        "pdf",
        "svg",
        "half a png",
        "half a jpeg",
        "bomb",
        "long bomb",
        "wide",
        "large",
    ],
)
def test_what_is_no_picture_of_ours_or_a_bomb_is_refused(content):
    assert refusal(content) == "ink_unusable"


def test_nothing_of_the_old_file_but_its_ink_comes_through():
    exif = Image.Exif()
    exif[0x010E] = "Keizersgracht 1"
    answer = vet(VetPicture(encoded(scribble(), "JPEG", exif=exif)))
    assert b"Keizersgracht" not in answer.png
    assert Image.open(io.BytesIO(answer.png)).info.keys() <= {"transparency"}


def test_a_large_photograph_becomes_a_small_picture():
    answer = vet(VetPicture(encoded(scribble((5000, 3000)), "JPEG")))
    assert answer.width <= 1600
    assert answer.height <= 800
    assert len(answer.png) < 400_000
