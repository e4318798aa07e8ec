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
from signing.trust.reading import certificate_of, certificates_of, chain_of


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
