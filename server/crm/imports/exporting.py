"""Exports: all clients, those of a filter, or those that were chosen, as CSV or as a workbook."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web
from xlsxwriter import Workbook

from server.crm.imports.routes import download
from server.crm.imports.views import ExportIn
from server.crm.imports.writing import csv_line
from server.crm.ports import Actor, Audit, Ground, Rows
from server.web import Call, Member, Refusal, Role, Route

_PLAIN = (
    *("kind", "name", "given", "prefix", "family", "birthday", "partner_given", "partner_prefix", "partner_family"),
    *(
        "partner_birthday",
        "email",
        "phone",
        "street",
        "postcode",
        "city",
        "country",
        "number",
        "language",
        "vat",
        "coc",
    ),
    *("tags", "adviser", "consent", "unsubscribed", "created_at"),
)
_SEVERAL = " ::: "
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As the import knows them again.
_HEADERS: dict[str, tuple[str, ...]] = {
    "nl": (
        *("Soort", "Weergavenaam", "Voornaam", "Tussenvoegsel", "Achternaam", "Geboortedatum", "Voornaam partner"),
        *("Tussenvoegsel partner", "Achternaam partner", "Geboortedatum partner", "E-mail", "Telefoon", "Straat"),
        *("Postcode", "Plaats", "Land", "Klantnummer", "Taal", "Btw-nummer", "KvK-nummer", "Tags", "Adviseur"),
        *("Toestemming", "Afgemeld", "Aangemaakt"),
    ),
    "en": (
        *("Kind", "Display name", "First name", "Prefix", "Last name", "Birthday", "Partner first name"),
        *("Partner prefix", "Partner last name", "Partner birthday", "E-mail", "Phone", "Street"),
        *("Postcode", "City", "Country", "Customer number", "Language", "VAT number", "CoC number", "Tags", "Adviser"),
        *("Consent", "Unsubscribed", "Created"),
    ),
    "fr": (
        *("Type", "Nom complet", "Prénom", "Particule", "Nom de famille", "Date de naissance", "Prénom conjoint"),
        *("Particule conjoint", "Nom conjoint", "Date de naissance conjoint", "E-mail", "Téléphone", "Rue"),
        *("Code postal", "Ville", "Pays", "Numéro client", "Langue", "Numéro TVA", "SIREN", "Étiquettes", "Conseiller"),
        *("Consentement", "Désabonné", "Créé"),
    ),
}


class Exported(Protocol):
    """What the clients give for an export."""

    async def fields(self, organisation_id: str) -> list[tuple[str, str]]: ...

    def told(self, organisation_id: str, ids: Sequence[str]) -> AsyncIterator[list[dict[str, Any]]]: ...


Chosen = Callable[[Rows, Member, Any, Sequence[str]], Awaitable[list[str]]]
"""The ids of those whom a filter finds, and whom the member may see."""


class ExportRoutes:
    def __init__(self, ground: Ground, exported: Exported, chosen: Chosen, audit: Audit, filter_wrong: Refusal) -> None:
        self._ground = ground
        self._exported = exported
        self._chosen = chosen
        self._audit = audit
        self._filter_wrong = filter_wrong

    def routes(self) -> list[Route]:
        return [
            Route(
                "POST",
                "/api/v1/clients/export",
                self.export,
                Role.ADVISER,
                "Clients as a table: all that one sees, those of a filter, or those that are named",
                refuses=(self._filter_wrong,),
                produces=("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                tag="imports",
                keys=True,
                json_bytes=2 * 1024 * 1024,
            )
        ]

    async def export(self, call: Call, body: ExportIn) -> web.StreamResponse:
        member, office = call.member, call.member.organisation_id
        if body.ids is not None and body.filter is not None:
            raise self._filter_wrong.problem(field="ids")
        async with self._ground.database.reading() as rows:
            ids = await self._chosen(rows, member, body.filter or {}, body.besides)
        if body.ids is not None:
            wanted = set(body.ids)
            ids = [one for one in ids if one in wanted]
        how = "ids" if body.ids is not None else "filter" if body.filter else "all"
        detail = {"count": len(ids), "format": body.format, "of": how}
        async with self._ground.database.writing() as rows:
            # Noted before the first byte leaves: who breaks it off has still had some.
            note = (rows, office, Actor.of(member), "clients.exported", "clients", "", detail)
            await self._audit.note(*note, address=call.address)
        fields = await self._exported.fields(office)
        names = _HEADERS.get(member.language, _HEADERS["en"])
        header = [*names, *(label for _, label in fields)]
        keys = [key for key, _ in fields]
        day = self._ground.now().strftime("%Y-%m-%d")
        if body.format == "csv":
            return await self._csv(call, ids, header, keys, f"clients-{day}.csv")
        return await self._xlsx(call, ids, header, keys, f"clients-{day}.xlsx")

    async def _csv(
        self, call: Call, ids: Sequence[str], header: list[str], keys: list[str], name: str
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers=download(name))
        await response.prepare(call.request)
        # The mark by which Excel knows UTF-8.
        await response.write(b"\xef\xbb\xbf" + csv_line(header))
        async for some in self._exported.told(call.member.organisation_id, ids):
            await response.write(b"".join(csv_line(cells(one, keys)) for one in some))
        await response.write_eof()
        return response

    async def _xlsx(
        self, call: Call, ids: Sequence[str], header: list[str], keys: list[str], name: str
    ) -> web.StreamResponse:
        with tempfile.TemporaryDirectory(prefix="samen-export-") as folder:
            path = Path(folder) / "clients.xlsx"
            # Row by row to disk: the memory it takes does not grow. Everything is text: nothing is a formula or a link.
            plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
            book = Workbook(str(path), {"constant_memory": True, "tmpdir": folder, **plain})
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            bold = book.add_format({"bold": True})
            for at, text in enumerate(header):
                sheet.write_string(0, at, text, bold)
            line = 1
            async for some in self._exported.told(call.member.organisation_id, ids):
                line = await asyncio.to_thread(_fill, sheet, line, [cells(one, keys) for one in some])
            await asyncio.to_thread(book.close)
            response = web.StreamResponse(headers=download(name, _XLSX))
            response.content_length = path.stat().st_size
            await response.prepare(call.request)
            file = await asyncio.to_thread(open, path, "rb")
            try:
                while chunk := await asyncio.to_thread(file.read, 256 * 1024):
                    await response.write(chunk)
            finally:
                file.close()
            await response.write_eof()
            return response


def _fill(sheet: Any, line: int, rows: list[list[str]]) -> int:
    for row in rows:
        for at, text in enumerate(row):
            if text:
                sheet.write_string(line, at, text[:32_000])
        line += 1
    return line


def cells(one: dict[str, Any], keys: Sequence[str]) -> list[str]:
    """A client as the cells of a row."""
    found = []
    for name in _PLAIN:
        value = one[name]
        if name == "name" and one["kind"] == "company":
            found.append(value)
        elif isinstance(value, list):
            found.append(_SEVERAL.join(value))
        elif isinstance(value, bool):
            found.append("1" if value else "0")
        elif name == "created_at":
            found.append(value.strftime("%Y-%m-%d"))
        else:
            found.append(str(value))
    given = one["fields"]
    return [*found, *("" if given.get(key) is None else str(given[key]) for key in keys)]
