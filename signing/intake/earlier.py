"""Signatures that were in a document before: whether they still hold."""

from __future__ import annotations

from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature


def all_intact(path: Path) -> bool:
    """Whether each fits what it signs. Who signed, and whether anybody vouches for them, is not asked.

    What cannot be read does not hold: whoever signs after it would vouch for it.
    """
    try:
        with path.open("rb") as file:
            return all(_is_intact(each) for each in PdfFileReader(file, strict=False).embedded_signatures)
    except Exception:  # noqa: BLE001  broken files raise far more than the reader promises
        return False


def _is_intact(signature: EmbeddedPdfSignature) -> bool:
    signature.compute_integrity_info(skip_diff=True)
    if signature.sig_object_type == "/DocTimeStamp":
        imprint = signature.signed_data["encap_content_info"]["content"].parsed["message_imprint"]
        return bool(imprint["hashed_message"].native == signature.compute_digest())
    fits, holds = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    return fits and holds
