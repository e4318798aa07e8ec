"""Taking a PDF in: can it be signed, why not, and what has to be mended before."""

from signing.intake.inspected import inspect
from signing.intake.mended import normalise

__all__ = ["inspect", "normalise"]
