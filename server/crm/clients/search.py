"""Finding clients by what was typed: every word must begin one of the words that the client is found by."""

from collections.abc import Sequence

from sqlalchemy import ARRAY, ColumnElement, String, and_, any_, exists, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.people import names
from server.crm.clients.tables import client_words, clients

_LAST = "\U0010ffff"
MANY = 12_000
"""Words that begin so: above it, going through all of their clients takes longer than people wait while they type."""


def matching(
    organisation_id: str, text: str, wanted: Sequence[str] = (), *, gathered: bool = False
) -> ColumnElement[bool] | None:
    """Which clients match; None when nothing was typed. `wanted`: what `by_rarity` made of it. `gathered`: they are few,
    and PostgreSQL is to look each of them up; it would rather read the whole office beside them."""
    wanted = wanted or names.asked(text)
    if not wanted:
        # Signs alone, such as "%" or a smiling face, are in nobody's name as far as searching goes.
        return false() if text.strip() else None
    first, *rest = wanted
    words = client_words.c
    begins = select(words.client_id).where(words.organisation_id == organisation_id, _begins(words.word, first))
    found: ColumnElement[bool] = clients.c.id.in_(begins)
    if gathered:
        found = clients.c.id == any_(func.array(begins.scalar_subquery(), type_=ARRAY(String)))
    return and_(found, *(_has(word) for word in rest))


def walking(text: str) -> ColumnElement[bool]:
    """The same for whoever goes through the clients in their order and soon has enough."""
    return and_(*(_has(word) for word in names.asked(text)))


async def by_rarity(rows: AsyncConnection, organisation_id: str, text: str) -> tuple[list[str], int]:
    """What was typed, the rarest beginning first, and how many words begin so: at most MANY and one."""
    counted: list[tuple[int, str]] = []
    for word in names.asked(text):
        of = client_words.c
        some = select(of.client_id).where(of.organisation_id == organisation_id, _begins(of.word, word)).limit(MANY + 1)
        counted.append((await rows.scalar(select(func.count()).select_from(some.subquery())) or 0, word))
    counted.sort(key=lambda one: (one[0], -len(one[1])))
    return [word for _, word in counted], counted[0][0] if counted else 0


def _has(word: str) -> ColumnElement[bool]:
    other = client_words.alias()
    return exists().where(other.c.client_id == clients.c.id, _begins(other.c.word, word))


def _begins(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    # No LIKE: what is typed is never a pattern, and the order of characters is the index's own.
    return and_(column >= word, column < word + _LAST)
