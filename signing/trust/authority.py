"""Our own certificate authority: a root, what issues under it, and a clock. One per installation.

The root signs the issuing authority and the clock once, with revocation lists that last; then its key can leave the
server. The issuing authority signs one certificate for each signature, whose key is thrown away at once.

What lives how long was tried against a validator whose clock stood twenty years ahead: the clock stands under the root,
because its certificate must still be provable when the seven days of the issuing authority's list are long gone.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from secrets import token_bytes

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from signing.jobs import LeafKey, Proofs
from signing.model import Identity, Refused
from signing.trust import certificates
from signing.trust.office import open_pkcs12

ROOT_LIFE = timedelta(days=40 * 365)
ISSUING_LIFE = timedelta(days=30 * 365)
CLOCK_LIFE = timedelta(days=30 * 365)
ROOT_LIST_LIFE = timedelta(days=25 * 365)
ISSUING_LIST_LIFE = timedelta(days=7)
_LIST_IS_FRESH = timedelta(days=1)

_SHORTEST_PASSWORD = 12
_BOX = b"samen signing authority 1"


@dataclass(frozen=True, slots=True)
class Authority:
    """Keys and certificates in PEM, revocation lists in DER. `root_key` is empty once it was taken off the server.

    `earlier` are issuing authorities and clocks that were replaced: what they signed stays valid.
    `revoked` are serial numbers of those that were replaced because their key leaked, with since when (POSIX seconds).
    """

    root: bytes
    root_key: bytes
    root_list: bytes
    issuing: bytes
    issuing_key: bytes
    issuing_list: bytes
    clock: LeafKey
    earlier: tuple[bytes, ...] = ()
    revoked: tuple[tuple[int, int], ...] = ()

    def proofs(self) -> Proofs:
        """What somebody needs who checks a signature of ours. Call fresh_crl() before signing."""
        return Proofs(
            roots=(self.root,),
            others=(self.issuing, self.clock.certificate, *self.earlier),
            revocation_lists=(self.root_list, self.issuing_list),
        )


def make_authority(name: str, now: datetime) -> Authority:
    """A new root with all that stands under it; some milliseconds. `name` is the office's."""
    key = certificates.new_key(ec.SECP384R1)
    root = certificates.authority_certificate(f"{_short(name)} signing root", key, now, ROOT_LIFE)
    return _under(root, key, now, earlier=(), revoked=())


def issue_leaf(authority: Authority, identity: Identity, now: datetime) -> LeafKey:
    """A key for one signature, good for one day. The caller forgets it after that signature."""
    key = certificates.new_key()
    certificate = certificates.leaf_certificate(
        identity, key, certificates.of_pem(authority.issuing), certificates.key_of_pem(authority.issuing_key), now
    )
    return LeafKey(key=certificates.pem_of_key(key), certificate=certificates.pem_of(certificate))


def issue_clock(authority: Authority, now: datetime) -> LeafKey:
    """The key of our own clock. Raises Refused("clock_expired") when only the root could make a new one."""
    if certificates.of_pem(authority.clock.certificate).not_valid_after_utc <= now:
        raise Refused("clock_expired")
    return authority.clock


def fresh_crl(authority: Authority, now: datetime) -> Authority:
    """With an issuing list of today: the same authority when it has one. Two milliseconds otherwise."""
    known = x509.load_der_x509_crl(authority.issuing_list)
    if timedelta(0) <= now - known.last_update_utc < _LIST_IS_FRESH:
        return authority
    return replace(authority, issuing_list=_issuing_list(authority.issuing, authority.issuing_key, now))


def renew(authority: Authority, now: datetime, *, leaked: bool = False) -> Authority:
    """New issuing authority and clock under the same root, and a new list of the root.

    `leaked`: whoever might have the old keys must not be believed. What our own clock stamped cannot be told from what
    the thief's would say, so it loses its proof of time; stamps of an outside authority keep theirs.
    Raises Refused("root_away").
    """
    if not authority.root_key:
        raise Refused("root_away")
    replaced = (authority.issuing, authority.clock.certificate)
    revoked = authority.revoked
    if leaked:
        revoked += tuple((certificates.of_pem(pem).serial_number, int(now.timestamp())) for pem in replaced)
    return _under(
        certificates.of_pem(authority.root),
        certificates.key_of_pem(authority.root_key),
        now,
        earlier=(*replaced, *authority.earlier),
        revoked=revoked,
    )


# --- the root, in a safe -----------------------------------------------------------------------------------------


def export_root(authority: Authority, password: str) -> bytes:
    """The root with its key and with what stands under it, as PKCS#12 under a password of at least 12 letters.

    Raises Refused("root_away") and Refused("password_short").
    """
    if not authority.root_key:
        raise Refused("root_away")
    if len(password) < _SHORTEST_PASSWORD:
        raise Refused("password_short", least=_SHORTEST_PASSWORD)
    others = [certificates.of_pem(pem) for pem in (authority.issuing, authority.clock.certificate, *authority.earlier)]
    root = certificates.of_pem(authority.root)
    return pkcs12.serialize_key_and_certificates(
        b"Samen signing root",
        certificates.key_of_pem(authority.root_key),
        root,
        others,
        BestAvailableEncryption(password.encode()),
    )


