"""A certificate of the office's own, in a PKCS#12 file: opened, and judged before anybody relies on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from signing.model import Refused

LARGEST = 1 << 20
"""Of a PKCS#12 file, in bytes."""

_SUITABLE = frozenset(
    [
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
        ExtendedKeyUsageOID.CLIENT_AUTH,
        ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # document signing, RFC 9336
        ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # document signing, Microsoft
        ObjectIdentifier("1.2.840.113583.1.1.5"),  # authentic documents, Adobe
    ]
)
_SHORTEST_RSA = 2048


@dataclass(frozen=True, slots=True)
class Opened:
    """A PKCS#12 file without its wrapping. `others` is the chain, in no order that could be relied upon."""

    key: PrivateKeyTypes
    certificate: x509.Certificate
    others: Sequence[x509.Certificate]


@dataclass(frozen=True, slots=True)
class OfficeCertificate:
    """What people should see of a certificate before they choose it. Times are UTC."""

    name: str
    organisation: str
    issuer: str
    serial: str
    sha256: str
    begins: datetime
    ends: datetime
    chain: int


def open_pkcs12(content: bytes, password: str) -> Opened:
    """Raises Refused: certificate_unreadable, password_wrong, key_missing."""
    if len(content) > LARGEST or not _looks_like_pkcs12(content):
        raise Refused("certificate_unreadable")
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except ValueError as error:
        # A wrong password and a damaged file look the same to the mathematics of it; the words of OpenSSL tell.
        unlocked = "password" not in str(error).lower() and "mac" not in str(error).lower()
        raise Refused("certificate_unreadable" if unlocked else "password_wrong") from error
    except Exception as error:  # whatever a damaged file makes the reader raise, it is a damaged file
        raise Refused("certificate_unreadable") from error
    if key is None:
        raise Refused("key_missing")
    if certificate is None:
        raise Refused("certificate_missing")
    return Opened(key, certificate, others)


def check_office_certificate(content: bytes, password: str, now: datetime) -> OfficeCertificate:
    """Whether documents can be signed with it. Raises Refused, also:

    certificate_expired, certificate_not_yet_valid, certificate_of_authority, key_usage_unsuitable, key_too_weak,
    key_kind_unknown, key_of_another (a key that does not belong to the certificate).
    """
    opened = open_pkcs12(content, password)
    judge(opened.certificate, now)
    if opened.key.public_key() != opened.certificate.public_key():
        raise Refused("key_of_another")
    return told(opened.certificate, len(opened.others))


def judge(certificate: x509.Certificate, now: datetime) -> None:
    """Raises Refused when nobody should sign documents with it now."""
    if certificate.not_valid_after_utc <= now:
        raise Refused("certificate_expired", date=f"{certificate.not_valid_after_utc:%Y-%m-%d}")
    if certificate.not_valid_before_utc > now:
        raise Refused("certificate_not_yet_valid", date=f"{certificate.not_valid_before_utc:%Y-%m-%d}")
    if _is_authority(certificate):
        raise Refused("certificate_of_authority")
    if not _may_sign(certificate):
        raise Refused("key_usage_unsuitable")
    match certificate.public_key():
        case rsa.RSAPublicKey() as key if key.key_size < _SHORTEST_RSA:
            raise Refused("key_too_weak", bits=key.key_size, least=_SHORTEST_RSA)
        case ec.EllipticCurvePublicKey() as key if key.key_size < 256:
            raise Refused("key_too_weak", bits=key.key_size, least=256)
        case rsa.RSAPublicKey() | ec.EllipticCurvePublicKey() | ed25519.Ed25519PublicKey() | ed448.Ed448PublicKey():
            pass
        case _:
            raise Refused("key_kind_unknown")


def told(certificate: x509.Certificate, chain: int) -> OfficeCertificate:
    return OfficeCertificate(
        name=_part(certificate.subject, NameOID.COMMON_NAME) or certificate.subject.rfc4514_string(),
        organisation=_part(certificate.subject, NameOID.ORGANIZATION_NAME),
        issuer=_part(certificate.issuer, NameOID.COMMON_NAME) or certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
        begins=certificate.not_valid_before_utc,
        ends=certificate.not_valid_after_utc,
        chain=chain,
    )


def _looks_like_pkcs12(content: bytes) -> bool:
    """A sequence that begins with version 3 (RFC 7292, 4)."""
    return content[:1] == b"\x30" and b"\x02\x01\x03" in content[:12]


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            return False
    except x509.ExtensionNotFound:
        pass
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return not _SUITABLE.isdisjoint(purposes)


def _part(name: x509.Name, oid: ObjectIdentifier) -> str:
    return next((str(part.value) for part in name.get_attributes_for_oid(oid)), "")
