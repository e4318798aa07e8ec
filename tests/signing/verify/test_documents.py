"""What the check says of documents as people bring them: ours and others', whole and broken."""

import io
import random
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from asn1crypto import pem, x509
from pyhanko.sign import PdfSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter

from signing.model import Identity
from signing.trust import certificates
from signing.trust.authority import Authority, fresh_crl, issue_leaf, make_authority, renew
from tests.signing.verify.documents import NOW, Office, base, written


@pytest.fixture(scope="module")
def office():
    return Office()


@pytest.fixture(scope="module")
def sealed(office: Office):
    return office.whole()


@pytest.mark.covers("D001", "F005")
def test_a_sealed_document_names_who_signed_when_and_by_whose_clock(office, sealed, tmp_path):
    report = office.check(tmp_path / "sealed.pdf", sealed)
    assert (report.verdict, report.ours, report.level, report.pages) == ("intact", True, "B-LTA", 1)
    ann, bob = report.signatures
    assert (ann.name, ann.email, ann.organisation) == ("Ann", "ann@example.org", "Office B.V.")
    assert ann.issuer.startswith("Office signing")
    assert (bob.name, bob.time, bob.after) == ("Bob", "own_clock", "allowed")
    assert ann.signed_at is not None
    assert abs(ann.signed_at - datetime.now(UTC)) < timedelta(minutes=10)
    assert report.archive is not None
    assert (report.archive.own_clock, report.archive.by) == (True, "Office own clock")
    assert (report.problems, report.size) == ((), len(sealed))


@pytest.mark.parametrize("years", [1, 5, 20])
def test_a_sealed_document_holds_many_years_later_by_the_root_alone(office, sealed, tmp_path, years):
    root_alone = replace(office.proofs, others=(), revocation_lists=())
    now = NOW + timedelta(days=366 * years)
    report = office.check(tmp_path / "sealed.pdf", sealed, now=now, proofs=root_alone)
    assert (report.verdict, report.level, report.problems) == ("intact", "B-LTA", ())


def test_nothing_is_proved_any_more_when_the_root_itself_has_run_out(office, sealed, tmp_path):
    report = office.check(tmp_path / "sealed.pdf", sealed, now=NOW + timedelta(days=366 * 41))
    assert report.verdict == "unknown_signer"
    assert report.archive is None


def test_without_a_stamp_our_own_certificates_for_one_day_still_say_when(office, tmp_path):
    pending = office.sign(base(), "ann", stamp=False, proof=False)
    report = office.check(tmp_path / "pending.pdf", pending, now=NOW + timedelta(days=30))
    assert (report.verdict, report.level) == ("intact", "B-B")
    assert (report.signatures[0].time, report.signatures[0].problem) == ("claimed", "no_proof_of_time")


def test_a_key_that_was_used_after_its_day_is_not_believed(office, tmp_path):
    old = issue_leaf(office.authority, Identity("Ann", "ann@example.org", ""), NOW - timedelta(days=3))
    report = office.check(tmp_path / "late.pdf", office.sign(base(), "ann", key=old, stamp=False, proof=False))
    assert (report.verdict, report.signatures[0].problem) == ("unknown_signer", "certificate_expired")


def test_an_unknown_signer_is_named_but_not_vouched_for(office, tmp_path):
    other = Office(make_authority("Another office", NOW))
    foreign = other.sign(base(), "ann")
    report = office.check(tmp_path / "foreign.pdf", foreign)
    assert (report.verdict, report.ours) == ("unknown_signer", False)
    assert (report.signatures[0].name, report.signatures[0].intact) == ("Ann", True)
    assert (report.signatures[0].trusted, report.signatures[0].problem) == (False, "issuer_unknown")
    assert report.signatures[0].time == "claimed"


def test_a_root_that_the_operator_added_is_believed_and_still_not_ours(office, tmp_path):
    other = Office(make_authority("Another office", NOW))
    both = replace(office.proofs, roots=(*office.proofs.roots, *other.proofs.roots))
    report = office.check(tmp_path / "foreign.pdf", other.sign(base(), "ann"), proofs=both)
    assert (report.verdict, report.ours, report.level) == ("intact", False, "B-LT")


