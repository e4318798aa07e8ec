"""Whether to believe a certificate, at a time: against the roots we know, with the proofs a file brings along."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
    ValidationError,
)

from signing.jobs import Proofs
from signing.trust.reading import certificates_of

MOST = 200
"""Certificates, lists or answers of one file that are looked at: a file can bring as many as it likes."""

_SHORT_LIFE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Belief:
    """`own`: under our own root. `proved`: that it was not revoked is proved. `problem` is a code, or ""."""

    trusted: bool
    own: bool
    proved: bool
    problem: str


_UNKNOWN = Belief(trusted=False, own=False, proved=False, problem="issuer_unknown")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a file brings along to prove its signatures: from its security store and from the signatures themselves."""

    certificates: tuple[x509.Certificate, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()
    answers: tuple[ocsp.OCSPResponse, ...] = ()

    def limited(self) -> "Evidence":
        return Evidence(self.certificates[:MOST], self.lists[:MOST], self.answers[:MOST])


class Beliefs:
    """`proofs.roots[0]` is our own root; the others are roots that the operator believes as well."""

    def __init__(self, proofs: Proofs, evidence: Evidence) -> None:
        self._roots = certificates_of(proofs.roots)
        self._others = certificates_of(proofs.others)
        self._lists = [crl.CertificateList.load(each) for each in proofs.revocation_lists]
        self._evidence = evidence.limited()

    async def certificate(
        self, certificate: x509.Certificate, more: Iterable[x509.Certificate], used: datetime, at: datetime
    ) -> Belief:
        """Of a certificate whose key was used at `used`, which is proved to be before `at`.

        It must be valid at `at`, and not revoked at `used`. Both are the same where there is no proof of time.
        """
        known = [*self._others, *self._evidence.certificates, *list(more)[:MOST]]
        belief = await self._path(certificate, known, at)
        if not belief.trusted:
            return belief
        try:
            # With all there is: proofs of then, and our own lists of today, which know what leaked later.
            await self._validate(certificate, known, used, "require")
        except RevokedError:
            return replace(belief, trusted=False, problem="certificate_revoked")
        except (ValidationError, InvalidCertificateError, ValueError):
            return replace(belief, problem="revocation_unknown")
        return replace(belief, proved=True)

    async def one_day(
        self, certificate: x509.Certificate, more: Iterable[x509.Certificate], claimed: datetime | None, now: datetime
    ) -> Belief:
        """Of our own certificates for one signature when no stamp proves the time: their key was thrown away at once,
        so the certificate itself, which we made, says when it was used."""
        life = certificate.not_valid_after - certificate.not_valid_before
        if claimed is None or life > _SHORT_LIFE or now > self._roots[0].not_valid_after:
            return _UNKNOWN
        if not certificate.not_valid_before <= claimed <= certificate.not_valid_after:
            return _UNKNOWN
        belief = await self.certificate(certificate, more, claimed, claimed)
        return belief if belief.own else _UNKNOWN

    async def _path(self, certificate: x509.Certificate, known: list[x509.Certificate], at: datetime) -> Belief:
        try:
            path = await self._validate(certificate, known, at, "none")
        except (ExpiredError, NotYetValidError) as error:
            early = isinstance(error, NotYetValidError)
            return replace(_UNKNOWN, problem="certificate_not_yet_valid" if early else "certificate_expired")
        except (PathBuildingError, PathValidationError, InvalidCertificateError, InsufficientRevinfoError, ValueError):
            return _UNKNOWN
        return Belief(trusted=True, own=path == self._roots[0].dump(), proved=False, problem="")

    async def _validate(
        self, certificate: x509.Certificate, known: list[x509.Certificate], moment: datetime, revocation: str
    ) -> bytes:
        """The root, as DER, that the path ends at. Raises what the validator does."""
        without = revocation == "none"
        context = ValidationContext(
            trust_roots=self._roots,
            other_certs=known,
            crls=[] if without else [*self._evidence.lists, *self._lists],
            ocsps=[] if without else list(self._evidence.answers),
            allow_fetching=False,
            moment=moment,
            revocation_mode=revocation,
            retroactive_revinfo=True,
        )
        path = await CertificateValidator(certificate, known, context).async_validate_path()
        first = path.first
        return first.dump() if isinstance(first, x509.Certificate) else b""
