"""What the audit says of one client: for an archive of everything about them."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.audit.tables import audit_events

_SOME = 500
_MOST = 20_000


async def about(
    rows: AsyncConnection, organisation_id: str, client_ids: Sequence[str], subjects: Sequence[str], *, internal: bool
) -> list[dict[str, Any]]:
    """Who saw or did what, the oldest first; at most 20,000 lines, the newest. `internal`: with the details, which may
    name what the client has never seen."""
    a, found = audit_events.c, {}
    office = a.organisation_id == organisation_id
    wanted = [and_(a.actor_kind == "client", a.actor_id.in_(list(client_ids)))]
    wanted += [a.subject_id.in_(list(subjects[at : at + _SOME])) for at in range(0, len(subjects), _SOME)]
    for at in range(0, len(wanted), 4):
        query = select(audit_events).where(office, or_(*wanted[at : at + 4])).order_by(a.id.desc()).limit(_MOST)
        for row in await rows.execute(query):
            found[row.id] = row
    return [
        {
            "at": row.at,
            "actor_kind": row.actor_kind,
            "actor_name": row.actor_name,
            "action": row.action,
            "subject_kind": row.subject_kind,
            "subject_id": row.subject_id,
        }
        | ({"detail": orjson.loads(row.detail) if row.detail else {}} if internal else {})
        for _, row in sorted(found.items())[-_MOST:]
    ]
