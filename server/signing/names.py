"""What the documents of an envelope are called."""

from server.signing.envelopes import Envelope

PDF = "application/pdf"
LINES = "application/x-ndjson"


def stem(name: str) -> str:
    """A file's name without its ".pdf"."""
    return name[:-4] if name.lower().endswith(".pdf") and len(name) > 4 else name


def file_name(envelope: Envelope, kind: str) -> str:
    """The signed one carries the addition `signed`, and its log lies beside it."""
    base = stem(envelope.document.name)
    match kind:
        case "signed":
            return f"{base} signed.pdf"
        case "log":
            return f"{base} signed log.pdf"
        case "log_data":
            return f"{base} signed log.jsonl"
        case _:
            return f"{base}.pdf"


def media_type(kind: str) -> str:
    return LINES if kind == "log_data" else PDF
