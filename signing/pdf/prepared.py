"""The first revision: every signer's fields, made before anybody signs."""

from signing.jobs import Prepare, Written


def prepare(job: Prepare) -> Written:
    """Repair and flatten where that is needed (`signing.intake.normalise`), then create all fields.

    Raises Refused.
    """
    raise NotImplementedError
