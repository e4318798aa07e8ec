"""The proof that certificates were good, put into the document (its "document security store"), and what a stamp says."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from asn1crypto import cms, x509
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, extract_tst_data_iter
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.path import ValidationPath

from signing.jobs import Proofs, Stamper
from signing.model import Refused
from signing.pdf.revision import Revision
from signing.trust.context import context
from signing.trust.reading import certificate_of

Chain = Sequence[x509.Certificate]
"""A certificate, and behind it others that may stand above it."""


async def add(
    revision: Revision, proofs: Proofs, signers: Iterable[Chain] = (), clocks: Iterable[Chain] = ()
) -> set[bytes]:
    """Write down why the certificates of `signers` and of stamps can be believed, with what proves it today.

    Tells the SHA-256 of those that stamp. Raises Refused: "certificate_untrusted" when a signer's cannot be believed,
    "tsa_untrusted" when one of a stamp cannot.
    """
    validation = context(proofs)
    known = set()
    try:
        paths = [await _path(chain, validation, "certificate_untrusted", set()) for chain in signers]
        for chain in clocks:
            paths.append(await _path(chain, validation, "tsa_untrusted", {"time_stamping"}))
            known.add(chain[0].sha256)
    finally:
        await validation.aclose()
    DocumentSecurityStore.supply_dss_in_writer(
        revision, None, paths=paths, ocsps=validation.ocsps, crls=validation.crls
    )
    return known


async def renew(revision: Revision, proofs: Proofs, stamper: Stamper) -> set[bytes]:
    """Today's proof of every certificate that signed or stamped so far, as far as it can still be had.

    Each signature brought the proof of its time; what is found now comes on top. Tells the SHA-256 of those that stamp
    and are proved.
    """
    signers: list[Chain] = []
    clocks = own_clock(stamper)
    for signature in revision.prev.embedded_signatures:
        contents = signature.signed_data
        if signature.sig_object_type == "/DocTimeStamp":
            clocks.append(chain_of_stamp(contents))
        else:
            signers.append([signature.signer_cert, *signature.other_embedded_certs])
            stamp = stamp_of(contents)
            clocks += [chain_of_stamp(stamp)] if stamp is not None else []
    known: set[bytes] = set()
    for chain in signers:
        with suppress(Refused):
            await add(revision, proofs, signers=[chain])
    for chain in clocks:
        with suppress(Refused):
            known |= await add(revision, proofs, clocks=[chain])
    return known


def own_clock(stamper: Stamper | None) -> list[Chain]:
    """The chain of a clock of our own; an authority's is known only once it has answered."""
    if stamper is None or stamper.url or stamper.local is None:
        return []
    return [[certificate_of(stamper.local.certificate)]]


def rooms(stamper: Stamper | None) -> tuple[int, ...]:
    """Bytes to keep for a stamp; the second is tried when the first was too small.

    Every byte is two characters in the document, and readers go through them one by one. Known authorities take up to
    7 thousand; our own clock less than 2, and its certificate is of our making.
    """
    if stamper is None:
        return (0,)
    return (8_000, 60_000) if stamper.url else (2_500, 60_000)


def stamp_of(contents: cms.SignedData) -> cms.SignedData | None:
    """The stamp inside a signature; None when it has none."""
    return next(iter(extract_tst_data_iter(contents["signer_infos"][0], signed=False)), None)


def chain_of_stamp(token: cms.SignedData) -> Chain:
    """The certificate that stamped, and what came with it."""
    found = extract_certs_for_validation(token)
    return [found.signer_cert, *found.other_certs]


def stamped_at(token: cms.SignedData) -> datetime:
    moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def stamped_by(token: cms.SignedData) -> str:
    """The name of whose clock it was, as its certificate says it."""
    names = extract_certs_for_validation(token).signer_cert.subject.native
    return str(names.get("common_name") or names.get("organization_name") or "")


async def _path(chain: Chain, validation: ValidationContext, code: str, purposes: set[str]) -> ValidationPath:
    certificate, *others = chain
    try:
        validator = CertificateValidator(certificate, intermediate_certs=others, validation_context=validation)
        path: ValidationPath = await validator.async_validate_usage(
            key_usage=set(), extended_key_usage=purposes or None
        )
    except (PathError, ValidationError) as problem:
        raise Refused(code) from problem
    return path
