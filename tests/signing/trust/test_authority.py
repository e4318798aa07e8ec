"""Our own authority, as OpenSSL sees it, and its keys in a safe."""

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12

from signing.model import Identity, Refused
from signing.trust import certificates
from signing.trust.authority import (
    Authority,
    export_root,
    fingerprint,
    fresh_crl,
    issue_clock,
    issue_leaf,
    make_authority,
    open_box,
    renew,
    restore_authority,
    seal_box,
    with_root_key,
    without_root_key,
)

NOW = datetime.now(UTC)
PASSWORD = "correct horse battery"
openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is the independent reader here")


@pytest.fixture(scope="module")
def authority():
    return make_authority("Kantoor De Vries", NOW)


def run(*arguments, stdin: bytes | None = None) -> str:
    done = subprocess.run(["openssl", *map(str, arguments)], input=stdin, capture_output=True)
    return (done.stdout + done.stderr).decode() + f"\nexit {done.returncode}"


def files(authority: Authority, folder):
    (folder / "root.pem").write_bytes(authority.root)
    (folder / "issuing.pem").write_bytes(authority.issuing)
    (folder / "clock.pem").write_bytes(authority.clock.certificate)
    lists = b""
    for name, content in (("root", authority.root_list), ("issuing", authority.issuing_list)):
        (folder / f"{name}.crl").write_bytes(content)
        lists += subprocess.run(
            ["openssl", "crl", "-inform", "DER", "-in", folder / f"{name}.crl"], capture_output=True, check=True
        ).stdout
    (folder / "lists.pem").write_bytes(lists)
    return folder


@openssl
def test_openssl_accepts_a_certificate_for_one_signature_with_both_lists(authority, tmp_path):
    folder = files(authority, tmp_path)
    leaf = issue_leaf(authority, Identity("Łukasz 李", "jan@münchen.example", "De Vries B.V."), NOW)
    (folder / "leaf.pem").write_bytes(leaf.certificate)
    chain = ["-CAfile", folder / "root.pem", "-untrusted", folder / "issuing.pem", "-CRLfile", folder / "lists.pem"]
    verify = ["verify", "-x509_strict", "-crl_check_all", *chain]
    assert f"{folder / 'leaf.pem'}: OK" in run(*verify, "-purpose", "smimesign", folder / "leaf.pem")
    # The next day it is over.
    tomorrow = int((NOW + timedelta(days=2)).timestamp())
    assert "certificate has expired" in run(*verify, "-attime", tomorrow, folder / "leaf.pem")


@openssl
def test_openssl_accepts_the_clock_still_in_twenty_years(authority, tmp_path):
    folder = files(authority, tmp_path)
    later = int((NOW + timedelta(days=366 * 20)).timestamp())
    told = run(
        "verify", "-x509_strict", "-crl_check_all", "-purpose", "timestampsign", "-attime", later,
        "-CAfile", folder / "root.pem", "-CRLfile", folder / "lists.pem", folder / "clock.pem",
    )  # fmt: skip  # a command line
    assert "clock.pem: OK" in told


@openssl
def test_openssl_reads_the_lists_as_signed_by_their_issuers(authority, tmp_path):
    folder = files(authority, tmp_path)
    for name, days in (("root", 25 * 365), ("issuing", 7)):
        told = run("crl", "-inform", "DER", "-in", folder / f"{name}.crl", "-CAfile", folder / f"{name}.pem", "-noout")
        assert "verify OK" in told
        known = x509.load_der_x509_crl((folder / f"{name}.crl").read_bytes())
        assert known.next_update_utc is not None
        assert abs(known.next_update_utc - NOW - timedelta(days=days)) < timedelta(minutes=1)


def test_a_certificate_says_who_signs_and_lives_for_one_day(authority):
    leaf = certificates.of_pem(issue_leaf(authority, Identity("Jan", "jan@example.org", "De Vries"), NOW).certificate)
    assert leaf.subject.rfc4514_string() == "O=De Vries,CN=Jan"
    mails = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert mails.get_values_for_type(x509.RFC822Name) == ["jan@example.org"]
    assert leaf.not_valid_before_utc < NOW < leaf.not_valid_after_utc <= NOW + timedelta(days=1, seconds=1)
    other = certificates.of_pem(issue_leaf(authority, Identity("Jan", "jan@example.org", ""), NOW).certificate)
    assert leaf.public_key() != other.public_key()
    assert leaf.serial_number != other.serial_number


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Jan de Vries", "Jan de Vries"),
        ("李小龙", "李小龙"),
        ("Jan 🎉 de Vries", "Jan de Vries"),
        ("محمد أحمد (Bram)", "محمد أحمد"),
        ("Bram محمد", "Bram"),
        ("🎉", "jan@example.org"),
        ("  \n ", "jan@example.org"),
        ("x" * 100, "x" * 61 + "…"),
        ("李" * 60, "李" * 20 + "…"),
        ("Jan\x00\u202eseirV", "Jan seirV"),
    ],
)
def test_a_name_stands_in_the_certificate_as_far_as_readers_can_compare_it(authority, name, kept):
    from asn1crypto import pem
    from asn1crypto import x509 as asn1_x509

    made = issue_leaf(authority, Identity(name, "jan@example.org", name), NOW).certificate
    read = asn1_x509.Certificate.load(pem.unarmor(made)[2])
    assert read.subject.native["common_name"] == kept
    assert read.subject.hashable
    assert certificates.of_pem(made).subject.rdns