def test_a_signature_in_the_older_format_is_read_too(office, tmp_path):
    older = office.sign(base(), "ann", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED, proof=False)
    assert office.check(tmp_path / "older.pdf", older).verdict == "intact"


def test_a_kind_of_signature_that_is_not_known_here_is_neither_praised_nor_blamed(office, tmp_path):
    signed = office.sign(base(), "ann", proof=False)
    unknown = signed.replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 ")
    report = office.check(tmp_path / "unknown.pdf", unknown)
    assert (report.verdict, report.problems) == ("unreadable", ("signature_kind_unknown",))


def test_a_second_signer_from_elsewhere_leaves_the_first_signature_intact(office, tmp_path):
    other = Office(make_authority("Another office", NOW))
    first = office.sign(base(), "ann", proof=False)
    spec = SigFieldSpec("Else", on_page=0, box=(72, 100, 272, 150))
    report = office.check(tmp_path / "two.pdf", other.sign(first, "els", new_field=spec, proof=False))
    assert report.verdict == "unknown_signer"
    assert [(one.intact, one.trusted, one.after) for one in report.signatures] == [
        (True, True, "allowed"),
        (True, False, "nothing"),
    ]


def test_a_document_that_forbids_all_changes_shows_a_later_signature_as_a_change(office, tmp_path, monkeypatch):
    first = office.sign(base(), "ann", certify=MDPPerm.NO_CHANGES, proof=False)
    # A program that does not care what is forbidden.
    monkeypatch.setattr(PdfSigner, "_enforce_certification_constraints", lambda *_: None)
    report = office.check(tmp_path / "two.pdf", office.sign(first, "bob", proof=False))
    assert (report.verdict, report.signatures[0].problem) == ("changed", "changes_forbidden")
    assert report.signatures[1].after == "nothing"


def test_nobody_signs_for_two_in_one_go(office, tmp_path):
    """Ann's signature may come with Ann's fields, not with Bob's."""
    first = office.sign(base(fields_of=("bob", "ann", "cas")), "bob", certify=MDPPerm.FILL_FORMS, proof=False)
    filled = office.sign(first, "ann", text="Hers", proof=False)
    assert office.check(tmp_path / "hers.pdf", filled).verdict == "intact"
    strange = office.sign(first, "cas", field_name="samen.ann.signature", text="Not hers", proof=False)
    report = office.check(tmp_path / "not-hers.pdf", strange)
    assert (report.verdict, report.signatures[0].problem) == ("changed", "filled_in_after")


def test_a_certificate_that_was_revoked_before_it_signed_is_not_believed(office, tmp_path):
    leaf = office.leaf("ann")
    serial = certificates.of_pem(leaf.certificate).serial_number
    issuing = certificates.of_pem(office.authority.issuing)
    key = certificates.key_of_pem(office.authority.issuing_key)
    revoked = certificates.revocation_list(
        issuing, key, NOW, timedelta(days=7), [(serial, NOW - timedelta(minutes=30))]
    )
    known = replace(office.proofs, revocation_lists=(office.authority.root_list, revoked))
    signed = office.sign(base(), "ann", key=leaf, proof=False)
    assert office.check(tmp_path / "signed.pdf", signed).verdict == "intact"
    report = office.check(tmp_path / "signed.pdf", signed, proofs=known)
    assert (report.verdict, report.signatures[0].problem) == ("unknown_signer", "certificate_revoked")


def test_what_was_signed_before_a_renewal_holds_and_what_a_thief_signs_later_does_not(tmp_path):
    office = Office()
    before = office.whole("ann")
    stolen: Authority = office.authority
    calm = Office(renew(stolen, NOW))
    assert calm.check(tmp_path / "calm.pdf", before).verdict == "intact"
    thief = Office(stolen).sign(base(), "ann", proof=False)
    leaked = Office(renew(stolen, NOW - timedelta(minutes=20), leaked=True))
    report = leaked.check(tmp_path / "thief.pdf", thief)
    assert (report.verdict, report.signatures[0].problem) == ("unknown_signer", "certificate_revoked")
    assert leaked.check(tmp_path / "new.pdf", leaked.whole("ann")).verdict == "intact"


def test_a_file_that_was_saved_anew_is_not_what_was_signed(office, sealed, tmp_path):
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        pdf.save(saved)
    report = office.check(tmp_path / "saved.pdf", saved.getvalue())
    assert report.verdict == "changed"
    assert not any(one.intact for one in report.signatures)


