"""What a signature signs beside the document: written out here, because building it piece by piece takes asn1crypto
longer than everything else about a signature.
"""

from asn1crypto import cms, x509

_CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")
_DATA = bytes.fromhex("06092a864886f70d010701")
_MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
_SIGNING_CERTIFICATE_V2 = bytes.fromhex("060b2a864886f70d010910022f")

_OCTETS, _SEQUENCE, _SET = b"\x04", b"\x30", b"\x31"


def signed_attributes(digest: bytes, certificate: x509.Certificate) -> cms.CMSAttributes:
    """The three that PAdES wants: that this is data, its digest, and which certificate signs (RFC 5035, by SHA-256)."""
    which = _der(_SEQUENCE, _der(_SEQUENCE, _der(_SEQUENCE, _der(_OCTETS, certificate.sha256))))
    attributes = (
        _attribute(_CONTENT_TYPE, _DATA),
        _attribute(_MESSAGE_DIGEST, _der(_OCTETS, digest)),
        _attribute(_SIGNING_CERTIFICATE_V2, which),
    )
    return cms.CMSAttributes.load(_der(_SET, *sorted(attributes)))


def _attribute(kind: bytes, value: bytes) -> bytes:
    return _der(_SEQUENCE, kind, _der(_SET, value))


def _der(tag: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 0x80:
        return tag + bytes([len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return tag + bytes([0x80 | len(length)]) + length + content
