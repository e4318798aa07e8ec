"""From a key, wherever it is, to what pyHanko signs with. A qualified provider would be one more kind of key here."""

from collections.abc import Iterable
from typing import assert_never

from asn1crypto import algos, keys, pem, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.jobs import LeafKey, Pkcs11Key, Pkcs12Key, Proofs, SignerKey
from signing.model import Refused
from signing.trust.office import open_pkcs12


def signer_of(key: SignerKey, proofs: Proofs | None = None) -> Signer:
    """A signer whose signatures carry its certificate with the chain above it, as far as `key` and `proofs` know it.

    Raises Refused: certificate_unreadable, password_wrong, key_missing, device_away, device_locked, device_key_missing.
    Blocking, and for a key in a device slow: never on the event loop of the server.
    """
    known = () if proofs is None else tuple(certificates_of((*proofs.others, *proofs.roots)))
    match key:
        case LeafKey():
            private = load_pem_private_key(key.key, password=None)
            der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            return _simple(certificate_of(key.certificate), der, known)
        case Pkcs12Key():
            opened = open_pkcs12(key.content, key.password)
            der = opened.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            others = (x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in opened.others)
            certificate = x509.Certificate.load(opened.certificate.public_bytes(Encoding.DER))
            return _simple(certificate, der, (*others, *known))
        case Pkcs11Key():
            # Optional: whoever has no such device need not install what speaks to it.
            try:
                from signing.trust.device import DeviceSigner
            except ImportError as error:
                raise Refused("device_away") from error
            return DeviceSigner(key, known)
        case _:
            assert_never(key)


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


def proofs_with(key: SignerKey, proofs: Proofs) -> Proofs:
    """`proofs` with the chain of the office's own certificate, which others' lists and answers prove: `fetch` is on.

    A root in the office's own file is believed: whoever may set the file may set what is trusted.
    """
    if isinstance(key, LeafKey):
        return proofs
    signer = signer_of(key)
    registry = signer.cert_registry
    chain = [each for each in registry if each.dump() != _own(signer).dump()]
    roots = tuple(pem.armor("CERTIFICATE", each.dump()) for each in chain if each.self_issued)
    others = tuple(pem.armor("CERTIFICATE", each.dump()) for each in chain if not each.self_issued)
    return Proofs((*proofs.roots, *roots), (*proofs.others, *others), proofs.revocation_lists, fetch=True)


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


def _simple(certificate: x509.Certificate, key_der: bytes, known: Iterable[x509.Certificate]) -> Signer:
    store = SimpleCertificateStore()
    store.register_multiple([certificate, *chain_of(certificate, known)])
    return SimpleSigner(certificate, keys.PrivateKeyInfo.load(key_der), store, mechanism_for(certificate))


def mechanism_for(certificate: x509.Certificate) -> algos.SignedDigestAlgorithm | None:
    """Left to pyHanko, but for kinds of keys it would only refuse while signing. Raises Refused("key_kind_unknown")."""
    if certificate.public_key.algorithm not in {"rsa", "rsassa_pss", "ec", "ed25519", "ed448"}:
        raise Refused("key_kind_unknown")
    return None


def _own(signer: Signer) -> x509.Certificate:
    certificate = signer.signing_cert
    if certificate is None:
        raise Refused("certificate_missing")
    return certificate
