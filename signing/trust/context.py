"""What pyHanko checks certificates against."""

from datetime import datetime
from functools import lru_cache

from asn1crypto import crl, ocsp
from pyhanko_certvalidator import ValidationContext

from signing.jobs import Proofs
from signing.trust.reading import certificates_of


def context(
    proofs: Proofs, moment: datetime | None = None, *, answers: tuple[ocsp.OCSPResponse, ...] = ()
) -> ValidationContext:
    """Close it (`await context.aclose()`) when `proofs.fetch` is on: it then holds connections.

    Every certificate below a root must be proved unrevoked: a signature that lasts needs that proof inside. Lists count
    as well for the time before they were made, because our own list is up to a day older than the certificate.
    """
    return ValidationContext(
        trust_roots=certificates_of(proofs.roots),
        other_certs=certificates_of(proofs.others),
        crls=[_list_of(each) for each in proofs.revocation_lists],
        ocsps=list(answers),
        allow_fetching=proofs.fetch,
        moment=moment,
        revocation_mode="require",
        retroactive_revinfo=True,
    )


@lru_cache(maxsize=16)  # the same two are read for the proof and for its check
def _list_of(content: bytes) -> crl.CertificateList:
    return crl.CertificateList.load(content)
