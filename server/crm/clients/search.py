"""Finding clients by what was typed: every word must begin one of the words that the client is found by."""

from sqlalchemy import ColumnElement, and_, exists, false, select

from crm_adapter.people import names
from server.crm.clients.tables import client_words, clients

_LAST = "\U0010ffff"


def matching(organisation_id: str, text: str) -> ColumnElement[bool] | None:
    """Which clients match; None when nothing was typed that could be searched by."""
    wanted = names.asked(text)
    if not wanted:
        # Signs alone, such as "%" or a smiling face, are in nobody's name as far as searching goes.
        return false() if text.strip() else None
    first, *rest = wanted
    begins = select(client_words.c.client_id).where(_in(organisation_id, first))
    found: list[ColumnElement[bool]] = [clients.c.id.in_(begins)]
    for word in rest:
        other = client_words.alias()
        found.append(
            exists().where(other.c.client_id == clients.c.id, other.c.word >= word, other.c.word < word + _LAST)
        )
    return and_(*found)


def _in(organisation_id: str, word: str) -> ColumnElement[bool]:
    # No LIKE: what is typed is never a pattern, and the order of characters is the index's own.
    words = client_words.c
    return and_(words.organisation_id == organisation_id, words.word >= word, words.word < word + _LAST)
