"""The OpenAPI 3.1 document, written from the declarations."""

from collections import defaultdict
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from server.web.problems import METHOD_NOT_ALLOWED, PROBLEM_TYPE, Refusal
from server.web.routing import Endpoint, Role

_REF = "#/components/schemas/{model}"

_PROBLEM = {
    "type": "object",
    "description": "A refusal (RFC 9457). `code` is stable; show a sentence of your own for it.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "code"],
}

_SECURITY: dict[Role, list[dict[str, list[str]]]] = {
    Role.PUBLIC: [],
    Role.TICKET: [{"ticket": []}],
    Role.ADVISER: [{"session": []}],
    Role.ADMIN: [{"session": []}],
}


def document(endpoints: list[Endpoint], version: str = "1") -> dict[str, Any]:
    """The whole document. `x-role` names the declared role of each operation."""
    schemas = _Schemas(endpoints)
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for each in endpoints:
        paths[each.route.path][each.route.method.lower()] = _operation(each, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Samen",
            "version": version,
            "description": "The platform's own interface. Unsafe calls with a cookie must come from our own pages.",
        },
        "paths": dict(paths),
        "components": {
            "schemas": schemas.definitions | {"Problem": _PROBLEM},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "samen_session"},
                "ticket": {"type": "http", "scheme": "bearer"},
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "samen_...",
                    "description": "An API key. An administrator makes it; it acts for them.",
                },
            },
        },
    }


class _Schemas:
    """Schemas of all models in one go, so that two models of one name get two names."""

    def __init__(self, endpoints: list[Endpoint]) -> None:
        wanted: dict[tuple[type[BaseModel], str], None] = {}
        for each in endpoints:
            for adapter, mode in ((each.body, "validation"), (each.answer, "serialization")):
                if adapter is not None:
                    model = adapter._type
                    if not (isinstance(model, type) and issubclass(model, BaseModel)):
                        raise TypeError(f"{each.route.path}: bodies and answers are pydantic models")
                    wanted[(model, mode)] = None
        # pydantic types its modes as literals; the tuple above holds only those two.
        self._names, whole = models_json_schema(list(wanted), ref_template=_REF)  # type: ignore[arg-type]  # adapters are taken too
        self.definitions: dict[str, Any] = whole.get("$defs", {})

    def of(self, adapter: Any, mode: str) -> dict[str, Any]:
        return dict(self._names[(adapter._type, mode)])  # type: ignore[index]  # as above


def _operation(each: Endpoint, schemas: _Schemas) -> dict[str, Any]:
    route = each.route
    operation: dict[str, Any] = {
        "operationId": _operation_id(each),
        "summary": route.summary,
        "tags": [route.tag or route.path.split("/")[3 if route.path.startswith("/api/v1/") else 1]],
        "x-role": route.role.value,
        "security": [*_SECURITY[route.role], {"key": []}] if route.keys else _SECURITY[route.role],
        "responses": _responses(each, schemas),
    }
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": adapter.json_schema()}
        for name, adapter in each.parts.items()
    ]
    if each.query is not None:
        shape = each.query.model_json_schema()
        required = shape.get("required", [])
        parameters += [
            {"name": name, "in": "query", "required": name in required, "schema": _plain(schema)}
            for name, schema in shape["properties"].items()
        ]
    parameters += _headers(each)
    if parameters:
        operation["parameters"] = parameters
    if each.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schemas.of(each.body, "validation")}},
        }
    elif route.takes is not None:
        binary = {"schema": {"type": "string", "format": "binary"}}
        operation["requestBody"] = {
            "required": True,
            "description": route.takes.description,
            "content": {each_type: binary for each_type in route.takes.types or ("application/octet-stream",)},
        }
    return operation


def _headers(each: Endpoint) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if each.route.if_match:
        told = "The version that you have seen, as its ETag says it."
        # Not required by the schema: without it the answer is 428, which says more than a broken contract would.
        found.append({"name": "If-Match", "in": "header", "required": False, "description": told})
    if each.route.once:
        told = "A request repeated with the same key, within a day, is done once and gets the first answer."
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "description": told})
    return [one | {"schema": {"type": "string"}} for one in found]


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A query parameter's schema. Left out is left out: there is no null in a query."""
    choices: list[dict[str, Any]] = [choice for choice in schema.get("anyOf", []) if choice.get("type") != "null"]
    if len(choices) == 1:
        return choices[0]
    return {key: value for key, value in schema.items() if key != "default" or value is not None}


def _responses(each: Endpoint, schemas: _Schemas) -> dict[str, Any]:
    route = each.route
    good: dict[str, Any] = {"description": route.summary}
    if each.answer is not None:
        good["content"] = {"application/json": {"schema": schemas.of(each.answer, "serialization")}}
    elif route.produces is not None:
        kinds = (route.produces,) if isinstance(route.produces, str) else route.produces
        # A file that is JSON is an object; any other is bytes.
        file, whole = {"type": "string", "format": "binary"}, {"type": "object"}
        good["content"] = {kind: {"schema": whole if kind == "application/json" else file} for kind in kinds}
    responses = {str(status): good for status in (route.status, *route.also)}
    by_status: dict[int, list[Refusal]] = defaultdict(list)
    for refusal in [*each.refusals(), METHOD_NOT_ALLOWED]:
        by_status[refusal.status].append(refusal)
    for status, refusals in sorted(by_status.items()):
        codes = [refusal.code for refusal in refusals]
        responses[str(status)] = {
            "description": "\n".join(f"`{refusal.code}`: {refusal.title}" for refusal in refusals),
            "content": {
                PROBLEM_TYPE: {
                    "schema": {
                        "allOf": [{"$ref": "#/components/schemas/Problem"}],
                        "properties": {"code": {"enum": codes}, "status": {"const": status}},
                    }
                }
            },
        }
    return responses


def _operation_id(each: Endpoint) -> str:
    words = [word.strip("{}") for word in each.route.path.removeprefix("/api/v1").split("/") if word]
    return "_".join([each.route.method.lower(), *words]).replace("-", "_").replace(".", "_")
