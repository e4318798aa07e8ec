"""What a template does before its first child: load everything and do each job once, so that no child is the first.

Libraries build much of what they need at its first use: the grammars of certificates, fonts, tables of letters. Built
here, all children share it.
"""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from signing.jobs import Inspect, Prepare, Seal, Sign, Stamper, Verify, VetPicture
from signing.model import Field, Identity, Ink, Place, Point, Value
from signing.work.table import FUNCTIONS, perform


def load() -> None:
    """Import what the jobs need."""
    for module in ("signing.work.child", *sorted({module for module, _ in FUNCTIONS.values()})):
        importlib.import_module(module)


def rehearse() -> None:
    """Sign a page of nothing with a key of nobody, from beginning to end."""
    from signing.fonts import SYSTEM_FOLDERS, Fonts
    from signing.trust.authority import issue_leaf, make_authority

    regular = Fonts(SYSTEM_FOLDERS[0]).choose("Nothing").regular
    fonts = () if regular is None else (regular,)

    now = datetime.now(UTC)
    with TemporaryDirectory(dir=".") as name:
        folder = Path(name).absolute()
        page, prepared, signed, sealed = (folder / f"{step}.pdf" for step in ("page", "prepared", "signed", "sealed"))
        _draw(page)
        authority = make_authority("Rehearsal", now)
        identity = Identity("Nobody", "nobody@example.invalid", "Rehearsal")
        fields = (
            Field("a", "s", "signature", Place(1, 0.1, 0.1, 0.4, 0.1)),
            Field("b", "s", "text", Place(1, 0.1, 0.3, 0.4, 0.05), required=False),
        )
        values: dict[str, Value] = {"b": "Nothing"} if fonts else {}
        clock = Stamper(local=authority.clock)
        leaf = issue_leaf(authority, identity, now)
        _do(Inspect(page))
        _do(Prepare(page, prepared, ("s",), fields, sequential=False))
        _do(
            Sign(
                source=prepared,
                target=signed,
                signer_id="s",
                fields=fields,
                identity=identity,
                ink=Ink("drawn", (tuple(Point(x / 9, x % 2, 0.5, x) for x in range(10)),)),
                initials=None,
                values=values,
                caption=("Nobody",) if fonts else (),
                key=leaf,
                stamper=clock,
                proofs=authority.proofs(),
                first=True,
                last=True,
                fonts=fonts,
                at=now,
            )
        )
        _do(Seal(signed, sealed, ("s",), clock, authority.proofs()))
        _do(Verify(sealed, authority.proofs(), now))
        _do(VetPicture(_scribble()))


def _do(job: object) -> object:
    return perform(FUNCTIONS[type(job).__name__], job)


def _draw(path: Path) -> None:
    import pikepdf

    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)


def _scribble() -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (300, 100), "white")
    ImageDraw.Draw(picture).line((20, 80, 150, 20, 280, 80), fill="black", width=4)
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
