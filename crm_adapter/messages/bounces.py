"""What other mail servers report: delivery status notifications (RFC 3464) and complaints (RFC 5965)."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Final, Literal

Verdict = Literal["delivered", "hard", "soft", "complaint"]
_STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# Nobody reads mail at such an address: unknown, moved away, no such domain, switched off (RFC 3463).
_NOBODY: Final = frozenset({(1, 0), (1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1), (4, 4)})
_ID: Final = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Report:
    """`hard`: nobody reads this address. `mail_id` "" where the report names none of our mails. `said`: in its words."""

    verdict: Verdict
    status: str
    said: str
    mail_id: str


class NotAReport(ValueError):
    """A mail, but no report about one."""


def read(raw: bytes, address: str = "") -> Report:
    """`address`: where the report was delivered to, when the mail server tells; it holds our mail's id."""
    message: EmailMessage = message_from_bytes(raw, policy=policy.default)
    kind = str(message.get_param("report-type", "") or "").lower()
    parts = _parts(message)
    if kind == "feedback-report":
        return Report("complaint", "", "complaint", _mail_id(message, parts, address))
    found = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if found is None:
        raise NotAReport("no report")
    for block in _blocks(found):
        action = _field(block, "Action").lower()
        if action in ("failed", "delivered", "relayed", "expanded", "delayed"):
            return _verdict(action, block, _mail_id(message, parts, address))
    raise NotAReport("a report that says nothing")


def _parts(message: EmailMessage) -> list[Message]:
    """The parts, as many as a report can have: a bomb of parts within parts is cut off."""
    found: list[Message] = []
    for part in message.walk():
        found.append(part)
        if len(found) >= 60:
            break
    return found


def _blocks(part: Message) -> list[Message]:
    content = part.get_payload()
    return [one for one in content if isinstance(one, Message)] if isinstance(content, list) else []


def _field(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _verdict(action: str, block: Message, mail_id: str) -> Report:
    said = _field(block, "Diagnostic-Code")[:500]
    # "expanded" is a list's: whether anybody read it is not known, but the address is fine.
    status = _STATUS.search(_field(block, "Status")) or _STATUS.search(said)
    code = status[0] if status else ""
    if action in ("delivered", "relayed", "expanded"):
        return Report("delivered", code, said, mail_id)
    if action == "delayed" or status is None or status[1] != "5":
        return Report("soft", code, said, mail_id)
    hard = (int(status[2]), int(status[3])) in _NOBODY
    return Report("hard" if hard else "soft", code, said, mail_id)


def _mail_id(message: EmailMessage, parts: list[Message], address: str) -> str:
    """From the address it came back to, else from the mail that came back with it."""
    places = [address, *(str(message.get(name, "")) for name in ("To", "Delivered-To", "X-Original-To"))]
    for part in parts:
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            inner = part.get_payload()
            places += (
                [str(one.get("Message-ID", "")) for one in inner if isinstance(one, Message)]
                if isinstance(inner, list)
                else [str(inner)[:20_000]]
            )
    for place in places:
        found = _ID.search(place)
        if found:
            bare = found[0].replace("-", "")
            return f"{bare[:8]}-{bare[8:12]}-{bare[12:16]}-{bare[16:20]}-{bare[20:]}"
    return ""
