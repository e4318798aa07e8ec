"""Who a certificate speaks of."""

from asn1crypto import x509

_SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9"


def name_of(name: x509.Name) -> str:
    """The common name, or whatever the name has."""
    return _part(name, "common_name") or organisation_of(name) or str(name.human_friendly)


def organisation_of(name: x509.Name) -> str:
    return _part(name, "organization_name")


def email_of(certificate: x509.Certificate) -> str:
    """From the alternative names, as it should be, or from the name, as it used to be."""
    alternatives = certificate.subject_alt_name_value
    for alternative in alternatives or ():
        if alternative.name == "rfc822_name":
            return _readable(str(alternative.native))
        if alternative.name == "other_name" and alternative.chosen["type_id"].dotted == _SMTP_UTF8_MAILBOX:
            return str(alternative.chosen["value"].parsed.native)
    return _part(certificate.subject, "email_address")


def _readable(address: str) -> str:
    """The domain as people write it."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('ascii').decode('idna')}"
    except UnicodeError:
        return address


def _part(name: x509.Name, key: str) -> str:
    value = name.native.get(key, "")
    return str(value[0] if isinstance(value, list) else value)
