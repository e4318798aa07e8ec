"""Refusals with stable codes, and how they travel: problem+json (RFC 9457)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

PROBLEM_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way to say no. `code` never changes; `title` is the English sentence."""

    status: int
    code: str
    title: str

    def problem(
        self, detail: str | None = None, *, headers: Mapping[str, str] | None = None, **fields: object
    ) -> "Problem":
        """The exception to raise. `fields` join the JSON: challenge=..., retry_after=..."""
        return Problem(self, detail, dict(headers or {}), fields)


@dataclass(slots=True)
class Problem(Exception):
    """A refused request, on its way to the sender."""

    refusal: Refusal
    detail: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.refusal.code

    def response(self) -> web.Response:
        return web.Response(
            body=orjson.dumps(self.document()),
            status=self.refusal.status,
            headers={**self.headers, "Content-Type": PROBLEM_TYPE, "Cache-Control": "no-store"},
        )

    def document(self) -> dict[str, Any]:
        refusal = self.refusal
        document: dict[str, Any] = {
            "type": f"urn:samen:problem:{refusal.code}",
            "title": refusal.title,
            "status": refusal.status,
            "code": refusal.code,
        }
        if self.detail is not None:
            document["detail"] = self.detail
        return document | self.fields


BAD_REQUEST = Refusal(400, "bad_request", "The request cannot be read.")
BAD_JSON = Refusal(400, "bad_json", "The body is not JSON.")
NOT_SIGNED_IN = Refusal(401, "not_signed_in", "Sign in first.")
TICKET_UNKNOWN = Refusal(401, "ticket_unknown", "This ticket is not valid, or no longer.")
KEY_UNKNOWN = Refusal(401, "key_unknown", "This API key is not valid, or no longer.")
NOT_ALLOWED = Refusal(403, "not_allowed", "Only an administrator may do this.")
CROSS_SITE = Refusal(403, "cross_site", "This request came from another website.")
KEY_NOT_TAKEN = Refusal(403, "key_not_taken", "This cannot be called with an API key.")
NOT_FOUND = Refusal(404, "not_found", "There is nothing here.")
METHOD_NOT_ALLOWED = Refusal(405, "method_not_allowed", "This address does not take that method.")
REPEATED_TOO_SOON = Refusal(409, "repeated_too_soon", "The first of these requests is still being answered.")
REPEATED_DIFFERENTLY = Refusal(
    422, "repeated_differently", "This Idempotency-Key came with another request before. Use a new one."
)
OUTCOME_UNKNOWN = Refusal(
    409, "outcome_unknown", "The first of these requests was cut off. Look whether it was done before you try again."
)
CHANGED_MEANWHILE = Refusal(412, "changed_meanwhile", "Somebody else has changed this meanwhile.")
IF_MATCH_MISSING = Refusal(428, "if_match_missing", "Say in If-Match which version you have seen.")
BODY_TOO_LARGE = Refusal(413, "body_too_large", "The body is too large.")
UNSUPPORTED_TYPE = Refusal(415, "unsupported_type", "The body has a type that is not taken here.")
INVALID_INPUT = Refusal(422, "invalid_input", "Something in the request is missing or not right.")
TOO_MANY_ATTEMPTS = Refusal(429, "too_many_attempts", "Too many attempts. Try again later.")
INTERNAL = Refusal(500, "internal", "Something went wrong on our side.")
BUSY = Refusal(503, "busy", "The service is busy. Try again in a moment.")


def too_many_attempts(seconds: float) -> Problem:
    """429 that says when to come back."""
    wait = max(1, int(seconds + 0.999))
    return TOO_MANY_ATTEMPTS.problem(headers={"Retry-After": str(wait)}, retry_after=wait)
