"""Documents, people and their ink, for the tests of what is written into a PDF."""

import asyncio
import io
import math
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageChops

from signing.jobs import LeafKey, Prepare, Seal, Sealed, Sign, Signed, SignerKey, Stamper
from signing.model import Field, FieldKind, How, Identity, Ink, Place, Point
from signing.pdf import prepare, seal, sign
from signing.trust.authority import Authority, issue_leaf

NOW = datetime.now(UTC)
LETTERS = (
    Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSansHebrew-Regular.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSansDevanagari-Regular.ttf"),
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
)
FONTS = tuple(path for path in LETTERS if path.exists())
A4 = (0, 0, 595, 842)


def document(path: Path, pages: int = 1, text: str = "U leest een overeenkomst.", **entries: Any) -> Path:
    """A PDF with `pages` pages of A4; `entries` go into each page, such as Rotate=90."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for number in range(1, pages + 1):
            words = f"BT /F1 12 Tf 60 780 Td ({text} Bladzijde {number}.) Tj ET"
            page = pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                Contents=pikepdf.Stream(pdf, words.encode("latin-1")),
                Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
                **({"MediaBox": list(A4)} | entries),
            )
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        pdf.save(path, static_id=True)
    return path


def drawn(*, dots: bool = False) -> Ink:
    """A few loops and a stroke under them, or one dot."""
    if dots:
        return Ink("drawn", ((Point(0.5, 0.5, 0.5, 0),),), 3.0)
    turns = [step / 79 for step in range(80)]
    loops = tuple(
        Point(0.1 + 0.7 * turn + 0.06 * math.sin(25 * turn), 0.45 - 0.3 * math.sin(25 * turn + 1), 0.3 + turn / 2, 0)
        for turn in turns
    )
    under = tuple(Point(0.1 + 0.8 * turn, 0.85 - 0.05 * math.sin(3 * turn), 0.5, round(400 * turn)) for turn in turns)
    return Ink("drawn", (loops, under), 3.0)


def picture(how: How = "uploaded", colour: tuple[int, int, int, int] = (18, 39, 115, 255)) -> Ink:
    """A bar of `colour` on a ground that cannot be seen."""
    image = Image.new("RGBA", (300, 120), (0, 0, 0, 0))
    image.paste(colour, (40, 40, 260, 80))
    content = io.BytesIO()
    image.save(content, "PNG")
    return Ink(how, picture=content.getvalue(), text="Jan")


def box(
    signer_id: str, kind: FieldKind = "signature", place: Place | None = None, *, name: str = "", required: bool = True
) -> Field:
    return Field(f"{signer_id}-{name or kind}", signer_id, kind, place or Place(1, 0.1, 0.6, 0.3, 0.08), required)


@dataclass
class Table:
    """Where a document is signed: a folder, an authority, and who has signed what so far."""

    folder: Path
    authority: Authority
    fields: tuple[Field, ...]
    signer_ids: tuple[str, ...]
    sequential: bool = True
    path: Path = Path()
    done: list[Signed] = field(default_factory=list)

    def prepare(self, source: Path) -> Path:
        self.path = self.folder / "prepared.pdf"
        prepare(Prepare(source, self.path, self.signer_ids, self.fields, self.sequential))
        return self.path

    def job(self, signer_id: str, **changes: object) -> Sign:
        name = str(changes.pop("name", signer_id.title() + " de Vries"))
        identity = Identity(name, f"{signer_id}@example.test", "Kantoor Oost")
        key: SignerKey = issue_leaf(self.authority, identity, NOW)
        others = len(self.done)
        values: dict[str, object] = {
            "source": self.path,
            "target": self.folder / f"signed-{others + 1}.pdf",
            "signer_id": signer_id,
            "fields": tuple(each for each in self.fields if each.signer_id == signer_id),
            "identity": identity,
            "ink": drawn(),
            "initials": drawn(),
            "values": {},
            "caption": (name, "22-11-2026 14:05 \u00b7 verzegeld met Samen"),
            "key": key,
            "stamper": self.clock,
            "proofs": self.authority.proofs(),
            "first": others == 0,
            "last": others == len(self.signer_ids) - 1,
            "fonts": FONTS,
            "at": datetime.now(UTC),
        }
        return Sign(**(values | changes))  # type: ignore[arg-type]  # fields by name

    def sign(self, signer_id: str, **changes: object) -> Signed:
        job = self.job(signer_id, **changes)
        signed = asyncio.run(sign(job))
        self.done.append(signed)
        self.path = job.target
        return signed

    def seal(self, **changes: object) -> Sealed:
        target = self.folder / "sealed.pdf"
        values: dict[str, object] = {
            "source": self.path,
            "target": target,
            "signer_ids": self.signer_ids,
            "stamper": self.clock,
            "proofs": self.authority.proofs(),
        }
        sealed = asyncio.run(seal(Seal(**(values | changes))))  # type: ignore[arg-type]  # fields by name
        self.path = target
        return sealed

    @property
    def clock(self) -> Stamper:
        own: LeafKey = self.authority.clock
        return Stamper(local=own)


def run(*command: str | Path) -> str:
    """What a program says. It must succeed."""
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def render(path: Path, page: int = 1, resolution: int = 72) -> Image.Image:
    """A page as people see it."""
    target = path.with_suffix(f".{page}")
    numbers = ("-f", str(page), "-l", str(page), "-r", str(resolution))
    run("pdftoppm", "-cropbox", *numbers, "-png", "-singlefile", path, target)
    with Image.open(f"{target}.png") as image:
        return image.convert("RGB")


def inked(image: Image.Image) -> tuple[int, int, int, int] | None:
    """The rectangle that holds everything in the colour of ink: left, top, right, bottom in pixels."""
    red, _, blue = image.split()
    return ImageChops.subtract(blue, red).point(lambda more: 255 if more > 40 else 0).getbbox()
