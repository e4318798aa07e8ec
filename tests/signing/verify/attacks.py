"""The known attacks on signed PDFs, made anew on documents of our own.

From "1 Trillion Dollar Refund" (Mladenov and others, CCS 2019): universal signature forgery (USF), incremental saving
(ISA) and signature wrapping (SWA). From "Shadow Attacks" (Mainka and others, NDSS 2021): hide, replace, and hide and
replace. From "Breaking the Specification" (Rohlmann and others, S&P 2021): evil annotation (EAA) and sneaky signature
(SSA). Those make 28; the rest came up while the check was written.

An attack takes an office and gives the document as it was signed (which must be intact), and as it was forged.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pyhanko.sign.fields import MDPPerm, SigFieldSpec

from tests.signing.verify.documents import Office, base

Attack = Callable[[Office], tuple[bytes, bytes]]

EVIL = b"BT /F1 24 Tf 72 700 Td (You get EUR 999) Tj ET"
EVIL_STREAM = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(EVIL), EVIL)
_DRAWN = b"BT /F1 24 Tf 2 10 Td (EUR 999) Tj ET"
EVIL_FORM = (
    b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 50] /Resources << /Font << /F1 5 0 R >> >> /Length %d >>"
    b"\nstream\n%s\nendstream" % (len(_DRAWN), _DRAWN)
)


@dataclass(frozen=True)
class Places:
    """Where things are in a file whose last revision is a signature: of the gap, and of the table."""

    gap_start: int
    gap_end: int
    table: int
    size: int
    signature: int


def places(pdf: bytes) -> Places:
    whole = list(re.finditer(rb"/ByteRange\s*\[\s*0 (\d+) (\d+) (\d+)\s*\]", pdf))[-1]
    number = list(re.finditer(rb"(\d+) 0 obj", pdf[: whole.start()]))[-1]
    return Places(int(whole[1]), int(whole[2]), start_of_table(pdf), size_of(pdf), int(number[1]))


def start_of_table(pdf: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])


def size_of(pdf: bytes) -> int:
    return max(int(size) for size in re.findall(rb"/Size (\d+)", pdf))


def append(
    pdf: bytes,
    objects: dict[int, bytes],
    *,
    table: bool = True,
    trailer: bool = True,
    root: int = 1,
    freed: dict[int, int] | None = None,
    elsewhere: dict[int, int] | None = None,
) -> bytes:
    """An incremental update by hand. `freed`: numbers with their next generation; `elsewhere`: numbers with the offset
    that the table is to give for them."""
    out = bytearray(pdf if pdf.endswith(b"\n") else pdf + b"\n")
    entries = dict(elsewhere or {})
    for number, body in objects.items():
        entries[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    if table:
        out += b"xref\n"
        for number in sorted(entries):
            out += b"%d 1\n%010d 00000 n \n" % (number, entries[number])
        for number, generation in (freed or {}).items():
            out += b"%d 1\n0000000000 %05d f \n" % (number, generation)
    if trailer:
        size = max(size_of(pdf), *(number + 1 for number in entries or {0: 0}))
        previous = start_of_table(pdf)
        out += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n" % (
            size,
            root,
            previous,
            b"11" * 16,
            b"22" * 16,
            start if table else previous,
        )
    return bytes(out)


def certified(office: Office, pdf: bytes | None = None, permission: MDPPerm = MDPPerm.FILL_FORMS) -> bytes:
    """Signed by Ann alone, with a certification as the product makes them; Bob's fields are empty."""
    return office.sign(base() if pdf is None else pdf, "ann", certify=permission, text="Utrecht", proof=False)


def object_in(pdf: bytes, number: int) -> bytes:
    """The newest version of an object, as it is written."""
    return list(re.finditer(rb"\n%d 0 obj\s*(.*?)\s*endobj" % number, pdf, re.DOTALL))[-1][1]


# --- universal signature forgery: the signature is there, and nothing to check it with --------------------------------


def usf(old: bytes, new: bytes) -> Attack:
    """In the signature's dictionary, in place, after the content was changed; `old` is a pattern."""

    def attack(office: Office) -> tuple[bytes, bytes]:
        signed = certified(office)
        forged = signed.replace(b"EUR 100", b"EUR 999")
        found = list(re.finditer(old, forged, re.DOTALL))[-1]
        room = len(found[0])
        return signed, forged[: found.start()] + new.ljust(room)[:room] + forged[found.end() :]

    return attack


_CONTENTS = rb"/Contents <[0-9a-fA-F]+>"
_RANGE = rb"/ByteRange \[[0-9 ]+\]"


