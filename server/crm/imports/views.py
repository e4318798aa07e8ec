"""What goes in and out of the routes about imports and exports."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from sqlalchemy import Row

from server.crm.imports import store
from server.crm.imports.store import Counts
from server.crm.imports.undoing import UNDO_FOR
from server.web import Id, Input, Output

Source = Literal["google", "csv", "excel", "vcard"]
Doubles = Literal["skip", "merge", "add"]
Target = Annotated[str, StringConstraints(max_length=60)]

# --- in ---


class UploadQuery(Input):
    """`source`: what the file was said to be; what it is, is seen in it."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    source: Source = "csv"


class ImportQuery(Input):
    """`after`: the last id that was seen."""

    after: Id | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 30


class RowQuery(Input):
    """`state`: as the preview found it, or what became of it. `after`: the last number that was seen."""

    state: Literal["new", "double", "wrong", "added", "merged", "skipped", "kept"] | None = None
    after: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ColumnsIn(Input):
    """A target for each column, in their order; "" leaves one alone."""

    columns: Annotated[list[Target], Field(min_length=1, max_length=500)]


class ChoicesIn(Input):
    """Only what is given changes. `rows`: what is done with single rows, by number; null takes that back."""

    doubles: Doubles | None = None
    tag: bool | None = None
    rows: Annotated[
        dict[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,7}$")], Doubles | None], Field(max_length=1000)
    ] = {}


class ExportIn(Input):
    """`ids`, or `filter` with the names of the list's query and `except`; neither: all that one sees."""

    format: Literal["csv", "xlsx"] = "csv"
    ids: Annotated[list[Id], Field(max_length=20_000)] | None = None
    filter: dict[Annotated[str, StringConstraints(max_length=40)], Any] | None = None
    besides: Annotated[list[Id], Field(alias="except", max_length=20_000)] = []


# --- out ---


class ColumnView(Output):
    header: str
    target: str
    samples: list[str]


class ImportCounts(Output):
    new: int
    double: int
    wrong: int
    added: int
    merged: int
    skipped: int
    refused: int
    gone: int
    restored: int
    kept: int


class ImportView(Output):
    """`done` of `total` rows are read, brought or undone. `undo_until` is null once there is nothing to undo."""

    id: str
    version: int
    source: Source
    name: str
    size: int
    state: Literal["reading", "ready", "failed", "bringing", "done", "undoing", "undone"]
    trouble: str
    total: int
    done: int
    kind: str
    encoding: str
    delimiter: str
    sheet: str
    more_sheets: int
    shortened: int
    columns: list[ColumnView]
    counts: ImportCounts
    doubles: Doubles
    tag: str
    by: str
    created_at: datetime
    ended_at: datetime | None
    undo_until: datetime | None


class ImportList(Output):
    items: list[ImportView]
    next: str | None


class WrongView(Output):
    """`code` as refusals have it; `field` of the client, such as "contacts.0.value"."""

    code: str
    field: str


class AlikeView(Output):
    client_id: str
    name: str
    by: list[str]


class RowView(Output):
    """`line` of the file where it begins. `kept`: names of what people changed since, which an undo left alone."""

    number: int
    line: int
    caption: str
    state: Literal["new", "double", "wrong"]
    wrong: list[WrongView]
    alike: list[AlikeView]
    same_as: int | None
    choice: Doubles | None
    outcome: Literal["", "added", "merged", "skipped", "wrong"]
    client_id: str | None
    undone: Literal["", "gone", "restored", "kept"]
    kept: list[str]


class RowList(Output):
    items: list[RowView]
    next: int | None


def import_view(row: Row[Any], counts: Counts, now: datetime) -> ImportView:
    facts = store.loads(row.facts) or {}
    ended = row.ended_at
    until = ended + UNDO_FOR if ended is not None and row.state in ("done", "failed") and row.cursor else None
    return ImportView(
        **{name: getattr(row, name) for name in ("id", "version", "source", "name", "size", "state", "trouble")},
        **{name: getattr(row, name) for name in ("total", "done", "doubles", "tag", "created_at", "ended_at")},
        **{name: facts.get(name, "") for name in ("kind", "encoding", "delimiter", "sheet")},
        more_sheets=facts.get("more_sheets", 0),
        shortened=facts.get("shortened", 0),
        columns=[ColumnView(**one) for one in facts.get("columns", [])],
        counts=ImportCounts(**store.as_dict(counts)),
        by=row.user_name,
        undo_until=until if until is not None and until > now else None,
    )


def row_view(row: Row[Any], names: dict[str, str]) -> RowView:
    """`names`: of the clients that the reader may see, by id; others are not told of."""
    return RowView(
        number=row.number,
        line=row.line,
        caption=row.caption,
        state=row.state,
        wrong=[WrongView(code=code, field=field) for code, field in store.loads(row.wrong)],
        alike=[AlikeView(client_id=one, name=names[one], by=by) for one, by in store.loads(row.alike) if one in names],
        same_as=row.same_as,
        choice=row.choice or None,
        outcome=row.outcome,
        client_id=row.client_id,
        undone=row.undone,
        kept=store.loads(row.kept),
    )
