"""A key in a device, over PKCS#11: SoftHSM stands in for the device, and signs as one."""

import asyncio
import io
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter

from signing.jobs import Pkcs11Key, Proofs, Verify
from signing.model import Identity, Refused
from signing.trust import certificates
from signing.trust.authority import issue_leaf, make_authority
from signing.trust.keys import proofs_with, signer_of
from signing.verify import verify
from tests.signing.verify.documents import base

NOW = datetime.now(UTC)
MODULE = next(
    (
        path
        for path in (Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/local/lib/softhsm/libsofthsm2.so"))
        if path.exists()
    ),
    None,
)
pytestmark = [
    pytest.mark.skipif(MODULE is None or shutil.which("softhsm2-util") is None, reason="softhsm2 is the device here"),
    pytest.mark.service,
]
AUTHORITY = make_authority("Kantoor De Vries", NOW)


@pytest.fixture(scope="module")
def device(tmp_path_factory):
    """A token "office" with an elliptic key "ec" and an RSA key "rsa", each with a certificate of the authority."""
    pkcs11 = pytest.importorskip("pkcs11")
    folder = tmp_path_factory.mktemp("device")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    try:
        command = ["softhsm2-util", "--init-token", "--free", "--label", "office", "--pin", "4321", "--so-pin", "8765"]
        subprocess.run(command, check=True, capture_output=True)
        leaf = issue_leaf(AUTHORITY, Identity("Device EC", "ec@example.org", ""), NOW)
        _import(folder, "ec", "01", leaf.key, leaf.certificate, pkcs11)
        rsa_key = rsa.generate_private_key(65537, 2048)
        pem = rsa_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        _import(folder, "rsa", "02", pem, _rsa_certificate(rsa_key), pkcs11)
        yield Pkcs11Key(str(MODULE), "office", "ec", "4321")
    finally:
        if before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = before


def _rsa_certificate(key: rsa.RSAPrivateKey) -> bytes:
    builder = x509.CertificateBuilder(
        certificates.of_pem(AUTHORITY.issuing).subject,
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Device RSA")]),
        key.public_key(),
        77,
        NOW - timedelta(hours=1),
        NOW + timedelta(days=1),
    )
    usage = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only"], False
    )
    builder = builder.add_extension(
        x509.KeyUsage(digital_signature=True, content_commitment=True, decipher_only=False, **usage), True
    )
    issuer = certificates.key_of_pem(AUTHORITY.issuing_key)
    return certificates.pem_of(builder.sign(issuer, hashes.SHA256()))


def _import(folder: Path, label: str, identifier: str, key: bytes, certificate: bytes, pkcs11) -> None:
    (folder / f"{label}.pem").write_bytes(key)
    command = ["softhsm2-util", "--import", folder / f"{label}.pem", "--token", "office", "--label", label]
    subprocess.run([*map(str, command), "--id", identifier, "--pin", "4321"], check=True, capture_output=True)
    token = pkcs11.lib(str(MODULE)).get_token(token_label="office")
    der = x509.load_pem_x509_certificate(certificate)
    with token.open(user_pin="4321", rw=True) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: label,
                pkcs11.Attribute.ID: bytes.fromhex(identifier),
                pkcs11.Attribute.SUBJECT: der.subject.public_bytes(),
                pkcs11.Attribute.VALUE: der.public_bytes(serialization.Encoding.DER),
            }
        )


@pytest.mark.parametrize(("label", "name"), [("ec", "Device EC"), ("rsa", "Device RSA")])
def test_a_document_is_signed_in_the_device(device, tmp_path, label, name):
    key = Pkcs11Key(device.module, device.token, label, device.pin)
    signer = signer_of(key, AUTHORITY.proofs())
    meta = PdfSignatureMetadata(field_name="samen.ann.signature", subfilter=SigSeedSubFilter.PADES)
    for _ in range(2):  # once more with the same signer: each signature opens the device anew
        writer = IncrementalPdfFileWriter(io.BytesIO(base()))
        signed = asyncio.run(PdfSigner(meta, signer).async_sign_pdf(writer)).getvalue()
    (tmp_path / "signed.pdf").write_bytes(signed)
    report = asyncio.run(verify(Verify(tmp_path / "signed.pdf", AUTHORITY.proofs(), NOW)))
    assert (report.verdict, report.signatures[0].name) == ("intact", name)
    if shutil.which("pdfsig"):
        told = subprocess.run(["pdfsig", tmp_path / "signed.pdf"], capture_output=True).stdout.decode()
        assert "Signature is Valid" in told


def test_other_certificates_on_the_device_are_kept_for_the_proof(device):
    proofs = proofs_with(device, Proofs(roots=AUTHORITY.proofs().roots))
    assert proofs.fetch


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"module": "/nonexistent.so"}, "device_away"),
        ({"token": "another"}, "device_away"),
        ({"pin": "0000"}, "device_locked"),
        ({"label": "nobody"}, "device_key_missing"),
    ],
)
def test_a_device_that_cannot_be_used_says_why(device, changes, code):
    values = {"module": device.module, "token": device.token, "label": device.label, "pin": device.pin, **changes}
    with pytest.raises(Refused) as refused:
        signer_of(Pkcs11Key(**values))
    assert refused.value.code == code


def test_a_device_that_was_unplugged_before_signing_is_away(device):
    from signing.trust.device import DeviceSigner

    signer = signer_of(device, AUTHORITY.proofs())
    assert isinstance(signer, DeviceSigner)
    signer._key = Pkcs11Key(device.module, "pulled out", device.label, device.pin)
    with pytest.raises(Refused, match="device_away"):
        asyncio.run(signer.async_sign_raw(b"data", "sha256"))
