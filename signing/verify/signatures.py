"""Finding the signatures of a file, and whether each holds for what it covers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, core, x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, enumerate_sig_fields
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from signing.model import Refused
from signing.trust.stamps import Token, read_token
from signing.verify.ranges import check_range, only_padding_follows

_KINDS = {"/ETSI.CAdES.detached", "/adbe.pkcs7.detached", "/PBAD.PAdES", "/ETSI.RFC3161"}
_WEAK = {"md2", "md4", "md5", "sha1"}
MOST_SIGNATURES = 200


@dataclass(slots=True)
class Found:
    """A signature field with something in it. `revision` is the one that the signature made, `end` where its bytes end.

    `problem` is why the signature does not hold (then it is not `intact`), or a code about a signature that does.
    """

    field_name: str
    archive: bool = False
    revision: int = -1
    end: int = 0
    whole_file: bool = False
    intact: bool = False
    problem: str = ""
    certificate: x509.Certificate | None = None
    others: tuple[x509.Certificate, ...] = ()
    claimed: datetime | None = None
    token: Token | None = None
    permission: MDPPerm | None = None
    lock: FieldMDPSpec | None = None


def find(reader: PdfFileReader, size: int) -> list[Found]:
    """In the order in which they were made; those that cannot be read first."""
    found: list[Found] = []
    for name, value, sig_field in enumerate_sig_fields(reader, filled_status=True):
        if len(found) >= MOST_SIGNATURES:
            break
        one = Found(field_name=str(name))
        found.append(one)
        try:
            _read(reader, sig_field, value, one, size)
        except (SignatureValidationError, Refused):
            one.intact, one.problem = False, one.problem or "signature_broken"
        except Exception:  # noqa: BLE001  # files are hostile; whatever reading raises, this one does not hold
            one.intact, one.problem = False, one.problem or "signature_unreadable"
    return sorted(found, key=lambda one: (one.revision, one.end))


def _read(reader: PdfFileReader, sig_field: Any, value: Any, one: Found, size: int) -> None:
    dictionary = value.get_object()
    if isinstance(dictionary, generic.DictionaryObject):
        one.archive = dictionary.get("/Type") == "/DocTimeStamp"
        kind = dictionary.get("/SubFilter")
        if kind is not None and kind not in _KINDS:
            one.problem = "signature_kind_unknown"
            return
    embedded = EmbeddedPdfSignature(reader, sig_field, one.field_name)
    one.revision = embedded.signed_revision
    one.problem = _coverage(reader, embedded, size, one)
    if one.problem:
        return
    one.permission, one.lock = embedded.docmdp_level, embedded.fieldmdp
    if one.archive:
        one.token = _archive_token(embedded)
        one.certificate, one.others = one.token.certificate, one.token.certificates
        one.intact = True
        return
    certificates = extract_certs_for_validation(embedded.signed_data)
    one.certificate, one.others = certificates.signer_cert, tuple(certificates.other_certs)
    one.claimed = embedded.self_reported_timestamp
    if embedded.signed_data["encap_content_info"]["content_type"].native != "data":
        one.problem = "signature_broken"
        return
    if embedded.signed_data["encap_content_info"]["content"].native is not None:
        one.problem = "signature_broken"  # a signature over something else than the document
        return
    same, valid = validate_sig_integrity(
        embedded.signer_info, certificates.signer_cert, "data", embedded.compute_digest()
    )
    one.intact = same and valid
    if not one.intact:
        one.problem = "digest_wrong" if valid else "signature_broken"
        return
    if embedded.md_algorithm in _WEAK:
        one.problem = "algorithm_weak"
    one.token = _signature_token(embedded.signer_info)


def _coverage(reader: PdfFileReader, embedded: EmbeddedPdfSignature, size: int, one: Found) -> str:
    """From the bytes, and once more from what the parser thinks: both must agree."""
    contents = embedded.pkcs7_content
    problem = check_range(reader.stream, size, embedded.byte_range, contents)
    if problem:
        return problem
    if not only_padding_follows(contents, len(cms.ContentInfo.load(contents).dump())):
        return "signature_broken"
    gap_start, gap_end, last = tuple(map(int, embedded.byte_range))[1:]
    one.end = gap_end + last
    place = reader.xrefs.get_historical_ref(embedded.sig_field.raw_get("/V").reference, one.revision)
    if not isinstance(place, int) or not place < gap_start:
        return "range_gap"  # the range is of another signature than the one the field names
    coverage = embedded.evaluate_signature_coverage()
    one.whole_file = coverage is SignatureCoverageLevel.ENTIRE_FILE
    whole = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
    if coverage not in whole or one.whole_file != (one.end == size):
        return "range_end"
    return ""


def _archive_token(embedded: EmbeddedPdfSignature) -> Token:
    return read_token(cms.ContentInfo.load(embedded.pkcs7_content), embedded.compute_digest)


def _signature_token(signer: cms.SignerInfo) -> Token | None:
    """The stamp over the signature. One that proves nothing counts as none."""
    signature = signer["signature"].native

    def digest(algorithm: str) -> bytes:
        made = hashes.Hash(get_pyca_cryptography_hash(algorithm))
        made.update(signature)
        return made.finalize()

    for stamped in _stamps(signer):
        try:
            return read_token(stamped, digest)
        except Exception:  # noqa: BLE001, S112  # unsigned: anybody may have added rubbish here
            continue
    return None


def _stamps(signer: cms.SignerInfo) -> Iterable[cms.ContentInfo]:
    if isinstance(signer["unsigned_attrs"], core.Void):
        return ()
    return list(find_cms_attribute_iter(signer["unsigned_attrs"], "signature_time_stamp_token"))[:4]
