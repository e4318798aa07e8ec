"""The seal of a log: one signature over all of it, with its proof inside, and a time stamp for the archive."""

import io
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator.errors import PathError, ValidationError

from signing.jobs import Proofs, Report, SignerKey, Stamper, Verify
from signing.model import Refused
from signing.trust.context import context
from signing.trust.keys import proofs_with, signer_of
from signing.trust.stamps import stamper_of
from signing.verify import verify

FIELD = "samen-log"


@dataclass(frozen=True, slots=True)
class _Way:
    """How much of a seal there can be: with a stamp, and with the proof of the certificates inside."""

    stamped: bool
    proved: bool


_WAYS = (_Way(True, True), _Way(True, False), _Way(False, True), _Way(False, False))
"""The best first. A log is worth having sealed by whatever there is; its level says what there was."""


async def seal(pdf: bytes, target: Path, key: SignerKey, stamper: Stamper | None, proofs: Proofs) -> Report:
    """Writes the sealed PDF to `target`, and answers what a check of it says. Raises what the key refuses, and
    Refused("self_check_failed") when the seal does not hold; then there is no target."""
    proofs = proofs_with(key, proofs)
    for way in _WAYS:
        if way.stamped and stamper is None:
            continue
        try:
            sealed = await _sealed(pdf, key, stamper if way.stamped else None, proofs, way)
        except (SigningError, PathError, ValidationError):
            continue  # a chain that cannot be proved here
        except Refused as refused:
            if refused.code not in {"tsa_away", "tsa_wrong"}:
                raise
            continue
        _keep(target, sealed)
        report = await verify(Verify(target, replace(proofs, fetch=False), datetime.now(UTC)))
        if report.verdict in {"intact", "unknown_signer"}:
            return report
        _keep(target, None)
    raise Refused("self_check_failed")


def _keep(target: Path, content: bytes | None) -> None:
    """Small files, in a process of their own: no thread needed."""
    if content is None:
        target.unlink()
    else:
        target.write_bytes(content)


async def _sealed(pdf: bytes, key: SignerKey, stamper: Stamper | None, proofs: Proofs, way: _Way) -> bytes:
    stamps = None if stamper is None else stamper_of(stamper)
    async with aclosing(context(proofs)) as believed:
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            embed_validation_info=way.proved,
            validation_context=believed if way.proved else None,
        )
        signer = PdfSigner(metadata, signer_of(key, proofs), timestamper=stamps)
        signed = await signer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
        if stamps is None or not way.proved:
            return bytes(signed.getvalue())
        archive = PdfTimeStamper(stamps, field_name=f"{FIELD}-archive")
        stamped = await archive.async_timestamp_pdf(
            IncrementalPdfFileWriter(signed), "sha256", validation_context=believed
        )
        return bytes(stamped.getvalue())
