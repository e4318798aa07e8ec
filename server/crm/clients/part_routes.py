"""REST of tags, own fields, saved filters, and of what an office has chosen about clients."""

from typing import Annotated, Any, Literal

import orjson
from pydantic import Field, StringConstraints, ValidationError
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.people.own_fields import FieldDefinition, FieldKind
from server.crm.clients import store
from server.crm.clients.book import ClientBook
from server.crm.clients.choices import ClientChoices
from server.crm.clients.parts import Parts
from server.crm.clients.refusals import (
    BSN_FOUND,
    FIELD_MISSING,
    FIELD_TAKEN,
    FIELD_WRONG,
    FILTER_UNKNOWN,
    FILTER_WRONG,
    TAG_TAKEN,
    TAG_UNKNOWN,
    TEXT_WRONG,
    TOO_MANY,
)
from server.crm.clients.views import ClientFilter, Short
from server.crm.ports import Actor
from server.web import Call, Id, Input, Output, Role, Route

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_Choices = Annotated[list[Short], Field(max_length=300)]


class TagIn(Input):
    name: Short


class TagView(Output):
    """`count`: how many of the clients that are shown to the caller."""

    id: Id
    version: int
    name: str
    count: int


class TagList(Output):
    items: list[TagView]


class NewField(Input):
    """`key`: in the API and in templates; made of the label where it is not given. It never changes."""

    label: Short
    kind: FieldKind
    choices: _Choices = []
    facet: bool = True
    key: Key | None = None


class FieldChange(Input):
    label: Short | None = None
    choices: _Choices | None = None
    facet: bool | None = None
    position: Annotated[int, Field(ge=0, le=1000)] | None = None


class FieldView(Output):
    id: Id
    version: int
    key: str
    label: str
    kind: FieldKind
    choices: list[str]
    position: int
    facet: bool


class FieldList(Output):
    items: list[FieldView]


class NewFilter(Input):
    """`filter`: names and values as in the query of the list of clients."""

    name: Short
    filter: dict[Annotated[str, StringConstraints(max_length=40)], Annotated[str, StringConstraints(max_length=4000)]]
    shared: bool = False


class FilterView(Output):
    id: Id
    name: str
    filter: dict[str, str]
    shared: bool
    mine: bool


class FilterList(Output):
    items: list[FilterView]


class ChoicesView(Output):
    """`allow_bsn`: whether citizen service numbers may be kept. `shown_to`: who sees a new client beside its adviser."""

    allow_bsn: bool
    shown_to: Literal["everyone", "nobody"]


class ChoicesChange(Input):
    allow_bsn: bool | None = None
    shown_to: Literal["everyone", "nobody"] | None = None


