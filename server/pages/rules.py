"""What an office allows its web pages: websites, search engine, what is hidden."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from cobrowse.ports import MaskRule, Policy
from server.pages.refusals import BAD_PATTERN, BAD_SEARCH, BAD_SELECTOR
from server.pages.tables import browsing_rules
from server.stores.database import Database
from server.stores.tables import organisations

_PAIRS = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """`allow` and `block` are host patterns; an empty `allow` opens everything public; no `search`: words open nothing."""

    allow: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    search: str = ""
    masks: tuple[MaskRule, ...] = ()


class Rules:
    """Reading and writing of the offices' rules. `exceptions` are those of the installation."""

    def __init__(self, database: Database, exceptions: tuple[str, ...], now: Callable[[], datetime]) -> None:
        self._database = database
        self._exceptions = exceptions
        self._now = now

    async def of(self, office_id: str) -> OfficeRules:
        query = select(browsing_rules).where(browsing_rules.c.organisation_id == office_id)
        async with self._database.reading() as rows:
            row = (await rows.execute(query)).one_or_none()
        if row is None:
            return OfficeRules()
        masks = tuple(MaskRule(one["site"], one["selector"]) for one in json.loads(row.masks))
        return OfficeRules(tuple(json.loads(row.allow)), tuple(json.loads(row.block)), row.search, masks)

    async def policy(self, office_id: str) -> Policy:
        """The rules as a page takes them, with the office's language."""
        rules = await self.of(office_id)
        query = select(organisations.c.language).where(organisations.c.id == office_id)
        async with self._database.reading() as rows:
            language = await rows.scalar(query)
        return Policy(
            allow=rules.allow,
            block=rules.block,
            exceptions=self._exceptions,
            search=rules.search,
            masks=rules.masks,
            language=language or "nl",
        )

    async def change(self, office_id: str, changes: dict[str, Any]) -> OfficeRules:
        """Replace the rules that are given: allow, block, search, masks. Raises a Problem, and then changes nothing."""
        values: dict[str, Any] = {}
        for name in ("allow", "block"):
            if name in changes:
                values[name] = json.dumps([_pattern(one) for one in changes[name]])
        if "search" in changes:
            values["search"] = _search(changes["search"])
        if "masks" in changes:
            values["masks"] = json.dumps([_mask(one["site"], one["selector"]) for one in changes["masks"]])
        if values:
            await self._write(office_id, values)
        return await self.of(office_id)

    async def _write(self, office_id: str, values: dict[str, Any]) -> None:
        now = self._now()
        mine = browsing_rules.c.organisation_id == office_id
        changed = (
            update(browsing_rules).where(mine).values(**values, updated_at=now, version=browsing_rules.c.version + 1)
        )
        async with self._database.writing() as rows:
            if (await rows.execute(changed)).rowcount:
                return
        whole = {"allow": "[]", "block": "[]", "search": "", "masks": "[]", **values}
        try:
            async with self._database.writing() as rows:
                made = insert(browsing_rules).values(organisation_id=office_id, created_at=now, updated_at=now, **whole)
                await rows.execute(made)
        except IntegrityError:
            # Somebody else made the row at the same moment.
            async with self._database.writing() as rows:
                await rows.execute(changed)


def _pattern(text: str) -> str:
    # Imported here, because names in other scripts need tables that a start should not wait for.
    from cobrowse.egress.lists import BadPattern, Pattern

    text = text.strip().lower()
    try:
        Pattern.parse(text)
    except BadPattern:
        raise BAD_PATTERN.problem(given=text) from None
    return text


def _search(text: str) -> str:
    from cobrowse.egress.addresses import check_search

    text = text.strip()
    try:
        if text:
            check_search(text)
    except ValueError:
        raise BAD_SEARCH.problem() from None
    return text


def _mask(site: str, selector: str) -> dict[str, str]:
    selector = selector.strip()
    if not selector.isprintable() or not _stays_selector(selector):
        raise BAD_SELECTOR.problem(given=selector)
    return {"site": _pattern(site), "selector": selector}


def _stays_selector(text: str) -> bool:
    """Whether this cannot end the rule that it will stand in, nor swallow what follows: then others would not hide."""
    if not text or any(sign in text for sign in "{}<;") or "/*" in text or text.endswith("\\"):
        return False
    waiting: list[str] = []
    quote, skip = "", False
    for sign in text:
        if skip:
            skip = False
        elif sign == "\\":
            skip = True
        elif quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in _PAIRS:
            waiting.append(_PAIRS[sign])
        elif sign in _PAIRS.values() and (not waiting or waiting.pop() != sign):
            return False
    return not quote and not waiting
