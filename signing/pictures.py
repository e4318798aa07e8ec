"""Pictures of handwriting that people bring or their browser drew: vetted, trimmed, on a transparent ground."""

from signing.jobs import Picture, VetPicture


def vet(job: VetPicture) -> Picture:
    """A PNG of the ink alone. Raises Refused: "ink_missing" when nothing is on it, "ink_unusable" when it is no picture."""
    raise NotImplementedError
