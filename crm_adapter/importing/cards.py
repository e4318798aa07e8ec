"""vCards 2.1, 3.0 and 4.0, from telephones and address books, as a table with one row each."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import vobject
from vobject.base import ParseError, VObjectError

from crm_adapter.importing.sheets import LONGEST_CELL, MOST_ROWS, SEVERAL, Sheet, Unreadable, cell
from crm_adapter.importing.texts import decode

HEADER = [
    *("Given Name", "Additional Name", "Family Name", "Name", "Nickname", "Birthday", "Organization", "E-mail Labels"),
    *("E-mail", "Phone Labels", "Phone", "Street", "City", "Postal Code", "Country", "Notes", "Categories"),
]
_CARD = re.compile(r"^BEGIN:VCARD[ \t]*\r?$.*?^END:VCARD[ \t]*\r?$", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_PICTURE = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:].*(?:\r?\n[ \t].*)*(?:\r?\n)?", re.MULTILINE | re.IGNORECASE
)
_LONGEST = 200_000
"""Letters of one card without its pictures."""
_LABELS = {"home": "home", "work": "work", "cell": "mobile", "mobile": "mobile"}


def read(content: bytes) -> Sheet:
    """Raises Unreadable. A card that cannot be read is a row with what could be found of it."""
    text, encoding = decode(content)
    found = list(_lined(text))
    if not found:
        raise Unreadable("file_broken" if text.strip() else "file_empty")
    sheet = Sheet(list(HEADER), kind="vcard", encoding=encoding)
    for line, card in found:
        cells = [cell(one)[:LONGEST_CELL] for one in _row(_PICTURE.sub("", card)[:_LONGEST])]
        if any(cells):
            sheet.rows.append(cells)
            sheet.lines.append(line)
    if not sheet.rows:
        raise Unreadable("file_empty")
    return sheet


def _some(text: str) -> Iterable[re.Match[str]]:
    for count, one in enumerate(_CARD.finditer(text)):
        if count >= MOST_ROWS:
            raise Unreadable("too_many_rows")
        yield one


def _lined(text: str) -> Iterable[tuple[int, str]]:
    """The same, counting lines on the way."""
    at, line = 0, 1
    for one in _some(text):
        line += text.count("\n", at, one.start())
        at = one.start()
        yield line, one[0]


def _row(card: str) -> list[str]:
    try:
        # 2.1 breaks lines inside quoted-printable, which only some readers allow.
        read = vobject.readOne(card, allowQP=True, ignoreUnreadable=True)
        values = _values(read)
    except (ParseError, VObjectError, ValueError, TypeError, IndexError, KeyError, AttributeError, StopIteration):
        values = _bare(card)
    return [values.get(name, "") for name in HEADER]


def _values(card: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    held = defaultdict(list, card.contents)
    if held["n"]:
        name = held["n"][0].value
        found |= {
            "Given Name": _plain(name.given),
            "Additional Name": _plain(name.additional),
            "Family Name": _plain(name.family),
        }
    if held["fn"]:
        found["Name"] = _plain(held["fn"][0].value)
    if held["nickname"]:
        found["Nickname"] = _plain(held["nickname"][0].value)
    if held["bday"]:
        found["Birthday"] = _plain(held["bday"][0].value)
    if held["org"]:
        org = held["org"][0].value
        found["Organization"] = _plain(org[0] if isinstance(org, list) and org else org)
    for kind, name in (("email", "E-mail"), ("tel", "Phone")):
        listed = [(_plain(one.value).removeprefix("tel:").removeprefix("mailto:"), _label(one)) for one in held[kind]]
        listed = [(value, label) for value, label in listed if value]
        found[name] = SEVERAL.join(value for value, _ in listed)
        found[f"{name} Labels"] = SEVERAL.join(label for _, label in listed)
    if held["adr"]:
        home = held["adr"][0].value
        found |= {"Street": _plain(home.street), "City": _plain(home.city), "Postal Code": _plain(home.code)}
        found["Country"] = _plain(home.country)
    found["Notes"] = "\n".join(_plain(one.value, lines=True) for one in held["note"])
    tags = [tag for one in held["categories"] for tag in (one.value if isinstance(one.value, list) else [one.value])]
    found["Categories"] = SEVERAL.join(_plain(tag) for tag in tags)
    return found


def _label(one: Any) -> str:
    kinds = [kind.lower() for kind in (*one.params.get("TYPE", []), *one.singletonparams)]
    return next((_LABELS[kind] for kind in kinds if kind in _LABELS), "")


def _plain(value: Any, *, lines: bool = False) -> str:
    text = " ".join(_plain(one) for one in value) if isinstance(value, list) else str(value or "")
    return text.strip() if lines else " ".join(text.split())


def _bare(card: str) -> dict[str, str]:
    """What simple lines of a card say, where the whole could not be read."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in card.splitlines():
        name, sign, value = line.partition(":")
        if sign:
            found[name.split(";")[0].rpartition(".")[2].upper()].append(
                value.replace("\\,", ",").replace("\\;", ";").strip()
            )
    parts = (found["N"] or [""])[0].split(";")
    return {
        "Name": (found["FN"] or [""])[0],
        "Family Name": parts[0],
        "Given Name": parts[1] if len(parts) > 1 else "",
        "E-mail": SEVERAL.join(found["EMAIL"]),
        "Phone": SEVERAL.join(found["TEL"]),
    }
