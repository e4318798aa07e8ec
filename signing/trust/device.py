"""A key that never leaves its device, over PKCS#11. A session lasts for one signature: devices are unplugged."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, ObjectClass
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.jobs import Pkcs11Key
from signing.model import Refused
from signing.trust.reading import chain_of

_LOCKED = (
    pkcs11.PinIncorrect,
    pkcs11.PinLocked,
    pkcs11.PinExpired,
    pkcs11.PinInvalid,
    pkcs11.PinLenRange,
    pkcs11.UserPinNotInitialized,
)


class DeviceSigner(Signer):
    """Signs in the device. The certificate is read once, when this is made; raises Refused as signer_of() says."""

    def __init__(self, key: Pkcs11Key, known: Iterable[x509.Certificate] = ()) -> None:
        self._key = key
        with _session(key) as session:
            certificate, others = _certificates(session, key.label)
        store = SimpleCertificateStore()
        store.register_multiple([certificate, *chain_of(certificate, (*others, *known))])
        super().__init__(cert_registry=store, signing_cert=certificate)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(512)
        return await asyncio.to_thread(partial(self._sign, data, digest_algorithm))

    def _sign(self, data: bytes, digest_algorithm: str) -> bytes:
        with _session(self._key) as session:
            return asyncio.run(self._in_session(session).async_sign_raw(data, digest_algorithm))

    def _in_session(self, session: pkcs11.Session) -> PKCS11Signer:
        certificate = self.signing_cert
        return PKCS11Signer(
            session,
            key_label=self._key.label,
            signing_cert=certificate,
            # Many devices hash for RSA but not for elliptic curves; the raw kind works on all.
            use_raw_mechanism=certificate is not None and certificate.public_key.algorithm == "ec",
        )


@contextmanager
def _session(key: Pkcs11Key) -> Iterator[pkcs11.Session]:
    try:
        session = open_pkcs11_session(
            key.module, token_criteria=TokenCriteria(label=key.token), user_pin=key.pin or None
        )
    except _LOCKED as error:
        raise Refused("device_locked") from error
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise Refused("device_away") from error
    try:
        yield session
    except pkcs11.PKCS11Error as error:
        raise Refused("device_key_missing" if "Could not find" in str(error) else "device_away") from error
    finally:
        session.close()


def _certificates(session: pkcs11.Session, label: str) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """The certificate with the key's label, and all others on the device."""
    own: x509.Certificate | None = None
    others: list[x509.Certificate] = []
    for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        certificate = x509.Certificate.load(found[Attribute.VALUE])
        if found[Attribute.LABEL] == label and own is None:
            own = certificate
        else:
            others.append(certificate)
    keys = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: label}))
    if own is None or not keys:
        raise Refused("device_key_missing", label=label)
    return own, others
