"""Certificates, lists, answers and stamps of somebody else's authority: fetched while signing, and enough afterwards."""

import asyncio
import io
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.fields import SigSeedSubFilter

from signing.jobs import MakeLog, Pkcs12Key, Proofs, SignerKey, Stamper, Verify
from signing.log import make
from signing.trust.context import context
from signing.trust.keys import proofs_with, signer_of
from signing.trust.stamps import stamper_of
from signing.verify import verify
from tests.signing.log.facts import record
from tests.signing.pdf.authorities import Elsewhere, elsewhere
from tests.signing.verify.documents import Office, base

pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    with elsewhere(tmp_path_factory.mktemp("elsewhere")) as running:
        yield running


@pytest.fixture(scope="module")
def office():
    return Office()


def sealed(key: SignerKey, stamper: Stamper, proofs: Proofs) -> bytes:
    async def work() -> bytes:
        async with aclosing(context(proofs)) as believed:
            meta = PdfSignatureMetadata(
                field_name="samen.ann.signature",
                subfilter=SigSeedSubFilter.PADES,
                embed_validation_info=True,
                validation_context=believed,
            )
            stamps = stamper_of(stamper)
            signer = PdfSigner(meta, signer_of(key, proofs), timestamper=stamps)
            signed = await signer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(base())))
            writer = IncrementalPdfFileWriter(signed)
            stamped = await PdfTimeStamper(stamps).async_timestamp_pdf(writer, "sha256", validation_context=believed)
            return bytes(stamped.getvalue())

    return asyncio.run(work())


def check(path: Path, pdf: bytes, proofs: Proofs, years: int = 0):
    path.write_bytes(pdf)
    return asyncio.run(verify(Verify(path, proofs, datetime.now(UTC) + timedelta(days=366 * years))))


@pytest.mark.parametrize("years", [0, 20])
def test_an_authority_vouches_for_the_time_of_our_certificates(authority: Elsewhere, office: Office, tmp_path, years):
    proofs = replace(office.proofs, roots=(*office.proofs.roots, authority.root), fetch=True)
    pdf = sealed(office.leaf("ann"), Stamper(url=authority.url), proofs)
    asked = len(authority.asked)
    report = check(tmp_path / "sealed.pdf", pdf, proofs, years)
    assert (report.verdict, report.ours, report.level, report.problems) == ("intact", True, "B-LTA", ())
    assert (report.signatures[0].time, report.archive and report.archive.own_clock) == ("authority", False)
    assert report.archive is not None
    assert report.archive.by == "Elsewhere clock"
    # The check asks nobody: all it needs is inside.
    assert len(authority.asked) == asked


def test_an_authority_that_nobody_here_knows_proves_no_time(authority: Elsewhere, office: Office, tmp_path):
    proofs = replace(office.proofs, roots=(*office.proofs.roots, authority.root), fetch=True)
    pdf = sealed(office.leaf("ann"), Stamper(url=authority.url), proofs)
    report = check(tmp_path / "sealed.pdf", pdf, office.proofs)
    assert (report.verdict, report.signatures[0].time, report.archive) == ("intact", "claimed", None)
    assert "stamp_unknown" in report.problems


@pytest.mark.parametrize("years", [0, 20])
def test_the_certificate_of_an_office_is_proved_by_the_answers_of_its_authority(authority, tmp_path, years):
    key = Pkcs12Key(authority.office, authority.password)
    proofs = proofs_with(key, Proofs(roots=(authority.root,)))
    pdf = sealed(key, Stamper(url=authority.url), proofs)
    assert any("/ocsp/" in path for path in authority.asked)
    assert any("/certs" in path or "/crls/" in path for path in authority.asked)
    report = check(tmp_path / "sealed.pdf", pdf, replace(proofs, fetch=False), years)
    assert (report.verdict, report.level, report.signatures[0].name) == ("intact", "B-LTA", "Kantoor Oost")
    assert report.signatures[0].problem == ""


def test_a_log_is_sealed_with_the_certificate_of_an_office(authority, office, tmp_path):
    key = Pkcs12Key(authority.office, authority.password)
    proofs = replace(office.proofs, roots=(*office.proofs.roots, authority.root))
    job = MakeLog(
        tmp_path / "log.pdf", tmp_path / "log.jsonl", record(), "nl", (), key, Stamper(url=authority.url), proofs
    )
    made = asyncio.run(make(job))
    assert (made.level, made.stamped_by) == ("B-LTA", "Elsewhere clock")
    report = asyncio.run(verify(Verify(tmp_path / "log.pdf", proofs, datetime.now(UTC))))
    assert (report.verdict, report.ours, report.signatures[0].name) == ("intact", False, "Kantoor Oost")
