"""E-mail addresses: what can be one, and how it is kept."""

from email_validator import EmailNotValidError, validate_email


class EmailWrong(ValueError):
    """It cannot be the address of a mailbox."""


def read(text: str) -> str:
    """The address in small letters, its domain as it travels (xn--...). Nobody is asked. Raises EmailWrong."""
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
    if not address or "." not in domain or len(address) > 254:
        raise EmailWrong("no address")
    return address
