"""The OpenAPI document: valid, complete, and what the service does (found out by schemathesis)."""

import asyncio
import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.server.harness import Service
from tests.services.samen import SamenServer


async def test_the_document_is_valid_and_names_every_route_with_its_role(service: Service) -> None:
    document = (await service.browser().get("/api/openapi.json")).body
    OpenAPIV31SpecValidator(document).validate()
    described = {
        (method.upper(), path, operation["x-role"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert described == {(route.method, route.path, route.role.value) for route in service.parts.routes}


async def test_what_needs_a_role_refuses_who_has_none(service: Service) -> None:
    """Every route that is not public, with no cookie and no ticket: 401, before anything is looked at."""
    document = (await service.browser().get("/api/openapi.json")).body
    checked = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation["x-role"] == "public":
                assert operation["security"] == []
                continue
            answer = await service.browser().call(method.upper(), path.replace("{", "").replace("}", ""))
            assert answer.status == 401, (method, path, answer)
            checked += 1
    assert checked > 20


async def test_every_refusal_has_one_meaning(service: Service) -> None:
    """One code with one status tells one thing, wherever it is used."""
    from server.web.routing import endpoint

    titles: dict[tuple[str, int], set[str]] = {}
    for route in service.parts.routes:
        for refusal in endpoint(route).refusals():
            titles.setdefault((refusal.code, refusal.status), set()).add(refusal.title)
    assert {key: found for key, found in titles.items() if len(found) > 1} == {}


def _sign_in(server: SamenServer) -> str:
    body = json.dumps({"email": server.admin_email, "password": server.admin_password}).encode()
    request = urllib.request.Request(  # noqa: S310 - our own address
        f"{server.url}/api/v1/auth/sign-in", data=body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
        cookies = answer.headers.get_all("Set-Cookie")
    return next(cookie.split(";")[0] for cookie in cookies if cookie.startswith("samen_session="))


_CONFIG = """
[generation]
mode = "all"
max-examples = {examples}
deterministic = true
no-shrink = true
with-security-parameters = false

[phases.coverage]
enabled = true
unexpected-methods = ["DELETE", "PATCH"]

[phases.stateful]
enabled = false

# A word where ids stand: asked for in another way, it is an id of nobody.
[[operations]]
include-path-regex = '^({words})$'
checks.unsupported_method.enabled = false

[checks]
not_a_server_error.enabled = true
status_code_conformance.enabled = true
content_type_conformance.enabled = true
response_schema_conformance.enabled = true
response_headers_conformance.enabled = true
unsupported_method.enabled = true
missing_required_header.enabled = true
negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "415", "422", "428", "429"]
positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "404", "409", "410", "413", "415", "422", "428", "429"]
"""


@pytest.mark.service
@pytest.mark.timeout(400)
@pytest.mark.parametrize("who", ["admin", "anonymous"])
def test_the_service_does_what_its_document_says(who: str, shared_server: SamenServer, tmp_path: Path) -> None:
    """Each where it may come in at all: that the others refuse is proven above."""
    paths = shared_server.get_json("/api/openapi.json")["paths"]
    words = "|".join(re.escape(path) for path in paths if any(_beside(path, other) for other in paths))
    (tmp_path / "schemathesis.toml").write_text(_CONFIG.format(examples=3, words=words))
    line = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(tmp_path / "schemathesis.toml"), "run"]
    line += [f"{shared_server.url}/api/openapi.json", "--workers", "1", "--no-color", "--request-timeout", "10"]
    # Signing out would end the run's own sign-in; sessions leave live connections behind.
    line += ["--exclude-path-regex", "sign-out|/me/password|/me/totp|metrics"]
    line += ["--exclude-by", "/x-role == ticket"] if who == "admin" else ["--include-by", "/x-role == public"]
    if who == "admin":
        line += ["-H", f"Cookie: {_sign_in(shared_server)}"]
    done = subprocess.run(line, capture_output=True, text=True, timeout=380, cwd=tmp_path, env=_quiet())
    failures = done.stdout.partition("= FAILURES")[2].partition("= WARNINGS")[0]
    assert done.returncode == 0, failures[:8000] + done.stdout[-1500:] + done.stderr[-2000:]
    assert shared_server.status("/readyz") == 200


def _beside(path: str, other: str) -> bool:
    """Whether the path is the other one, with a word where that has a part of its own."""
    mine, theirs = path.split("/"), other.split("/")
    return (
        path != other
        and len(mine) == len(theirs)
        and all(one == two or two.startswith("{") for one, two in zip(mine, theirs, strict=True))
    )


def _quiet() -> dict[str, str]:
    return {**os.environ, "PYTHONWARNINGS": "ignore", "SCHEMATHESIS_HOOKS": ""}


async def test_the_document_is_written_once(service: Service) -> None:
    first, second = await asyncio.gather(*(service.browser().get("/api/openapi.json") for _ in range(2)))
    assert first.body == second.body
