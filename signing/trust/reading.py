"""Reading certificates of others, and putting them in their order."""

from collections.abc import Iterable
from functools import lru_cache

from asn1crypto import pem, x509

from signing.model import Refused


@lru_cache(maxsize=64)  # the same few are read again and again for one signature, a millisecond each
def certificate_of(content: bytes) -> x509.Certificate:
    """PEM or DER. Raises Refused("certificate_unreadable")."""
    try:
        der = pem.unarmor(content)[2] if pem.detect(content) else content
        certificate = x509.Certificate.load(der, strict=True)
        _ = certificate.native  # parsed lazily: what is rotten inside shows now
    except (ValueError, TypeError, KeyError) as error:
        raise Refused("certificate_unreadable") from error
    return certificate


def certificates_of(contents: Iterable[bytes]) -> list[x509.Certificate]:
    return [certificate_of(content) for content in contents]


def read_roots(content: bytes) -> tuple[bytes, ...]:
    """The certificates of a PEM file with any number of them, each by itself. Raises Refused("certificate_unreadable")."""
    try:
        parts = [der for kind, _, der in pem.unarmor(content, multiple=True) if kind == "CERTIFICATE"]
    except (ValueError, TypeError) as error:
        raise Refused("certificate_unreadable") from error
    if not parts:
        raise Refused("certificate_unreadable")
    return tuple(pem.armor("CERTIFICATE", certificate_of(der).dump()) for der in parts)


def chain_of(certificate: x509.Certificate, known: Iterable[x509.Certificate]) -> list[x509.Certificate]:
    """Those of `known` that stand above `certificate`, by their names, nearest first."""
    by_name: dict[bytes, list[x509.Certificate]] = {}
    for each in known:
        by_name.setdefault(each.subject.dump(), []).append(each)
    chain: list[x509.Certificate] = []
    wanted = [certificate.issuer.dump()]
    while wanted:
        for above in by_name.pop(wanted.pop(), []):
            chain.append(above)
            wanted.append(above.issuer.dump())
    return chain
