"""The office's own certificate: what is taken, and what is refused with which code."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signing.jobs import LeafKey, Pkcs12Key, Proofs
from signing.model import Refused
from signing.trust.keys import proofs_with, signer_of
from signing.trust.office import check_office_certificate
from signing.trust.reading import read_roots

NOW = datetime.now(UTC)
KEY = ec.generate_private_key(ec.SECP256R1())
CA_KEY = ec.generate_private_key(ec.SECP256R1())


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(key=KEY, *, begins=-1, ends=365, ca=False, usage=True, purposes=(), subject="De Vries B.V."):
    builder = x509.CertificateBuilder(
        name("Some authority"), name(subject), key.public_key(), 5, NOW + timedelta(begins), NOW + timedelta(ends)
    )
    builder = builder.add_extension(x509.BasicConstraints(ca, None), True)
    flags = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only"), False
    )
    builder = builder.add_extension(
        x509.KeyUsage(
            digital_signature=usage,
            content_commitment=usage,
            decipher_only=False,
            **flags | {"key_encipherment": not usage},
        ),
        True,
    )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), False)
    return builder.sign(CA_KEY, hashes.SHA256())


def root():
    builder = x509.CertificateBuilder(
        name("Some authority"), name("Some authority"), CA_KEY.public_key(), 1, NOW - timedelta(1), NOW + timedelta(900)
    )
    return builder.add_extension(x509.BasicConstraints(True, None), True).sign(CA_KEY, hashes.SHA256())


def packed(made=None, key=KEY, password="secret", others=None) -> bytes:
    wrapping = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"x", key, made, others, wrapping)


def test_a_suitable_certificate_is_taken_and_told():
    told = check_office_certificate(packed(certificate(), others=[root()]), "secret", NOW)
    assert (told.name, told.issuer, told.serial, told.chain) == ("De Vries B.V.", "Some authority", "5", 1)
    assert len(told.sha256) == 64
    assert check_office_certificate(packed(certificate(), password=""), "", NOW).name == "De Vries B.V."


WEAK = rsa.generate_private_key(65537, 1024)  # noqa: S505  # it is there to be refused
ODD = dsa.generate_private_key(2048)


@pytest.mark.parametrize(
    ("content", "password", "code"),
    [
        pytest.param(b"", "secret", "certificate_unreadable", id="empty"),
        pytest.param(b"rubbish" * 99, "secret", "certificate_unreadable", id="rubbish"),
        pytest.param(packed(certificate())[:200], "secret", "certificate_unreadable", id="cut off"),
        pytest.param(b"0" * (2 << 20), "secret", "certificate_unreadable", id="huge"),
        pytest.param(packed(certificate()), "wrong", "password_wrong", id="a wrong password"),
        pytest.param(packed(certificate()), "", "password_wrong", id="no password"),
        pytest.param(packed(certificate(), key=None), "secret", "key_missing", id="no key"),
        pytest.param(packed(certificate(begins=-10, ends=-1)), "secret", "certificate_expired", id="expired"),
        pytest.param(packed(certificate(begins=2)), "secret", "certificate_not_yet_valid", id="of the future"),
        pytest.param(packed(certificate(ca=True)), "secret", "certificate_of_authority", id="an authority"),
        pytest.param(packed(certificate(usage=False)), "secret", "key_usage_unsuitable", id="for encrypting"),
        pytest.param(
            packed(certificate(purposes=[ExtendedKeyUsageOID.SERVER_AUTH])),
            "secret",
            "key_usage_unsuitable",
            id="for websites",
        ),
        pytest.param(packed(certificate(WEAK), key=WEAK), "secret", "key_too_weak", id="a short key"),
        pytest.param(packed(certificate(ODD), key=ODD), "secret", "key_kind_unknown", id="an old kind of key"),
    ],
)
def test_an_unsuitable_certificate_is_refused_with_the_reason(content, password, code):
    with pytest.raises(Refused) as refused:
        check_office_certificate(content, password, NOW)
    assert refused.value.code == code


def test_a_certificate_for_mail_or_documents_is_suitable():
    documents = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
    for purpose in (ExtendedKeyUsageOID.EMAIL_PROTECTION, documents):
        assert check_office_certificate(packed(certificate(purposes=[purpose])), "secret", NOW).name


def test_the_chain_of_the_office_is_proved_along_with_our_own():
    own = Proofs(roots=(b"",))
    key = Pkcs12Key(packed(certificate(), others=[root()]), "secret")
    proofs = proofs_with(key, own)
    assert (len(proofs.roots), proofs.fetch) == (2, True)
    assert proofs_with(LeafKey(b"", b""), own) is own
    signer = signer_of(key)
    assert signer.signing_cert is not None
    assert signer.signing_cert.subject.native == {"common_name": "De Vries B.V."}
    assert len(list(signer.cert_registry)) == 2


def test_extra_roots_are_read_one_by_one_or_refused():
    from cryptography.hazmat.primitives.serialization import Encoding

    both = root().public_bytes(Encoding.PEM) + certificate().public_bytes(Encoding.PEM)
    assert len(read_roots(both)) == 2
    for wrong in (b"", b"rubbish", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(Refused, match="certificate_unreadable"):
            read_roots(wrong)
