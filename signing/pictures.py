"""Pictures of handwriting that people bring or their browser drew: vetted, trimmed, on a transparent ground."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

from signing.jobs import Picture, VetPicture
from signing.model import Refused

LARGEST = 8 * 1024 * 1024
"""Bytes: what a telephone makes of a sheet of paper."""
_MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 20_000
_BOUND = (1600, 800)
"""Pixels that a mark on paper can use."""
_FORMATS = ("PNG", "JPEG", "WEBP")

_SEEN = 48
"""Alpha from which a pixel counts as ink."""
_FAINT, _STRONG = 28, 90
"""Difference from the paper, of 255: below the first it is paper, above the second it is ink."""
_DOT = 0.03
"""Ink that spans less than this of the picture's longer side is a dot."""
_FULL = 0.8
"""Ink that covers more of the picture than this is no handwriting."""
_DARK_PAPER = 90
_PRINTED = (17, 24, 39)
"""The colour of ink that was white on something dark."""


def vet(job: VetPicture) -> Picture:
    """A PNG of the ink alone.

    Raises Refused: "ink_missing" when nothing is on it, or no more than a dot; "ink_unusable" when it is no picture, too
    large, or shows something else than handwriting on an even ground.
    """
    picture = _read(job.content)
    is_cut_out = picture.getchannel("A").point([1] * 250 + [0] * 6).getbbox() is not None
    ink = picture if is_cut_out else _lifted(picture.convert("RGB"))
    ink.putalpha(_visible(ink))
    mask = ink.getchannel("A").point([0] * _SEEN + [255] * (256 - _SEEN))
    box = mask.getbbox()
    if box is None or max(box[2] - box[0], box[3] - box[1]) < _DOT * max(ink.size):
        raise Refused("ink_missing")
    if ImageStat.Stat(mask).mean[0] / 255 > _FULL:
        raise Refused("ink_unusable")
    room = (max(0, box[0] - 2), max(0, box[1] - 2), min(ink.width, box[2] + 2), min(ink.height, box[3] + 2))
    trimmed = ink.crop(room)
    # Only what is drawn is kept: comments, places and profiles stay behind with the old file.
    written = io.BytesIO()
    clean = Image.new("RGBA", trimmed.size)
    clean.paste(trimmed)
    clean.save(written, "PNG", optimize=True)
    return Picture(written.getvalue(), *clean.size)


def _read(content: bytes) -> Image.Image:
    """The picture, upright, no larger than is of use, in RGBA."""
    if len(content) > LARGEST:
        raise Refused("ink_unusable")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as file:
                # Told by its head, before a single pixel is unpacked.
                if file.width * file.height > _MOST_PIXELS or max(file.size) > _LONGEST_SIDE:
                    raise Refused("ink_unusable")
                file.draft("RGB", _BOUND)
                upright = ImageOps.exif_transpose(file)
                picture = _eight_bit(upright)
                picture.thumbnail(_BOUND, Image.Resampling.LANCZOS)
                return picture.convert("RGBA")
    except Refused:
        raise
    except Exception:  # noqa: BLE001  pictures that are none make their reader raise almost anything
        raise Refused("ink_unusable") from None


def _eight_bit(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    # Averaging needs real colours and real transparency, not numbers in a palette.
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _lifted(picture: Image.Image) -> Image.Image:
    """The ink off its paper: what differs from the ground around it, in the ink's own colour."""
    light = picture.convert("L")
    dark_paper = ImageStat.Stat(light).median[0] < _DARK_PAPER
    if dark_paper:
        light = ImageOps.invert(light)
    # The ground as it would be without ink. Paper in a photograph is nowhere equally bright.
    coarse = max(1, min(8, min(light.size) // 24))
    small = light.resize((max(1, light.width // coarse), max(1, light.height // coarse)), Image.Resampling.BOX)
    ground = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(6)).resize(light.size)
    difference = ImageChops.subtract(ground, light)
    steps = [round(min(1.0, max(0.0, (value - _FAINT) / (_STRONG - _FAINT))) * 255) for value in range(256)]
    mask = difference.point(steps)
    # Single specks are the camera's, not a pen's.
    specks = mask.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.MaxFilter(3))
    mask = ImageChops.darker(mask, specks)
    colour = _PRINTED if dark_paper else _colour(picture, mask)
    ink = Image.new("RGB", picture.size, colour)
    ink.putalpha(mask)
    return ink


def _colour(picture: Image.Image, mask: Image.Image) -> tuple[int, int, int]:
    """The colour where the ink is strongest."""
    strong = mask.point([0] * 200 + [255] * 56)
    if strong.getbbox() is None:
        return _PRINTED
    red, green, blue = (round(value) for value in ImageStat.Stat(picture, strong).mean[:3])
    return red, green, blue


def _visible(ink: Image.Image) -> Image.Image:
    """Its transparency, where it shows on white paper; white on white is nothing."""
    alpha = ink.getchannel("A")
    paper = Image.new("RGB", ink.size, "white")
    shown = paper.copy()
    shown.paste(ink.convert("RGB"), mask=alpha)
    red, green, blue = ImageChops.difference(paper, shown).split()
    contrast = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return ImageChops.darker(alpha, contrast.point([0] * 16 + [255] * 240))
