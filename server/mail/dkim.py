"""DKIM (RFC 6376): the office's mail server proves that a mail is ours, and that nobody changed it."""

from dataclasses import dataclass, field

import dkim

# What mail programs show or act upon. Named twice so that nobody can add one more of them (RFC 6376 section 8.15).
_HEADERS = ("from", "to", "subject", "date", "message-id", "reply-to", "mime-version", "content-type")
_ALSO = ("list-unsubscribe", "list-unsubscribe-post", "auto-submitted", "content-language", "content-transfer-encoding")


@dataclass(frozen=True, slots=True)
class Dkim:
    """`key`: a private key (RSA) as PEM."""

    domain: str
    selector: str
    key: bytes = field(repr=False)


def signed(message: bytes, with_key: Dkim) -> bytes:
    """The message with its signature before it. Lines end in CRLF. Raises ValueError when it cannot be signed."""
    headers = [name.encode() for name in (*_HEADERS, *_ALSO, "from", "to", "subject")]
    try:
        signature: bytes = dkim.sign(
            message,
            with_key.selector.encode(),
            with_key.domain.encode(),
            with_key.key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=headers,
        )
    except dkim.DKIMException as wrong:
        raise ValueError("a mail that cannot be signed") from wrong
    return signature + message


def objection(key: bytes) -> str:
    """Why a key cannot be used, as the end of a sentence; "" when it can."""
    try:
        signed(b"From: a@example.test\r\n\r\n\r\n", Dkim("example.test", "a", key))
    except (ValueError, dkim.KeyFormatError):
        return "must be a private RSA key (PEM, without a password), or name a file with one."
    return ""
