"""Documents that come with a past: signed before, by us or by others, or with a table of objects that is wrong."""

import io
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY

from signing.intake import inspect
from signing.jobs import Inspect
from signing.model import Identity, Refused
from signing.pdf.form import our_nodes
from signing.trust.authority import Authority, issue_leaf
from signing.trust.keys import signer_of
from tests.signing.pdf.documents import NOW, Table, box, document, inked, render, run


@pytest.fixture
def signed_elsewhere(tmp_path: Path, authority: Authority) -> Path:
    """A document with an approval signature of somebody else's program."""
    key = issue_leaf(authority, Identity("Notaris", "notaris@example.test", ""), NOW)
    writer = IncrementalPdfFileWriter(io.BytesIO(document(tmp_path / "plain.pdf").read_bytes()))
    meta = signers.PdfSignatureMetadata(field_name="Notary")
    content = signers.sign_pdf(writer, meta, signer_of(key, authority.proofs()))
    (tmp_path / "source.pdf").write_bytes(content.getvalue())
    return tmp_path / "source.pdf"


def test_a_signature_of_others_stays_valid_under_ours(
    tmp_path: Path, authority: Authority, signed_elsewhere: Path
) -> None:
    table = Table(tmp_path, authority, (box("anna"), box("bram")), ("anna", "bram"))
    table.prepare(signed_elsewhere)
    table.sign("anna")
    table.sign("bram")
    assert table.seal().level == "B-LTA"
    assert table.path.read_bytes().startswith(signed_elsewhere.read_bytes())
    assert run("pdfsig", "-nocert", table.path).count("Signature is Valid.") == 3
    with table.path.open("rb") as file:
        for signature in PdfFileReader(file).embedded_regular_signatures:
            signature.compute_integrity_info(DEFAULT_DIFF_POLICY)
            assert signature.summarise_integrity_info()["docmdp_ok"], signature.field_name


def test_a_document_that_we_sealed_is_signed_once_more_with_fields_of_its_own(sealed: Table, tmp_path: Path) -> None:
    again = Table(tmp_path, sealed.authority, (box("chris"),), ("chris",))
    again.prepare(sealed.path)
    again.sign("chris")
    assert again.seal().level == "B-LTA"
    with again.path.open("rb") as file:
        assert [name for name, _ in our_nodes(PdfFileReader(file))] == ["samen", "samen-2"]
    assert run("pdfsig", "-nocert", again.path).count("Signature is Valid.") == 3


def test_a_table_that_tells_too_small_a_size_costs_no_page(tmp_path: Path, authority: Authority) -> None:
    source = document(tmp_path / "source.pdf", text="Belangrijke woorden.")
    with pikepdf.open(source) as pdf:
        size = len(pdf.objects) + 1
        pdf.save(tmp_path / "table.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = (tmp_path / "table.pdf").read_bytes()
    wrong = content.replace(b"/Size %d" % size, b"/Size %d" % 2)
    assert wrong != content
    (tmp_path / "wrong.pdf").write_bytes(wrong)
    table = Table(tmp_path, authority, (box("anna"),), ("anna",))
    table.prepare(tmp_path / "wrong.pdf")
    table.sign("anna")
    assert "Belangrijke woorden." in run("pdftotext", table.path, "-")
    assert inked(render(table.path)) is not None


def test_a_signature_that_no_longer_holds_is_not_signed_over(tmp_path: Path, signed_elsewhere: Path) -> None:
    content = signed_elsewhere.read_bytes()
    # A letter on the page, still a letter: every reader opens it, only the digest is another.
    at = content.index(b"/Producer") if b"/Producer" in content else content.index(b"%PDF-1.") + 7
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    inspect(Inspect(signed_elsewhere))
    with pytest.raises(Refused) as refused:
        inspect(Inspect(changed))
    assert refused.value.code == "signed_and_broken"


def test_a_stamp_over_all_of_a_document_is_a_signature_like_others(tmp_path: Path, authority: Authority) -> None:
    table = Table(tmp_path, authority, (box("anna"),), ("anna",))
    table.prepare(document(tmp_path / "plain.pdf"))
    table.sign("anna")
    table.seal()
    assert inspect(Inspect(table.path)).signatures >= 1
