"""Everything about one client as one ZIP: an index to read, CSV and JSON to take along, and the documents."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any
from urllib.parse import quote

import orjson

from server.crm.privacy.words import TITLES

_SHOWN = 1000
"""Lines of a list that the index shows; its files hold all."""
_AS_DATA = ("session_records",)
"""Lists that are data for machines: not in the index."""
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;color:#1c2430;margin:2rem auto;max-width:72rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;font-size:14px}td,th{border:1px solid #c9d1d9;padding:.35rem .5rem;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f1f4f6}h2{margin-top:2.2rem}"
    "div{overflow-x:auto}"
)


@dataclass(frozen=True, slots=True)
class Content:
    """What goes in, beside the documents."""

    office: str
    language: str
    made_at: datetime
    internal: bool
    lists: Mapping[str, Sequence[Mapping[str, Any]]]


def write_lists(archive: zipfile.ZipFile, content: Content, files: Sequence[str], missing: Sequence[str]) -> None:
    """The index, and each list twice. `files`: paths of documents that are in the archive."""
    lists = {name: rows for name, rows in content.lists.items() if rows}
    archive.writestr("index.html", _index(content, lists, files, missing))
    for name, rows in lists.items():
        archive.writestr(f"json/{name}.json", orjson.dumps(list(rows), option=orjson.OPT_INDENT_2))
        archive.writestr(f"csv/{name}.csv", "\ufeff" + _csv(rows))


def path_of(folder: str, number: int, name: str) -> str:
    """A path that every computer can unpack, whatever the document is called."""
    plain = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]', "_", name).strip(" .") or "document"
    return f"{folder}/{number:04d} {plain[-150:]}"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return orjson.dumps(value).decode() if value else ""
    return str(value)


def _cell(value: Any) -> str:
    """Spreadsheets run what begins like a formula: an apostrophe keeps it text."""
    text = _text(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _columns(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    out, columns = io.StringIO(newline=""), _columns(rows)
    table = csv.writer(out)
    table.writerow(columns)
    table.writerows([[_cell(row.get(name)) for name in columns] for row in rows])
    return out.getvalue()


def _index(
    content: Content,
    lists: Mapping[str, Sequence[Mapping[str, Any]]],
    files: Sequence[str],
    missing: Sequence[str],
) -> str:
    words, office = TITLES[content.language], escape(content.office)
    made = words["made"].format(at=content.made_at.isoformat(sep=" ", timespec="minutes")[:16])
    parts = [
        f'<!doctype html><html lang="{content.language}"><head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{words['title'].format(office=office)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{words['title'].format(office=office)}</h1><p>{words['lead'].format(office=office)}</p>",
        f"<p>{words['rights']}</p><p>{made}. {words['internal'] if content.internal else ''}</p>",
    ]
    for name, rows in lists.items():
        if name in _AS_DATA:
            parts.append(f'<h2>{words[name]}</h2><p><a href="json/{name}.json">json/{name}.json</a></p>')
        else:
            parts.append(_table(words, name, rows))
    if files or missing:
        parts.append(f"<h2>{words['files']}</h2><ul>")
        parts += [f'<li><a href="{_href(one)}">{escape(one)}</a></li>' for one in files]
        parts += [f"<li>{words['missing'].format(name=escape(one))}</li>" for one in missing]
        parts.append("</ul>")
    return "\n".join([*parts, "</body></html>"])


def _table(words: Mapping[str, str], name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    columns = _columns(rows)
    head = "".join(f"<th>{escape(one.replace('_', ' '))}</th>" for one in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_text(row.get(one)))}</td>" for one in columns) + "</tr>"
        for row in rows[:_SHOWN]
    )
    more = f"<p>{words['more'].format(count=len(rows) - _SHOWN)}</p>" if len(rows) > _SHOWN else ""
    return f"<h2>{words[name]}</h2><div><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}"


def _href(path: str) -> str:
    return escape(quote(path))
