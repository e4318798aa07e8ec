"""E-mail addresses: what can be one, and how it is kept."""

import re

from email_validator import EmailNotValidError, validate_email

from crm_adapter.people.mailboxes import is_email

# What nearly all addresses look like; there is nothing to ask a library about them.
_PLAIN = re.compile(
    r"(?=.{1,64}@)[a-z0-9_]+(?:[.+_-][a-z0-9_]+){0,6}@(?:[a-z0-9](?:-?[a-z0-9]){0,30}\.){1,4}[a-z]{2,20}"
)
_NOT_PLAIN = frozenset({"arpa", "invalid", "local", "localhost", "onion", "alt", "internal"})


class EmailWrong(ValueError):
    """It cannot be the address of a mailbox."""


def read(text: str) -> str:
    """The address in small letters, its domain as it travels (xn--...). Nobody is asked. Raises EmailWrong."""
    plain = text.strip(" ").lower()
    if len(plain) < 200 and _PLAIN.fullmatch(plain) and plain.rpartition(".")[2] not in _NOT_PLAIN:
        return plain
    try:
        # Whether a domain exists is not for us to say: offices write to addresses of their own networks.
        found = validate_email(
            text.strip(" "),
            check_deliverability=False,
            allow_smtputf8=False,
            globally_deliverable=False,
            test_environment=True,
        )
    except EmailNotValidError:
        raise EmailWrong("no address") from None
    address = (found.ascii_email or "").lower()
    domain = address.rpartition("@")[2]
    if "." not in domain or not is_email(address):
        raise EmailWrong("no address")
    return address
