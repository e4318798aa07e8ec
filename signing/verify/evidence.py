"""What a file brings along to prove its certificates: its security store (ISO 32000-2, 12.8.4.3)."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.verify.beliefs import MOST, Evidence

_LARGEST = 8 << 20
Kind = TypeVar("Kind")


def evidence_in(reader: PdfFileReader) -> Evidence:
    """As much of it as can be read: unreadable proofs prove nothing, and are passed over."""
    return Evidence(
        certificates=tuple(_all(reader, "/Certs", x509.Certificate.load)),
        lists=tuple(_all(reader, "/CRLs", crl.CertificateList.load)),
        answers=tuple(_all(reader, "/OCSPs", ocsp.OCSPResponse.load)),
    )


def _all(reader: PdfFileReader, key: str, load: Callable[[bytes], Kind]) -> Iterator[Kind]:
    try:
        entries = list(reader.root["/DSS"][key])[:MOST]
    except Exception:  # noqa: BLE001  # hostile or absent: either way there is nothing to read
        return
    for entry in entries:
        try:
            stream = entry.get_object()
            if not isinstance(stream, generic.StreamObject) or len(stream.data) > _LARGEST:
                continue
            read = load(stream.data)
            _ = read.native  # type: ignore[attr-defined]  # asn1crypto reads on demand: what is rotten shows now
        except Exception:  # noqa: BLE001, S112  # the same
            continue
        yield read
