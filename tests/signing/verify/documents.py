"""Documents to check: a small PDF written by hand, signed by pyHanko with an authority made for the test."""

import asyncio
import io
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from signing.jobs import LeafKey, Proofs, Report, Stamper, Verify
from signing.model import Identity
from signing.trust.authority import Authority, issue_leaf, make_authority
from signing.trust.context import context
from signing.trust.keys import signer_of
from signing.trust.stamps import stamper_of
from signing.verify import verify

NOW = datetime.now(UTC)

CONTENTS = b"BT /F1 24 Tf 72 700 Td (You get EUR 100) Tj ET"


def base(*, fields_of: tuple[str, ...] = ("ann", "bob"), contents: bytes = CONTENTS, extra: bytes = b"") -> bytes:
    """One page. Objects: 1 catalog, 2 pages, 3 page, 4 contents, 5 font, 6 form, 7 the node "samen"; then per signer a
    signature field and a text field (8 and 9 for the first); then their nodes. `extra` goes into the catalog."""
    count = len(fields_of)
    parts: list[bytes] = []
    for number, name in enumerate(fields_of):
        top, node = 600 - 80 * number, 8 + 2 * count + number
        parts += [
            b"<< /Type /Annot /Subtype /Widget /FT /Sig /F 4 /T (signature) /Rect [72 %d 272 %d] /P 3 0 R /Parent %d 0 R"
            b" /Lock << /Type /SigFieldLock /Action /Include /Fields [(samen.%s.signature) (samen.%s.place)] >> >>"
            % (top, top + 50, node, name.encode(), name.encode()),
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /F 4 /T (place) /Rect [300 %d 500 %d] /P 3 0 R /Parent %d 0 R"
            b" /DA (/F1 12 Tf 0 g) >>" % (top, top + 20, node),
        ]
    refs = b" ".join(b"%d 0 R" % (8 + number) for number in range(2 * count))
    nodes = [
        b"<< /T (%s) /Parent 7 0 R /Kids [%d 0 R %d 0 R] >>" % (name.encode(), 8 + 2 * number, 9 + 2 * number)
        for number, name in enumerate(fields_of)
    ]
    top_node = b"<< /T (samen) /Kids [%s] >>" % b" ".join(
        b"%d 0 R" % (8 + 2 * count + number) for number in range(count)
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R %s >>" % extra,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> /Annots [%s] >>" % refs,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(contents), contents),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Fields [7 0 R] /SigFlags 3 /DR << /Font << /F1 5 0 R >> >> /DA (/F1 12 Tf 0 g) >>",
        top_node,
        *parts,
        *nodes,
    ]
    return written(objects)


def written(objects: list[bytes]) -> bytes:
    """A whole file with these objects, numbered from 1; the first is the catalog."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        b"11" * 16,
        b"22" * 16,
        start,
    )
    return bytes(out)


@dataclass
class Office:
    """An installation, and what it signs."""

    authority: Authority = field(default_factory=lambda: make_authority("Office", NOW))

    @property
    def proofs(self) -> Proofs:
        return self.authority.proofs()

    def leaf(self, name: str) -> LeafKey:
        return issue_leaf(self.authority, Identity(name.title(), f"{name}@example.org", "Office B.V."), NOW)

    def sign(
        self,
        pdf: bytes,
        name: str,
        *,
        key: LeafKey | None = None,
        certify: MDPPerm | None = None,
        stamp: bool = True,
        proof: bool = True,
        text: str = "",
        field_name: str = "",
        subfilter: SigSeedSubFilter = SigSeedSubFilter.PADES,
        new_field: fields.SigFieldSpec | None = None,
        proofs: Proofs | None = None,
    ) -> bytes:
        """The next signature; `text` fills in the text field of the same signer."""
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        if text:
            _fill(writer, f"samen.{name}.place", text)
        believed = context(proofs or self.proofs) if proof else None
        meta = signers.PdfSignatureMetadata(
            field_name=field_name or (new_field.sig_field_name if new_field else f"samen.{name}.signature"),
            certify=certify is not None,
            docmdp_permissions=certify or MDPPerm.FILL_FORMS,
            subfilter=subfilter,
            embed_validation_info=proof,
            validation_context=believed,
        )
        signer = signers.PdfSigner(
            meta,
            signer_of(key or self.leaf(name), proofs or self.proofs),
            timestamper=stamper_of(Stamper(local=self.authority.clock)) if stamp else None,
            new_field_spec=new_field,
        )
        return _run(signer.async_sign_pdf(writer))

    def archive(self, pdf: bytes) -> bytes:
        stamper = signers.PdfTimeStamper(stamper_of(Stamper(local=self.authority.clock)))
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        return _run(stamper.async_timestamp_pdf(writer, "sha256", validation_context=context(self.proofs)))

    def whole(self, *names: str, pdf: bytes = b"") -> bytes:
        """Signed by all, the first with a certification as the product does, then stamped for the archive."""
        done = pdf or base()
        for number, name in enumerate(names or ("ann", "bob")):
            done = self.sign(done, name, certify=MDPPerm.FILL_FORMS if number == 0 else None, text=f"At {name}'s")
        return self.archive(done)

    def check(self, path: Path, pdf: bytes, *, now: datetime = NOW, proofs: Proofs | None = None) -> Report:
        path.write_bytes(pdf)
        return asyncio.run(verify(Verify(path, proofs or self.proofs, now)))


def _run(coroutine) -> bytes:
    return asyncio.run(coroutine).getvalue()


def _fill(writer: IncrementalPdfFileWriter, name: str, text: str) -> None:
    ref = _field(writer, name)
    one = ref.get_object()
    one["/V"] = generic.pdf_string(text)
    drawn = generic.StreamObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/XObject"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Form"),
            generic.pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 20))),
        },
        stream_data=b"BT /F1 12 Tf 2 5 Td (%s) Tj ET" % text.encode("latin-1"),
    )
    one["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(drawn)})
    writer.mark_update(ref)


def _field(writer: IncrementalPdfFileWriter, name: str) -> generic.IndirectObject:
    """Down the tree, by the parts of the name."""
    kids = writer.root["/AcroForm"]["/Fields"]
    for part in name.split("."):
        found = next(ref for ref in kids if ref.get_object()["/T"] == part)
        kids = found.get_object().get("/Kids", ())
    return found
