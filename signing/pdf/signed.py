"""One signer's revision: their values, their ink, their signature."""

from signing.jobs import Sign, Signed


async def sign(job: Sign) -> Signed:
    """Sign everything so far. Without an answer of the time-stamp authority the level is B-B. Raises Refused."""
    raise NotImplementedError
