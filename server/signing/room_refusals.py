"""Refusals of signing in a session, each with its sentence."""

from server.pages.refusals import SIGNING_NOW
from server.web import Refusal

NO_SIGNING = Refusal(409, "no_signing", "No document is being signed in this session now.")
NOT_YOUR_SIGNER = Refusal(403, "not_your_signer", "Somebody else signs here, at their own screen.")
SCREEN_UNKNOWN = Refusal(
    422,
    "screen_unknown",
    "Say for at least one person at whose screen they sign; who has no screen here, signs by mail.",
)

__all__ = ["NOT_YOUR_SIGNER", "NO_SIGNING", "SCREEN_UNKNOWN", "SIGNING_NOW"]
