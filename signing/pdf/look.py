"""What a field shows: operators in points as people see them, upright on a turned page."""

import zlib
from io import BytesIO

from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from signing.model import Refused
from signing.pdf.letters import Letters, Line

_LARGEST_PICTURE = 1600  # pixels along the longer side: 300 to the inch over the width of a page
_TURNED = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


class Look:
    """The appearance of one field of `width` by `height` points, on a page turned by `rotation`."""

    def __init__(self, writer: BasePdfFileWriter, width: float, height: float, rotation: int) -> None:
        self.width = width
        self.height = height
        self._writer = writer
        self._rotation = rotation
        self._operators: list[str] = []
        self._fonts = generic.DictionaryObject()
        self._pictures = generic.DictionaryObject()

    def add(self, operators: str) -> None:
        self._operators.append(operators)

    def text(self, letters: Letters, line: Line, x: float, y: float, size: float) -> None:
        """`line` with its base line's start at `x`, `y`, in the colour that was set."""
        self._operators.append(letters.draw(line, x, y, size, self._fonts))

    def picture(self, content: bytes, x: float, y: float, width: float, height: float) -> None:
        """A PNG, as large as it fits, to the left and in the middle. Its transparency is kept.

        Raises Refused("ink_unusable") when it is no picture, "ink_missing" when nothing is on it.
        """
        image = _open(content)
        scale = min(width / image.width, height / image.height)
        shown = image.width * scale, image.height * scale
        name = f"/I{len(self._pictures)}"
        self._pictures[pdf_name(name)] = _embed(self._writer, image)
        bottom = y + (height - shown[1]) / 2
        self.add(f"q {shown[0]:.2f} 0 0 {shown[1]:.2f} {x:.2f} {bottom:.2f} cm {name} Do Q")

    def write(self) -> generic.IndirectObject:
        """The form XObject that draws it."""
        resources = generic.DictionaryObject()
        if self._fonts:
            resources[pdf_name("/Font")] = self._fonts
        if self._pictures:
            resources[pdf_name("/XObject")] = self._pictures
        form = generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): _numbers(0, 0, self.width, self.height),
                pdf_name("/Matrix"): _numbers(*_TURNED[self._rotation], 0, 0),
                pdf_name("/Resources"): resources,
            },
            stream_data="\n".join(["q", *self._operators, "Q"]).encode("ascii"),
        )
        form.compress()
        return self._writer.add_object(form)


def _open(content: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(content), formats=("PNG",)) as file:
            image = file.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise Refused("ink_unusable") from problem
    inked = image.getchannel("A").getbbox()
    if inked is None:
        raise Refused("ink_missing")
    image = image.crop(inked)
    image.thumbnail((_LARGEST_PICTURE, _LARGEST_PICTURE), Image.Resampling.LANCZOS)
    return image


def _embed(writer: BasePdfFileWriter, image: Image.Image) -> generic.IndirectObject:
    mask = _image(image.getchannel("A"), "/DeviceGray")
    colours = _image(image.convert("RGB"), "/DeviceRGB")
    colours[pdf_name("/SMask")] = writer.add_object(mask)
    return writer.add_object(colours)


def _image(image: Image.Image, space: str) -> generic.StreamObject:
    return generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Image"),
            pdf_name("/Width"): generic.NumberObject(image.width),
            pdf_name("/Height"): generic.NumberObject(image.height),
            pdf_name("/ColorSpace"): pdf_name(space),
            pdf_name("/BitsPerComponent"): generic.NumberObject(8),
            pdf_name("/Filter"): pdf_name("/FlateDecode"),
        },
        encoded_data=zlib.compress(image.tobytes(), 6),
    )


def _numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject(generic.FloatObject(round(value, 4)) for value in values)
