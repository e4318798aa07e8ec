"""The last revision: the proof of every certificate, and an archive time stamp over everything."""

from signing.jobs import Seal, Sealed


async def seal(job: Seal) -> Sealed:
    """Raises Refused: "tsa_away" when the authority does not answer, "self_check_failed" when the result does not hold."""
    raise NotImplementedError
