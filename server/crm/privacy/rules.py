"""How long what is kept: a table of rules for each office, which begins with what Dutch and Belgian law say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.privacy.tables import retention_rules
from server.stores.database import Database, uuid7
from server.stores.tables import organisations

_WFT, _AML_BE, _TAX_NL, _LIMIT = "wft", "aml_be", "tax_nl", "limit"
_REASONS = {
    "nl": {
        _WFT: "Wft art. 4:23 en BGfo art. 32a: advies moet te reconstrueren zijn; Wwft art. 33: 5 jaar na de relatie.",
        _AML_BE: "Belgische wet van 18 september 2017, art. 60: 10 jaar na het einde van de relatie.",
        _TAX_NL: "AWR art. 52: waar de boeken op rusten, blijft 7 jaar.",
        _LIMIT: "AVG art. 5 lid 1 onder e: niet langer dan het doel vraagt.",
    },
    "en": {
        _WFT: "Wft art. 4:23, BGfo art. 32a: advice has to be reconstructable; Wwft art. 33: 5 years after the relation.",
        _AML_BE: "Belgian law of 18 September 2017, art. 60: 10 years after the end of the relation.",
        _TAX_NL: "AWR art. 52: what the books rest on is kept for 7 years.",
        _LIMIT: "GDPR art. 5(1)(e): kept no longer than the purpose needs.",
    },
    "fr": {
        _WFT: "Wft art. 4:23 et BGfo art. 32a : le conseil doit pouvoir être reconstitué ; Wwft art. 33 : 5 ans après.",
        _AML_BE: "Loi belge du 18 septembre 2017, art. 60 : 10 ans après la fin de la relation.",
        _TAX_NL: "AWR art. 52 : ce qui fonde la comptabilité est conservé 7 ans.",
        _LIMIT: "RGPD art. 5, § 1, e) : pas plus longtemps que la finalité ne l'exige.",
    },
}


@dataclass(frozen=True, slots=True)
class Default:
    """`active`: carried out from the first day. What destroys a whole file waits until an administrator says so."""

    kind: str
    country: str
    since: str
    months: int
    active: bool
    reason: str


DEFAULTS = (
    Default("client", "NL", "last_activity", 60, False, _WFT),
    Default("client", "BE", "last_activity", 120, False, _AML_BE),
    Default("deleted_client", "NL", "deleted", 60, False, _WFT),
    Default("deleted_client", "BE", "deleted", 120, False, _AML_BE),
    Default("document", "NL", "made", 84, False, _TAX_NL),
    Default("document", "BE", "made", 120, False, _AML_BE),
    Default("message", "NL", "made", 60, True, _WFT),
    Default("message", "BE", "made", 120, True, _AML_BE),
    Default("note", "NL", "made", 60, True, _WFT),
    Default("note", "BE", "made", 120, True, _AML_BE),
    Default("guest", "NL", "ended", 24, True, _LIMIT),
    Default("guest", "BE", "ended", 24, True, _LIMIT),
)


class Rules:
    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def of(self, rows: AsyncConnection, organisation_id: str) -> list[Row[Any]]:
        """All of an office, in a writing transaction: those that it does not have yet are made."""
        r = retention_rules.c
        query = select(retention_rules).where(r.organisation_id == organisation_id).order_by(r.kind, r.country.desc())
        found = list((await rows.execute(query)).all())
        if found:
            return found
        await self._database.alone(rows, f"retention rules {organisation_id}")
        if found := list((await rows.execute(query)).all()):
            return found
        office = select(organisations.c.language).where(organisations.c.id == organisation_id)
        reasons = _REASONS.get(await rows.scalar(office) or "", _REASONS["en"])
        now = self._now()
        stamped = {"organisation_id": organisation_id, "created_at": now, "updated_at": now}
        listed = [
            {
                **stamped,
                "id": uuid7(),
                "kind": one.kind,
                "country": one.country,
                "since": one.since,
                "months": one.months,
                "active": one.active,
                "reason": reasons[one.reason],
            }
            for one in DEFAULTS
        ]
        await rows.execute(insert(retention_rules), listed)
        return list((await rows.execute(query)).all())