def usf_no_contents_nor_range(office: Office) -> tuple[bytes, bytes]:
    signed, forged = usf(_CONTENTS, b"")(office)
    return signed, re.sub(_RANGE, lambda found: b" " * len(found[0]), forged)


# --- incremental saving: more is added, and the table of it hidden ----------------------------------------------------


def isa_new_content(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office)
    return signed, append(signed, {4: EVIL_STREAM})


def isa_without_table(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office)
    return signed, append(signed, {4: EVIL_STREAM}, table=False)


def isa_body_alone(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office)
    return signed, append(signed, {4: EVIL_STREAM}, table=False, trailer=False)


def isa_with_copied_signature(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office)
    number = places(signed).signature
    return signed, append(signed, {4: EVIL_STREAM, number: object_in(signed, number)})


# --- signature wrapping: the second signed part moves, and evil stands where it stood ---------------------------------


def swa(*, table: bool, listed: bool) -> Attack:
    """The original table's place is kept by the original "startxref", so the attacker's table goes there."""

    def attack(office: Office) -> tuple[bytes, bytes]:
        signed = certified(office)
        spot = places(signed)
        second = signed[spot.gap_end :]
        contents = signed[spot.gap_start : spot.gap_end]
        evil_at = spot.gap_start + len(contents) + 80
        evil = b"4 0 obj\n%s\nendobj\n" % EVIL_STREAM
        moved = max(evil_at + len(evil), spot.table) + 3000
        wrapped = contents + b" /ByteRange [0 %d %d %d] >>\nendobj\n" % (spot.gap_start, moved, len(second))
        middle = bytearray(wrapped.ljust(evil_at - spot.gap_start) + evil)
        middle = middle.ljust(spot.table - spot.gap_start)[: max(spot.table - spot.gap_start, len(middle))]
        if table:
            shift = moved - spot.gap_end
            entries = _entries(signed, spot.table)
            entries = {number: place + shift if place >= spot.gap_end else place for number, place in entries.items()}
            if listed:
                entries[4] = evil_at
            middle += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % one for one in sorted(entries.items()))
            trailer = re.search(rb"trailer.*?>>\s*(?=startxref)", signed[spot.table :], re.DOTALL)
            assert trailer
            middle += trailer[0]
        middle = middle.ljust(moved - spot.gap_start)
        return signed, signed[: spot.gap_start] + bytes(middle) + second

    return attack


def _entries(pdf: bytes, table: int) -> dict[int, int]:
    """The table of one revision: numbers and places."""
    lines = pdf[table:].split(b"trailer")[0].split(b"\n")[1:]
    found: dict[int, int] = {}
    number = 0
    for line in lines:
        parts = line.split()
        if len(parts) == 2:
            number = int(parts[0])
        elif len(parts) == 3:
            if parts[2] == b"n":
                found[number] = int(parts[0])
            number += 1
    return found


# --- shadow attacks: whoever wrote the document prepared it for what comes after the signature ------------------------

_COVERED = b"BT /F1 24 Tf 72 700 Td (You get EUR 999) Tj ET /Cover Do"


def _with_cover() -> bytes:
    """What is signed shows the cover; under it stands something else."""
    plain = base(contents=_COVERED)
    cover = b"BT /F1 24 Tf 72 700 Td (You get EUR 100) Tj ET"
    page = object_in(plain, 3).replace(
        b"/Resources << /Font << /F1 5 0 R >> >>",
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /Cover 20 0 R >> >>",
    )
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >>"
    form += b" /Length %d >>\nstream\n%s\nendstream" % (len(cover), cover)
    return append(plain, {3: page, 20: form})


def hide_by_freeing(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office, _with_cover())
    return signed, append(signed, {}, freed={20: 1})


def hide_by_emptying(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office, _with_cover())
    empty = b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Length 0 >>\nstream\n\nendstream"
    return signed, append(signed, {20: empty})


def hide_by_reference(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office, append(base(), {20: EVIL_STREAM}))
    return signed, append(signed, {3: object_in(signed, 3).replace(b"/Contents 4 0 R", b"/Contents 20 0 R")})


def replace_by_overlay(office: Office) -> tuple[bytes, bytes]:
    """Filling in a form is allowed after a certification; here it puts a text over another signer's field."""
    signed = certified(office)
    field = object_in(signed, 11)[:-2] + b"/V (EUR 999) /AP << /N 40 0 R >> >>"
    return signed, append(signed, {11: field, 40: EVIL_FORM})


def replace_what_the_signer_filled_in(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office)
    field = re.sub(rb"/V \(Utrecht\)", b"/V (Peking!)", object_in(signed, 9))
    assert field != object_in(signed, 9)
    return signed, append(signed, {9: field})