def test_the_box_opens_with_its_key_alone(authority):
    box = seal_box(authority, b"k" * 32)
    assert open_box(box, b"k" * 32) == authority
    assert b"PRIVATE" not in box
    for wrong in (
        lambda: open_box(box, b"x" * 32),
        lambda: open_box(box[:-1] + b"!", b"k" * 32),
        lambda: open_box(b"", b"k" * 32),
    ):
        with pytest.raises(Refused) as refused:
            wrong()
        assert refused.value.code == "authority_locked"


def test_the_root_goes_into_a_safe_off_the_server_and_back(authority, tmp_path):
    safe = export_root(authority, PASSWORD)
    without = without_root_key(authority)
    assert b"PRIVATE" not in without.root_key
    assert open_box(seal_box(without, b"k" * 32), b"k" * 32).root_key == b""
    # Signing goes on without it; renewing does not.
    assert issue_leaf(without, Identity("Jan", "jan@example.org", ""), NOW).certificate
    assert fresh_crl(without, NOW + timedelta(days=3)).issuing_list != without.issuing_list
    for asked in (lambda: renew(without, NOW), lambda: export_root(without, PASSWORD)):
        with pytest.raises(Refused, match="root_away"):
            asked()
    assert with_root_key(without, safe, PASSWORD) == authority


def test_the_safe_opens_with_its_password_alone_and_only_for_its_own_root(authority):
    safe = export_root(authority, PASSWORD)
    with pytest.raises(Refused, match="password_wrong"):
        with_root_key(authority, safe, "something else")
    with pytest.raises(Refused, match="password_short"):
        export_root(authority, "short")
    with pytest.raises(Refused, match="another_root"):
        with_root_key(make_authority("Another", NOW), safe, PASSWORD)
    key, certificate, others = pkcs12.load_key_and_certificates(safe, PASSWORD.encode())
    assert certificate is not None
    assert (key is not None, certificates.pem_of(certificate), len(others)) == (True, authority.root, 2)


@openssl
def test_openssl_opens_the_safe_too(authority, tmp_path):
    (tmp_path / "root.p12").write_bytes(export_root(authority, PASSWORD))
    told = run("pkcs12", "-in", tmp_path / "root.p12", "-passin", f"pass:{PASSWORD}", "-nokeys", "-info")
    assert "exit 0" in told
    assert "AES-256-CBC" in told
    assert "exit 0" not in run("pkcs12", "-in", tmp_path / "root.p12", "-passin", "pass:wrong", "-nokeys")


def test_a_server_that_lost_all_but_the_safe_goes_on_under_the_same_root(authority):
    restored = restore_authority(export_root(authority, PASSWORD), PASSWORD, NOW)
    assert fingerprint(restored.root) == fingerprint(authority.root)
    assert restored.issuing != authority.issuing
    assert authority.issuing in restored.earlier
    assert set(restored.proofs().others) >= {authority.issuing, authority.clock.certificate, restored.issuing}


def test_the_clock_is_refused_when_it_has_run_out(authority):
    assert issue_clock(authority, NOW + timedelta(days=366 * 20)) == authority.clock
    with pytest.raises(Refused, match="clock_expired"):
        issue_clock(authority, NOW + timedelta(days=366 * 31))


def test_a_renewal_keeps_the_root_and_revokes_only_what_leaked(authority):
    calm, leaked = renew(authority, NOW), renew(authority, NOW, leaked=True)
    assert calm.root == leaked.root == authority.root
    assert len(x509.load_der_x509_crl(calm.root_list)) == 0
    revoked = {entry.serial_number for entry in x509.load_der_x509_crl(leaked.root_list)}
    stolen = (authority.issuing, authority.clock.certificate)
    assert revoked == {certificates.of_pem(each).serial_number for each in stolen}
    # What leaked stays revoked, however often it is renewed, kept or restored.
    assert len(x509.load_der_x509_crl(renew(open_box(seal_box(leaked, b"k" * 32), b"k" * 32), NOW).root_list)) == 2
    assert replace(leaked, root_list=b"").revoked