def without_root_key(authority: Authority) -> Authority:
    """For a server that should not have the key. Signing goes on; renew() needs with_root_key() first."""
    return replace(authority, root_key=b"")


def with_root_key(authority: Authority, content: bytes, password: str) -> Authority:
    """The key back from its safe. Raises Refused: certificate_unreadable, password_wrong, key_missing, another_root."""
    root, key, _ = _opened(content, password)
    if certificates.pem_of(root) != authority.root:
        raise Refused("another_root")
    return replace(authority, root_key=certificates.pem_of_key(key))


def restore_authority(content: bytes, password: str, now: datetime) -> Authority:
    """Everything anew under a root from its safe, for a server that lost the rest. Raises as with_root_key()."""
    root, key, others = _opened(content, password)
    return _under(root, key, now, earlier=tuple(certificates.pem_of(each) for each in others), revoked=())


def _opened(
    content: bytes, password: str
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey, Sequence[x509.Certificate]]:
    safe = open_pkcs12(content, password)
    if not isinstance(safe.key, ec.EllipticCurvePrivateKey) or safe.certificate.subject != safe.certificate.issuer:
        raise Refused("another_root")
    return safe.certificate, safe.key, safe.others


# --- keeping it --------------------------------------------------------------------------------------------------


def seal_box(authority: Authority, key: bytes) -> bytes:
    """The authority, unreadable without `key` (32 bytes). AES-256-GCM; a new nonce each time."""
    plain = json.dumps(asdict(authority), default=lambda value: base64.b64encode(value).decode()).encode()
    nonce = token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, _BOX)


def open_box(box: bytes, key: bytes) -> Authority:
    """Raises Refused("authority_locked"): another key, or a box that was damaged."""
    try:
        fields = json.loads(AESGCM(key).decrypt(box[:12], box[12:], _BOX))
    except (InvalidTag, ValueError) as error:
        raise Refused("authority_locked") from error
    whole = {name: base64.b64decode(value) for name, value in fields.items() if isinstance(value, str)}
    return Authority(
        **whole,
        clock=LeafKey(**{name: base64.b64decode(value) for name, value in fields["clock"].items()}),
        earlier=tuple(base64.b64decode(pem) for pem in fields["earlier"]),
        revoked=tuple((serial, since) for serial, since in fields["revoked"]),
    )


# --- making ------------------------------------------------------------------------------------------------------


def _under(
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    *,
    earlier: tuple[bytes, ...],
    revoked: tuple[tuple[int, int], ...],
) -> Authority:
    name = _common_name(root).removesuffix(" signing root")
    issuing_key, clock_key = certificates.new_key(), certificates.new_key(ec.SECP384R1)
    issuing = certificates.authority_certificate(
        f"{name} signing {now:%Y-%m}", issuing_key, now, ISSUING_LIFE, (root, root_key)
    )
    clock = certificates.clock_certificate(f"{name} own clock", clock_key, root, root_key, now, CLOCK_LIFE)
    since = [(serial, datetime.fromtimestamp(at, now.tzinfo)) for serial, at in revoked]
    issuing_pem, issuing_key_pem = certificates.pem_of(issuing), certificates.pem_of_key(issuing_key)
    return Authority(
        root=certificates.pem_of(root),
        root_key=certificates.pem_of_key(root_key),
        root_list=certificates.revocation_list(root, root_key, now, ROOT_LIST_LIFE, since),
        issuing=issuing_pem,
        issuing_key=issuing_key_pem,
        issuing_list=_issuing_list(issuing_pem, issuing_key_pem, now),
        clock=LeafKey(key=certificates.pem_of_key(clock_key), certificate=certificates.pem_of(clock)),
        earlier=earlier,
        revoked=revoked,
    )


def _issuing_list(issuing: bytes, key: bytes, now: datetime) -> bytes:
    return certificates.revocation_list(
        certificates.of_pem(issuing), certificates.key_of_pem(key), now, ISSUING_LIST_LIFE
    )


def _common_name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)


def _short(name: str) -> str:
    """Room for what is added to it, within the 64 letters of a common name; "Samen" where that would not read as one."""
    line = " ".join(name.split())
    line = certificates.name_part(line if len(line) <= 44 else f"{line[:43]}…")
    whole = f"{line} signing root"
    return line if line and certificates.name_part(whole) == whole else "Samen"


def fingerprint(pem: bytes) -> str:
    """SHA-256 of a certificate, hex: what people compare by telephone."""
    return certificates.of_pem(pem).fingerprint(hashes.SHA256()).hex()
