"""What an office chooses for its documents."""

from typing import ClassVar

from server.crm.choices import Choices

GIGABYTE = 1_000_000_000


class DocumentChoices(Choices):
    """`limit_gb`: how much room all documents have together; 0 is no limit."""

    NAME: ClassVar[str] = "documents"
    limit_gb: int = 20

    @property
    def limit_bytes(self) -> int:
        return self.limit_gb * GIGABYTE
