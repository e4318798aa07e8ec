"""What was written is read back and checked like somebody else's, before anybody gets it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from pyhanko.pdf_utils import misc
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing.jobs import Proofs, Written
from signing.model import Refused
from signing.pdf import proof
from signing.pdf.changes import changes_since
from signing.pdf.form import ARCHIVE, OURS, SIGNATURE, our_nodes
from signing.trust.context import context
from signing.trust.reading import certificates_of

_CHUNK = 1 << 18
_BAD = (misc.PdfError, SigningError, SignatureValidationError, PathError, ValidationError, KeyError, ValueError)


async def check_signature(path: Path, written: Written, proofs: Proofs, signer_id: str, *, stamped: bool) -> None:
    """The signature of `signer_id` is the newest: intact, trusted, over everything, and with all before it intact.

    `stamped`: its stamp must be trusted too. Raises Refused("self_check_failed", why=...).
    """
    with path.open("rb") as file:
        newest = (await _opened(file, written))[-1]
        if not _is_ours(newest) or newest.field_name.split(".")[1:] != [signer_id, SIGNATURE]:
            raise _failed("another_signature")
        validation = context(proofs)
        try:
            status = await async_validate_pdf_signature(newest, validation, skip_diff=True)
        except _BAD as problem:
            raise _failed("invalid") from problem
        finally:
            await validation.aclose()
        if not (status.intact and status.valid and status.trusted):
            raise _failed("untrusted")
        stamp = status.timestamp_validity
        if stamp is not None and not (stamp.intact and stamp.valid and (stamp.trusted or not stamped)):
            raise _failed("stamp")


async def check_seal(path: Path, written: Written, proofs: Proofs) -> bool:
    """The archive stamp is the newest, trusted, over everything; the signatures before it are intact.

    Whether each of ours can also be proved from what is inside, for as long as stamps are renewed. False when a
    certificate had run out before the first stamp proved its time. Raises Refused("self_check_failed", why=...).
    """
    with path.open("rb") as file:
        signatures = await _opened(file, written)
        newest = signatures[-1]
        if not ARCHIVE.match(newest.field_name):
            raise _failed("another_signature")
        validation = context(proofs)
        try:
            status = await async_validate_pdf_timestamp(newest, validation, skip_diff=True)
        except _BAD as problem:
            raise _failed("invalid") from problem
        finally:
            await validation.aclose()
        if not (status.intact and status.valid and status.trusted):
            raise _failed("stamp")
        for each in signatures:
            if _is_ours(each) and not await _lasts(each, signatures, proofs):
                return False
        return True


async def _opened(file: BinaryIO, written: Written) -> Sequence[EmbeddedPdfSignature]:
    """All signatures, oldest first, with what holds for every file of ours already checked."""
    try:
        reader = PdfFileReader(file, strict=False)
        signatures = list(reader.embedded_signatures)
        if not signatures or _hash_once(file, signatures) != written.sha256:
            raise _failed("written")
        for each in signatures:
            _check_intact(each)
        _check_changes(reader, [each for each in signatures if _is_ours(each)])
    except _BAD as problem:
        raise _failed("unreadable") from problem
    return signatures


def _check_intact(signature: EmbeddedPdfSignature) -> None:
    signature.compute_integrity_info(skip_diff=True)
    if signature.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION:
        if _is_ours(signature) or ARCHIVE.match(signature.field_name):
            raise _failed("coverage")
        return  # of others, from before: how they signed is theirs
    if signature.sig_object_type == "/DocTimeStamp":
        return  # checked with its certificate
    intact, valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    if _is_ours(signature) and not (intact and valid):
        raise _failed("broken")


def _check_changes(reader: PdfFileReader, ours: Sequence[EmbeddedPdfSignature]) -> None:
    """Since our fields were made nothing but they changed, and only those of people who have signed."""
    made = [reader.xrefs.get_introducing_revision(node.reference) for _, node in our_nodes(reader)]
    if not made:
        raise _failed("changed", what="our fields are gone")
    changes = changes_since(reader, max(made))
    if changes.other:
        raise _failed("changed", what=changes.other[0])
    signed = {each.field_name.split(".")[1] for each in ours}
    if any(name.split(".")[1] not in signed for name in changes.fields):
        raise _failed("changed", what="a field of somebody who has not signed")


async def _lasts(signature: EmbeddedPdfSignature, signatures: Sequence[EmbeddedPdfSignature], proofs: Proofs) -> bool:
    if proof.stamp_of(signature.signed_data) is None:
        return await _held_when_sealed(signature, signatures, proofs)
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(certificates_of(proofs.roots)),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True),
    )
    spec = SignatureValidationSpec(
        policy,
        RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        local_knowledge=LocalKnowledge(known_certs=certificates_of(proofs.others)),
    )
    try:
        result = await ades_lta_validation(signature, PdfSignatureValidationSpec(spec, diff_policy=None))
    except _BAD as problem:
        raise _failed("invalid") from problem
    return result.ades_subindic == AdESPassed.OK


async def _held_when_sealed(
    signature: EmbeddedPdfSignature, signatures: Sequence[EmbeddedPdfSignature], proofs: Proofs
) -> bool:
    """A signature without a stamp of its own: whether it could be believed when the first archive stamp was put on."""
    moment = next(
        proof.stamped_at(each.signed_data)
        for each in signatures
        if ARCHIVE.match(each.field_name) and each.signed_revision > signature.signed_revision
    )
    validation = context(proofs, moment)
    try:
        status = await async_validate_pdf_signature(signature, validation, skip_diff=True)
    except _BAD as problem:
        raise _failed("invalid") from problem
    finally:
        await validation.aclose()
    return status.intact and status.valid and status.trusted


def _hash_once(file: BinaryIO, signatures: Sequence[EmbeddedPdfSignature]) -> str:
    """The SHA-256 of the file. On the way each signature gets the digest of what it covers: the file is read once."""
    running = hashlib.sha256()
    at = 0
    for each in sorted(signatures, key=lambda signature: int(signature.byte_range[1])):
        covered_bytes = [int(number) for number in each.byte_range]
        if len(covered_bytes) != 4:
            continue  # one piece, or many: a signature of others
        start, first, behind, rest = covered_bytes
        if start != 0 or each.external_md_algorithm != "sha256" or first < at:
            continue  # pyHanko reads these by itself
        at = _feed(running, file, at, first)
        covered = running.copy()
        _feed(covered, file, behind, behind + rest)
        each.external_digests["sha256"] = covered.digest()
    _feed(running, file, at, file.seek(0, 2))
    return running.hexdigest()


def _feed(digest: "hashlib._Hash", file: BinaryIO, start: int, end: int) -> int:
    file.seek(start)
    while start < end and (chunk := file.read(min(_CHUNK, end - start))):
        digest.update(chunk)
        start += len(chunk)
    return start


def _is_ours(signature: EmbeddedPdfSignature) -> bool:
    return bool(OURS.match(signature.field_name.split(".")[0]))


def _failed(why: str, **details: str) -> Refused:
    return Refused("self_check_failed", why=why, **details)
