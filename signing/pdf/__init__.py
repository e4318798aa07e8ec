"""Fields, ink and seals in a PDF: each step appends one revision, and what was there stays byte for byte."""

from signing.pdf import hexadecimal
from signing.pdf.prepared import prepare
from signing.pdf.sealed import seal
from signing.pdf.signed import sign

__all__ = ["prepare", "seal", "sign"]

hexadecimal.use()
