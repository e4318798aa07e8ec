"""A validator by itself: pyHanko with nothing of ours, told only whom to trust. Arguments: the document, the root."""

# ruff: noqa: T201 - it answers in lines that its caller reads
import asyncio
import logging
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_lta_validation, simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager


async def main(document: Path, root: Path) -> None:
    trusted = load_cert_from_pemder(root)
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(
            CertValidationPolicySpec(
                SimpleTrustManager.build([trusted]), CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True)
            ),
            RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        )
    )
    with document.open("rb") as file:
        reader = PdfFileReader(file)
        for signature in reader.embedded_regular_signatures:
            signature.compute_integrity_info()
            result = await ades_lta_validation(signature, spec)
            print(f"today:{result.ades_subindic.status.name}")
            future = datetime.now(UTC) + timedelta(days=20 * 365)
            result = await simulate_future_ades_lta_validation(signature, spec, future)
            print(f"future:{result.ades_subindic.status.name}")
        context = ValidationContext(trust_roots=[trusted], allow_fetching=False)
        status = await async_validate_pdf_timestamp(reader.embedded_timestamp_signatures[-1], context)
        print("stamp:trusted" if status.intact and status.valid and status.trusted else "stamp:not trusted")


logging.disable(logging.CRITICAL)
asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
