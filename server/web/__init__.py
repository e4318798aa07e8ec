"""HTTP: routes are declared, everything else follows from the declaration.

How to declare a route
----------------------
A room's `routes.py` has a class whose collaborators come in through `__init__`, whose handlers are
ordinary typed methods, and whose `routes()` returns the declarations:

    class SessionRoutes:
        def routes(self) -> list[Route]:
            return [
                Route("GET", "/api/v1/sessions/{session_id}", self.show, Role.ADVISER, "One session"),
                Route("POST", "/api/v1/sessions", self.start, Role.ADVISER, "Start a session", status=201),
                Route("POST", "/api/v1/join", self.join, Role.PUBLIC, "Join by code", refuses=(CODE_UNKNOWN,)),
            ]

        async def show(self, call: Call, session_id: Id) -> SessionView: ...
        async def start(self, call: Call, body: NewSession) -> SessionView: ...
        async def list(self, call: Call, query: Page) -> SessionList: ...

The signature is the contract. `body` is a pydantic `Input` model (strict JSON, unknown fields are
refused, 64 kB, or `json_bytes` of the route); `query` an `Input` model; every other name is a part of the path, typed `Id`, `str` or
Annotated. The return annotation is a pydantic `Output` model, or None (give `status=204` or 202), or
`web.StreamResponse` with `produces="application/pdf"`. A body that is not JSON: `takes=Raw(("image/png",), "...")`;
read it from `call.request.content`, and refuse what grows too large with BODY_TOO_LARGE.

Exactly one role: PUBLIC (anyone), TICKET (`Authorization: Bearer <ticket>`, then `call.holder`), ADVISER
(cookie, then `call.member`) or ADMIN. With `keys=True` an API key (`Authorization: Bearer samen_...`) may stand in for
the cookie; on every other route such a key is refused, whatever cookie comes with it. Refuse by raising a declared Refusal:
`CODE_UNKNOWN = Refusal(404, "code_unknown", "This code is not in use.")`, then `raise CODE_UNKNOWN.problem()`;
name it in `refuses=`. What the shape implies (401, 403, 413, 415, 422 ...) is documented by itself.
Every query a handler makes filters on `call.member.organisation_id` or `call.holder.organisation_id`.
"""

from server.web.problems import Problem, Refusal
from server.web.routing import Call, Day, Id, Input, Instant, Member, Output, Raw, Role, Route, TicketHolder, Tickets

__all__ = [
    "Call",
    "Day",
    "Id",
    "Input",
    "Instant",
    "Member",
    "Output",
    "Problem",
    "Raw",
    "Refusal",
    "Role",
    "Route",
    "TicketHolder",
    "Tickets",
]
