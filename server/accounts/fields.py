"""Types of the fields that people fill in, each with its limits."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from crm_adapter.people.mailboxes import PATTERN as EMAIL
from crm_adapter.people.mailboxes import is_email as is_email

# One line: no control characters, and at least one that can be seen.
_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
_LINE += r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"

Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=_LINE), AfterValidator(str.strip)]
Email = Annotated[str, StringConstraints(max_length=254, pattern=EMAIL), AfterValidator(str.lower)]
Language = Literal["nl", "en", "fr"]
RoleName = Literal["admin", "adviser"]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$"), AfterValidator(str.upper)]
Phone = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9+() ./-]*$")]
# An address of a page, or nothing. Only schemes that a browser may follow.
PageUrl = Annotated[
    str, StringConstraints(max_length=500, pattern=r"^(https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[!-~]*)?)?$")
]
Password = Annotated[str, Field(min_length=1, max_length=200, repr=False)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[0-9A-Za-z -]+$")]
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{20,64}$")]
