"""The settings of mail that go beyond its server: where undelivered mail goes, and the key that signs."""

import re

from server.mail.dkim import Dkim, objection
from server.setting_reader import Reader

_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_LABELS = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?", re.IGNORECASE)


def bounces(reader: Reader) -> tuple[str, str]:
    """Where undelivered mail goes back to, and the secret with which the mail server hands it in."""
    address, token = reader.text("MAIL_BOUNCES"), reader.text("MAIL_BOUNCES_TOKEN")
    if address and (address.count("{}") != 1 or not _ADDRESS.fullmatch(address.replace("{}", "0" * 32))):
        reader.complain("MAIL_BOUNCES must be an address with {} for the mail, such as bounce+{}@office.example.")
    elif address and address.index("{}") > address.index("@"):
        reader.complain("MAIL_BOUNCES must have its {} before the @.")
    if bool(address) != bool(token):
        missing = "MAIL_BOUNCES_TOKEN" if address else "MAIL_BOUNCES"
        reader.complain(f"{missing} is missing: MAIL_BOUNCES and MAIL_BOUNCES_TOKEN belong together.")
    elif token and len(token) < 16:
        reader.complain("MAIL_BOUNCES_TOKEN must have at least 16 characters.")
    return address, token


def dkim(reader: Reader, mail_from: str) -> Dkim | None:
    """The key that signs mail. It may stand in the setting itself or in a file."""
    given, selector = reader.text("DKIM_KEY"), reader.text("DKIM_SELECTOR")
    domain = reader.text("DKIM_DOMAIN", mail_from.rpartition("@")[2]).lower()
    if bool(given) != bool(selector):
        reader.complain(
            f"{'DKIM_SELECTOR' if given else 'DKIM_KEY'} is missing: DKIM_KEY and DKIM_SELECTOR belong together."
        )
        return None
    if not given:
        return None
    if "-----BEGIN" in given:
        key = given.replace("\\n", "\n").encode()  # where a setting cannot have lines
    else:
        file = reader.file("DKIM_KEY")
        key = b"" if file is None else file.read_bytes()
    if not _LABELS.fullmatch(selector) or not _LABELS.fullmatch(domain):
        reader.complain("DKIM_SELECTOR and DKIM_DOMAIN must be names as in the DNS, such as samen and office.example.")
    elif key and (wrong := objection(key)):
        reader.complain(f"DKIM_KEY {wrong}")
    elif key:
        return Dkim(domain, selector, key)
    return None
