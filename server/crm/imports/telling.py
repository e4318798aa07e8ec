"""By what the rows of a file are compared with one another and with clients."""

from crm_adapter.importing.doubles import Keys
from crm_adapter.people.drafts import Checked


def keys_of(one: Checked) -> Keys:
    """Of a row, or of a client."""
    return Keys(one.emails, one.phones, one.names, one.births)
