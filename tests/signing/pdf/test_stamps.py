"""Time from an authority elsewhere, over HTTP, that answers, hangs, is away, or is believed by nobody here."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest

from signing.jobs import Pkcs12Key, Proofs, Stamper
from signing.model import Refused
from tests.signing.pdf.authorities import Elsewhere, elsewhere
from tests.signing.pdf.documents import Table, run

pytestmark = pytest.mark.covers("F033")


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    with elsewhere(tmp_path_factory.mktemp("elsewhere")) as authority:
        yield authority


@pytest.fixture
def silent() -> Iterator[Stamper]:
    """An authority that takes the question and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield Stamper(url=f"http://127.0.0.1:{server.getsockname()[1]}/", seconds=0.3)


def believing(table: Table, away: Elsewhere) -> Proofs:
    own = table.authority.proofs()
    return replace(own, roots=(*own.roots, away.root), fetch=True)


def test_a_stamp_of_an_authority_whose_lists_are_fetched(table: Table, away: Elsewhere) -> None:
    asked = len(away.asked)
    signed = table.sign("anna", stamper=Stamper(url=away.url), proofs=believing(table, away))
    assert (signed.level, signed.stamped_by) == ("B-LT", "Elsewhere clock")
    assert away.asked[asked:].count("/elsewhere/tsa/clock") == 1
    assert "/elsewhere/ocsp/issuing" in away.asked[asked:]
    assert "/elsewhere/crls/root/latest.crl" in away.asked[asked:]
    sealed = table.seal(stamper=Stamper(url=away.url), proofs=believing(table, away))
    assert (sealed.level, sealed.stamped_by) == ("B-LTA", "Elsewhere clock")
    assert run("pdfsig", "-nocert", table.path).count("Signature is Valid.") == 1
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", table.path)


def test_the_office_signs_with_a_certificate_of_its_own(table: Table, away: Elsewhere) -> None:
    asked = len(away.asked)
    key = Pkcs12Key(away.office, away.password)
    signed = table.sign("anna", key=key, stamper=Stamper(url=away.url), proofs=believing(table, away))
    assert signed.level == "B-LT"
    assert "/elsewhere/ocsp/issuing" in away.asked[asked:]
    assert table.seal(stamper=Stamper(url=away.url), proofs=believing(table, away)).level == "B-LTA"
    assert "Signer Certificate Common Name: Kantoor Oost" in run("pdfsig", "-nocert", table.path)
    with pikepdf.open(table.path) as pdf:
        assert len(pdf.Root.DSS.OCSPs) >= 1


def test_a_stamp_that_nobody_here_believes_is_kept_and_not_counted_as_proof(table: Table, away: Elsewhere) -> None:
    signed = table.sign("anna", stamper=Stamper(url=away.url))
    assert (signed.level, signed.stamped_by) == ("B-T", "Elsewhere clock")
    with pytest.raises(Refused) as problem:
        table.seal(stamper=Stamper(url=away.url))
    assert problem.value.code == "tsa_untrusted"
    assert not (table.folder / "sealed.pdf").exists()


def test_without_an_answer_the_signature_stands_without_proof_of_time(table: Table, silent: Stamper) -> None:
    signed = table.sign("anna", stamper=silent)
    assert (signed.level, signed.stamped_at, signed.stamped_by) == ("B-B", None, "")
    assert run("pdfsig", "-nocert", table.path).count("Signature is Valid.") == 1


def test_no_seal_without_an_answer_and_one_later_when_it_is_back(table: Table, silent: Stamper) -> None:
    table.sign("anna", stamper=silent)
    with pytest.raises(Refused) as problem:
        table.seal(stamper=silent)
    assert problem.value.code == "tsa_away"
    assert not (table.folder / "sealed.pdf").exists()
    assert table.seal().level == "B-LTA"


def test_a_sealed_document_is_sealed_again_before_its_stamp_runs_out(sealed: Table, away: Elsewhere) -> None:
    again = Table(sealed.folder, sealed.authority, sealed.fields, sealed.signer_ids, path=sealed.path)
    renewed = again.seal(
        target=sealed.folder / "renewed.pdf", stamper=Stamper(url=away.url), proofs=believing(again, away)
    )
    assert renewed.level == "B-LTA"
    with pikepdf.open(sealed.folder / "renewed.pdf") as pdf:
        assert [str(each.T) for each in pdf.Root.AcroForm.Fields] == ["samen", "samen-archive", "samen-archive-2"]
