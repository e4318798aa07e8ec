"""Making X.509 certificates and revocation lists (RFC 5280). Nothing here is kept."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from signing.model import Identity

LEAF_LIFE = timedelta(days=1)
BACKDATED = timedelta(hours=1)
"""Clocks differ: the time-stamp authority's may be a little behind ours."""

_NAME_LIMIT = 64
"""ub-common-name and ub-organization-name of RFC 5280: letters there, but the libraries count bytes."""
_SMTP_UTF8_MAILBOX = ObjectIdentifier("1.3.6.1.5.5.7.8.9")


def new_key(curve: type[ec.EllipticCurve] = ec.SECP256R1) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(curve())


def pem_of_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def key_of_pem(pem: bytes) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101  # we made it
    return key


def pem_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def of_pem(pem: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem)


def authority_certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    life: timedelta,
    signed_by: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None = None,
) -> x509.Certificate:
    """A root, or an issuing authority under the root `signed_by`."""
    subject = _name(name, "")
    issuer, issuer_key = (subject, key) if signed_by is None else (signed_by[0].subject, signed_by[1])
    builder = _builder(subject, issuer, key, issuer_key, now - timedelta(days=1), now + life)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None if signed_by is None else 0), True)
    builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), True)
    return builder.sign(issuer_key, hashes.SHA384() if signed_by is None else hashes.SHA256())


def leaf_certificate(
    identity: Identity,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate,
    issuer_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    """For one signature. Name and organisation as far as a certificate can hold them: see name_part().

    No extended key usage but e-mail protection: with document signing alone some readers know no answer.
    """
    subject = _name(identity.name, identity.organisation, identity.email)
    builder = _builder(subject, issuer.subject, key, issuer_key, now - BACKDATED, now + LEAF_LIFE)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
    builder = builder.add_extension(_usage(digital_signature=True, content_commitment=True), True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
    mailbox = _mailbox(identity.email)
    if mailbox is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([mailbox]), False)
    return builder.sign(issuer_key, hashes.SHA256())


def clock_certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate,
    issuer_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    life: timedelta,
) -> x509.Certificate:
    """For time stamps (RFC 3161, 2.3: time stamping alone, and critical)."""
    subject = _name(name, "")
    builder = _builder(subject, issuer.subject, key, issuer_key, now - timedelta(days=1), now + life)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
    builder = builder.add_extension(_usage(digital_signature=True, content_commitment=True), True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    return builder.sign(issuer_key, hashes.SHA384())


def revocation_list(
    issuer: x509.Certificate,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    life: timedelta,
    revoked: Iterable[tuple[int, datetime]] = (),
) -> bytes:
    """DER. `revoked`: serial numbers of keys that leaked, and since when."""
    builder = x509.CertificateRevocationListBuilder(issuer.subject, now - timedelta(minutes=5), now + life)
    builder = builder.add_extension(x509.CRLNumber(int(now.timestamp() * 1000)), False)
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), False)
    for serial, since in revoked:
        entry = x509.RevokedCertificateBuilder(serial, since)
        entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    begins: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), begins, ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False)
    )


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str, organisation: str, otherwise: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name_part(common) or name_part(otherwise) or "?")]
    if name_part(organisation):
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, name_part(organisation)))
    return x509.Name(parts)


def name_part(text: str) -> str:
    """What of a name can stand in a certificate: one line of at most 64 bytes that every reader can compare.

    Comparing is by the rules of RFC 4518, which know no letters younger than Unicode 3.2 (emoji among them) and take no
    name that runs both ways: of that one, what runs as its beginning does is kept.
    """
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    line = " ".join("".join(char for char in line if _comparable(char)).split())
    if not _comparable(line):
        ways = [(char, unicodedata.bidirectional(char)) for char in line]
        first = next((way for _, way in ways if way in {"L", "R", "AL"}), "L")
        other = {"R", "AL"} if first == "L" else {"L", "EN", "AN", "ES", "CS", "ON"}
        line = " ".join("".join(char for char, way in ways if way not in other).split())
    if len(line.encode()) > _NAME_LIMIT:
        line = line.encode()[: _NAME_LIMIT - 3].decode(errors="ignore").rstrip() + "…"
    return line if _comparable(line) else ""


def _comparable(text: str) -> bool:
    try:
        _ = asn1_x509.Name.build({"common_name": text}).hashable
    except ValueError:
        return False
    return True


def _mailbox(address: str) -> x509.GeneralName | None:
    """As RFC 5280 has it for addresses in ASCII, and RFC 9598 for the others."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not local:
        return None
    if address.isascii():
        return x509.RFC822Name(f"{local}@{domain}")
    if local.isascii():
        with_ascii_domain = _ascii_domain(domain)
        if with_ascii_domain is not None:
            return x509.RFC822Name(f"{local}@{with_ascii_domain}")
    text = f"{local}@{domain}".encode()
    length = bytes([len(text)]) if len(text) < 128 else b"\x82" + len(text).to_bytes(2, "big")
    return x509.OtherName(_SMTP_UTF8_MAILBOX, b"\x0c" + length + text)


def _ascii_domain(domain: str) -> str | None:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return None