def replace_font(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [49 /nine] >> >>"
    return signed, append(signed, {5: font})


def hide_and_replace_by_table(office: Office) -> tuple[bytes, bytes]:
    """A second object 4 stands in the signed bytes, listed nowhere; afterwards a new table points at it."""
    plain = base()
    shadow = b"4 0 obj\n%s\nendobj\n" % EVIL_STREAM
    prepared = append(plain, {20: b"<< /Nothing true >>"}).replace(b"xref\n20 1", shadow + b"xref\n20 1")
    prepared = re.sub(
        rb"startxref\n\d+\n%%EOF\n\Z", b"startxref\n%d\n%%%%EOF\n" % prepared.rindex(b"xref\n20 1"), prepared
    )
    signed = certified(office, prepared)
    return signed, append(signed, {}, elsewhere={4: prepared.rindex(b"4 0 obj\n<< /Length")})


def hide_and_replace_by_root(office: Office) -> tuple[bytes, bytes]:
    """A whole second document stands in the signed bytes; afterwards the trailer names its catalog."""
    plain = base()
    catalog = object_in(plain, 1).replace(b"/Pages 2 0 R", b"/Pages 21 0 R")
    pages = b"<< /Type /Pages /Kids [22 0 R] /Count 1 >>"
    page = object_in(plain, 3).replace(b"/Parent 2 0 R", b"/Parent 21 0 R").replace(b"4 0 R", b"23 0 R", 1)
    signed = certified(office, append(plain, {20: catalog, 21: pages, 22: page, 23: EVIL_STREAM}))
    return signed, append(signed, {}, root=20, elsewhere={20: signed.index(b"20 0 obj")})


# --- certification: what may be added is used to cover what was certified ---------------------------------------------


def evil_annotation(kind: bytes, *, permission: MDPPerm = MDPPerm.FILL_FORMS) -> Attack:
    def attack(office: Office) -> tuple[bytes, bytes]:
        signed = certified(office, permission=permission)
        page = object_in(signed, 3).replace(b"/Annots [", b"/Annots [40 0 R ")
        annotation = (
            b"<< /Type /Annot /Subtype /%s /Rect [60 690 400 730] /F 4 /Contents (EUR 999) /DA (/Helv 24 Tf 0 g)"
            b" /AP << /N 41 0 R >> /P 3 0 R >>" % kind
        )
        return signed, append(signed, {3: page, 40: annotation, 41: EVIL_FORM})

    return attack


def sneaky_new_field(office: Office) -> tuple[bytes, bytes]:
    """The attacker adds a signature of their own, whose picture covers the text."""
    signed = certified(office)
    mallory = Office()
    spec = SigFieldSpec("Mallory", on_page=0, box=(60, 690, 400, 730))
    return signed, mallory.sign(signed, "mallory", new_field=spec, proof=False)


def sneaky_waiting_field(office: Office) -> tuple[bytes, bytes]:
    """The attacker signs in the field that waits for Bob, with a certificate in Bob's name."""
    signed = certified(office)
    return signed, Office().sign(signed, "bob", text="EUR 999", proof=False)


def sneaky_empty_field(office: Office) -> tuple[bytes, bytes]:
    """A signature field with a picture and no signature."""
    signed = certified(office)
    page = object_in(signed, 3).replace(b"/Annots [", b"/Annots [40 0 R ")
    form = object_in(signed, 6).replace(b"/Fields [", b"/Fields [40 0 R ")
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (x) /F 4 /Rect [60 690 400 730] /P 3 0 R /AP << /N 41 0 R >> >>"
    )
    return signed, append(signed, {3: page, 6: form, 40: field, 41: EVIL_FORM})