class PartRoutes:
    def __init__(self, book: ClientBook, parts: Parts) -> None:
        self._book = book
        self._database = book.tools.database
        self._parts = parts

    def routes(self) -> list[Route]:
        return [*self._tags(), *self._fields(), *self._filters(), *self._choices()]

    def _tags(self) -> list[Route]:
        path, one = "/api/v1/tags", "/api/v1/tags/{tag_id}"
        wrong = (TAG_TAKEN, TEXT_WRONG, BSN_FOUND)
        return [
            Route("GET", path, self.tags, Role.ADVISER, "Tags, with how many clients have each", keys=True),
            Route(
                "POST",
                path,
                self.add_tag,
                Role.ADVISER,
                "Add a tag",
                status=201,
                refuses=(*wrong, TOO_MANY),
                once=True,
                keys=True,
            ),
            Route(
                "PATCH",
                one,
                self.rename_tag,
                Role.ADMIN,
                "Give a tag another name",
                refuses=(*wrong, TAG_UNKNOWN),
                if_match=True,
                keys=True,
            ),
            Route(
                "DELETE",
                one,
                self.drop_tag,
                Role.ADMIN,
                "Take a tag from all clients",
                status=204,
                refuses=(TAG_UNKNOWN,),
                if_match=True,
                keys=True,
            ),
        ]

    def _fields(self) -> list[Route]:
        path, one = "/api/v1/client-fields", "/api/v1/client-fields/{field_id}"
        wrong = (FIELD_WRONG, TEXT_WRONG)
        return [
            Route("GET", path, self.fields, Role.ADVISER, "Own fields of clients", keys=True),
            Route(
                "POST",
                path,
                self.add_field,
                Role.ADMIN,
                "Add an own field",
                status=201,
                refuses=(*wrong, FIELD_TAKEN, TOO_MANY),
                once=True,
                keys=True,
            ),
            Route(
                "PATCH",
                one,
                self.change_field,
                Role.ADMIN,
                "Change an own field; its kind stays",
                refuses=(*wrong, FIELD_MISSING),
                if_match=True,
                keys=True,
            ),
            Route(
                "DELETE",
                one,
                self.drop_field,
                Role.ADMIN,
                "Remove an own field with what was filled in",
                status=204,
                refuses=(FIELD_MISSING,),
                if_match=True,
                keys=True,
            ),
        ]

    def _filters(self) -> list[Route]:
        path = "/api/v1/saved-filters"
        return [
            Route("GET", path, self.filters, Role.ADVISER, "Filters that were saved, one's own and the shared ones"),
            Route(
                "POST",
                path,
                self.save_filter,
                Role.ADVISER,
                "Save a filter",
                status=201,
                refuses=(FILTER_WRONG, TEXT_WRONG, TOO_MANY),
                once=True,
            ),
            Route(
                "DELETE",
                path + "/{filter_id}",
                self.drop_filter,
                Role.ADVISER,
                "Remove a saved filter",
                status=204,
                refuses=(FILTER_UNKNOWN,),
            ),
        ]

    def _choices(self) -> list[Route]:
        path = "/api/v1/client-choices"
        return [
            Route("GET", path, self.choices, Role.ADVISER, "What the office has chosen about clients"),
            Route("PATCH", path, self.choose, Role.ADMIN, "Choose what holds for clients"),
        ]

    async def tags(self, call: Call) -> TagList:
        async with self._database.reading() as rows:
            return TagList(items=[_tag(row) for row in await self._parts.tags(rows, call.member)])

    async def add_tag(self, call: Call, body: TagIn) -> TagView:
        async with self._database.writing() as rows:
            tag_id = await self._parts.add_tag(rows, call.member, body.name)
            return await self._one_tag(rows, call, tag_id)

    async def rename_tag(self, call: Call, tag_id: Id, body: TagIn) -> TagView:
        async with self._database.writing() as rows:
            await self._parts.rename_tag(rows, call.member, tag_id, call.seen(), body.name)
            return await self._one_tag(rows, call, tag_id)

    async def drop_tag(self, call: Call, tag_id: Id) -> None:
        async with self._database.writing() as rows:
            await self._parts.drop_tag(rows, call.member, tag_id, call.seen())

    async def fields(self, call: Call) -> FieldList:
        async with self._database.reading() as rows:
            found = await store.definitions(rows, call.member.organisation_id)
        return FieldList(items=[_field(one) for one in found.values()])

    async def add_field(self, call: Call, body: NewField) -> FieldView:
        async with self._database.writing() as rows:
            field_id = await self._parts.add_field(rows, call.member, body.model_dump())
            return await self._one_field(rows, call, field_id)

    async def change_field(self, call: Call, field_id: Id, body: FieldChange) -> FieldView:
        async with self._database.writing() as rows:
            told = body.model_dump(exclude_none=True)
            await self._parts.change_field(rows, call.member, field_id, call.seen(), told)
            return await self._one_field(rows, call, field_id)

    async def drop_field(self, call: Call, field_id: Id) -> None:
        async with self._database.writing() as rows:
            await self._parts.drop_field(rows, call.member, field_id, call.seen())

    async def filters(self, call: Call) -> FilterList:
        async with self._database.reading() as rows:
            found = await self._parts.filters(rows, call.member)
        return FilterList(items=[_filter(row, call.member.user_id) for row in found])

    async def save_filter(self, call: Call, body: NewFilter) -> FilterView:
        try:
            wish = ClientFilter.model_validate_strings(body.filter)
        except ValidationError:
            raise FILTER_WRONG.problem(field="filter") from None
        async with self._database.writing() as rows:
            filter_id = await self._parts.save_filter(rows, call.member, body.name, wish, shared=body.shared)
            found = await self._parts.filters(rows, call.member)
        return next(_filter(row, call.member.user_id) for row in found if row.id == filter_id)

    async def drop_filter(self, call: Call, filter_id: Id) -> None:
        async with self._database.writing() as rows:
            await self._parts.drop_filter(rows, call.member, filter_id)

    async def choices(self, call: Call) -> ChoicesView:
        async with self._database.reading() as rows:
            found = await self._book.tools.choices.get(rows, call.member.organisation_id, ClientChoices)
        return ChoicesView(**found.model_dump())

    async def choose(self, call: Call, body: ChoicesChange) -> ChoicesView:
        office, tools = call.member.organisation_id, self._book.tools
        async with self._database.writing() as rows:
            before = await tools.choices.get(rows, office, ClientChoices)
            chosen = before.model_copy(update=body.model_dump(exclude_none=True))
            await tools.choices.put(rows, office, chosen)
            detail = chosen.model_dump()
            await tools.audit.note(rows, office, Actor.of(call.member), "choices.changed", "choices", "clients", detail)
        return ChoicesView(**detail)

    async def _one_tag(self, rows: AsyncConnection, call: Call, tag_id: str) -> TagView:
        found = next(row for row in await self._parts.tags(rows, call.member) if row.id == tag_id)
        call.version = found.version
        return _tag(found)

    async def _one_field(self, rows: AsyncConnection, call: Call, field_id: str) -> FieldView:
        found = await store.definitions(rows, call.member.organisation_id)
        view = next(_field(one) for one in found.values() if one.id == field_id)
        call.version = view.version
        return view


def _tag(row: Row[Any]) -> TagView:
    return TagView(id=row.id, version=row.version, name=row.name, count=row.number)


def _field(one: FieldDefinition) -> FieldView:
    names = ("id", "version", "key", "label", "kind", "position", "facet")
    return FieldView(choices=list(one.choices), **{name: getattr(one, name) for name in names})


def _filter(row: Row[Any], user_id: str) -> FilterView:
    told = {name: str(value) for name, value in orjson.loads(row.filter).items()}
    return FilterView(id=row.id, name=row.name, filter=told, shared=row.shared, mine=row.user_id == user_id)
