"""`make docs`: write the parts of docs/ that are taken from the code. With --check: say whether they are up to date."""

from __future__ import annotations

import inspect
import re
import sys
import types
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, Len

from signalling import refusals
from signalling.commands import PARTICIPANT_COMMANDS, SYSTEM_COMMANDS
from signalling.events import EVENTS
from signalling.signals import SIGNALS
from signalling.wire import wire_name
from tools.steps import ROOT

PROTOCOL = ROOT / "docs" / "protocol.md"
_MARK = re.compile(r"(<!-- from the code: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def sentence(cls: type[Any]) -> str:
    """The class's docstring on one line; empty when a dataclass has only the one that Python makes."""
    text = inspect.getdoc(cls) or ""
    return "" if text.startswith(cls.__name__ + "(") else " ".join(text.split())


def type_name(hint: Any) -> str:
    """A field's type with its limits, as a reader of JSON sees it."""
    if get_origin(hint) is Annotated:
        base, *limits = get_args(hint)
        return type_name(base) + "".join(_limit(one) for one in limits)
    if get_origin(hint) is Literal:
        return " or ".join(f'"{value}"' for value in get_args(hint))
    if get_origin(hint) in (Union, types.UnionType):
        return " or ".join(type_name(one) for one in get_args(hint))
    if get_origin(hint) is tuple:
        return f"list of {type_name(get_args(hint)[0])}"
    if get_origin(hint) is dict:
        key, value = get_args(hint)
        return f"object of {type_name(key)} to {type_name(value)}"
    if is_dataclass(hint):
        parts = ", ".join(
            f"{name}: {type_name(each)}" for name, each in get_type_hints(hint, include_extras=True).items()
        )
        return f"object of {parts}"
    names = {str: "text", int: "whole number", float: "number", bool: "true or false", type(None): "null"}
    return names[hint]


def _limit(limit: object) -> str:
    match limit:
        case Len(low, high):
            return f" ({low}–{high})"
        case Ge(low):
            return f" ≥ {low}"
        case Le(high):
            return f" ≤ {high}"
        case _:
            return ""


def field_list(cls: type[Any]) -> str:
    hints = get_type_hints(cls, include_extras=True)
    return "<br>".join(f"`{field.name}`: {type_name(hints[field.name])}" for field in fields(cls)) or "none"


def table(classes: tuple[type[Any], ...], *, codes: dict[str, tuple[Any, ...]] | None = None) -> str:
    head = "| Name | Fields | Meaning, and who may send it |" if codes is not None else "| Name | Fields | Meaning |"
    head += " Refused with |\n|---|---|---|---|\n" if codes is not None else "\n|---|---|---|\n"
    lines = []
    for cls in classes:
        name = wire_name(cls)
        line = f"| `{name}` | {field_list(cls)} | {sentence(cls)} |"
        if codes is not None:
            line += " " + (", ".join(f"`{code}`" for code in codes[name]) or "–") + " |"
        lines.append(line)
    return head + "\n".join(lines) + "\n"


def code_table() -> str:
    lines = [f"| `{code}` | {refusals.CODES[code]} |" for code in sorted(refusals.CODES)]
    return "| Code | Meaning |\n|---|---|\n" + "\n".join(lines) + "\n"


def parts() -> dict[str, str]:
    """The generated parts of docs/protocol.md, by the name in their mark."""
    return {
        "commands": table(PARTICIPANT_COMMANDS, codes=dict(refusals.BY_COMMAND)),
        "server_commands": table(SYSTEM_COMMANDS),
        "events": table(EVENTS),
        "signals": table(SIGNALS, codes=dict(refusals.BY_SIGNAL)),
        "codes": code_table(),
    }


def written(text: str) -> str:
    """The document with its generated parts made anew. Raises KeyError on a mark that names no part."""
    made = parts()
    return _MARK.sub(lambda found: f"{found[1]}\n{made[found[2]]}\n{found[3]}", text)


def main() -> int:
    now = PROTOCOL.read_text(encoding="utf-8")
    fresh = written(now)
    if "--check" in sys.argv:
        return int(now != fresh)
    Path(PROTOCOL).write_text(fresh, encoding="utf-8")
    print(f"{PROTOCOL.relative_to(ROOT)} is up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