NAMED: dict[str, Attack] = {
    "USF 1: the signature is taken away": usf(_CONTENTS, b""),
    "USF 2: the signature is null": usf(_CONTENTS, b"/Contents null"),
    "USF 3: the signature is empty": usf(_CONTENTS, b"/Contents <>"),
    "USF 4: the signature is one zero": usf(_CONTENTS, b"/Contents <00>"),
    "USF 5: the range is taken away": usf(_RANGE, b""),
    "USF 6: the range is null": usf(_RANGE, b"/ByteRange null"),
    "USF 7: the range covers nothing": usf(_RANGE, b"/ByteRange [0 0 0 0]"),
    "USF 8: the range is negative": usf(_RANGE, b"/ByteRange [0 -1 1 -1]"),
    "USF 9: neither signature nor range": usf_no_contents_nor_range,
    "ISA 1: new content in a proper update": isa_new_content,
    "ISA 2: new content without a table": isa_without_table,
    "ISA 3: new content alone": isa_body_alone,
    "ISA 4: new content with a copy of the signature": isa_with_copied_signature,
    "SWA 1: the second part moves, evil is listed": swa(table=True, listed=True),
    "SWA 2: the second part moves, evil is not listed": swa(table=True, listed=False),
    "SWA 3: the second part moves, without a table": swa(table=False, listed=False),
    "Shadow hide 1: the cover is freed": hide_by_freeing,
    "Shadow hide 2: the cover is emptied": hide_by_emptying,
    "Shadow hide 3: the page refers to what was hidden": hide_by_reference,
    "Shadow replace 1: a form field over the text": replace_by_overlay,
    "Shadow replace 2: letters that look different": replace_font,
    "Shadow hide and replace 1: the table points at a twin": hide_and_replace_by_table,
    "Shadow hide and replace 2: the trailer names another document": hide_and_replace_by_root,
    "EAA 1: text over the text": evil_annotation(b"FreeText"),
    "EAA 2: a stamp over the text": evil_annotation(b"Stamp"),
    "EAA 3: a note where notes are allowed": evil_annotation(b"FreeText", permission=MDPPerm.ANNOTATE),
    "SSA 1: a signature of the attacker covers the text": sneaky_new_field,
    "SSA 2: the attacker signs in a field that waits": sneaky_waiting_field,
}
"""The 28."""

SEEN = frozenset(
    name
    for name in NAMED
    if name.startswith(("USF", "EAA")) or name.split(":")[0] in {"ISA 1", "ISA 4", "SWA 1", "SWA 3", "SSA 2"}
) | {
    "Shadow hide 1: the cover is freed",
    "Shadow hide 2: the cover is emptied",
    "Shadow hide 3: the page refers to what was hidden",
    "Shadow replace 1: a form field over the text",
    "Shadow hide and replace 1: the table points at a twin",
    "Shadow hide and replace 2: the trailer names another document",
}
"""Those after which a reader that checks nothing shows the forged sum. The others work on readers that repair files, or
draw letters or pictures that no extracted text tells."""


# --- and some more ---------------------------------------------------------------------------------------------------


def default_letters(office: Office) -> tuple[bytes, bytes]:
    """Fields are to be drawn anew, in letters of the attacker: nothing but defaults of the form changes."""
    signed = certified(office)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [85 /N] >> >>"
    form = object_in(signed, 6).replace(b"/F1 5 0 R", b"/F1 " + font)
    return signed, append(signed, {6: form[:-2] + b"/NeedAppearances true >>"})


def stamped_afterwards(office: Office) -> tuple[bytes, bytes]:
    """Anybody can get a time stamp, also over what they forged."""
    signed = certified(office)
    return signed, office.archive(append(signed, {4: EVIL_STREAM}))


def hidden_between(office: Office) -> tuple[bytes, bytes]:
    """An object that no table lists, within a revision of an honest time stamp."""
    signed = certified(office)
    stray = signed + b"4 0 obj\n%s\nendobj\n" % EVIL_STREAM
    return signed, office.archive(stray)


def script_on_opening(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office)
    catalog = object_in(signed, 1)[:-2] + b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
    return signed, append(signed, {1: catalog})


def page_taken_out(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office)
    return signed, append(signed, {2: b"<< /Type /Pages /Kids [] /Count 0 >>"})


def signature_taken_out(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office)
    field = re.sub(rb"/V \d+ 0 R", b"", object_in(signed, 8))
    return signed, append(signed, {8: field})


def text_of_the_signed(office: Office) -> tuple[bytes, bytes]:
    signed = certified(office)
    return signed, signed.replace(b"EUR 100", b"EUR 999")


def proof_over_the_content(office: Office) -> tuple[bytes, bytes]:
    """The content's number is given to a "certificate" of the security store."""
    signed = certified(office)
    catalog = object_in(signed, 1)[:-2] + b"/DSS 40 0 R >>"
    return signed, append(signed, {1: catalog, 40: b"<< /Type /DSS /Certs [4 0 R] >>", 4: EVIL_STREAM})


def other_office(office: Office) -> tuple[bytes, bytes]:
    """Forged, and signed again by an authority with the same names."""
    return certified(office), certified(Office())


MORE: dict[str, Attack] = {
    "EAA 4: a redaction": evil_annotation(b"Redact"),
    "SSA 3: a field with a picture and no signature": sneaky_empty_field,
    "Shadow replace 3: what the signer filled in": replace_what_the_signer_filled_in,
    "defaults of the form": default_letters,
    "a time stamp over the forgery": stamped_afterwards,
    "an object that nobody lists": hidden_between,
    "a script on opening": script_on_opening,
    "a page is taken out": page_taken_out,
    "the signature is taken out": signature_taken_out,
    "the signed bytes themselves": text_of_the_signed,
    "content as a certificate": proof_over_the_content,
    "an office of the same name": other_office,
}
