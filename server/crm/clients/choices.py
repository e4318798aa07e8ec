"""What an office has chosen about its clients."""

from typing import ClassVar, Literal

from server.crm.choices import Choices


class ClientChoices(Choices):
    """`allow_bsn`: whether a citizen service number may be kept; the law says mostly not.
    `shown_to`: who sees a new client beside its adviser: everybody of the office, or nobody until somebody says so."""

    NAME: ClassVar[str] = "clients"
    allow_bsn: bool = False
    shown_to: Literal["everyone", "nobody"] = "everyone"
