"""Whether a PDF can be signed: its pages, its warnings, or the reason why not."""

from signing.jobs import Inspect, Inspected


def inspect(job: Inspect) -> Inspected:
    """Look at a stranger's file without changing it. Raises Refused."""
    raise NotImplementedError
