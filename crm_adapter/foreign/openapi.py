"""The contract over HTTP as OpenAPI: `python -m crm_adapter.foreign.openapi` writes the file beside this one."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from crm_adapter.contract import (
    CAPABILITIES,
    VERSION,
    Activity,
    Appointment,
    Attendance,
    ConsentChange,
    ConsentState,
    Entry,
    Party,
    PartyDocument,
    PartyForm,
)

FILE = Path(__file__).with_name("openapi.json")

_SHAPES = (Party, PartyDocument, PartyForm, Activity, Appointment, Entry, Attendance, ConsentState, ConsentChange)


def document() -> dict[str, Any]:
    """Of the values themselves: what a shape says there is what the adapter takes."""
    schemas: dict[str, Any] = {}
    for shape in _SHAPES:
        schema = TypeAdapter(shape).json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[shape.__name__] = schema
    capabilities = {"type": "array", "items": {"enum": list(CAPABILITIES)}}
    schemas["Capabilities"] = _object(contract={"const": VERSION}, name={"type": "string"}, capabilities=capabilities)
    schemas["Filed"] = _object(id={"type": "string"})
    return {
        "openapi": "3.1.0",
        "info": {"title": "A CRM behind Samen", "version": VERSION},
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {"schemas": schemas, "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


def _paths() -> dict[str, Any]:
    find = [_query("text"), _query("limit")]
    filed = ("id", "name", "media_type", "sha256", "at", "kind", "internal", "session_id", "envelope_id", "actor")
    return {
        "/capabilities": {"get": _does("What this CRM offers", answers="Capabilities")},
        "/parties": {"get": _does("Find clients", answers=_list("Party"), parameters=find)},
        "/parties/{party}": {"get": _does("One client", "party", answers="Party")},
        "/parties/{party}/timeline": {"post": _does("Add a line", "party", takes="Entry")},
        "/parties/{party}/documents": {
            "get": _does("What the client may see", "party", answers=_list("PartyDocument")),
            "post": _does(
                "Keep a document", "party", takes="", answers="Filed", parameters=[_query(one) for one in filed]
            ),
        },
        "/documents/{document}": {"get": _does("One document", "document", answers="PartyDocument")},
        "/documents/{document}/content": {"get": _does("Its bytes", "document", answers="")},
        "/parties/{party}/forms": {"get": _does("Forms", "party", answers=_list("PartyForm"))},
        "/parties/{party}/activities": {"get": _does("What waits", "party", answers=_list("Activity"))},
        "/sessions/{session}/appointment": {"get": _does("Its appointment", "session", answers="Appointment")},
        "/sessions/{session}/attendance": {"put": _does("Who came", "session", takes="Attendance")},
        "/parties/{party}/consents": {
            "get": _does("What the client allows", "party", answers="ConsentState"),
            "post": _does("The client said yes or no", "party", takes="ConsentChange", answers="ConsentState"),
        },
    }


def _does(
    summary: str,
    part: str = "",
    *,
    takes: str | None = None,
    answers: str | dict[str, Any] | None = None,
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """`takes` and `answers`: the name of a shape, "" for bytes, None for nothing."""
    here = list(parameters or [])
    if part:
        here.insert(0, {"name": part, "in": "path", "required": True, "schema": {"type": "string"}})
    if takes is not None:
        here.append({"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}})
    does: dict[str, Any] = {"summary": summary, "parameters": here}
    if takes is not None:
        does["requestBody"] = {"required": True, "content": _content(takes)}
    done = {"description": "Done"}
    does["responses"] = {
        "2XX": done if answers is None else {**done, "content": _content(answers)},
        "4XX": {"description": "Refused, as problem+json (RFC 9457)"},
    }
    return does


def _content(shape: str | dict[str, Any]) -> dict[str, Any]:
    if shape == "":
        return {"application/octet-stream": {}}
    return {"application/json": {"schema": shape if isinstance(shape, dict) else _ref(shape)}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(name: str) -> dict[str, Any]:
    return _object(items={"type": "array", "items": _ref(name)})


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _query(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}}


def text() -> str:
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