def test_no_single_byte_outside_the_signature_can_change_unseen(office, tmp_path):
    signed = office.sign(base(), "ann", proof=False)
    start, end = signed.index(b"/Contents <") + 10, signed.index(b">", signed.index(b"/Contents <"))
    chance = random.Random(7)
    for place in chance.sample([*range(start), *range(end, len(signed))], 150):
        changed = bytearray(signed)
        changed[place] ^= 1 << chance.randrange(8)
        assert office.check(tmp_path / "changed.pdf", bytes(changed)).verdict != "intact", place


def test_no_cut_of_a_sealed_document_passes_for_the_whole(office, sealed, tmp_path):
    chance = random.Random(8)
    ends = [place + 5 for place in range(len(sealed) - 5) if sealed[place : place + 5] == b"%%EOF"]
    for place in [*chance.sample(range(len(sealed) - 2), 40), *ends[:-1]]:
        report = office.check(tmp_path / "cut.pdf", sealed[:place])
        # A revision before is a document by itself: fewer signatures, or a lower level.
        assert report.verdict != "intact" or (len(report.signatures), report.level) != (2, "B-LTA"), place


def test_an_unsigned_document_is_called_unsigned(office, tmp_path):
    report = office.check(tmp_path / "plain.pdf", base())
    assert (report.verdict, report.signatures, report.level, report.problems) == ("not_signed", (), "", ())


def _encrypted(pdf: bytes, user: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="owner", user=user, R=6))
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", "empty_file", id="empty"),
        pytest.param(b"%PD", "not_a_pdf", id="three bytes"),
        pytest.param(_zip(), "not_a_pdf", id="a Word document"),
        pytest.param(random.Random(1).randbytes(5000), "not_a_pdf", id="noise"),
        pytest.param(_encrypted(base(), "secret"), "encrypted", id="a password"),
        pytest.param(
            b"%PDF-1.7\n" + random.Random(2).randbytes(5000), "document_broken", id="noise under a PDF's name"
        ),
        pytest.param(b"%PDF-1.7\nstartxref\n0\n%%EOF\n", "document_broken", id="nothing inside"),
        pytest.param(written([b"[" * 5000 + b"]" * 5000]), "document_broken", id="a cellar of arrays"),
    ],
)
def test_what_cannot_be_read_is_said_to_be_unreadable_and_why(office, tmp_path, content, problem):
    report = office.check(tmp_path / "file.pdf", content)
    assert (report.verdict, report.problems, report.signatures) == ("unreadable", (problem,), ())
    assert report.size == len(content)


def test_a_document_that_opens_without_a_password_is_read(office, tmp_path):
    assert office.check(tmp_path / "open.pdf", _encrypted(base(), "")).verdict == "not_signed"


def test_a_table_that_runs_in_a_circle_comes_to_an_end(office, tmp_path):
    pdf = base()
    start = int(pdf.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    circle = pdf.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)
    assert office.check(tmp_path / "circle.pdf", circle).verdict == "unreadable"


def test_names_in_any_script_and_addresses_in_any_alphabet_are_read_back(office, tmp_path):
    leaf = issue_leaf(office.authority, Identity("李小龙", "jan@münchen.example", "Żółć B.V."), NOW)
    signed = office.check(tmp_path / "names.pdf", office.sign(base(), "ann", key=leaf, proof=False)).signatures[0]
    assert (signed.name, signed.email, signed.organisation) == ("李小龙", "jan@münchen.example", "Żółć B.V.")
    leaf = issue_leaf(office.authority, Identity("محمد أحمد", "josé@example.org", ""), NOW)
    signed = office.check(tmp_path / "names.pdf", office.sign(base(), "ann", key=leaf, proof=False)).signatures[0]
    assert (signed.name, signed.email, signed.trusted) == ("محمد أحمد", "josé@example.org", True)


def test_fresh_lists_stay_as_they_are_for_a_day(office):
    assert fresh_crl(office.authority, NOW + timedelta(hours=1)) is office.authority
    later = fresh_crl(office.authority, NOW + timedelta(days=2))
    assert later.issuing_list != office.authority.issuing_list
    assert x509.Certificate.load(pem.unarmor(later.issuing)[2]).subject.native
