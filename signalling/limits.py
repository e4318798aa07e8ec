"""Types of the fields that people fill in, with their limits."""

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Le, Len

Id = Annotated[str, Len(1, 64)]
Name = Annotated[str, Len(1, 60)]
ChatText = Annotated[str, Len(1, 2000)]
FileName = Annotated[str, Len(1, 255)]
PageNumber = Annotated[int, Ge(1), Le(100_000)]
Unit = Annotated[float, Ge(0.0), Le(1.0)]
"""A coordinate on the stage: 0 is the left or top edge of the picture, 1 the right or bottom one."""

Role = Literal["host", "cohost", "colleague", "client"]
"""host: the adviser who opened the session; cohost: shares the host's rights; colleague: signed in at the same
office, without those rights; client: came in with the code."""

MediaState = Literal["on", "off", "none"]
"""none: there is no such device, or the browser may not use it."""

Surface = Literal["screen", "window", "tab", "unknown"]
Stage = Literal["none", "share", "document", "page"]
"""What everybody looks at: nobody's work, the shared screen, the document, or the web page."""
Site = Annotated[str, Len(1, 253)]
"""The host name of a web page, never its path: addresses hold names, numbers and keys of people."""
StreamKind = Literal["camera", "screen", "blurred"]
"""blurred: the screen, made illegible; a stream of its own, so that a viewer can never take one for the other."""
QualityLevel = Literal["good", "weak", "bad"]
EndReason = Literal["host", "empty", "office"]
LeaveReason = Literal["self", "gone"]

SigningOrder = Literal["parallel", "sequential"]
SigningStep = Literal["reading", "details", "signature", "review"]
"""What a signer does now: reads, checks name and e-mail, makes the signature, looks it all over."""
SigningOutcome = Literal["completed", "declined", "stopped", "mailed", "failed"]
"""mailed: those who have not signed yet go on by e-mail; stopped: it is void, nobody can sign it any more."""
SigningAfter = Literal["mail", "void"]
"""What becomes of it when the session ends before everybody has signed."""


@dataclass(frozen=True, slots=True)
class NamedSigner:
    """Somebody who is to sign. `participant_id`: at whose screen; null when they sign by e-mail."""

    id: Id
    name: Annotated[str, Len(1, 200)]
    participant_id: Id | None


SYSTEM = "system"
"""The actor of what the server itself does: entering, connecting, filing an upload, closing an empty session."""
